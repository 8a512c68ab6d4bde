/* Two minutes before the server ends a session that nobody uses, say so; when it is over, cover the page, which may
   show children, and keep what was typed. Every request to the server counts as use (services/accounts/middleware.py). */
(() => {
  "use strict";
  const seconds = Number(document.documentElement.dataset.idle ?? 0);
  const soon = document.getElementById("idle-soon");
  const over = document.getElementById("idle-over");
  if (!seconds || !soon) return;
  const WARNING = 120;
  let used = Date.now();

  // By the clock, not by one long timer: a laptop that slept wakes up to the right answer.
  function show() {
    const away = (Date.now() - used) / 1000;
    over.hidden = away < seconds;
    soon.hidden = away < seconds - WARNING || away >= seconds;
  }

  for (const event of ["htmx:afterRequest", "nuanyang:answered"]) {
    document.addEventListener(event, () => { used = Date.now(); show(); });
  }
  document.querySelectorAll("[data-idle-stay]").forEach((button) => button.addEventListener("click", async () => {
    const answer = await fetch("/accounts/still-here/", { credentials: "same-origin" }).catch(() => null);
    if (answer?.ok) used = Date.now();
    show();
  }));
  window.setInterval(show, 5000);
})();
