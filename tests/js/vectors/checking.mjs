// Vectors of "check instead of send": what a seed gives, the codes, and what does not open a commitment.

import * as codes from "../../../voteapp/static/js/campaign/checking/codes.js";
import { openCommitment } from "../../../voteapp/static/js/campaign/checking/opening.js";
import { createFromSeed, createSeeded, writeCommitment } from "../../../voteapp/static/js/campaign/checking/seeds.js";
import { computeCommitmentWords } from "../../../voteapp/static/js/campaign/words.js";
import { createContext } from "../../../voteapp/static/js/protocol/election.js";
import { decodeText, encodeJson, encodeJsonText, toHex } from "../../../voteapp/static/js/protocol/encoding.js";
import { createStream } from "../stream.mjs";

const HASH = "9bcWA3bemcwVuBDFG43JHKpBX3Dn0fPxpU5cM6xz4hc";

/** What of these ballots is drawn from a seed: all but the signature. */
export function checkingVectors(ballots, electionOf) {
  return ballots.map(([name, questions, choices]) => {
    const election = encodeJson(electionOf(questions));
    const context = createContext(election);
    const stream = createStream(`voteapp vectors: checking ${name}`);
    const seed = stream(32);
    const credential = context.group.encode(context.group.basePower(context.group.randomScalar(stream)));
    const draw = createSeeded(seed, context.fingerprint, credential);
    const blocks = Array.from({ length: 12 }, () => toHex(draw(64)));
    const { unsigned, hash } = createFromSeed(context, credential, choices, seed);
    const opened = { uuid: context.election.uuid, credential, seed: toHex(seed), choices };
    const second = codes.writeOpened(opened);
    return {
      name,
      election: decodeText(election),
      credential,
      seed: toHex(seed),
      choices,
      blocks,
      unsigned: encodeJsonText(unsigned),
      hash,
      words: computeCommitmentWords(hash),
      first: writeCommitment(hash),
      second,
      refused: refuse(context, hash, { ...opened, text: second }),
    };
  });
}

/** Second codes that do not open this commitment, with what each is answered. */
function refuse(context, hash, { uuid, credential, seed, choices, text }) {
  const packed = codes.packChoices(choices);
  const rows = choices.map((row) => [...row].reverse());
  const other = credential.replace(/^./, (digit) => (digit === "0" ? "1" : "0"));
  const bent = [
    text.replace(uuid, `${uuid}2`),
    text.replace(credential, other),
    text.replace(
      seed,
      seed.replace(/.$/, (digit) => (digit === "0" ? "1" : "0")),
    ),
    text.replace(new RegExp(`${packed}$`), codes.packChoices(rows)),
    text.replace(new RegExp(`${packed}$`), codes.packChoices(choices.map((row) => row.map(() => 1)))),
    `${text}0`,
  ];
  return bent.map((second) => {
    try {
      return { second, choices: openCommitment(context, [credential], hash, codes.readOpened(second)) };
    } catch (error) {
      return { second, code: error.code };
    }
  });
}

const FIRST = writeCommitment(HASH);
const SECOND = codes.writeOpened({
  uuid: "LVT5DeUveUjg2b",
  credential: "4b".repeat(32),
  seed: "0a".repeat(32),
  choices: [
    [1, 0],
    [0, 0, 1],
  ],
});
const READ = [
  FIRST,
  ` ${SECOND}\r\n`,
  FIRST.slice(0, -1),
  `${FIRST}A`,
  // The last of 43 characters stands for four bits only.
  `${FIRST.slice(0, -1)}d`,
  SECOND.slice(0, 60),
  SECOND.slice(0, 9),
  SECOND.toUpperCase(),
  SECOND.replace("|4b", "|4g"),
  "voteapp-opened",
  "voteapp-receipt|1",
  "https://vote.example.org/b/7K3QX9MD#2BF2M998QCG3B0643SC8Z4FFJ7KQ0V",
  HASH,
  "\u{1f5f3}",
];

/** What a text is read as. */
export function checkCodeVectors() {
  return READ.map((text) => {
    try {
      const { hash = null, opened = null } = codes.readCode(text);
      return { text, hash, opened: opened && { ...opened, seed: toHex(opened.seed) }, code: null };
    } catch (error) {
      return { text, hash: null, opened: null, code: error.code };
    }
  });
}
