/* Selecting words in an article's text, by mouse, touch or keyboard. Without a script the same
   fields are filled in by hand. Offsets are the server's: each piece says where it begins, in code
   points, so that nothing here counts the text; only within a piece characters are counted. */
(() => {
  "use strict";
  const text = document.querySelector("[data-words]");
  const form = text && document.getElementById(text.dataset.words);
  if (!text || !form) return;
  const bar = document.querySelector("[data-takes]");
  const told = document.querySelector("[data-told]");
  const shown = document.querySelector("[data-selected]");
  const points = (units) => [...units].length;

  /* The place of a point of the page in the text; null where it is outside. */
  const place = (node, offset) => {
    if (node.nodeType !== Node.TEXT_NODE) {
      const walk = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
      const at = node.childNodes[offset];
      let last = null;
      for (let one = walk.nextNode(); one; one = walk.nextNode()) {
        if (!one.parentElement.dataset.at) continue;
        const after = at
          ? at === one || at.contains(one) || at.compareDocumentPosition(one) & 4
          : !node.contains(one) && node.compareDocumentPosition(one) & 4;
        if (after) return place(one, 0);
        last = one;
      }
      return last ? place(last, last.data.length) : null;
    }
    const piece = node.parentElement;
    if (!piece || !text.contains(piece) || piece.dataset.at === undefined) {
      return piece && text.contains(piece) ? place(piece, 0) : null;
    }
    return Number(piece.dataset.at) + points(node.data.slice(0, offset));
  };

  /* What is selected in the text, without space around it. */
  let last = null;
  const selected = () => {
    const now = window.getSelection();
    if (!now || !now.rangeCount || now.isCollapsed) return null;
    const range = now.getRangeAt(0);
    if (!text.contains(range.commonAncestorContainer)) return null;
    let start = place(range.startContainer, range.startOffset);
    let end = place(range.endContainer, range.endOffset);
    if (start === null || end === null || start >= end) return null;
    let words = "";
    for (const piece of text.querySelectorAll("[data-at]")) {
      const at = Number(piece.dataset.at);
      const marks = [...piece.textContent];
      if (at + marks.length <= start || at >= end) continue;
      if (words && at > start) words += gap(piece, at);
      words += marks.slice(Math.max(0, start - at), end - at).join("");
    }
    const bare = words.trim();
    if (!bare) return null;
    start += points(words) - points(words.trimStart());
    end -= points(words) - points(words.trimEnd());
    return { start, end, words: bare.replace(/\s+/g, " ") };
  };
  /* Between two paragraphs lies space that no piece holds. */
  const gap = (piece) => (piece.previousElementSibling ? "" : " ");

  const take = (name, further) => {
    const found = selected() || last;
    const words = form.elements[name];
    const at = form.elements[`${name}_at`];
    if (!found || !words || !at) {
      told.textContent = "Select words in the text first.";
      return;
    }
    const place = `${found.start}-${found.end}`;
    const adds = further && words.value.trim() && at.value;
    words.value = adds ? `${words.value.trim()}\n${found.words}` : found.words;
    at.value = adds ? `${at.value};${place}` : place;
    if (name === "content" && form.elements.content_nth) form.elements.content_nth.value = "";
    told.textContent = `${adds ? "Added to" : "Taken as"} ${labels[name] || name}: “${found.words}”`;
    mark();
  };

  /* What is taken is marked in the text, where the browser can do so without changing it. */
  const mark = () => {
    if (!window.CSS || !CSS.highlights || !window.Highlight) return;
    const all = new Highlight();
    for (const field of form.querySelectorAll("input[name$=_at]")) {
      for (const part of field.value.split(";")) {
        const [start, end] = part.split("-").map(Number);
        if (!(end > start)) continue;
        for (const piece of text.querySelectorAll("[data-at]")) {
          const at = Number(piece.dataset.at);
          const marks = [...piece.textContent];
          if (at + marks.length <= start || at >= end || !piece.firstChild) continue;
          const range = document.createRange();
          const units = (count) => marks.slice(0, Math.max(0, count)).join("").length;
          range.setStart(piece.firstChild, units(start - at));
          range.setEnd(piece.firstChild, Math.min(units(end - at), piece.firstChild.data.length));
          all.add(range);
        }
      }
    }
    CSS.highlights.set("taken", all);
  };

  const labels = {};
  const buttons = [...bar.querySelectorAll("button")];
  for (const button of buttons) {
    labels[button.dataset.take] ||= button.dataset.label;
    button.addEventListener("click", () => take(button.dataset.take, "further" in button.dataset));
    /* A click must not take the selection away before it is read. */
    button.addEventListener("mousedown", (event) => event.preventDefault());
  }
  /* A caret to select with by keyboard: the text can be walked through, never changed. */
  text.contentEditable = "true";
  text.inputMode = "none";
  text.spellcheck = false;
  text.setAttribute("role", "textbox");
  text.setAttribute("aria-multiline", "true");
  text.setAttribute("aria-readonly", "true");
  text.setAttribute("aria-label", "The article’s text, to select words in");
  for (const kind of ["beforeinput", "paste", "cut", "drop", "dragstart"]) {
    text.addEventListener(kind, (event) => event.preventDefault());
  }
  text.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const button = buttons.find((one) => one.dataset.key === event.key);
    if (!button) return;
    event.preventDefault();
    button.click();
  });
  document.addEventListener("selectionchange", () => {
    const found = selected();
    if (found) last = found;
    if (found) shown.textContent = found.words.length > 80 ? `${found.words.slice(0, 79)}…` : found.words;
  });
  /* Words that are changed by hand are looked for by the server again. */
  for (const field of form.querySelectorAll("[data-by-words]")) {
    field.addEventListener("input", () => {
      form.elements[`${field.name}_at`].value = "";
      mark();
    });
  }
  document.documentElement.classList.add("selects");
  bar.hidden = false;
  mark();
})();
