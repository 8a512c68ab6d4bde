/* The nurse's keyboard: Enter goes on, the last field saves; the range is judged while she types. */
(() => {
  "use strict";
  const desk = () => document.getElementById("desk");
  const inputs = () => [...(desk()?.querySelectorAll(".measure-input") ?? [])];

  function begin() {
    const wrong = desk()?.querySelector(".measure-wrong .measure-input, .measure-doubt .measure-input");
    const first = wrong ?? inputs().find((input) => !input.value) ?? inputs()[0];
    first?.focus({ preventScroll: true });
    first?.select();
    desk()?.querySelector(".queue [aria-current]")?.scrollIntoView({ block: "nearest" });
  }

  function judge(input) {
    const box = input.closest(".measure");
    const text = input.value.normalize("NFKC").replace("。", ".").trim();
    const value = Number(text);
    const beyond = (low, high) => value < Number(input.dataset[low]) || value > Number(input.dataset[high]);
    const isWrong = text !== "" && (Number.isNaN(value) || beyond("lowest", "highest"));
    box.classList.toggle("measure-wrong", isWrong);
    box.classList.toggle("measure-doubt", text !== "" && !isWrong && beyond("low", "high"));
  }

  function onward(input) {
    const all = inputs();
    const next = all[all.indexOf(input) + 1];
    if (!next) return input.form.requestSubmit();
    next.focus();
    next.select();
    return undefined;
  }

  document.addEventListener("keydown", (event) => {
    if (event.isComposing || !desk()) return;
    const input = event.target.closest?.(".measure-input");
    if (event.key === "Enter" && input) {
      event.preventDefault();
      judge(input);
      // A doubt that was shown is confirmed by Enter itself.
      if (event.ctrlKey || input.form.elements.confirm) input.form.requestSubmit();
      else onward(input);
    } else if (event.altKey && (event.key === "ArrowUp" || event.key === "ArrowDown")) {
      event.preventDefault();
      document.getElementById(event.key === "ArrowUp" ? "before" : "after")?.click();
    } else if (event.altKey && event.code === "KeyQ") {
      event.preventDefault();
      document.getElementById("absent")?.click();
    }
  });

  document.addEventListener("change", (event) => {
    if (event.target.matches?.(".measure-input")) judge(event.target);
  });
  document.addEventListener("input", (event) => {
    if (!event.target.matches?.(".measure-input")) return;
    event.target.form.elements.confirm?.remove(); // another value wants another look
    event.target.closest(".measure").classList.remove("measure-wrong", "measure-doubt");
  });
  document.addEventListener("DOMContentLoaded", begin);
  document.addEventListener("htmx:afterSettle", (event) => {
    if (event.target.id === "desk" || event.target.closest?.("#desk")) begin();
  });
})();
