/* Tables with data-rows: the whole row opens its link; ↑ ↓ Home End move, Enter opens. */
(() => {
  "use strict";
  const rowsOf = (table) => [...table.querySelectorAll("tbody tr[data-href]")];
  const linkOf = (row) => row.querySelector("a[href]");

  document.addEventListener("click", (event) => {
    const row = event.target.closest("[data-rows] tr[data-href]");
    if (!row || event.target.closest("a, button, input, select, label, summary, form")) return;
    if (String(window.getSelection())) return; // someone is copying a number
    if (event.ctrlKey || event.metaKey) window.open(row.dataset.href, "_blank", "noopener");
    else window.location.assign(row.dataset.href);
  });

  const STEPS = { ArrowDown: 1, ArrowUp: -1 };
  document.addEventListener("keydown", (event) => {
    const row = event.target.closest?.("[data-rows] tr[data-href]");
    if (!row || event.target.matches("input, select, textarea")) return;
    const rows = rowsOf(row.closest("table"));
    let next = null;
    if (event.key in STEPS) next = rows[rows.indexOf(row) + STEPS[event.key]];
    else if (event.key === "Home") next = rows[0];
    else if (event.key === "End") next = rows[rows.length - 1];
    if (!next) return;
    event.preventDefault();
    linkOf(next)?.focus();
  });
})();
