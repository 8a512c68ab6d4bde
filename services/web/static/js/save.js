/* Sends the forms of a page and shows the answer. The page stays until the server has answered: without a network, after
   the end of a session or with an old token nothing typed is lost, and pressing again sends the same thing once.
   Plain submission stays for searches, the pages of the account, and whoever has no scripts. */
(() => {
  "use strict";
  const meta = (name) => document.querySelector(`meta[name="${name}"]`)?.content ?? "";
  const toast = (name) => window.nuanyang?.showToast(meta(`text-${name}`), "error");
  const csrfCookie = () => document.cookie.match(/(?:^|; )(?:__Host-)?csrftoken=([^;]*)/)?.[1];
  const sending = new WeakSet();
  let waiting = null; // the form that had no network, with its button

  // By the attribute: a field may be called "action".
  const addressOf = (form) => new URL(form.getAttribute("action") || window.location.href, window.location.href);
  const isPlain = (form, button) =>
    form.getAttribute("method")?.toLowerCase() !== "post" || form.matches('[data-plain], [data-logout], [role="search"], [hx-post]') ||
    button?.hasAttribute("hx-post") || addressOf(form).pathname.startsWith("/accounts/");

  function newKey() {
    return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  }

  /* The key of a form that is typed into stays with this entry of the history: whoever comes back and saves again sends
     the same key. */
  function keyOf(form) {
    const keys = history.state?.formKeys ?? {};
    const name = window.nuanyang.drafts.nameOf(form);
    if (!keys[name]) {
      keys[name] = newKey();
      history.replaceState({ ...history.state, formKeys: keys }, "");
    }
    return keys[name];
  }

  function dropKeys() {
    if (history.state?.formKeys) history.replaceState({ ...history.state, formKeys: {} }, "");
  }

  function contentOf(form, button) {
    const content = new FormData(form);
    if (button?.name) content.append(button.name, button.value);
    const isTyped = window.nuanyang.drafts.isOurs(form) && !form.hasAttribute("data-many");
    if (isTyped && !content.has("form_key")) content.append("form_key", keyOf(form));
    return content;
  }

  function post(form, button, content) {
    const address = button?.hasAttribute("formaction") ? button.formAction : addressOf(form);
    const hasFile = [...content.values()].some((value) => value instanceof File);
    const headers = { "X-Save": "1", "X-Person": document.documentElement.dataset.person ?? "" };
    const body = hasFile ? content : new URLSearchParams(content);
    return fetch(address, { method: "POST", body, headers, credentials: "same-origin" });
  }

  // The answer with its text, or null without a network. Nothing else is in here: a fault of ours is no lost network.
  async function answerTo(form, button, content) {
    try {
      let answer = await post(form, button, content);
      const isOld = answer.status === 403 && answer.headers.has("X-Expired");
      // A form that was sent without a token stays refused: its template is wrong.
      if (isOld && content.has("csrfmiddlewaretoken") && csrfCookie()) {
        content.set("csrfmiddlewaretoken", csrfCookie()); // somebody logged in again in another tab
        answer = await post(form, button, content);
      }
      return { answer, text: await answer.text() };
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
      return null;
    }
  }

  async function send(form, button) {
    if (sending.has(form)) return;
    sending.add(form);
    waiting = null;
    button?.setAttribute("aria-busy", "true");
    try {
      await window.nuanyang.drafts.keep(form);
      const answered = await answerTo(form, button, contentOf(form, button));
      if (!answered) {
        toast("offline");
        waiting = { form, button };
        return;
      }
      document.dispatchEvent(new Event("nuanyang:answered"));
      show(answered.answer, answered.text, form);
    } finally {
      sending.delete(form);
      button?.removeAttribute("aria-busy");
    }
  }

  function show(answer, text, form) {
    if (answer.headers.has("X-Location")) {
      const isDone = answer.status === 204 && !answer.headers.has("X-Failed");
      if (isDone) window.nuanyang.drafts.forget(form);
      go(answer.headers.get("X-Location"), isDone);
    } else if (answer.status === 403) toast(answer.headers.has("X-Other-Person") ? "other-person" : "forbidden");
    else if (answer.status >= 500) toast("failed");
    else {
      if (answer.ok) window.nuanyang.drafts.forget(form);
      replace(text, form);
    }
  }

  function go(location, isDone) {
    const target = new URL(location, window.location.href);
    const isThisPage = target.pathname + target.search === window.location.pathname + window.location.search;
    if (isThisPage && isDone) dropKeys(); // the next thing typed here is another one
    if (isThisPage && target.hash) {
      window.location.hash = target.hash;
      window.location.reload();
    } else window.location.assign(target.href);
  }

  // The same page with its errors, or an answer without an address of its own (a link that is shown once).
  function replace(text, form) {
    const page = new DOMParser().parseFromString(text, "text/html");
    const main = page.querySelector("main");
    if (!main) { toast("failed"); return; }
    page.querySelectorAll("#toasts > .toast-card").forEach((card) => document.getElementById("toasts")?.append(card));
    const side = form.closest(".side");
    if (side?.isConnected) { window.nuanyang.side.fill(page); return; }
    if (side) { toast("closed"); return; } // closed meanwhile; another may be open, and this is no answer to it
    document.title = page.title;
    for (const sheet of page.querySelectorAll('link[rel="stylesheet"]')) {
      if (!document.querySelector(`link[href="${sheet.getAttribute("href")}"]`)) document.head.append(sheet);
    }
    const current = document.getElementById("main");
    current.replaceWith(main);
    window.htmx?.process(main);
    main.dispatchEvent(new CustomEvent("htmx:afterSettle", { bubbles: true, detail: {} }));
    if (!main.querySelector('[aria-invalid="true"]')) window.scrollTo(0, 0);
  }

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || isPlain(form, event.submitter)) return;
    event.preventDefault();
    send(form, event.submitter);
  });
  window.addEventListener("online", () => { if (waiting?.form.isConnected) send(waiting.form, waiting.button); });
})();
