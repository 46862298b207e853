// The shared deterministic vectors: what both implementations must write, byte for byte, from
// the same stream of "randomness" (stream.mjs). Runs in Node and in a browser.
//
// tests/js/vectors/shared.test.mjs, tests/browser/auditor/test_vectors_in_browser.py and
// tests/*/test_shared_vectors.py compare with tests/vectors-deterministic.

import { quorumVectors } from "./quorum.mjs";
import { createStatement } from "../../../voteapp/static/js/campaign/statements/signing.js";
import * as texts from "../../../voteapp/static/js/campaign/statements/texts.js";
import * as canonical from "../../../voteapp/static/js/campaign/canonical.js";
import { writeFragment } from "../../../voteapp/static/js/campaign/board/receipt_addresses.js";
import * as protection from "../../../voteapp/static/js/campaign/protection.js";
import * as rehearsal from "../../../voteapp/static/js/campaign/keys/rehearsal.js";
import * as release from "../../../voteapp/static/js/campaign/units/release.js";
import * as strata from "../../../voteapp/static/js/campaign/units/strata.js";
import * as strong from "../../../voteapp/static/js/campaign/counting/strong_proofs.js";
import * as tokens from "../../../voteapp/static/js/campaign/slips/tokens.js";
import { createBallot, computeTracker } from "../../../voteapp/static/js/protocol/ballots.js";
import { computePublicCredential, computeSecret } from "../../../voteapp/static/js/protocol/credentials.js";
import { createContext } from "../../../voteapp/static/js/protocol/election.js";
import {
  bytesToInteger,
  decodeText,
  encodeBase58,
  encodeJson,
  encodeJsonText,
  toHex,
} from "../../../voteapp/static/js/protocol/encoding.js";
import { getGroup } from "../../../voteapp/static/js/protocol/group.js";
import * as pki from "../../../voteapp/static/js/protocol/keys/pki.js";
import { decodeTally } from "../../../voteapp/static/js/protocol/tally.js";
import { createPartialDecryption } from "../../../voteapp/static/js/protocol/decryptions.js";
import { createTrusteeKey } from "../../../voteapp/static/js/protocol/keys/trustees.js";
import { ceremonyVectors } from "./ceremony.mjs";
import { checkCodeVectors, checkingVectors } from "./checking.mjs";
import { answerVectors, leastVectors, shareVectors } from "./rules.mjs";
import * as server from "../players/server.mjs";
import { createStream } from "../stream.mjs";
import { pinVectors, slipCodeVectors, tellerVectors } from "./slips.mjs";
import { signingKeyVectors } from "./signing_keys.mjs";
import { keptVectors, refusalVectors } from "./statements.mjs";
import { transcriptVectors } from "./transcripts.mjs";

const group = getGroup("Ed25519");
const UUID = "LVT5DeUveUjg2b";
const TOKEN = "2BF2M998QCG3B0643SC8Z4FFJ";
const KEY_SEED = "voteapp vectors: trustee";

function trusteeKey() {
  return createTrusteeKey(group, createStream(KEY_SEED));
}

function electionOf(questions, description = "") {
  return {
    version: 1,
    description,
    name: 'Shared vectors \u00e9 \u4e2d \u2028 \u007f \t "quoted" \\ /',
    group: "Ed25519",
    public_key: trusteeKey().trusteePublicKey.public_key,
    questions,
    uuid: UUID,
  };
}

const YES_NO = { answers: ["Yes", "No"], min: 1, max: 1, question: "Strike?" };
const WITH_BLANK = { answers: ["A", "B", "C"], blank: true, min: 1, max: 2, question: "Two?" };
const NO_BLANK = { answers: ["A", "B", "C"], blank: false, min: 0, max: 3, question: "Any?" };
const RANGE = { answers: ["1", "2", "3", "4"], min: 2, max: 3, question: "Two or three?" };

const BALLOTS = [
  ["yes", [YES_NO], [[1, 0]]],
  ["no", [YES_NO], [[0, 1]]],
  ["blank", [WITH_BLANK], [[1, 0, 0, 0]]],
  ["not-blank-one", [WITH_BLANK], [[0, 0, 1, 0]]],
  ["not-blank-two", [WITH_BLANK], [[0, 1, 0, 1]]],
  ["blank-false-none", [NO_BLANK], [[0, 0, 0]]],
  ["blank-false-all", [NO_BLANK], [[1, 1, 1]]],
  ["range", [RANGE], [[1, 0, 1, 0]]],
  [
    "several",
    [YES_NO, WITH_BLANK, NO_BLANK, RANGE],
    [
      [1, 0],
      [1, 0, 0, 0],
      [0, 1, 0],
      [1, 1, 0, 1],
    ],
  ],
];

