// The set-up that somebody looks at before voting opens, and what is signed about it: an opening, or that no closing will be.
//
// docs/formats.md, "Statements". Runs in the worker, which keeps the key.

import { decodeStrict } from "../../campaign/canonical.js";
import { Amendment, checkAmendments } from "../../campaign/setup/amendments.js";
import { checkMended } from "../../campaign/setup/mended.js";
import { readCheckedSetup } from "../../campaign/bundle/setup_package.js";
import { nameSigner } from "../../campaign/statements/people.js";
import { computeOpeningText, computeOutText } from "../../campaign/statements/texts.js";
import { computeHashWords } from "../../campaign/words.js";
import { hashHex } from "../../protocol/encoding.js";
import { types } from "../../protocol/types.js";
import { failure } from "../key/opened.js";
import { recallStatement } from "../desk/memory.js";
import { signOnce } from "../desk/once.js";

/** The set-up as it was recomputed, and the amendments since: {..., amendments, amended}; `amended`: their hash. */
export function readSetup(bytes, amendments) {
  const setup = readCheckedSetup(bytes);
  const list = decodeStrict(amendments, types.list(Amendment), "amendment-chain", "the amendments");
  setup.manifests.forEach((manifest, i) => checkAmendments(list, manifest, setup.fingerprints[i]));
  checkMended(setup.people, list);
  return { ...setup, amendments: list, amended: hashHex(amendments) };
}

/** What the page shows of it, as plain values. */
export function describeSetup({ manifests, fingerprints, campaignHash, people, amendments, amended }) {
  const [{ tellers, witnesses, mirrors, opens, closes, zone, campaign, organizer, issuance }] = manifests;
  const last = (field, first) => amendments.filter((one) => one.field === field).pop()?.new ?? first;
  return {
    title: campaign.name,
    organizer,
    issuance,
    zone,
    opens: last("opens", opens),
    closes: last("closes", closes),
    changes: amendments.map(({ path, reason }) => ({ path, reason })),
    words: computeHashWords(campaignHash),
    tellers: tellers.map(({ name, slips }) => ({ name, slips: Object.values(slips).reduce((a, b) => a + b, 0) })),
    witnesses: witnesses.map(({ name, key }) => ({ name, words: computeHashWords(key) })),
    mirrors: mirrors.map(({ name, address }) => ({ name, address })),
    trustees: people.keys.trustee.length,
    threshold: people.threshold,
    opening: [false, true].map((late) => computeOpeningText(fingerprints, amended, late)),
    out: computeOutText(fingerprints),
  };
}

/** The opening statement: canonical JSON text. */
export function createOpening(setup, own, signer, late) {
  const text = computeOpeningText(setup.fingerprints, setup.amended, late);
  return signOnce(setup, own, signer, text, text);
}

/** The statement that no closing will be signed; throws SignedOtherError where one was signed here. */
export async function createOut(setup, own, signer) {
  for (const fingerprint of setup.fingerprints) {
    if ((await recallStatement(fingerprint, nameSigner(signer))) !== null) throw failure("SignedOtherError");
  }
  const text = computeOutText(setup.fingerprints);
  return signOnce(setup, own, signer, text, text);
}
