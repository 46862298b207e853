// Everybody who opens the totals: what each has done, and for how many this trustee waits.

import { t } from "../../i18n.js";
import { h, refill } from "../../ui/dom.js";

/** One trustee's state as [text, kind of tag]; `open`: the elections that are opened. */
function describeTrustee({ owner, lost }, open) {
  if (open.every((e) => e.decrypted.includes(owner))) return [t("opened their part"), "good"];
  if (open.every((e) => e.signed.includes(owner))) return [t("signed"), "info"];
  return lost ? [t("key lost"), "danger"] : [t("not signed yet"), "wait"];
}

function trusteeRow(task, trustee, open) {
  const [text, kind] = describeTrustee(trustee, open);
  const own = trustee.owner === task.owner;
  return h(
    "li",
    {},
    h("span", { dir: "auto" }, trustee.name, own ? ` (${t("you")})` : null),
    h("span", { class: `tag ${kind}` }, text),
  );
}

/** Who has signed and decrypted: {element, update(task)}; nothing for a trustee alone. */
export function createPeople() {
  const list = h("ul", { class: "people" });
  const element = h("section", { class: "card" }, h("h2", {}, t("Everybody")), list);
  function update(task) {
    const open = task.elections.filter((e) => e.skip === null);
    element.hidden = task.trustees.length < 2;
    refill(list, ...task.trustees.map((trustee) => trusteeRow(task, trustee, open)));
  }
  return { element, update };
}

function countOpenParts({ trustees, threshold }, { decrypted, finished }) {
  if (finished) return 0;
  const here = (trustee) => decrypted.includes(trustee.owner);
  const members = trustees.filter(({ kind }) => kind === "threshold");
  const others = trustees.filter(({ kind }) => kind !== "threshold");
  const wanted = members.length > 0 ? threshold - members.filter(here).length : 0;
  return Math.max(wanted, 0) + others.filter((trustee) => !here(trustee)).length;
}

/** How many trustees' parts are missing before every total opens. */
export function countMissingParts(task) {
  const open = task.elections.filter((e) => e.skip === null);
  return Math.max(...open.map((e) => countOpenParts(task, e)), 0);
}
