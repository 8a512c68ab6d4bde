/* What is typed into a form stays until the server has answered: after a reload, a closed tab, a lost network, the end of
   a session. Every form that is sent with POST is kept, but for searches and fields with data-no-draft, passwords, files.
   A draft belongs to its person (data-person of the page). It is encrypted with a key that only the pages of that person
   hold (data-draft-key): a shared computer keeps nothing that somebody else could read. Logging out removes it.
   Without encryption (an address that is not https) a draft lives in this tab only. */
(() => {
  "use strict";
  const DAYS = 7;
  const root = document.documentElement;
  const person = root.dataset.person ?? "";
  const secret = root.dataset.draftKey ?? "";
  const prefix = `draft:${person}:`;
  const bytes = (hex) => Uint8Array.from(hex.match(/../g), (pair) => parseInt(pair, 16));
  const packed = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer)));
  const unpacked = (text) => Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
  const isSealed = Boolean(secret && window.crypto?.subtle);
  const store = isSealed ? localStorage : sessionStorage;
  const key = isSealed ? crypto.subtle.importKey("raw", bytes(secret), "AES-GCM", false, ["encrypt", "decrypt"]) : null;

  async function seal(name, values) {
    const text = JSON.stringify(values);
    if (!isSealed) return text;
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const rule = { name: "AES-GCM", iv, additionalData: new TextEncoder().encode(name) };
    return `${packed(iv)}.${packed(await crypto.subtle.encrypt(rule, await key, new TextEncoder().encode(text)))}`;
  }

  async function unseal(name, kept) {
    if (!isSealed) return JSON.parse(kept);
    const [iv, content] = kept.split(".").map(unpacked);
    const rule = { name: "AES-GCM", iv, additionalData: new TextEncoder().encode(name) };
    return JSON.parse(new TextDecoder().decode(await crypto.subtle.decrypt(rule, await key, content)));
  }

  // Too old, or of another person where nothing is encrypted.
  function sweep() {
    for (const name of Object.keys(store).filter((one) => one.startsWith("draft:"))) {
      const day = Number(store.getItem(name).split("|", 1)[0]);
      const isOld = !(Date.now() - day < DAYS * 86_400_000);
      if (isOld || (!isSealed && !name.startsWith(prefix))) store.removeItem(name);
    }
  }

  // By the attribute: a field may be called "action".
  const addressOf = (form) => new URL(form.getAttribute("action") || window.location.href, window.location.href);
  const isVersion = (field) => field.type === "hidden" && /(^|-)version$|^was_/.test(field.name);
  const isKept = (field) =>
    field.name && !field.hasAttribute("data-no-draft") &&
    (isVersion(field) || !["password", "file", "hidden", "submit", "button", "search"].includes(field.type));
  const isTyped = (form) => [...form.elements].some((field) => isKept(field) && !isVersion(field));
  const isOurs = (form) =>
    form.getAttribute("method")?.toLowerCase() === "post" && person && !form.matches('[role="search"], [data-no-draft]') &&
    !addressOf(form).pathname.startsWith("/accounts/") && isTyped(form);

  // Where it is sent, and which of several forms that are sent there.
  function nameOf(form) {
    if (!form.dataset.draftName) {
      const path = form.dataset.draft ?? addressOf(form).pathname;
      const alike = [...document.forms].filter((other) => addressOf(other).pathname === addressOf(form).pathname);
      form.dataset.draftName = `${path}#${form.id || Math.max(0, alike.indexOf(form))}`;
    }
    return prefix + form.dataset.draftName;
  }

  function read(form) {
    const values = {};
    for (const field of form.elements) {
      if (!isKept(field)) continue;
      if (field.type === "checkbox" || field.type === "radio") {
        values[field.name] ??= [];
        if (field.checked) values[field.name].push(field.value);
      } else if (field.multiple && field.options) values[field.name] = [...field.selectedOptions].map((option) => option.value);
      else (values[field.name] ??= []).push(field.value);
    }
    return values;
  }

  function write(form, values) {
    const seen = {};
    for (const field of form.elements) {
      if (!isKept(field) || !(field.name in values)) continue;
      const kept = values[field.name];
      if (field.type === "checkbox" || field.type === "radio") field.checked = kept.includes(field.value);
      else if (field.multiple && field.options) [...field.options].forEach((option) => { option.selected = kept.includes(option.value); });
      else field.value = kept[(seen[field.name] = (seen[field.name] ?? -1) + 1)] ?? field.value;
    }
  }

  const timers = new WeakMap();
  const forgotten = new WeakSet();

  async function keep(form) {
    window.clearTimeout(timers.get(form));
    if (forgotten.has(form) || !isOurs(form)) return;
    const name = nameOf(form);
    const text = await seal(name, read(form));
    if (forgotten.has(form)) return;
    store.setItem(name, `${Date.now()}|${text}`);
    form.dataset.draftKept = "1";
  }

  function forget(form) {
    window.clearTimeout(timers.get(form));
    forgotten.add(form);
    store.removeItem(nameOf(form));
  }

  async function restore(form) {
    if (!isOurs(form) || form.querySelector('[aria-invalid="true"], [data-conflict]')) return; // the server's answer is newer
    const name = nameOf(form);
    const kept = store.getItem(name);
    if (!kept) return;
    const values = await unseal(name, kept.slice(kept.indexOf("|") + 1)).catch(() => null);
    if (!values) { store.removeItem(name); return; }
    if (JSON.stringify(values) === JSON.stringify(read(form))) return;
    write(form, values);
    const note = document.getElementById("draft-note")?.content.firstElementChild.cloneNode(true);
    if (note) form.prepend(note);
    form.closest("details")?.setAttribute("open", "");
    form.dispatchEvent(new Event("drafts:restored", { bubbles: true }));
  }

  document.addEventListener("input", (event) => {
    const form = event.target.form;
    if (!form || !isOurs(form)) return;
    forgotten.delete(form);
    window.clearTimeout(timers.get(form));
    timers.set(form, window.setTimeout(() => keep(form), 300));
  });
  document.addEventListener("submit", (event) => {
    if (event.target.hasAttribute("data-logout")) {
      for (const each of [localStorage, sessionStorage]) {
        Object.keys(each).filter((name) => name.startsWith(prefix)).forEach((name) => each.removeItem(name));
      }
    } else if (isOurs(event.target)) keep(event.target);
  }, true);
  document.addEventListener("click", (event) => {
    if (!event.target.closest("[data-draft-drop]")) return;
    const form = event.target.closest("form");
    form.reset();
    forget(form);
    form.querySelector("[data-draft-note]").remove();
  });
  // A part that a form asked for has come: done. A button of the form that only shows something is not the form.
  document.addEventListener("htmx:afterRequest", (event) => {
    const form = event.detail.requestConfig?.elt; // detail.elt is a parent where the form was replaced
    if (event.detail.successful && form?.matches?.("form") && isOurs(form)) forget(form);
  });

  const all = (within) => within.querySelectorAll("form").forEach(restore);
  sweep();
  document.addEventListener("DOMContentLoaded", () => all(document));
  // Only what came in: a form beside it is just being typed into, and its draft may be a moment old.
  document.addEventListener("htmx:afterSettle", (event) => {
    if (event.target.matches?.("form")) restore(event.target);
    all(event.target);
  });
  window.nuanyang = { ...window.nuanyang, drafts: { keep, forget, isOurs, nameOf } };
})();
