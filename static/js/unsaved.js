/* Says beside the buttons that a form has changes, and asks before they are left behind. */
"use strict";
(() => {
  const told = document.querySelector("[data-unsaved]");
  const form = told?.closest("form");
  if (!form) return;
  const written = () => JSON.stringify([...new FormData(form)].map(([name, value]) => [name, value.name ?? value]));
  let opened, leaving = false;
  const isUnsaved = () => opened !== undefined && ("isUnsaved" in told.dataset || written() !== opened);
  const tell = () => setTimeout(() => { told.textContent = isUnsaved() ? told.dataset.unsaved : ""; });

  // Other scripts of the page have filled their fields by then.
  window.addEventListener("load", () => setTimeout(() => {
    opened = written();
    for (const name of ["input", "change", "click", "formset:added", "formset:removed"]) form.addEventListener(name, tell);
    window.django?.jQuery?.(form).on("change", tell);
    tell();
  }));
  form.addEventListener("submit", (event) => { leaving = event.submitter?.formTarget !== "_blank"; });
  window.addEventListener("beforeunload", (event) => { if (!leaving && isUnsaved()) event.preventDefault(); });
})();
