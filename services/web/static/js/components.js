/* Alpine components (CSP build: every expression in a template is a name defined here). */
(() => {
  "use strict";
  const SECONDS = 10;

  document.addEventListener("alpine:init", () => {
    window.Alpine.data("toast", () => ({
      timer: 0,
      init() { this.resume(); },
      pause() { window.clearTimeout(this.timer); },
      resume() {
        this.pause();
        this.timer = window.setTimeout(() => this.close(), 1000 * (Number(this.$root.dataset.seconds) || SECONDS));
      },
      close() {
        this.$root.classList.add("toast-going");
        window.setTimeout(() => this.$root.remove(), 160);
      },
    }));

    // <div x-data="choice" data-open="mum"> … <select x-model="value">…  <div x-show="isOpen">: shown when value = data-open
    window.Alpine.data("choice", () => ({
      value: "",
      init() { this.value = this.$root.querySelector("[x-model]")?.value ?? ""; },
      get isOpen() { return (this.$root.dataset.open ?? "").split(" ").includes(this.value); },
    }));

    // <div x-data="picks"> <button x-on:click="all"> <input type=checkbox data-pick> <span x-text="count">
    window.Alpine.data("picks", () => ({
      count: 0,
      boxes() { return [...this.$root.querySelectorAll("[data-pick]")]; },
      init() { this.tally(); this.$root.addEventListener("change", () => this.tally()); },
      tally() { this.count = this.boxes().filter((box) => box.checked).length; },
      get isEmpty() { return this.count === 0; },
      all() { this.boxes().forEach((box) => { box.checked = true; }); this.tally(); },
      none() { this.boxes().forEach((box) => { box.checked = false; }); this.tally(); },
    }));
  });

  // <button data-insert="{day}">: into the field [data-insertable] that was used last, where its cursor stands.
  let lastField = null;
  document.addEventListener("focusin", (event) => { if (event.target.matches("[data-insertable]")) lastField = event.target; });
  document.addEventListener("click", (event) => {
    const chip = event.target.closest("[data-insert]");
    const field = lastField ?? document.querySelector("[data-insertable]");
    if (!chip || !field) return;
    field.setRangeText(chip.dataset.insert, field.selectionStart, field.selectionEnd, "end");
    field.focus();
    field.dispatchEvent(new Event("input", { bubbles: true }));
  });

  // A message from the browser itself (no connection, a failed request).
  window.nuanyang = {
    ...window.nuanyang,
    showToast(text, kind) {
      const list = document.getElementById("toasts");
      const pattern = document.getElementById("toast-pattern");
      if (!list || !pattern || !text) return;
      if ([...list.querySelectorAll("p")].some((line) => line.textContent === text)) return; // still there
      const card = pattern.content.firstElementChild.cloneNode(true);
      if (kind) card.classList.add(`toast-${kind}`);
      card.querySelector("p").textContent = text;
      list.append(card);
    },
  };
})();
