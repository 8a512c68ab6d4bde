/* A link with data-side opens its page at the side of this one: what is known stays in sight, and one form is open at a
   time. On the phone, and without scripts, it is a page of its own. A form sent from there is answered there (js/save.js). */
(() => {
  "use strict";
  const PHONE = window.matchMedia("(max-width: 767.98px)");
  const meta = (name) => document.querySelector(`meta[name="${name}"]`)?.content ?? "";
  let side = null;
  let opener = null;

  // Everything but what must be seen and pressed above an open side: messages, the end of the session.
  const behind = () => [...document.body.children].filter((node) => !node.matches(".side, .toasts, .idle, template"));

  function close() {
    if (!side) return;
    side.remove();
    side = null;
    behind().forEach((node) => { node.inert = false; });
    opener?.focus();
  }

  function show(link) {
    const before = side ? opener : (link.closest("details.drop")?.querySelector("summary") ?? link);
    close();
    opener = before;
    link.closest("details.drop")?.removeAttribute("open");
    side = document.getElementById("side-pattern").content.firstElementChild.cloneNode(true);
    side.dataset.url = link.href;
    document.body.append(side);
    behind().forEach((node) => { node.inert = true; });
    side.querySelector("[data-side-close]").focus();
  }

  // The page of a link with its text, or null without a network.
  async function load(address) {
    try {
      const answer = await fetch(address, { credentials: "same-origin" });
      return { answer, text: await answer.text() };
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
      return null;
    }
  }

  async function open(link) {
    show(link);
    const shown = side;
    const loaded = await load(link.href);
    if (side !== shown) return; // closed or another one meanwhile
    if (!loaded) {
      close();
      window.nuanyang?.showToast(meta("text-offline"), "error");
    // The login, or a page that says why not, has no place in here.
    } else if (!loaded.answer.ok || loaded.answer.redirected) window.location.assign(link.href);
    else fill(new DOMParser().parseFromString(loaded.text, "text/html"));
  }

  function fill(page) {
    const main = page.querySelector("main");
    const head = main.querySelector(".head-line");
    side.querySelector("h2").textContent = head?.querySelector("h1")?.textContent.trim() ?? "";
    const lead = [...(head?.querySelectorAll(".page-heading > :not(h1), :scope > :not(.page-heading)") ?? [])];
    main.querySelectorAll(".crumbs, .head-line").forEach((node) => node.remove());
    const body = side.querySelector(".side-in");
    body.replaceChildren(...lead, ...main.childNodes);
    body.querySelectorAll("form:not([action])").forEach((form) => form.setAttribute("action", side.dataset.url));
    for (const sheet of page.querySelectorAll('link[rel="stylesheet"]')) {
      if (!document.querySelector(`link[href="${sheet.getAttribute("href")}"]`)) document.head.append(sheet);
    }
    window.htmx?.process(body);
    body.dispatchEvent(new CustomEvent("htmx:afterSettle", { bubbles: true, detail: {} }));
    if (!body.querySelector('[aria-invalid="true"]')) body.querySelector("input:not([type=hidden]), select, textarea")?.focus();
  }

  document.addEventListener("click", (event) => {
    if (side && event.target.closest("[data-side-close]")?.closest(".side")) {
      event.preventDefault();
      close();
      return;
    }
    const link = event.target.closest("a[data-side]");
    if (!link || PHONE.matches || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    open(link);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && side && !document.querySelector(".side details.drop[open]")) close();
  });
  window.nuanyang = { ...window.nuanyang, side: { fill } };
})();
