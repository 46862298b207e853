// "What did this slip cast?": the thirty characters of a slip against the election that was checked. They
// stay in this page: nothing is sent, and nothing is kept.

import { isCommitment } from "../campaign/checking/codes.js";
import { findUse } from "../campaign/board/uses.js";
import { readPackage } from "../campaign/bundle/package.js";
import { findLeaves, readSlipCode } from "../campaign/slips/pins.js";
import { computePublicCredentials } from "../campaign/slips/token_files.js";
import { TokenError } from "../campaign/slips/tokens.js";
import { listLeaves } from "../campaign/units/strata.js";
import { computeCommitmentWords, computeWords } from "../campaign/words.js";
import { t } from "../i18n.js";
import { VoteappError } from "../protocol/errors.js";
import { button, h, refill } from "../ui/dom.js";
import { field } from "../ui/forms.js";

const APART = "setup-campaign";

/** A form that answers in sentences; `outcome` is what verifyFile gave. Null where the file does not tell. */
export function createSlipForm(outcome) {
  const { manifest, evidence } = outcome.documents ?? {};
  if (!manifest || !evidence || outcome.audit.setup.context === null) return null;
  const hint = t("Thirty characters in six groups. They stay in this page: nothing is sent or kept.");
  const code = field("slip-code", t("The slip's code"), { hint, autocomplete: "off", spellcheck: "false" });
  const alone = manifest.campaign.uuids.length === 1;
  const setUp = alone ? null : createSetUpField();
  const answer = h("div", { role: "status", "aria-live": "polite" });
  const submit = async (event) => {
    event.preventDefault();
    refill(answer);
    const file = setUp?.input.files[0] ?? null;
    const sentences = await answerFor(outcome, code.input.value, file);
    refill(answer, ...sentences.map((sentence) => h("p", {}, sentence)));
  };
  return h(
    "form",
    { id: "slip", autocomplete: "off", on: { submit } },
    h("h3", {}, t("What did this slip cast?")),
    code.element,
    setUp?.element ?? null,
    h("div", { class: "actions" }, button(t("Check the slip"), null, "secondary", "submit")),
    answer,
  );
}

function createSetUpField() {
  const label = t("The campaign's set-up: the file that ends in -setup.zip");
  return field("set-up", label, { type: "file", accept: ".zip" });
}

async function answerFor(outcome, text, file) {
  let code;
  try {
    code = readSlipCode(text);
  } catch (error) {
    if (!(error instanceof TokenError)) throw error;
    return [describeMistyped(error)];
  }
  const { audit, documents, report } = outcome;
  const [credential] = computePublicCredentials(documents.manifest.uuid, [code.token]);
  return [
    ...(report.verified ? [] : [t("This file does not check out: what it says of the slip may be false.")]),
    ...(await describePin(outcome, code, file)),
    ...describeUse(findUse(audit, documents.evidence, credential)),
  ];
}

function describeMistyped({ reason }) {
  if (reason === "length") return t("A slip's code has thirty characters. Look at it again.");
  return t("At least one of these characters is mistyped. Look at the slip again.");
}

async function describePin({ audit, documents }, code, file) {
  const { manifest } = documents;
  const own = audit.setup.context.fingerprint;
  let fingerprints = [own];
  if (manifest.campaign.uuids.length > 1) {
    if (file === null) return [t("Whether the pin fits can be said once you choose the campaign's set-up too.")];
    const found = await readFingerprints(file);
    if (found === APART) return [describeApart()];
    if (!found?.includes(own)) return [t("This set-up is not the one of this election. Choose the campaign's own.")];
    fingerprints = found;
  }
  const leaves = listLeaves(manifest.strata);
  const codes = leaves.map((leaf) => leaf.code);
  const fitting = findLeaves(code, fingerprints, codes);
  const said = fitting.map((leaf) => {
    const { name } = leaves[codes.indexOf(leaf)];
    return t("The pin fits: the slip is for the unit {unit} ({leaf}).", { unit: name, leaf });
  });
  if (said.length === 0) {
    said.push(t("The pin does NOT fit: one character is mistyped, or the slip is of another set-up."));
  }
  if (said.length > 1) said.push(t("By chance it fits more than one: which one stands on the slip."));
  if (manifest.issuance === "server") {
    said.push(t("The server itself made these slips: the pin proves nothing here."));
  }
  return said;
}

function describeApart() {
  return t(
    "The elections of this set-up are not one campaign's, or have other trustees, witnesses, mirrors or servers than one " +
      "another: somebody else could open one of them. Trust none of them, and show the file to somebody whom you trust.",
  );
}

/** The fingerprints of CODE-setup.zip in the campaign's order, recomputed; APART where its elections do not belong
 * together, null where it is none. */
async function readFingerprints(file) {
  try {
    return readPackage(new Uint8Array(await file.arrayBuffer())).setup.fingerprints;
  } catch (error) {
    if (error.code === APART) return APART;
    if (error instanceof VoteappError) return null;
    throw error;
  }
}

function describeUse({ listed, voided, ballots, sealed, ended }) {
  const said = listed ? [] : [t("In this election the slip is NOT on the list.")];
  for (const { tracker, batch, commitment } of ballots) {
    const named = { tracker, words: computeWords(tracker), batch: String(batch ?? "") };
    const place =
      batch === null
        ? t("In this election it cast the vote {tracker} ({words}), not sealed.", named)
        : t("In this election it cast the vote {tracker} ({words}), sealed in batch {batch}.", named);
    said.push(place);
    if (isCommitment(commitment)) {
      const sixteen = computeCommitmentWords(commitment);
      said.push(t("The phone had sealed it with these sixteen words: {words}.", { words: sixteen }));
    }
  }
  if (voided) said.push(t("In this election it was made void."));
  if (listed && !voided && ballots.length === 0) said.push(describeUnused(sealed, ended));
  return said;
}

function describeUnused(sealed, ended) {
  if (ended) return t("In this election it cast nothing, and voting has ended.");
  return t(
    "In this election it has cast nothing as far as batch {sealed}. A vote that waits is not shown to anybody.",
    { sealed: String(sealed) },
  );
}
