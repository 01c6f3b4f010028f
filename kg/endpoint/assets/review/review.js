// Keys for the buttons (s, d, u, k, z), and each form sent once; the page works without.
"use strict";
(function () {
  let isSent = false;
  window.addEventListener("pageshow", () => {
    isSent = false;
  });
  document.addEventListener("submit", (event) => {
    if (isSent) event.preventDefault();
    isSent = true;
  });
  document.addEventListener("keydown", (event) => {
    if (isSent || event.repeat || event.isComposing || event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.target instanceof Element && event.target.closest("input, textarea, select")) return;
    const key = event.key.toLowerCase();
    const button = [...document.querySelectorAll("button[data-key]")].find((item) => item.dataset.key === key);
    if (!button) return;
    event.preventDefault();
    button.click();
  });
})();