function ballotVectors() {
  const credential = tokens.computeCredential(TOKEN);
  return BALLOTS.map(([name, questions, choices]) => {
    const election = encodeJson(electionOf(questions));
    const seed = `voteapp vectors: ballot ${name}`;
    const ballot = createBallot(createContext(election), credential, choices, createStream(seed));
    return {
      name,
      seed,
      credential,
      choices,
      election: decodeText(election),
      ballot: decodeText(ballot),
      tracker: computeTracker(ballot),
    };
  });
}

function trusteeVectors() {
  const { privateKey, trusteePublicKey } = trusteeKey();
  const digest = rehearsal.computeDigest(trusteePublicKey);
  const seed = "voteapp vectors: rehearsal";
  const answer = rehearsal.createAnswer(group, privateKey, digest, 1, createStream(seed));
  return [
    {
      seed: KEY_SEED,
      private_key: group.encodeScalar(privateKey),
      trustee_public_key: encodeJsonText(trusteePublicKey),
      rehearsal: { seed, index: 1, digest, answer: decodeText(canonical.encodeCanonical(answer)) },
    },
  ];
}

function decryptionVectors() {
  const { privateKey, trusteePublicKey } = trusteeKey();
  const stream = createStream("voteapp vectors: tally");
  const draw = () => group.encode(group.basePower(group.randomScalar(stream)));
  const rows = [2, 3].map((count) => Array.from({ length: count }, () => ({ alpha: draw(), beta: draw() })));
  const data = encodeJson(rows);
  const tally = decodeTally(group, data, [2, 3], false);
  const fingerprint = "b9cqO6i5jf8OVBkpraqp3JJLcDKmPAjRkjl+olsjKyQ";
  const seed = "voteapp vectors: decryption";
  const random = createStream(seed);
  const parent = "20f9fc932cd614587a0efbe3ac4829ddad39074571e9683ad0bee1b46234746a";
  const decryption = createPartialDecryption(group, fingerprint, privateKey, tally, random);
  const publicKey = group.decode(trusteePublicKey.public_key);
  const bound = { group, fingerprint, parent, owner: 2, publicKey };
  return [
    {
      seed,
      fingerprint,
      parent,
      owner: 2,
      private_key: group.encodeScalar(privateKey),
      tally: decodeText(data),
      partial_decryption: encodeJsonText(decryption),
      strong_proofs: encodeJsonText(strong.createStrongProofs(bound, privateKey, tally, random)),
    },
  ];
}

function credentialVectors() {
  return ["voteapp vectors: token 1", "voteapp vectors: token 2", "voteapp vectors: token 3"].map((seed) => {
    const stream = createStream(seed);
    const token = tokens.createToken(stream);
    const uuid = encodeBase58(bytesToInteger(stream(32)), 14);
    const credential = tokens.computeCredential(token);
    return {
      seed,
      token,
      uuid,
      credential,
      secret: group.encodeScalar(computeSecret(group, uuid, credential)),
      public_credential: computePublicCredential(group, uuid, credential),
    };
  });
}

