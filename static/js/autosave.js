/* Saves the draft every 30 seconds and when a field is left, if something has changed. */
"use strict";
(() => {
  const form = document.querySelector("[data-autosave]");
  const said = form.querySelector("[data-said]");
  const { failed, left } = form.dataset;
  let dirty = false, sending = false, last = 0;

  const count = (field) => {
    const limit = document.getElementById(`${field.id}_limit`);
    if (!limit) return;
    limit.dataset.told ??= limit.textContent;
    const length = [...field.value.trim()].length;
    limit.textContent = `${limit.dataset.told} ${left.replace("%s", limit.dataset.limit - length)}`;
  };

  async function save() {
    if (!dirty || sending) return;
    sending = true;
    dirty = false;
    last = Date.now();
    const data = new FormData(form);
    data.set("move", "autosave");
    data.delete("file");
    try {
      const answer = await fetch(form.action, {
        method: "POST", body: data, headers: { Accept: "application/json" },
      });
      const { sentence, version } = await answer.json();
      said.textContent = sentence;
      if (answer.ok) form.elements.version.value = version;
      else dirty = true;
    } catch {
      said.textContent = failed;
      dirty = true;
    }
    sending = false;
  }

  form.addEventListener("input", ({ target }) => { dirty = true; count(target); });
  // Not more often than every five seconds, so that a quick hand is not a flood.
  form.addEventListener("focusout", () => { if (Date.now() - last > 5000) save(); });
  setInterval(save, 30000);
  form.addEventListener("submit", () => { sending = true; });
  addEventListener("pageshow", () => { sending = false; });
  addEventListener("beforeunload", (event) => {
    const { comment, file } = form.elements;
    if (!sending && (dirty || comment.value || file.value)) event.preventDefault();
  });
  form.querySelectorAll("textarea").forEach(count);
})();
