// Keys for reading; /keys lists them and turns single keys off. They move the focus.
"use strict";
(() => {
  const ITEMS = "main :is(article.card, li.line, tbody tr:has(a))";
  const FIELDS = "input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]:not([data-walk])";
  const kept = (value) => {
    try {
      if (value) localStorage.keys = value;
      return localStorage.keys;
    } catch { return ""; }  // nothing is kept here: they stay on
  };
  const here = () => document.activeElement.closest(ITEMS);

  const step = (by) => {
    const items = [...document.querySelectorAll(ITEMS)].filter((one) => one.checkVisibility());
    const at = items.indexOf(here());
    const next = at < 0 ? items.find((one) => one.getBoundingClientRect().bottom > 40) : items[at + by];
    if (!next) return;
    next.tabIndex = -1;
    next.focus();
  };

  // Capturing: what is off is off for editors' pages too, which have keys of their own.
  document.addEventListener("keydown", (event) => {
    const { key, target } = event;
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || target.closest(FIELDS)) return;
    if (key.length < 2 && kept() === "off") return event.stopPropagation();
    if (document.querySelector("[data-key]")) return;
    const item = here();
    const field = key === "/" && (document.querySelector("main [type=search][name=q]") || document.querySelector("[type=search]"));
    if (key === "j") step(1);
    else if (key === "k") step(-1);
    else if (item && (key === "o" || (key === "Enter" && target === item))) (item.querySelector(".card-links, .links") || item).querySelector("a").click();
    else if (field) field.select();
    else if (key === "?") location.assign("/keys");
    else return;
    event.preventDefault();
  }, true);

  const box = document.querySelector("[data-keys]");
  if (!box) return;
  box.closest("[hidden]").hidden = false;
  box.checked = kept() !== "off";
  box.onchange = () => kept(box.checked ? "on" : "off");
})();
