// What editing pages add for those with a script; every page works without it.
// Each part looks for its own attributes, so that a page takes only what it needs:
//   data-key="a"       a key that presses, opens or picks the element (never while typing; a text
//                      in which only a caret walks, data-walk, takes no letters)
//   data-cycle="s"     a key that picks the next radio button of a group
//   data-slot          one of several groups; keys act on the one used last, else the first
//   data-save          the form that Ctrl+Enter sends when no field has the focus
"use strict";

(() => {
  const typing = (where) => where instanceof Element
    && where.closest("input, textarea, select, [contenteditable]:not([data-walk])") !== null;

  const openAround = (element) => {
    for (let at = element.closest("details"); at; at = at.parentElement.closest("details")) {
      at.open = true;
    }
  };

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

  const ready = () => {
    for (const one of document.querySelectorAll(".with-script")) one.hidden = false;
  };
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", ready);
  else ready();
})();
