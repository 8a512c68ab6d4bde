/* 大屏: asks for its page each minute and shows the new one. When the session is over, or nothing has been heard for a
   quarter of an hour, the numbers go: nobody stands there to notice that they are old. */
(() => {
  "use strict";
  const EVERY = 60_000, TOO_OLD = 15 * EVERY;
  let answeredAt = Date.now();

  function end() {
    document.querySelector("main").replaceWith(document.getElementById("display-over").content.cloneNode(true));
    document.querySelector(".display-end")?.remove();
  }

  function unanswered() {
    if (Date.now() - answeredAt >= TOO_OLD) end();
    else document.querySelector(".display-old")?.removeAttribute("hidden");
  }

  async function renew() {
    // A redirect leads to the login: the session is over.
    const answer = await fetch(window.location.href, { redirect: "manual" }).catch(() => null);
    if (!answer || answer.status >= 500) { unanswered(); return; }
    if (!answer.ok) { end(); return; }
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    answeredAt = Date.now();
    document.querySelector("main").replaceWith(page.querySelector("main"));
  }

  window.setInterval(renew, EVERY);
})();
