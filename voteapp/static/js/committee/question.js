// A question's form shows the fields of the kind that is chosen. Without this, it shows them all.

const KINDS = { one: ["list"], several: ["list", "several"], number: ["number"] };

function show() {
  /** @type {HTMLInputElement | null} */
  const chosen = document.querySelector('input[name="kind"]:checked');
  const shown = KINDS[chosen?.value];
  if (!shown) return;
  for (const element of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-kind]"))) {
    element.hidden = !shown.includes(element.dataset.kind);
  }
}

for (const choice of document.querySelectorAll('input[name="kind"]')) choice.addEventListener("change", show);
// Where something is wrong in a field, it is seen whatever is chosen.
if (!document.querySelector("[data-kind] .has-error")) show();
