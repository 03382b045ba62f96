/* A button that copies a text; without this script the text is there to be selected. */
(() => {
  "use strict";
  if (!navigator.clipboard) return;
  for (const text of document.querySelectorAll("pre.copied")) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "second";
    button.textContent = text.dataset.copy;
    button.setAttribute("aria-live", "polite");
    button.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(text.textContent);
        button.textContent = text.dataset.copied;
      } catch { // not allowed: it is selected, and the keyboard copies it
        getSelection().selectAllChildren(text);
      }
    });
    text.after(button);
  }
})();
