// What editing pages add for those with a script; every page works without it.
// Each part looks for its own attributes, so that a page takes only what it needs:
//   data-key="a"       a key that presses, opens or picks the element (never while typing)
//   data-cycle="s"     a key that picks the next radio button of a group
//   data-slot          one of several groups; keys act on the one used last, else the first
//   data-select        an article's text; its pieces say in data-at where they begin
//   data-take="NAME"   a button: the selected words go to the fields NAME and NAME_at
//   data-save          the form that Ctrl+Enter sends when no field has the focus
"use strict";

(() => {
  const typing = (where) => where instanceof Element
    && where.closest("input, textarea, select, [contenteditable]") !== null;

  const openAround = (element) => {
    for (let at = element.closest("details"); at; at = at.parentElement.closest("details")) {
      at.open = true;
    }
  };

  // ---- keys ----------------------------------------------------------------------------------

  const slot = () => document.querySelector("[data-slot].used") || document.querySelector("[data-slot]");

  const keyed = (name, key) => {
    const wanted = `[data-${name}="${CSS.escape(key)}"]`;
    const within = slot();
    return (within && within.querySelector(wanted)) || document.querySelector(wanted);
  };

  const pick = (radio) => {
    openAround(radio);
    radio.checked = true;
    radio.dispatchEvent(new Event("change", { bubbles: true }));
    radio.scrollIntoView({ block: "nearest" });
  };

  const use = (element) => {
    if (element instanceof HTMLDetailsElement) {
      element.open = !element.open || element.dataset.key !== "?";
      const first = element.querySelector("[data-first]");
      if (element.open && first) {
        first.focus();
        if (first.select) first.select();
      } else if (element.open) {
        element.scrollIntoView({ block: "nearest" });
      }
    } else if (element.matches("input[type=radio]")) {
      pick(element);
    } else if (element.matches("input, textarea, select")) {
      openAround(element);
      element.focus();
      if (element.select) element.select();
    } else {
      element.click();
    }
  };

  const cycle = (group) => {
    const all = [...group.querySelectorAll("input[type=radio]")];
    const next = all[(all.findIndex((one) => one.checked) + 1) % all.length];
    if (next) pick(next);
  };

  const send = (where) => {
    const form = (where instanceof Element && where.closest("form[method=post]"))
      || document.querySelector("form[data-save]");
    if (form) form.requestSubmit();
  };

  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.isComposing || event.altKey) return;
    const from = event.target;
    if (event.ctrlKey || event.metaKey) {
      if (event.key === "Enter" && document.querySelector("form[data-save]")) {
        event.preventDefault();
        send(from);
      }
      return;
    }
    if (typing(from)) {
      if (event.key === "Escape") from.blur();
      return;
    }
    if (event.repeat) return;  // a key that is held must not decide twenty times
    const group = keyed("cycle", event.key);
    const element = group ? null : keyed("key", event.key);
    if (!group && !element) return;
    event.preventDefault();
    if (group) cycle(group);
    else use(element);
  });

  document.addEventListener("focusin", (event) => {
    const within = event.target.closest("[data-slot]");
    if (!within) return;
    for (const one of document.querySelectorAll("[data-slot].used")) one.classList.remove("used");
    within.classList.add("used");
  });

  // Twice the same form would be twice the same decision.
  document.addEventListener("submit", (event) => {
    if (event.target.method !== "post") return;
    if (event.target.dataset.sent) event.preventDefault();
    else event.target.dataset.sent = "yes";
  });
  window.addEventListener("pageshow", () => {
    for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
  });

  // ---- selecting words in an article ---------------------------------------------------------
  // The server counts code points, a script UTF-16 units: so pieces say where they begin, and only
  // within one is counted, by code points.

  const points = (text) => Array.from(text).length;

  const placeOf = (node, offset) => {
    const element = node instanceof Element ? node : node.parentElement;
    const piece = element.closest("[data-at]");
    if (!piece) return null;
    const range = document.createRange();
    range.setStart(piece, 0);
    range.setEnd(node, offset);
    return Number(piece.dataset.at) + points(range.toString());
  };

  const wordly = (character) => character !== undefined && /[\p{L}\p{M}\p{N}]/u.test(character);

  // The selection in code points of the whole text, widened to whole words; null where none is.
  const selected = (root) => {
    const selection = window.getSelection();
    if (!selection.rangeCount || selection.isCollapsed) return null;
    const range = selection.getRangeAt(0);
    const inside = [...root.querySelectorAll("[data-at]")].filter((one) => range.intersectsNode(one));
    if (!inside.length) return null;
    const characters = new Map();
    for (const piece of root.querySelectorAll("[data-at]")) {
      let at = Number(piece.dataset.at);
      for (const character of piece.textContent) characters.set(at++, character);
    }
    const last = inside[inside.length - 1];
    let start = inside[0].contains(range.startContainer)
      ? placeOf(range.startContainer, range.startOffset) : Number(inside[0].dataset.at);
    let end = last.contains(range.endContainer)
      ? placeOf(range.endContainer, range.endOffset) : Number(last.dataset.at) + points(last.textContent);
    const blank = (at) => /^\s?$/u.test(characters.get(at) ?? "");
    while (start < end && blank(start)) start += 1;
    while (end > start && blank(end - 1)) end -= 1;
    if (start >= end) return null;
    while (wordly(characters.get(start)) && wordly(characters.get(start - 1))) start -= 1;
    while (wordly(characters.get(end - 1)) && wordly(characters.get(end))) end += 1;
    let words = "";
    for (let at = start; at < end; at += 1) words += characters.get(at) ?? " ";
    return { start, end, words: words.replace(/\s+/gu, " ") };
  };

  let remembered = null;
  document.addEventListener("selectionchange", () => {
    const root = document.querySelector("[data-select]");
    const found = root && selected(root);
    if (found) remembered = found;
    for (const button of document.querySelectorAll("button[data-take]")) button.disabled = !remembered;
  });

  const take = (button) => {
    const form = button.form || button.closest("form");
    const words = form && form.elements[button.dataset.take];
    const places = form && form.elements[`${button.dataset.take}_at`];
    if (!remembered || !words || !places) return;
    const place = `${remembered.start}-${remembered.end}`;
    const more = button.hasAttribute("data-add") && words.value.trim() !== "";
    words.value = more ? `${words.value.trimEnd()}\n${remembered.words}` : remembered.words;
    places.value = more && places.value ? `${places.value};${place}` : place;
    words.dispatchEvent(new Event("input", { bubbles: true }));
    remembered = null;
    window.getSelection().removeAllRanges();
  };

  document.addEventListener("mousedown", (event) => {
    if (event.target.closest("button[data-take]")) event.preventDefault();  // it would end the selection
  });
  document.addEventListener("click", (event) => {
    const button = event.target.closest("button[data-take]");
    if (button) take(button);
  });

  const ready = () => {
    for (const one of document.querySelectorAll(".with-script")) one.hidden = false;
  };
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", ready);
  else ready();
})();