const TYPED = [
  "2BF2M-998QC-G3B06-43SC8-Z4FFJ",
  " 2bf2m 998qc g3bo6 43sc8 z4ffj ",
  "2BF2M\u2013998QC\u2014G3B06\u201143SC8-Z4FFJ",
  "2BF2M-998QC-G3B06-43SC8-Z4FFK",
  "2BF2M-998QU-G3B06-43SC8-Z4FFJ",
  "2BF2M-998QC-G3B06-43SC8-Z4FF",
  "2BF2M-998QC-G3B06-43SC8-Z4FFJJ",
  "",
  "\u00df2BF2M",
  "2BF2M.998QC",
  "lI0Oo-00000-00000-00000-00000",
  // Any dash, dot, underscore, quotation mark.
  "\u201c2BF2M.998QC_G3B06\u00b743SC8\u2212Z4FFJ\u201d",
  "'2BF2M','998QC'\u2022G3B06\u203f43SC8\uff0eZ4FFJ`",
  "2BF2M\u301c998QC\u2010G3B06\u05be43SC8\ufe63Z4FFJ\u00b4",
  // Digits and letters of other scripts: full-width, Arabic-Indic, its extended kind, Devanagari, Gurmukhi and others.
  "\uff12\uff22\uff26\uff12\uff2d\uff0d998QC-G3B06-43SC8-Z4FFJ",
  "\u0662BF\u0662M-\u0669\u0669\u0668QC-G\u0663B\u0660\u0666-\u0664\u0663SC\u0668-Z\u0664FFJ",
  "\u06f2BF\u06f2M-\u06f9\u06f9\u06f8QC-G\u06f3B\u06f0\u06f6-\u06f4\u06f3SC\u06f8-Z\u06f4FFJ",
  "\u0968BF\u0968M-\u096f\u096f\u096eQC-G\u0969B\u0966\u096c-\u096a\u0969SC\u096e-Z\u096aFFJ",
  "\u0a68BF\u0a68M-\u0a6f\u0a6f\u0a6eQC-G\u0a69B\u0a66\u0a6c-\u0a6a\u0a69SC\u0a6e-Z\u0a6aFFJ",
  "\u09e8BF\u0ed2M-\u0e59\u17e9\u1048QC-G\u{1d7d1}B\u{1e950}\u{1fbf6}-43SC8-Z4FFJ",
  // The whole address; U is not read as V.
  "https://vote.example.org/b/7K3QX9MD#2BF2M998QCG3B0643SC8Z4FFJ",
  "HTTPS://VOTE.EXAMPLE.ORG/B/7K3QX9MD%232bf2m-998qc-g3b06-43sc8-z4ffj/",
  " vote.example.org/b/7k3qx9md/%25232BF2M998QCG3B0643SC8Z4FFJ. ",
  "https://vote.example.org/b/7K3QX9MD",
  "2BF2M-998QC-G3B06-43SC8-Z4FFU",
  "2BF2M-998QC-G3B06-43SC8-Z4FF\u00bd",
];

function typedVectors() {
  return TYPED.map((typed) => {
    try {
      return { typed, token: tokens.normalizeToken(typed), place: null };
    } catch (error) {
      return { typed, token: null, place: error.place };
    }
  });
}

/** A text of every kind, and who signs it. */
function listTexts() {
  const both = ["φ1", "φ2"];
  return [
    ["trustee", texts.computeOpeningText(both, "amendments", false)],
    ["trustee", texts.computeOpeningText(both, "amendments", true)],
    ["witness", texts.computeClosingText("fingerprint", "end", "plan", "evidence")],
    ["witness", texts.computeOutText(both)],
    ["mirror", texts.computeEndText("fingerprint", "end")],
    ["trustee", texts.computeConfirmationText("fingerprint", "result")],
    ["trustee", texts.computeBoothText(both, 3, "/static/page.js", "old", "new")],
  ];
}

function pkiVectors() {
  const seed = "voteapp vectors: pki";
  const stream = createStream(seed);
  const secret = pki.createSeed(stream);
  const keys = pki.computePrivateKeys(group, secret);
  const message = 'certs_sig|{"é":"中"}';
  const signature = pki.createSignature(group, keys.signing, message, stream);
  const statements = listTexts().map(([role, text], i) =>
    createStatement(group, { role, number: i + 1 }, keys.signing, text, stream),
  );
  return [
    {
      seed,
      pki_seed: secret,
      signing: group.encodeScalar(keys.signing),
      decryption: group.encodeScalar(keys.decryption),
      message,
      signature: encodeJsonText(signature),
      statements: statements.map((one) => decodeText(canonical.encodeCanonical(one))),
    },
  ];
}

function signedVectors() {
  const privateKey = createStream("voteapp vectors: server key")(32);
  const fingerprint = "b9cqO6i5jf8OVBkpraqp3JJLcDKmPAjRkjl+olsjKyQ";
  const tracker = "9bcWA3bemcwVuBDFG43JHKpBX3Dn0fPxpU5cM6xz4hc";
  const credential = "4b9ad9fe9b2a5cbcb6a4e0f4d9c2fd8f3d5a0b6a9e7d1c3f5b7a9c8d6e4f2a10";
  const receipt = { type: "voteapp-receipt", uuid: UUID, fingerprint, tracker, credential, batch: 1 };
  const event = "20f9fc932cd614587a0efbe3ac4829ddad39074571e9683ad0bee1b46234746a";
  const head = { type: "voteapp-head", uuid: UUID, fingerprint, batch: 2, height: 130, event, final: true };
  const write = (value) => decodeText(canonical.encodeCanonical(server.sign(value, privateKey)));
  const address = `https://vote.example.org/check#${writeFragment(server.sign(receipt, privateKey))}`;
  return [
    {
      private_key: toHex(privateKey),
      server_key: server.computeServerKey(privateKey),
      receipt: write(receipt),
      receipt_address: address,
      head: write(head),
    },
  ];
}

