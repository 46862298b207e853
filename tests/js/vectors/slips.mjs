// Vectors of what stands on a slip (the pin, and the code as people type it) and of what tellers sign.

import { computeCampaignHash } from "../../../voteapp/static/js/campaign/setup/opening.js";
import * as pins from "../../../voteapp/static/js/campaign/slips/pins.js";
import * as tellers from "../../../voteapp/static/js/campaign/slips/tellers.js";
import { createToken } from "../../../voteapp/static/js/campaign/slips/tokens.js";
import { decodeText, toHex } from "../../../voteapp/static/js/protocol/encoding.js";
import { encodeCanonical } from "../../../voteapp/static/js/campaign/canonical.js";
import { createStream } from "../stream.mjs";

const LEAVES = ["unit-1", "a+b", "4.West", `u${"x".repeat(199)}`];

function fingerprintOf(stream) {
  return btoa(String.fromCharCode(...stream(32))).slice(0, 43);
}

export function pinVectors() {
  return [1, 2, 3].map((elections) => {
    const seed = `voteapp vectors: pin ${elections}`;
    const stream = createStream(seed);
    const token = createToken(stream);
    const fingerprints = Array.from({ length: elections }, () => fingerprintOf(stream));
    return {
      seed,
      token,
      fingerprints,
      campaign_hash: computeCampaignHash(fingerprints),
      pins: LEAVES.map((leaf) => {
        const pin = pins.computePin(token, fingerprints, leaf);
        return { leaf, pin, code: pins.formatSlipCode({ token, pin }) };
      }),
    };
  });
}

const CODE = "2BF2M-998QC-G3B06-43SC8-Z4FFJ-7KQ0V";
const TYPED = [
  CODE,
  " 2bf2m 998qc g3bo6 43sc8 z4ffj 7kqov ",
  `https://vote.example/b/7K3M9QTX#${CODE.replace(/-/g, "")}`,
  CODE.slice(0, -6),
  CODE.slice(0, -1),
  `${CODE}0`,
  CODE.replace("Z4FFJ", "Z4FFK"),
  CODE.replace("7KQ0V", "7KQ0U"),
  "",
];

export function slipCodeVectors() {
  return TYPED.map((typed) => {
    try {
      return { typed, ...pins.readSlipCode(typed), place: null };
    } catch (error) {
      return { typed, token: null, pin: null, place: error.place };
    }
  });
}

const UUIDS = ["LVT5DeUveUjg2b", "zbtvky3xb5vE2Z"];

/** What one teller of one or two elections keeps, states, and signs when she prints. */
export function tellerVectors() {
  return [1, 2].map((elections) => {
    const seed = `voteapp vectors: teller ${elections}`;
    const stream = createStream(seed);
    const name = 'Zo\u00eb \u4e2d "the first"';
    const secret = tellers.createTeller(name, elections === 1 ? "page" : "command", elections, stream);
    const uuids = UUIDS.slice(0, elections);
    const parts = uuids.map(() =>
      Object.fromEntries(["unit-1", "a+b", "unit-1"].map((leaf) => [toHex(stream(32)), leaf])),
    );
    const fingerprints = uuids.map(() => fingerprintOf(stream));
    const printed = tellers.signPrinted(fingerprints, secret);
    const write = (value) => decodeText(encodeCanonical(value));
    const statement = write(tellers.createStatement(uuids, parts, secret));
    return { seed, secret, uuids, parts, statement, fingerprints, printed: write(printed) };
  });
}
