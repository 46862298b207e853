// Long results are folded: a press unfolds all, and on paper nothing is folded. Without a script
// every question unfolds by itself.
(() => {
  /** @type {HTMLDetailsElement[]} */
  const folded = [...document.querySelectorAll("details")].filter((details) => details.classList.contains("fold"));
  const buttons = [...document.querySelectorAll("button")].filter((button) => button.classList.contains("unfold"));
  const unfold = (list) => {
    for (const details of list) details.open = true;
  };
  for (const button of buttons) {
    button.hidden = false;
    const part = button.closest("section");
    button.addEventListener("click", () => unfold(folded.filter((details) => part.contains(details))));
  }
  /** @type {HTMLDetailsElement[]} */
  let before = [];
  window.addEventListener("beforeprint", () => {
    before = folded.filter((details) => !details.open);
    unfold(folded);
  });
  window.addEventListener("afterprint", () => {
    for (const details of before) details.open = false;
  });
})();
