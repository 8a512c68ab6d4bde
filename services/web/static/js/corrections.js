/* 改正: what is typed into a row while the answer to an earlier cell is on its way stays typed; Enter goes on to the
   next cell that is wrong. */
(() => {
  "use strict";
  const cellsOf = (row) => [...row.querySelectorAll('input[id^="cell-"]')];
  const sent = new Map(); // row id → the value of each cell when the row was sent
  const kept = new Map(); // row id → what was typed since

  const valuesOf = (row) => new Map(cellsOf(row).map((cell) => [cell.id, cell.value]));

  document.addEventListener("htmx:beforeRequest", (event) => {
    const row = event.target.closest(".corrections > li");
    if (row) sent.set(row.id, valuesOf(row));
  });
  document.addEventListener("htmx:beforeSwap", (event) => {
    const before = sent.get(event.target.id);
    if (before) kept.set(event.target.id, [...valuesOf(event.target)].filter(([id, value]) => before.get(id) !== value));
  });
  document.addEventListener("htmx:load", (event) => {
    const typed = kept.get(event.target.id) || [];
    kept.delete(event.target.id);
    for (const [id, value] of typed) {
      const cell = document.getElementById(id);
      if (cell) cell.value = value;
    }
    // the change of a cell left between the swap and now reached no listener
    if (!event.target.matches(".corrections > li")) return;
    const left = cellsOf(event.target).find((cell) => cell.value !== cell.defaultValue && cell !== document.activeElement);
    if (left) left.dispatchEvent(new Event("change", { bubbles: true }));
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing || !event.target.matches('.corrections input[id^="cell-"]')) return;
    event.preventDefault();
    const wrong = [...document.querySelectorAll(".corrections [aria-invalid]")];
    const next = wrong.find((cell) => event.target.compareDocumentPosition(cell) & Node.DOCUMENT_POSITION_FOLLOWING);
    // leaving the cell sends it
    if (next) next.focus();
    else event.target.blur();
  });
})();
