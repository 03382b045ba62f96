/* Keys for those who judge findings; they press the buttons and follow the links that are there.
   Without this script every act works by its form. docs/review.md names the keys. */
(() => {
  "use strict";

  const desk = document.querySelector("[data-review]");
  if (!desk) return;
  const of = (key) => desk.querySelector(`[data-key="${key}"]`);
  const note = desk.querySelector("#note");
  const help = document.getElementById("keys");
  let then = null; // the button that Enter in the reason presses

  // This figure in the middle of the text, and the page left where it is.
  const text = desk.querySelector(".rv-text");
  const figure = document.getElementById("figure");
  if (text && figure && text.scrollHeight > text.clientHeight) {
    const from = figure.getBoundingClientRect().top - text.getBoundingClientRect().top;
    text.scrollTop += from - text.clientHeight / 2;
  }
  document.getElementById("problems")?.focus();

  const press = (key) => of(key)?.click();

  function because(key) {
    const button = of(key);
    if (!button || !note) return;
    then = button;
    note.focus();
  }

  function lines() {
    const all = [...desk.querySelectorAll('input[name="line"]')];
    if (all.some((line) => line.checked) && all.includes(document.activeElement)) press("m-go");
    else (all.find((line) => line.checked) ?? all[0])?.focus();
  }

  function step(by) {
    const links = [...desk.querySelectorAll(".rv-queue .rv-quote a")];
    const at = links.indexOf(document.activeElement);
    links[Math.min(Math.max(at + by, 0), links.length - 1)]?.focus();
  }

  const inList = desk.dataset.review === "inbox";
  const acts = {
    j: () => (inList ? step(1) : press("j")),
    k: () => (inList ? step(-1) : press("k")),
    a: () => press("a"),
    b: () => press("b"),
    c: () => desk.querySelector(".rv-form #id_amount")?.focus(),
    r: () => because("r-go"),
    m: lines,
    s: () => because("s-go"),
    x: () => press("x"),
    u: () => press("u"),
    g: () => press("g"),
    "?": () => help?.showModal(),
  };

  function typing(target) {
    if (target.closest("textarea, select, [contenteditable]")) return true;
    const input = target.closest("input");
    return Boolean(input) && !["radio", "checkbox"].includes(input.type);
  }

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || help?.open) return;
    if (event.key === "Escape") {
      if (desk.contains(event.target)) event.target.blur();
      return;
    }
    if (event.target === note && event.key === "Enter" && !event.shiftKey && then) {
      event.preventDefault();
      then.click();
      return;
    }
    if (typing(event.target)) return;
    const act = acts[event.key] ?? acts[event.key.toLowerCase()];
    if (!act) return;
    event.preventDefault();
    act();
  });
})();
