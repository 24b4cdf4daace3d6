/*
 * Gives a name to each control of the back office that Django's templates leave without one,
 * and takes the keyboard to what has opened: the errors of a form, a calendar, a clock.
 */
"use strict";
(() => {
  const words = document.currentScript.dataset;
  const plain = (element) => element.textContent.trim().replace(/:$/, "");

  /* Cells of a table have no labels: the heading of the column says what they are about. */
  function nameCells(root) {
    for (const cell of root.querySelectorAll(".tabular tr.form-row > td")) {
      const heading = cell.closest("table").tHead.rows[0].cells[cell.cellIndex];
      for (const control of cell.querySelectorAll("input:not([type=hidden]), select, textarea")) {
        // Its help stands below it.
        if (!control.labels.length) control.setAttribute("aria-label", plain(heading.firstChild));
      }
    }
  }

  /* A moment is asked in two fields under one label; their own words stand before them. */
  function nameMoments(root) {
    for (const moment of root.querySelectorAll("p.datetime")) {
      const row = moment.closest(".form-row");
      const label = moment.parentElement.querySelector("label");
      const told = [...row.querySelectorAll(":scope .errorlist[id], :scope .help[id]")].map(({ id }) => id);
      for (const input of moment.querySelectorAll("input")) {
        const own = input.previousSibling.textContent.trim().replace(/:$/, "");
        input.setAttribute("aria-label", label ? `${plain(label)}, ${own}` : own);
        if (told.length) input.setAttribute("aria-describedby", told.join(" "));
      }
    }
  }

  /* Select2 names a field by its value alone, and not at all while nothing is chosen. */
  function nameChoosers(root) {
    for (const select of root.querySelectorAll("select.admin-autocomplete.select2-hidden-accessible")) {
      const label = select.labels.length ? plain(select.labels[0]) : select.getAttribute("aria-label");
      const drawn = select.nextElementSibling;
      const value = drawn.querySelector("[role=textbox]");
      value?.removeAttribute("role");
      value?.removeAttribute("aria-readonly");
      for (const part of drawn.querySelectorAll("[role=combobox], input")) {
        part.removeAttribute("aria-labelledby");
        part.setAttribute("aria-label", label);
        const told = select.getAttribute("aria-describedby");
        if (told) part.setAttribute("aria-describedby", told);
      }
    }
  }

  /* What opens below the field: the words to search by, and what is found. */
  function nameOpened(event) {
    const box = event.target.nextElementSibling.querySelector("[role=combobox]");
    const name = box.getAttribute("aria-label");
    box.setAttribute("aria-controls", box.getAttribute("aria-owns"));
    for (const part of document.querySelectorAll(".select2-container--open :is([role=searchbox], [role=listbox])")) {
      part.setAttribute("aria-label", name);
    }
  }

  /* The words of the icon are the label of the field behind it. */
  function nameIcons() {
    for (const icon of document.querySelectorAll(".search-label-icon[aria-label]")) icon.setAttribute("role", "img");
    for (const icon of document.querySelectorAll("label[for=searchbar] img")) {
      icon.alt = document.querySelector("#changelist-search [type=submit]").value;
    }
  }

  /* A wide table in which nothing takes the keyboard must take it itself to be scrolled. */
  function reachTables() {
    for (const frame of document.querySelectorAll(".tabular fieldset")) {
      if (!frame.querySelector("a[href], input:not([type=hidden]), select, textarea")) frame.tabIndex = 0;
    }
  }

  function nameControls(root) {
    nameCells(root);
    nameMoments(root);
    // Select2 too draws its fields when jQuery finds the page ready, in the order of asking.
    window.django?.jQuery?.(() => nameChoosers(root));
  }

  /* Calendar and clock are drawn at the end of the page, far from their fields. */
  const boxOf = ({ id }) => document.getElementById(id.replace("link", "box"));
  const linkOf = ({ id }) => document.getElementById(id.replace("box", "link"));

  function enter(event) {
    const link = event.target.closest("[id^=calendarlink], [id^=clocklink]");
    if (!link) return;
    for (const [name, label] of [["previous", words.previous], ["next", words.next]]) {
      boxOf(link).querySelector(`.calendarnav-${name}`)?.setAttribute("aria-label", label);
    }
    setTimeout(() => boxOf(link).querySelector("a").focus());
  }

  function leave(event) {
    const box = event.target.closest(".calendarbox, .clockbox");
    const cancels = event.key === "Escape" || event.target.closest(".calendar-cancel");
    if (box && cancels) setTimeout(() => linkOf(box).focus());
  }

  document.addEventListener("click", enter, true);
  document.addEventListener("click", leave, true);
  document.addEventListener("keyup", leave, true);
  document.addEventListener("formset:added", (event) => nameControls(event.target));
  nameControls(document);
  reachTables();

  /* Django's own scripts draw their icons first and focus the first field of a new form. */
  window.addEventListener("load", () => {
    nameIcons();
    window.django?.jQuery?.(document).on("select2:open", nameOpened);
    const errors = document.querySelector(".conflict, .errornote");
    if (!errors) return;
    errors.tabIndex = -1;
    errors.focus();
  });
})();
