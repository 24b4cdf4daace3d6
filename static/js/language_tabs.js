/*
 * Shows a text of the back office in one language at a time, as ARIA tabs.
 *
 * The rows field-title_fi, field-title_sv and field-title_en become the panels of one
 * group. Without this script all three rows stand below each other. A choice holds for
 * the whole page and for the next one; an error opens its own tab and says so in words, as an empty
 * or an outdated text does. An address that ends in #id_title_sv opens that language.
 */
"use strict";
(() => {
  const words = document.currentScript.dataset;
  const names = { fi: "Suomi", sv: "Svenska", en: "English" };
  const remembered = "edited-language";
  const [, asked] = location.hash.match(/^#id_\w+_(fi|sv|en)$/) || [];
  const groups = [];
  let count = 0;

  const field = (row) => row.querySelector("input, textarea");

  /* A browser may keep nothing; then every page begins anew. */
  function recall() {
    try { return localStorage.getItem(remembered); } catch { return null; }
  }

  function remember(code) {
    try { localStorage.setItem(remembered, code); } catch { /* The choice holds for this page. */ }
  }

  function show(group, language, focus) {
    for (const [code, { tab, row }] of Object.entries(group)) {
      const chosen = code === language;
      tab.setAttribute("aria-selected", chosen);
      tab.tabIndex = chosen ? 0 : -1;
      row.hidden = !chosen;
      if (chosen && focus) tab.focus();
    }
  }

  function choose(chosen, code) {
    remember(code);
    groups.forEach((group) => show(group, code, group === chosen));
  }

  function mark({ tab, row }) {
    const isWrong = row.classList.contains("errors");
    const isEmpty = !field(row).value.trim();
    const { defaultValue, value, dataset } = field(row);
    const outdated = value === defaultValue ? dataset.outdated : "";
    const word = isWrong ? `${words.errors}: ${row.querySelectorAll(".errorlist li").length}` : isEmpty ? words.empty : outdated;
    tab.classList.toggle("has-errors", isWrong);
    tab.classList.toggle("is-empty", isEmpty);
    tab.classList.toggle("is-outdated", Boolean(outdated));
    tab.lastChild.textContent = word ? ` – ${word}` : "";
  }

  function element(name, attributes, ...children) {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    made.append(...children);
    return made;
  }

  /* The keys of a tab list: the arrows go round, Home and End to its ends. */
  function move(event, group, code) {
    const codes = Object.keys(group);
    const at = codes.indexOf(code);
    const next = { ArrowLeft: at - 1, ArrowRight: (at + 1) % codes.length, Home: 0, End: -1 }[event.key];
    if (next === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    choose(group, codes.at(next));
  }

  function makeTab(group, code, row) {
    const id = `language-${++count}`;
    const tab = element(
      "button",
      { type: "button", role: "tab", id: `${id}-tab`, "aria-controls": `${id}-panel` },
      element("span", { lang: code }, names[code] || code),
      element("span", { class: "language-tabs__state" }),
    );
    row.id = `${id}-panel`;
    row.classList.add("language-panel");
    row.setAttribute("role", "tabpanel");
    row.setAttribute("aria-labelledby", tab.id);
    group[code] = { tab, row };
    mark(group[code]);
    row.addEventListener("input", () => mark(group[code]));
    tab.addEventListener("click", () => choose(group, code));
    tab.addEventListener("keydown", (event) => move(event, group, code));
    return tab;
  }

  function makeGroup(rows) {
    const group = {};
    const [[first, row]] = rows;
    const text = row.querySelector("label")?.textContent.replace(/\s*\[\w+\]/, "").replace(/:\s*$/, "");
    const list = element(
      "div",
      { class: "language-tabs", role: "tablist", "aria-label": [words.label, text].join(": ") },
      ...rows.map(([code, row]) => makeTab(group, code, row)),
    );
    row.before(list);
    const [wrong] = rows.find(([, row]) => row.classList.contains("errors")) || [];
    const kept = asked || recall();
    show(group, wrong || (kept in group ? kept : first));
    groups.push(group);
  }

  /* The rows of each text, by the fieldset that they stand in and by the name of the field. */
  function setUp(root) {
    const found = new Map();
    for (const row of root.querySelectorAll(".form-row")) {
      const [, name, code] = row.className.match(/field-(\w+)_(fi|sv|en)\b/) || [];
      if (!name || !field(row) || row.closest(".empty-form") || row.classList.contains("language-panel")) continue;
      if (!found.has(row.parentElement)) found.set(row.parentElement, {});
      (found.get(row.parentElement)[name] ||= []).push([code, row]);
    }
    for (const texts of found.values()) Object.values(texts).forEach(makeGroup);
  }

  setUp(document);
  if (asked) document.querySelector(location.hash)?.focus();
  document.addEventListener("formset:added", (event) => setUp(event.target));
})();
