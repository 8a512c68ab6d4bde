/* 改正: what is typed into a row while the answer to an earlier cell is on its way stays typed. */
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
  });
})();
