/* The search box: ↓ from the box into its suggestions, ↑ ↓ among them and back, Enter opens, Escape closes. */
(() => {
  "use strict";
  const box = document.getElementById("top-search");
  const results = document.getElementById("search-results");
  if (!box || !results) return;
  const links = () => [...results.querySelectorAll("a[href]")];

  function close() {
    box.focus(); // which shows them
    results.hidden = true;
  }

  function move(step) {
    const all = [box, ...links()];
    all[Math.min(all.length - 1, Math.max(0, all.indexOf(document.activeElement) + step))].focus();
  }

  document.addEventListener("keydown", (event) => {
    if (event.isComposing || !event.target.closest?.(".top-search")) return;
    if (event.key === "Escape" && results.childElementCount) close();
    else if (event.key === "ArrowDown") move(1);
    else if (event.key === "ArrowUp") move(-1);
    else return;
    event.preventDefault();
  });
  box.addEventListener("input", () => { results.hidden = false; });
  box.addEventListener("focus", () => { results.hidden = !box.value; });
  document.addEventListener("click", (event) => { if (!event.target.closest(".top-search")) results.hidden = true; });
})();