function randomTree(draw) {
  let unit = 0;
  const facilities = 2 + draw(4);
  const children = Array.from({ length: facilities }, (_, i) => ({
    code: `f${i}`,
    name: `Facility ${i}`,
    children: Array.from({ length: 1 + draw(6) }, () => ({
      code: `u${(unit += 1) * 7}`,
      name: `Unit ${unit}`,
      roster: 1 + draw(60),
      variant: draw(3) === 0 ? "pharmacy" : "",
    })),
  }));
  return { code: "campaign", name: "Campaign", children };
}

function releaseVectors() {
  return Array.from({ length: 40 }, (_, i) => {
    const seed = `voteapp vectors: release ${i}`;
    const stream = createStream(seed);
    const draw = (below) => {
      const [high, low] = stream(2);
      return (high * 256 + low) % below;
    };
    const k = 5 + draw(12);
    const policy = draw(5) === 0 ? "total" : "partition";
    const tree = randomTree(draw);
    const merged = strata.mergeLeaves(tree, k);
    const counts = new Map();
    for (const leaf of strata.listLeaves(merged)) counts.set(leaf.code, draw(leaf.roster + 1));
    const plan = release.computePlan(merged, counts, policy, k);
    return {
      k,
      policy,
      tree,
      merged,
      counts: Object.fromEntries(counts),
      plan,
      plan_hash: release.computePlanHash(plan),
    };
  });
}

const TEXTS = [
  "",
  "plain",
  "\u0000\u0001\u0008\u0009\u000a\u000b\u000c\u000d\u001f",
  "\" \\ / < > & ' \u007f \u0080 \u009f",
  "\u2028 \u2029 \ufeff \ufffe",
  "é 中 ਪੰ 😀 \u{10ffff}",
];

function textVectors() {
  return TEXTS.map((text) => ({
    text,
    belenios: encodeJsonText(text),
    canonical: decodeText(canonical.encodeCanonical(text)),
    sorted: decodeText(
      canonical.encodeCanonical({ "\u20ac": 1, "\r": 2, "😀": 3, "\ufb33": 4, 1: 5, é: 6, [text]: 7 }),
    ),
  }));
}

/** The protected file with each hex text of it written in ways that no reader may take. */
function bendHex(file) {
  const bend = (text) => [text.slice(1), text.slice(2) + "0g", text.slice(2) + "AB", `${text}0`];
  const within = (name) => bend(file.protection[name]).map((text) => ({ ...file.protection, [name]: text }));
  return [
    ...bend(file.ciphertext).map((ciphertext) => ({ ...file, ciphertext })),
    ...["salt", "nonce"].flatMap(within).map((changed) => ({ ...file, protection: changed })),
  ];
}

async function protectedVectors() {
  const seed = "voteapp vectors: protection";
  const passphrase = "correct horse cafe\u0301";
  const shown = { campaign: "code", count: 1, uuids: [UUID] };
  const teller = { name: "Teller", made: "page", key: "1".repeat(64), salts: ["2".repeat(64)] };
  const secret = { slips: [{ leaf: "u1", token: TOKEN }], teller };
  const file = await protection.protect("voteapp-token-file", shown, secret, passphrase, createStream(seed), {
    n: 2 ** 14,
  });
  const refused = bendHex(JSON.parse(decodeText(file))).map((bent) => decodeText(canonical.encodeCanonical(bent)));
  return [{ seed, passphrase, n: 2 ** 14, public: shown, secret, file: decodeText(file), refused }];
}

/** All vectors by file name. */
export async function makeVectors() {
  return {
    "ballots.json": ballotVectors(),
    "trustees.json": trusteeVectors(),
    "decryptions.json": decryptionVectors(),
    "checking.json": checkingVectors(BALLOTS, electionOf),
    "check-codes.json": checkCodeVectors(),
    "credentials.json": credentialVectors(),
    "typed-tokens.json": typedVectors(),
    "pins.json": pinVectors(),
    "slip-codes.json": slipCodeVectors(),
    "tellers.json": tellerVectors(),
    "pki.json": pkiVectors(),
    "quorum.json": quorumVectors(),
    "signing-keys.json": await signingKeyVectors(),
    "ceremony.json": await ceremonyVectors(),
    "transcripts.json": await transcriptVectors(),
    "signed.json": signedVectors(),
    "refusals.json": refusalVectors(),
    "kept.json": keptVectors(),
    "release.json": releaseVectors(),
    "shares.json": shareVectors(),
    "least.json": leastVectors(),
    "answers.json": answerVectors(),
    "texts.json": textVectors(),
    "protected.json": await protectedVectors(),
  };
}
