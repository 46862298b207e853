// Vectors of voids and of what the server answers to ballots and voids that it does not take.

import { createVoid } from "../../../voteapp/static/js/campaign/board/voids.js";
import { encodeCanonical } from "../../../voteapp/static/js/campaign/canonical.js";
import { computeSecret } from "../../../voteapp/static/js/protocol/credentials.js";
import { decodeText, toHex } from "../../../voteapp/static/js/protocol/encoding.js";
import { getGroup } from "../../../voteapp/static/js/protocol/group.js";
import * as server from "../players/server.mjs";
import { createStream } from "../stream.mjs";

const UUID = "LVT5DeUveUjg2b";
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
