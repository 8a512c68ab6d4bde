/* Tables with data-sort: the head of a column orders the rows by it, once more turns the order round. The order lives in
   the address, so that a link or Back shows the same. What is withheld or empty stays last either way: its position
   would say how large it is. */
(() => {
  "use strict";
  const NUMBER = /^[+-]?[\d,]*\.?\d+/;

  const valueOf = (row, column) => {
    const cell = row.cells[column];
    if (cell.dataset.order !== undefined) return cell.dataset.order; // a day, written in words
    const text = cell.textContent.trim();
    return cell.classList.contains("number") ? (text.match(NUMBER) ? parseFloat(text.replaceAll(",", "")) : null) : text;
  };

  const compare = (a, b, sign) => {
    if (a === null || b === null) return (a === null) - (b === null);
    return sign * (typeof a === "number" ? a - b : a.localeCompare(b, document.documentElement.lang));
  };

  const sort = (table, column, sign) => {
    const body = table.tBodies[0];
    const rows = [...body.rows].map((row) => [row, valueOf(row, column)]);
    rows.sort(([, a], [, b]) => compare(a, b, sign));
    body.append(...rows.map(([row]) => row));
    for (const head of table.tHead.rows[0].cells) head.removeAttribute("aria-sort");
    table.tHead.rows[0].cells[column].ariaSort = sign > 0 ? "ascending" : "descending";
  };

  const remember = (table, column, sign) => {
    const address = new URL(window.location.href);
    address.searchParams.set("sort", `${table.id}.${column}.${sign > 0 ? "up" : "down"}`);
    window.history.replaceState(window.history.state, "", address);
  };

  const press = (table, column) => {
    const head = table.tHead.rows[0].cells[column];
    // Numbers begin with the largest, names with the first.
    const first = head.classList.contains("number") ? -1 : 1;
    const sign = head.ariaSort ? (head.ariaSort === "ascending" ? -1 : 1) : first;
    sort(table, column, sign);
    remember(table, column, sign);
  };

  const makeButtons = (table) =>
    [...table.tHead.rows[0].cells].forEach((head, column) => {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "sort";
      button.append(...head.childNodes);
      button.addEventListener("click", () => press(table, column));
      head.append(button);
    });

  const [id, column, order] = (new URLSearchParams(window.location.search).get("sort") ?? "").split(".");
  for (const table of document.querySelectorAll("table[data-sort]")) {
    makeButtons(table);
    if (table.id === id && table.tHead.rows[0].cells[column]) sort(table, Number(column), order === "up" ? 1 : -1);
  }
})();
