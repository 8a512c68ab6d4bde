// Evaluated in a page by pages.py: what can be pressed there, how the page looks, what to type before pressing.
(() => {
  const TEXTS = {
    date: "2026-11-24", time: "08:00", number: "3", email: "somebody@example.test", tel: "13800000000",
    url: "https://example.test/hook",
  };
  const SKIPPED = ["hidden", "submit", "button", "file"];
  const all = () =>
    [...document.querySelectorAll("button, summary, select[data-send], input[type=submit]")]
      .filter((one) => !one.closest("template, [hidden]") && one.type !== "reset");
  const sends = (one) => Boolean(one.form) && (one.tagName === "SELECT" || one.type === "submit" || one.hasAttribute("hx-post"));
  const addressOf = (one) =>
    one.getAttribute("hx-post") ?? one.getAttribute("formaction") ?? one.form.getAttribute("action") ?? location.pathname;
  const hiddenNames = (form) =>
    [...form.elements].filter((field) => field.type === "hidden" && !/csrf|version|was_/.test(field.name))
      .map((field) => field.name).sort().join();

  const describe = (one, index) => ({
    index,
    tag: one.tagName,
    text: (one.innerText || one.getAttribute("aria-label") || one.textContent || "").trim().slice(0, 60),
    action: sends(one) ? addressOf(one) : "",
    method: sends(one) ? one.form.getAttribute("method") ?? "get" : "",
    value: `${one.name || ""}=${one.tagName === "SELECT" ? "" : one.value || ""}`,
    kind: sends(one) ? hiddenNames(one.form) : `${one.tagName} ${one.className}`,
  });

  const stateOf = (field) => (["checkbox", "radio"].includes(field.type) ? field.checked : field.value);

  function fill(field, form, groups) {
    if (["radio", "checkbox"].includes(field.type)) {
      const alike = [...form.querySelectorAll(`[name="${CSS.escape(field.name)}"]`)];
      if (!groups.has(field.name) && !alike.some((one) => one.checked)) alike[0].checked = true;
      groups.add(field.name);
    } else if (field.tagName === "SELECT") {
      if (!field.value && !field.multiple) field.value = [...field.options].map((one) => one.value).find(Boolean) ?? "";
    } else if (!field.value) {
      field.value = TEXTS[field.type] ?? (/number|phone/.test(field.name) ? TEXTS.tel : "试一试");
    }
  }

  return {
    controls: () => all().map(describe),

    state: () => [
      document.documentElement.dataset.size,
      document.body.dataset.printed,
      document.body.innerHTML.replace(/csrfmiddlewaretoken" value="[^"]*"/g, ""),
      ...[...document.querySelectorAll("details")].map((one) => one.open),
      ...[...document.querySelectorAll("input, select, textarea")].map(stateOf),
    ].join(),

    // Marks one control for the locator and opens what it lies in.
    mark(index) {
      document.querySelectorAll("[data-pressed]").forEach((one) => one.removeAttribute("data-pressed"));
      const one = all()[index];
      one.setAttribute("data-pressed", "");
      for (let box = one.closest("details"); box; box = box.parentElement.closest("details")) {
        if (one.parentElement !== box || one.tagName !== "SUMMARY") box.open = true;
      }
    },

    fill() {
      const control = document.querySelector("[data-pressed]");
      if (!sends(control) || control.form.matches("[data-logout]")) return;
      const groups = new Set();
      for (const field of control.form.elements) {
        if (field.name && !field.disabled && !field.readOnly && !SKIPPED.includes(field.type)) fill(field, control.form, groups);
      }
    },

    links: () =>
      [...document.querySelectorAll("a[href]")].filter((one) => one.origin === location.origin && !one.download)
        .map((one) => one.pathname + one.search),
  };
})()
