/* Keys for coding: digits choose the stance, j and k go on and back. The form works without. */
document.addEventListener("keydown", (event) => {
  const form = document.getElementById("coding");
  if (!form || event.ctrlKey || event.metaKey || event.altKey) return;
  const field = event.target;
  const writes = field instanceof HTMLInputElement && field.type !== "radio";
  if (writes || field instanceof HTMLTextAreaElement || field instanceof HTMLSelectElement) return;
  if (event.key === "j" || event.key === "k") {
    const link = document.getElementById(event.key === "j" ? "to-after" : "to-before");
    if (link) link.click();
    return;
  }
  if (event.key === "Enter" && !(field instanceof HTMLAnchorElement) && !(field instanceof HTMLButtonElement) && field.tagName !== "SUMMARY") {
    event.preventDefault();
    form.requestSubmit();
    return;
  }
  const choice = form.querySelector(`input[data-key="${CSS.escape(event.key)}"]`);
  if (choice) {
    event.preventDefault();
    choice.checked = true;
    choice.focus();
  }
});
