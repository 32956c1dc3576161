// Buttons that copy a citation. Without this file they are not shown, and texts are marked by hand.
"use strict";
for (const button of document.querySelectorAll("button[data-copy]")) {
  button.hidden = !navigator.clipboard;
  button.addEventListener("click", async () => {
    const told = document.getElementById("copied");
    try {
      await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent);
      told.textContent = "Copied.";
      button.firstChild.textContent = "Copied";
    } catch {
      told.textContent = "The browser did not let it be copied.";
    }
  });
}
