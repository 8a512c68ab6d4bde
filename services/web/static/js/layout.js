/* The frame: request token for htmx, menus, 大字, the open tab, the first error, charts after a swap. No inline code anywhere. */
(() => {
  "use strict";
  const root = document.documentElement;
  const meta = (name) => document.querySelector(`meta[name="${name}"]`)?.content ?? "";

  let token = ""; // newer than the page's, after a login in another tab
  document.addEventListener("htmx:configRequest", (event) => {
    event.detail.headers["X-CSRFToken"] = token || meta("csrf-token");
    event.detail.headers["X-Person"] = root.dataset.person ?? "";
    if (token) event.detail.parameters.delete?.("csrfmiddlewaretoken");
  });
  const csrfCookie = () => document.cookie.match(/(?:^|; )(?:__Host-)?csrftoken=([^;]*)/)?.[1];

  // A failed request shows a toast; the page keeps what was typed.
  const failed = (event) => {
    const status = event.detail.xhr?.status ?? 0;
    if (status === 422 || status === 401) return; // errors are shown beside their fields; 401 goes to the login
    const says = (name) => Boolean(event.detail.xhr?.getResponseHeader(name));
    if (status === 403 && says("X-Expired") && !token && csrfCookie()) {
      token = csrfCookie();
      const { verb, path } = event.detail.requestConfig;
      const { elt: source, target } = event.detail;
      window.htmx.ajax(verb, path, { source, target, swap: source.getAttribute("hx-swap") ?? "innerHTML" });
      return;
    }
    const text = status === 403 ? (says("X-Other-Person") ? "other-person" : "forbidden") : status ? "failed" : "offline";
    window.nuanyang?.showToast(meta(`text-${text}`), "error");
  };
  document.addEventListener("htmx:responseError", failed);
  document.addEventListener("htmx:sendError", failed);

  function closeMenus(except) {
    document.querySelectorAll("details.drop[open]").forEach((menu) => {
      if (!menu.contains(except)) menu.open = false;
    });
  }
  document.addEventListener("click", (event) => closeMenus(event.target));
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const open = document.activeElement?.closest("details.drop[open]");
    closeMenus(null);
    open?.querySelector("summary").focus();
  });

  function setSize(size) {
    root.dataset.size = size;
    document.cookie = `size=${size}; path=/; max-age=31536000; samesite=lax`;
    document.querySelectorAll("[data-large]").forEach((button) => {
      button.setAttribute("aria-pressed", String(size === "large"));
    });
  }
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-large]")) setSize(root.dataset.size === "large" ? "normal" : "large");
    if (event.target.closest("[data-print]")) window.print();
    if (event.target.closest("[data-back]")) window.history.back();
  });

  // Selects that are filters send their form at once.
  document.addEventListener("change", (event) => {
    if (event.target.closest("[data-send]")) event.target.form.requestSubmit();
    const named = event.target.closest(".drop-file")?.querySelector("[data-file-name]");
    if (named && event.target.files?.length) named.textContent = event.target.files[0].name;
  });

  // A button pressed twice sends once (forms of js/save.js see to it themselves).
  document.addEventListener("submit", (event) => {
    if (event.defaultPrevented || event.target.hasAttribute("data-many")) return;
    const button = event.submitter;
    window.setTimeout(() => button?.setAttribute("aria-busy", "true"), 0);
  });
  window.addEventListener("pageshow", () => {
    document.querySelectorAll('.btn[aria-busy="true"]').forEach((button) => button.removeAttribute("aria-busy"));
  });

  function toFirstError(within) {
    const wrong = within.querySelector('[aria-invalid="true"]');
    if (!wrong) return;
    wrong.focus({ preventScroll: true });
    const still = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
    wrong.scrollIntoView({ block: "center", behavior: still ? "auto" : "smooth" });
  }
  // Of more tabs or filters than the phone is wide, the open one is in sight.
  const toOpenTab = () => document.querySelectorAll(".tabs > [aria-current], .chips [aria-current]").forEach((tab) => {
    const row = tab.closest(".tabs, .chips");
    row.scrollLeft = tab.offsetLeft - row.offsetLeft - (row.clientWidth - tab.clientWidth) / 2;
  });
  document.addEventListener("DOMContentLoaded", () => { toOpenTab(); toFirstError(document); });
  document.addEventListener("htmx:afterSettle", (event) => toFirstError(event.target));
})();
