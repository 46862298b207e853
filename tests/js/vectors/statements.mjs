// Vectors of voids and of what the server answers to ballots and voids that it does not take.

import { readKept } from "../../../voteapp/static/js/campaign/board/kept.js";
import { writeFragment } from "../../../voteapp/static/js/campaign/board/receipt_addresses.js";
import { createVoid } from "../../../voteapp/static/js/campaign/board/voids.js";
import { encodeCanonical } from "../../../voteapp/static/js/campaign/canonical.js";
import { computeSecret } from "../../../voteapp/static/js/protocol/credentials.js";
import { decodeText, toHex } from "../../../voteapp/static/js/protocol/encoding.js";
import { getGroup } from "../../../voteapp/static/js/protocol/group.js";
import * as server from "../players/server.mjs";
import { createStream } from "../stream.mjs";

const UUID = "LVT5DeUveUjg2b";
const OTHER = "MVT5DeUveUjg2b";
const FINGERPRINT = "b9cqO6i5jf8OVBkpraqp3JJLcDKmPAjRkjl+olsjKyQ";

/** A slip of the private credential, its void, and each signed refusal with what shows its reason. */
export function refusalVectors() {
  const key = createStream("voteapp vectors: server key")(32);
  const [group, seed] = [getGroup("Ed25519"), "voteapp vectors: void"];
  const slip = "Wx3nJ-p55DpC-Ah4VU-dm2tqV";
  const secret = computeSecret(group, UUID, slip);
  const credential = group.encode(group.basePower(secret));
  const given = createVoid(group, FINGERPRINT, credential, secret, createStream(seed));
  const own = { uuid: UUID, fingerprint: FINGERPRINT };
  const receipt = server.sign({ type: "voteapp-receipt", ...own, tracker: "A".repeat(43), credential, batch: 3 }, key);
  const head = { type: "voteapp-head", ...own, batch: 2, height: 130, event: "20".repeat(32), final: true };
  const bare = { type: "voteapp-refusal", ...own, credential, receipt: null, void: null, head: null };
  const sent = { tracker: "9bcWA3bemcwVuBDFG43JHKpBX3Dn0fPxpU5cM6xz4hc" };
  const refusals = [
    { ...bare, ...sent, reason: "used", receipt },
    { ...bare, ...sent, reason: "voided", void: given },
    { ...bare, ...sent, reason: "closed", head: server.sign(head, key) },
    { ...bare, tracker: null, reason: "voided", void: given },
    { ...bare, tracker: null, reason: "used", receipt },
  ];
  const write = (value) => decodeText(encodeCanonical(value));
  return [
    {
      private_key: toHex(key),
      seed,
      slip,
      uuid: UUID,
      fingerprint: FINGERPRINT,
      void: write(given),
      refusals: refusals.map((refusal) => write(server.sign(refusal, key))),
    },
  ];
}

/** A slip's receipts and answers in two elections, signed. */
function createKept() {
  const key = createStream("voteapp vectors: server key")(32);
  const credential = "4b9ad9fe9b2a5cbcb6a4e0f4d9c2fd8f3d5a0b6a9e7d1c3f5b7a9c8d6e4f2a10";
  return [UUID, OTHER].map((uuid) => {
    const own = { uuid, fingerprint: FINGERPRINT, credential };
    const receipt = server.sign({ type: "voteapp-receipt", ...own, tracker: "A".repeat(43), batch: 3 }, key);
    const bare = { type: "voteapp-refusal", ...own, reason: "used", receipt, void: null, head: null };
    return {
      receipt,
      answer: server.sign({ ...bare, tracker: null }, key),
      refused: { ...bare, tracker: FINGERPRINT },
    };
  });
}

function listKeptTexts() {
  const write = (value) => decodeText(encodeCanonical(value));
  const [mine, other] = createKept();
  const refused = write(server.sign(mine.refused, createStream("voteapp vectors: server key")(32)));
  const address = ({ receipt }) => `https://vote.example.org/check#${writeFragment(receipt)}`;
  const text = [mine, other].map((one) => `Strike vote #1.2\nacorn album alley amber\n${address(one)}\n`).join("\n");
  const answers = { [UUID]: write(mine.answer), [OTHER]: write(other.answer) };
  const swapped = { [UUID]: write(other.answer), [OTHER]: write(mine.answer) };
  return [
    write(mine.receipt),
    `${address(mine)}\n`,
    writeFragment(mine.receipt),
    text,
    text.replace(/\n/g, "\r\n"),
    ` ${refused}\n`,
    write(answers),
    write({ [UUID]: answers[UUID] }),
    // What is none.
    write(swapped),
    write({ [UUID]: refused }),
    write({ [UUID]: null }),
    `{"${OTHER}":${JSON.stringify(answers[OTHER])},"${UUID}":${JSON.stringify(answers[UUID])}}`,
    "{}",
    "null",
    "",
    text.replace(/check#/g, "check?"),
    text.replace("/check#1.", "/check#2."),
    `${write(mine.receipt)} ${address(mine)}`,
  ];
}

/** Texts that people keep, and what both languages read in them. */
export function keptVectors() {
  return listKeptTexts().map((text) => {
    try {
      return { text, kept: readKept(text).map((one) => decodeText(encodeCanonical(one))), code: null };
    } catch (error) {
      return { text, kept: null, code: error.code };
    }
  });
}
