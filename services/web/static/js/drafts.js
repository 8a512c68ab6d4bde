/* Forms with data-draft="name" keep what was typed for this tab only: phones are shared, so nothing outlives the tab.
   A draft carries its person (data-person of the page): another login in the same tab never sees it, and removes it.
   Passwords, files and fields with data-no-draft are never kept. Names should carry the record's public id. */
(() => {
  "use strict";
  const person = document.documentElement.dataset.person ?? "";
  const keyOf = (form) => `draft:${person}:${form.dataset.draft}`;
  if (person) {
    Object.keys(sessionStorage).forEach((key) => {
      if (key.startsWith("draft:") && !key.startsWith(`draft:${person}:`)) sessionStorage.removeItem(key);
    });
  }
  const kept = (field) =>
    field.name && field.name !== "csrfmiddlewaretoken" && !["password", "file", "hidden", "submit"].includes(field.type) &&
    !field.hasAttribute("data-no-draft");

  function read(form) {
    const values = {};
    for (const field of form.elements) {
      if (!kept(field)) continue;
      if (field.type === "checkbox" || field.type === "radio") {
        if (field.checked) (values[field.name] ??= []).push(field.value);
      } else values[field.name] = [field.value];
    }
    return values;
  }

  function restore(form) {
    const text = sessionStorage.getItem(keyOf(form));
    if (!text || form.querySelector('[aria-invalid="true"]')) return; // the server's answer is newer
    const values = JSON.parse(text);
    for (const field of form.elements) {
      if (!kept(field)) continue;
      if (field.type === "checkbox" || field.type === "radio") {
        field.checked = (values[field.name] ?? []).includes(field.value);
      } else if (field.name in values) field.value = values[field.name][0];
    }
    form.querySelectorAll("[data-draft-note]").forEach((note) => { note.hidden = false; });
  }

  let timer = 0;
  document.addEventListener("input", (event) => {
    const form = event.target.form;
    if (!form?.dataset.draft) return;
    window.clearTimeout(timer);
    timer = window.setTimeout(() => sessionStorage.setItem(keyOf(form), JSON.stringify(read(form))), 300);
  });
  document.addEventListener("submit", (event) => {
    if (!event.target.dataset.draft) return;
    window.clearTimeout(timer);
    sessionStorage.removeItem(keyOf(event.target));
  });
  const all = (within) => within.querySelectorAll("form[data-draft]").forEach(restore);
  document.addEventListener("DOMContentLoaded", () => all(document));
  // Only what came in: a form beside it is just being typed into, and its draft may be a moment old.
  document.addEventListener("htmx:afterSettle", (event) => {
    if (event.target.matches?.("form[data-draft]")) restore(event.target);
    all(event.target);
  });
  // Leaving the account leaves nothing behind.
  document.addEventListener("submit", (event) => {
    if (event.target.hasAttribute("data-logout")) sessionStorage.clear();
  });
})();
