/*
 * Shows a text of the back office in one language at a time, as ARIA tabs.
 *
 * The rows field-title_fi, field-title_sv and field-title_en become the panels of one
 * group. Without this script all three rows stand below each other. A choice holds for
 * the whole page and for the next one; an error opens its own tab; an empty text says so.
 */
"use strict";
(() => {
  const { empty, label } = document.currentScript.dataset;
  const names = { fi: "Suomi", sv: "Svenska", en: "English" };
  const remembered = "edited-language";
  const step = { ArrowLeft: -1, ArrowRight: 1 };
  let count = 0;

  const field = (row) => row.querySelector("input, textarea");

  function show(group, language, focus) {
    for (const [code, { tab, row }] of Object.entries(group)) {
      const chosen = code === language;
      tab.setAttribute("aria-selected", chosen);
      tab.tabIndex = chosen ? 0 : -1;
      row.hidden = !chosen;
      if (chosen && focus) tab.focus();
    }
  }

  function mark({ tab, row }) {
    tab.classList.toggle("is-empty", !field(row).value.trim());
  }

  function makeTab(group, list, code, row) {
    const tab = document.createElement("button");
    const id = `language-panel-${count++}`;
    tab.type = "button";
    tab.textContent = names[code] || code;
    tab.lang = code;
    tab.dataset.empty = empty;
    tab.setAttribute("role", "tab");
    tab.setAttribute("aria-controls", id);
    row.id = id;
    row.classList.add("language-panel");
    row.setAttribute("role", "tabpanel");
    row.setAttribute("aria-label", tab.textContent);
    tab.classList.toggle("has-errors", row.classList.contains("errors"));
    group[code] = { tab, row };
    list.append(tab);
    mark(group[code]);
    row.addEventListener("input", () => mark(group[code]));
    tab.addEventListener("click", () => choose(group, code));
    tab.addEventListener("keydown", (event) => {
      const codes = Object.keys(group);
      const next = codes.at((codes.indexOf(code) + (step[event.key] || 0)) % codes.length);
      if (event.key in step) {
        event.preventDefault();
        choose(group, next);
      }
    });
  }

  function choose(chosen, code) {
    localStorage.setItem(remembered, code);
    groups.forEach((group) => show(group, code, group === chosen));
  }

  const groups = [];

  function setUp(root) {
    const found = new Map();
    for (const row of root.querySelectorAll(".form-row")) {
      const [, base, code] = row.className.match(/field-(\w+)_(fi|sv|en)\b/) || [];
      if (!base || !field(row) || row.closest(".empty-form") || row.classList.contains("language-panel")) continue;
      const key = row.parentElement;
      if (!found.has(key)) found.set(key, {});
      (found.get(key)[base] ||= []).push([code, row]);
    }
    for (const fields of found.values()) {
      for (const rows of Object.values(fields)) {
        const group = {};
        const list = document.createElement("div");
        list.className = "language-tabs";
        list.setAttribute("role", "tablist");
        list.setAttribute("aria-label", label);
        rows[0][1].before(list);
        rows.forEach(([code, row]) => makeTab(group, list, code, row));
        const wrong = rows.find(([, row]) => row.classList.contains("errors"));
        const kept = localStorage.getItem(remembered);
        show(group, wrong ? wrong[0] : kept in group ? kept : rows[0][0]);
        groups.push(group);
      }
    }
  }

  setUp(document);
  document.addEventListener("formset:added", (event) => setUp(event.target));
})();
