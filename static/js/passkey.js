/* Passkeys: asks the browser for one, and sends what it answers. Without it the form stays hidden. */
(() => {
  "use strict";
  const kinds = window.PublicKeyCredential || {};
  if (!kinds.parseRequestOptionsFromJSON) return;

  const optionsOf = async form => {
    const given = document.getElementById("passkey-options");
    if (given) return JSON.parse(given.textContent);
    const answer = await fetch(form.action, {headers: {Accept: "application/json"}});
    return answer.json();
  };

  const ask = async form => {
    const options = await optionsOf(form);
    if (form.dataset.passkey === "get") {
      const publicKey = kinds.parseRequestOptionsFromJSON(options.request_options.publicKey);
      return navigator.credentials.get({publicKey});
    }
    const wanted = options.creation_options.publicKey;
    Object.assign(wanted.authenticatorSelection, {residentKey: "required", requireResidentKey: true, userVerification: "required"});
    return navigator.credentials.create({publicKey: kinds.parseCreationOptionsFromJSON(wanted)});
  };

  for (const form of document.querySelectorAll("form[data-passkey]")) {
    form.hidden = false;
    const trouble = form.querySelector("[data-trouble]");
    form.querySelector("button").addEventListener("click", async () => {
      trouble.hidden = true;
      try {
        form.elements.credential.value = JSON.stringify(await ask(form));
        form.submit();
      } catch {
        trouble.hidden = false;
      }
    });
  }
})();
