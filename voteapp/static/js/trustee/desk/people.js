// Everybody who signs: what each has done, and for how many trustees' parts a page waits.

import { t } from "../../i18n.js";
import { h, refill } from "../../ui/dom.js";

const isSame = (signer) => (one) => one.role === signer.role && one.number === signer.number;

/** Everybody who signs, as {role, number, name, lost}: trustees, then witnesses. */
function listSigners({ trustees, witnesses }) {
  return [
    ...trustees.map(({ owner, name, lost }) => ({ role: "trustee", number: owner, name, lost })),
    ...witnesses.map(({ number, name }) => ({ role: "witness", number, name, lost: false })),
  ];
}

/** One signer's state at closing as [text, kind of tag]; `open`: the elections that are opened. */
function describeSigner(signer, open, { outs }) {
  const opened = (e) => signer.role === "trustee" && e.decrypted.includes(signer.number);
  if (open.every(opened)) return [t("opened their part"), "good"];
  if (open.every((e) => e.signed.some(isSame(signer)))) return [t("signed"), "info"];
  if (outs.some(isSame(signer))) return [t("takes no part"), "info"];
  return signer.lost ? [t("key lost"), "danger"] : [t("not signed yet"), "wait"];
}

/** One signer's state before opening. */
function describeOpener(signer, { openings, outs }) {
  if (outs.some(isSame(signer))) return [t("takes no part"), "info"];
  const found = openings.find(isSame(signer));
  if (found === undefined) return [t("not signed yet"), "wait"];
  return found.late ? [t("signed after voting began"), "wait"] : [t("signed"), "good"];
}

function signerRow(task, signer, [text, kind]) {
  const own = signer.role === task.role && signer.number === task.owner;
  const name = signer.role === "witness" ? t("{name}, witness", { name: signer.name }) : signer.name;
  return h(
    "li",
    {},
    h("span", { dir: "auto" }, name, own ? ` (${t("you")})` : null),
    h("span", { class: `tag ${kind}` }, text),
  );
}

function createList(describe) {
  const list = h("ul", { class: "people" });
  const element = h("section", { class: "card" }, h("h2", {}, t("Everybody")), list);
  function update(task) {
    const signers = listSigners(task);
    element.hidden = signers.length < 2;
    refill(list, ...signers.map((signer) => signerRow(task, signer, describe(signer, task))));
  }
  return { element, update };
}

/** Who looked at the set-up: {element, update(task)}; nothing for a trustee alone. */
export const createOpeners = () => createList(describeOpener);

/** Who has signed and decrypted: {element, update(task)}; nothing for a trustee alone. */
export function createPeople() {
  const isOpen = (e) => e.skip === null;
  return createList((signer, task) => describeSigner(signer, task.elections.filter(isOpen), task));
}

/** One signer's state after publication. */
function describeConfirmer(signer, { elections, outs }) {
  const open = elections.filter((e) => e.confirmation_text !== null);
  if (open.every((e) => e.confirmations.some(isSame(signer)))) return [t("confirmed"), "good"];
  return outs.some(isSame(signer)) ? [t("takes no part"), "info"] : [t("not confirmed yet"), "wait"];
}

/** Who has confirmed the result: {element, update(task)}; nothing for a trustee alone. */
export const createConfirmers = () => createList(describeConfirmer);

/** Which mirrors have signed the end of everything that is opened: {element, update(task)}. */
export function createMirrors() {
  const list = h("ul", { class: "people" });
  const element = h("section", { class: "card" }, h("h2", {}, t("Mirrors")), list);
  function update({ mirrors, elections }) {
    const open = elections.filter((e) => e.skip === null);
    const row = ({ number, name }) => {
      const signed = open.every((e) => e.ends.includes(number));
      const tag = signed ? [t("signed"), "good"] : [t("not signed yet"), "wait"];
      return h("li", {}, h("span", { dir: "auto" }, name), h("span", { class: `tag ${tag[1]}` }, tag[0]));
    };
    refill(list, ...mirrors.map(row));
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
