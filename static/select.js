// Selecting words in an article's text, by pointer or by keyboard, for fields that take them.
// Without a script the same fields are filled in by hand; the server checks each place it is given.
//   data-words        the text; each piece says in data-at where it begins, in code points: the
//                     server counts those, a script UTF-16 units, so only within one is counted
//   data-walk         the part of the text in which a caret walks, to select by keyboard
//   data-take="NAME"  a button: the selected words go to NAME of its form, their place to NAME_at
//   data-add          ... beside what stands there already
//   data-selected     where it says which words are selected
//   data-told         where it says what was taken; data-label of the button is its name
"use strict";

(() => {
  const text = document.querySelector("[data-words]");
  if (!text) return;
  const buttons = [...document.querySelectorAll("button[data-take]")];
  const told = document.querySelector("[data-told]");
  const shown = document.querySelector("[data-selected]");

  const pieces = [...text.querySelectorAll("[data-at]")].map((element) => {
    const marks = [...element.textContent];
    const at = Number(element.dataset.at);
    return { element, marks, at, end: at + marks.length };
  });
  const characters = new Map();
  for (const { marks, at } of pieces) marks.forEach((mark, number) => characters.set(at + number, mark));

  // Between two paragraphs lies space that no piece holds.
  const wordsAt = (start, end) => {
    let words = "";
    for (let at = start; at < end; at += 1) words += characters.get(at) ?? " ";
    return words.replace(/\s+/gu, " ").trim();
  };
  const blank = (at) => /^\s?$/u.test(characters.get(at) ?? "");
  // Of scripts that put no space between words nobody can tell from letters where one ends.
  const unspaced = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}]/u;
  const wordly = (at) => /[\p{L}\p{M}\p{N}]/u.test(characters.get(at) ?? "") && !unspaced.test(characters.get(at));

  // The place of a point of the page; of one outside the piece that of the piece's own end.
  const placeOf = (piece, node, offset, outside) => {
    if (!piece.element.contains(node)) return outside;
    const range = document.createRange();
    range.setStart(piece.element, 0);
    range.setEnd(node, offset);
    return piece.at + [...range.toString()].length;
  };

  // What is selected, in code points of the whole text and in whole words; null where nothing is.
  const selected = () => {
    const selection = window.getSelection();
    if (!selection.rangeCount || selection.isCollapsed) return null;
    const range = selection.getRangeAt(0);
    const inside = pieces.filter((piece) => range.intersectsNode(piece.element));
    if (!inside.length) return null;
    const [first, last] = [inside[0], inside[inside.length - 1]];
    let start = placeOf(first, range.startContainer, range.startOffset, first.at);
    let end = placeOf(last, range.endContainer, range.endOffset, last.end);
    while (start < end && blank(start)) start += 1;
    while (end > start && blank(end - 1)) end -= 1;
    if (start >= end) return null;
    while (wordly(start) && wordly(start - 1)) start -= 1;
    while (wordly(end - 1) && wordly(end)) end += 1;
    return { start, end, words: wordsAt(start, end) };
  };

  let chosen = null;
  const choose = (found) => {
    chosen = found;
    for (const button of buttons) button.disabled = !chosen;
    const words = chosen ? chosen.words : "nothing yet";
    if (shown) shown.textContent = words.length > 80 ? `${words.slice(0, 79)}…` : words;
  };
  document.addEventListener("selectionchange", () => {
    const found = selected();  // where another field is looked at, what was selected is kept
    if (found) choose(found);
  });

  const take = (button) => {
    const { elements } = button.form;
    const name = button.dataset.take;
    const [words, places, nth] = [elements[name], elements[`${name}_at`], elements[`${name}_nth`]];
    if (!chosen || !words || !places) return;
    const place = `${chosen.start}-${chosen.end}`;
    const adds = "add" in button.dataset && words.value.trim() !== "";
    words.value = adds ? `${words.value.trimEnd()}\n${chosen.words}` : chosen.words;
    // Beside words that were typed there is no place to add to: the server looks for all of them.
    if (!adds) places.value = place;
    else if (places.value) places.value = `${places.value};${place}`;
    if (nth) nth.value = "";
    if (told) told.textContent = `${adds ? "Added to" : "Taken as"} ${button.dataset.label}: “${chosen.words}”`;
    choose(null);
    window.getSelection().collapseToEnd();
    mark();
  };
  for (const button of buttons) {
    button.addEventListener("click", () => take(button));
    button.addEventListener("mousedown", (event) => event.preventDefault());  // it would end the selection
  }

  // What the fields hold is marked in the text, where the browser can do so without changing it;
  // how that looks, and whether it is seen at all, the page's style says.
  const mark = () => {
    if (!window.CSS || !CSS.highlights || !window.Highlight) return;
    const all = new Highlight();
    for (const places of document.querySelectorAll("form input[name$=_at]")) {
      const field = places.form.elements[places.name.slice(0, -"_at".length)];
      const lines = (field ? field.value : "").split("\n").map((line) => line.replace(/\s+/gu, " ").trim());
      for (const place of places.value.split(";")) {
        const [start, end] = place.split("-").map(Number);
        if (!(start < end) || !lines.includes(wordsAt(start, end))) continue;  // none, or typed over
        for (const { element, marks, at } of pieces) {
          if (!element.firstChild || at >= end || at + marks.length <= start) continue;
          const units = (until) => marks.slice(0, Math.max(0, until - at)).join("").length;
          const range = document.createRange();
          range.setStart(element.firstChild, units(start));
          range.setEnd(element.firstChild, units(end));
          all.add(range);
        }
      }
    }
    CSS.highlights.set("taken", all);
  };
  document.addEventListener("input", mark);
  mark();

  // A caret to select with by keyboard: the text can be walked through, never changed.
  for (const walk of document.querySelectorAll("[data-walk]")) {
    walk.contentEditable = "true";
    walk.inputMode = "none";
    walk.spellcheck = false;
    const told = { role: "textbox", "aria-multiline": "true", "aria-readonly": "true", "aria-label": "The article’s text, to select words in" };
    for (const [name, value] of Object.entries(told)) walk.setAttribute(name, value);
    for (const kind of ["beforeinput", "paste", "cut", "drop", "dragstart"]) {
      walk.addEventListener(kind, (event) => event.preventDefault());
    }
  }
})();
