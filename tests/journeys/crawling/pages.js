// Runs first in every page of the crawl (tests/journeys/crawling/pages.py): what can be pressed there, how the page looks, what
// to type before pressing.
window.crawl = (() => {
  const TEXTS = {
    date: "2026-11-23", time: "17:30", email: "somebody@example.test", tel: "13800000000",
    url: "https://example.test/hook",
  };
  const LATER = { date: "2026-12-24", time: "18:30" }; // where something ends
  const MEASURED = { height_cm: 130, weight_kg: 27, vision_left: "5.0", vision_right: "5.0", systolic: 100, diastolic: 60 };
  const USUAL_NUMBER = 7;
  const SKIPPED = ["hidden", "submit", "button", "file"];
  // What changes without an effect: a button that waits, a draft that is kept, a chart that draws itself, the list of
  // suggestions that every click closes.
  const PASSING = ["aria-busy", "data-pressed", "data-draft-kept", "data-draft-name", "style"];
  const UNSEEN = "template, script, style, [data-chart], .spark, #search-results, input[name=csrfmiddlewaretoken], input[name=form_key]";
  // What lies in something closed can be seen once that is open.
  function isVisible(one) {
    const closed = one.parentElement.closest("details:not([open])");
    const summary = one.tagName === "SUMMARY" && one.parentElement === closed;
    return closed && !summary ? isVisible(closed) : one.checkVisibility();
  }
  const all = () =>
    [...document.querySelectorAll("button, summary, select[data-send], input[type=submit]")]
      .filter((one) => one.type !== "reset" && !one.disabled && isVisible(one));
  const sends = (one) => Boolean(one.form) && (one.tagName === "SELECT" || one.type === "submit" || one.hasAttribute("hx-post"));
  const addressOf = (one) =>
    one.getAttribute("hx-post") ?? one.getAttribute("formaction") ?? one.form.getAttribute("action") ?? location.pathname;
  const hiddenNames = (form) =>
    [...form.elements].filter((field) => field.type === "hidden" && !/csrf|version|was_/.test(field.name))
      .map((field) => field.name).sort().join();

  const describe = (one, index) => ({
    index,
    tag: one.tagName,
    isOfFrame: !one.closest("main, #toasts"),
    text: (one.labels?.[0]?.innerText || (one.tagName === "SELECT" ? "" : one.innerText) || one.getAttribute("aria-label") || one.textContent || "").trim().slice(0, 60),
    action: sends(one) ? addressOf(one) : "",
    method: sends(one) ? one.form.getAttribute("method") ?? "get" : "",
    value: `${one.name || ""}=${one.tagName === "SELECT" ? "" : one.value || ""}`,
    kind: sends(one) ? hiddenNames(one.form) : `${one.tagName} ${one.className}`,
  });

  const stateOf = (field) => (["checkbox", "radio"].includes(field.type) ? field.checked : field.value);

  function textFor(field) {
    if (field.name in MEASURED) return MEASURED[field.name];
    if (field.type === "number") return field.min > USUAL_NUMBER || (field.max && field.max < USUAL_NUMBER) ? field.min : USUAL_NUMBER;
    if (/until|end|due/.test(field.name) && LATER[field.type]) return LATER[field.type];
    return TEXTS[field.type] ?? (/number|phone/.test(field.name) ? TEXTS.tel : "试一试看看结果");
  }

  // What has to be filled in, and every long text: an optional choice stays as it is.
  function fill(field, form, groups) {
    const isAsked = field.required || field.tagName === "TEXTAREA" || !form.querySelector("[required]");
    if (["radio", "checkbox"].includes(field.type)) {
      const alike = [...form.querySelectorAll(`[name="${CSS.escape(field.name)}"]`)];
      if (!groups.has(field.name) && !alike.some((one) => one.checked)) alike[0].checked = true;
      groups.add(field.name);
    } else if (field.value || !isAsked) {
      return;
    } else if (field.tagName === "SELECT") {
      if (!field.multiple) field.value = [...field.options].map((one) => one.value).find(Boolean) ?? "";
    } else {
      field.value = textFor(field);
    }
  }

  function seen() {
    const body = document.body.cloneNode(true);
    body.querySelectorAll(UNSEEN).forEach((one) => one.remove());
    for (const one of body.querySelectorAll("*")) {
      PASSING.forEach((name) => one.removeAttribute(name));
      [...one.classList].filter((name) => name.startsWith("htmx-")).forEach((name) => one.classList.remove(name));
    }
    return body.innerHTML.replace(/ class=""/g, "");
  }

  return {
    isOpened: false, // by the crawl itself, not by a press on the page before
    isPressed: false,

    controls: () => all().map(describe),

    state: () => [
      document.documentElement.dataset.size,
      document.documentElement.lang,
      document.body.dataset.printed,
      seen(),
      ...[...document.querySelectorAll("details")].map((one) => one.open),
      ...[...document.querySelectorAll("input:not([type=hidden]), select, textarea")].map(stateOf),
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
      [...document.querySelectorAll("a[href]")].filter((one) => one.origin === location.origin && !one.hasAttribute("download"))
        .map((one) => one.pathname + one.search),

    // Links to a part of this page that is not there.
    deadAnchors: () =>
      [...document.querySelectorAll('a[href^="#"]')].map((one) => one.getAttribute("href"))
        .filter((href) => href.length > 1 && !document.getElementById(decodeURIComponent(href.slice(1)))),

    warnings: () => [...document.querySelectorAll("#toasts > .toast-error p, [role=alert], .field-wrong")]
      .filter((one) => one.checkVisibility()).map((one) => one.innerText.trim()),
  };
})();
