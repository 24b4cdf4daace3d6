/* Saves the draft every 30 seconds and when a field is left, if something has changed. */
"use strict";
(() => {
  const form = document.querySelector("[data-autosave]");
  const said = form.querySelector("[data-said]");
  const { failed, left } = form.dataset;
  let dirty = false, leaving = false, saving = null, last = 0;

  function count({ id, value }) {
    const limit = document.getElementById(`${id}_limit`);
    if (!limit) return;
    const { dataset } = limit;
    dataset.told ??= limit.textContent;
    const number = dataset.limit - [...value.trim()].length;
    limit.textContent = `${dataset.told} ${left.replace("%s", number)}`;
  }

  async function send() {
    dirty = false;
    last = Date.now();
    const body = new FormData(form);
    body.set("move", "autosave");
    body.delete("file");
    const headers = { Accept: "application/json" };
    try {
      const answer = await fetch(form.action, { method: "POST", body, headers });
      const { sentence, version } = await answer.json();
      said.textContent = sentence;
      if (answer.ok) form.elements.version.value = version;
      else dirty = true;
    } catch {
      said.textContent = failed;
      dirty = true;
    }
    saving = null;
  }
  const save = () => dirty && (saving ??= send());

  form.oninput = ({ target }) => { dirty = true; count(target); };
  // A quick hand is not a flood.
  form.addEventListener("focusout", () => Date.now() - last > 5000 && save());
  setInterval(save, 30000);
  // Two at once would look like two people.
  form.onsubmit = async (event) => {
    leaving = true;
    if (!saving) return;
    event.preventDefault();
    await saving;
    form.requestSubmit(event.submitter);
  };
  onpageshow = () => { leaving = false; };
  onbeforeunload = (event) => {
    const { comment, file } = form.elements;
    if (!leaving && (dirty || comment.value || file.value)) event.preventDefault();
  };
  form.querySelectorAll("textarea").forEach(count);
})();
