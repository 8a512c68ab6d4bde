/* Keyboard of the nurse's station: Enter goes to the next field, the last field saves; ranges are checked while typing. */
(() => {
  "use strict";
  const KEYS = { KeyQ: "absent", KeyZ: "correct", KeyL: "list" }; // with Alt
  const station = () => document.getElementById("station");
  const inputs = () => [...(station()?.querySelectorAll(".measure-input") ?? [])];

  // Below a bar that stays, or above the keyboard of a tablet, nobody sees what they type.
  function focus(input) {
    input.focus({ preventScroll: true });
    show(input);
  }

  // Selected, so that typing replaces it; at once, because a nurse types faster than a page glides.
  function show(input) {
    input.select();
    input.scrollIntoView({ block: "center", behavior: "instant" });
  }

  // A value of the list leads to its own field: ?field=weight_kg. A fragment would clear the selection once more.
  const named = () => inputs().find((input) => input.name === new URLSearchParams(window.location.search).get("field"));

  function focusFirst() {
    const wrong = station()?.querySelector(".measure-wrong .measure-input, .measure-warning .measure-input");
    const first = wrong ?? named() ?? inputs().find((input) => !input.value) ?? inputs()[0];
    station()?.querySelector(".queue [aria-current]")?.scrollIntoView({ block: "nearest", behavior: "instant" });
    if (first) focus(first); // last: on a phone the list scrolls the page too
  }

  function checkRange(input) {
    const box = input.closest(".measure");
    const text = input.value.normalize("NFKC").replace("。", ".").trim();
    const value = Number(text);
    const beyond = (low, high) => value < Number(input.dataset[low]) || value > Number(input.dataset[high]);
    const isWrong = text !== "" && (Number.isNaN(value) || beyond("lowest", "highest"));
    box.classList.toggle("measure-wrong", isWrong);
    box.classList.toggle("measure-warning", text !== "" && !isWrong && beyond("low", "high"));
  }

  function goOn(input) {
    const all = inputs();
    const next = all[all.indexOf(input) + 1];
    if (!next) return input.form.requestSubmit();
    focus(next);
    return undefined;
  }

  document.addEventListener("keydown", (event) => {
    if (event.isComposing || !station()) return;
    const input = event.target.closest?.(".measure-input");
    if (event.key === "Enter" && input) {
      event.preventDefault();
      checkRange(input);
      // Enter confirms a warning that is shown.
      if (event.ctrlKey || input.form.elements.confirm) input.form.requestSubmit();
      else goOn(input);
    } else if (event.altKey && (event.key === "ArrowUp" || event.key === "ArrowDown")) {
      event.preventDefault();
      document.getElementById(event.key === "ArrowUp" ? "before" : "after")?.click();
    } else if (event.altKey && event.code in KEYS) {
      event.preventDefault();
      document.getElementById(KEYS[event.code])?.click();
    }
  });

  document.addEventListener("change", (event) => {
    if (event.target.matches?.(".measure-input")) checkRange(event.target);
  });
  document.addEventListener("input", (event) => {
    if (!event.target.matches?.(".measure-input")) return;
    event.target.form.elements.confirm?.remove(); // another value has to be confirmed anew
    event.target.closest(".measure").classList.remove("measure-wrong", "measure-warning");
  });
  // What was most likely meant is filled in at a touch; nothing is saved until Enter.
  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("[data-fill]");
    if (!button) return;
    const filled = button.dataset.fill.split(";").map((pair) => {
      const [name, value] = pair.split("=");
      const input = station().querySelector(`[name="${name}"]`);
      input.value = value;
      input.dispatchEvent(new Event("input", { bubbles: true }));
      return input;
    });
    focus(filled[0]);
  });
  document.addEventListener("focusin", (event) => {
    if (event.target.matches?.(".measure-input")) show(event.target);
  });
  document.addEventListener("DOMContentLoaded", focusFirst);
  document.addEventListener("htmx:afterSettle", (event) => {
    if (event.target.id === "station" || event.target.closest?.("#station")) focusFirst();
  });
})();
