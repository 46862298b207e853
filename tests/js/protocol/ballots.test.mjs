import { test } from "node:test";
import assert from "node:assert/strict";
import { createBallot } from "../../../voteapp/static/js/protocol/ballots.js";
import { createContext } from "../../../voteapp/static/js/protocol/election.js";
import { encodeJson, secureRandomBytes } from "../../../voteapp/static/js/protocol/encoding.js";
import { MisuseError } from "../../../voteapp/static/js/protocol/errors.js";
import { getGroup } from "../../../voteapp/static/js/protocol/group.js";
import { createTrusteeKey } from "../../../voteapp/static/js/protocol/keys/trustees.js";
import { checkBallot, createStream } from "../helpers.mjs";
import { slow } from "../slow.mjs";

const CREDENTIAL = "Wx3nJ-p55DpC-Ah4VU-dm2tqV";
const group = getGroup("Ed25519");
const key = createTrusteeKey(group, createStream("ballots"));

function contextOf(questions) {
  return createContext(
    encodeJson({
      version: 1,
      description: "",
      name: "Ballots",
      group: "Ed25519",
      public_key: key.trusteePublicKey.public_key,
      questions,
      uuid: "LVT5DeUveUjg2b",
    }),
  );
}

const BLANK = { answers: ["A", "B", "C"], blank: true, min: 1, max: 2, question: "?" };
const PLAIN = { answers: ["Yes", "No"], min: 1, max: 1, question: "?" };
const context = contextOf([PLAIN, BLANK]);
const make = (choices) => createBallot(context, CREDENTIAL, choices, secureRandomBytes);
const parse = (data) => JSON.parse(new TextDecoder().decode(data));

slow("every allowed choice gives a valid ballot of one size in ciphertexts", () => {
  const rows = [
    [1, 0, 0, 0],
    [0, 1, 0, 0],
    [0, 0, 1, 1],
    [0, 1, 1, 0],
  ];
  for (const row of rows) {
    for (const first of [
      [1, 0],
      [0, 1],
    ]) {
      const ballot = parse(checkBallot(context, make([first, row])) && make([first, row]));
      assert.deepEqual(
        ballot.answers.map((answer) => answer.choices.length),
        [2, 4],
      );
      assert.deepEqual(
        ballot.answers.map((answer) => answer.overall_proof.length),
        [1, 3],
      );
    }
  }
});

test("choices that the questions do not allow are refused without being named", () => {
  const good = [1, 0, 0, 0];
  const wrong = [
    [[1, 1], good],
    [[0, 0], good],
    [[1], good],
    [[2, -1], good],
    [[true, false], good],
    [
      [1, 0],
      [0, 0, 0, 0],
    ],
    [
      [1, 0],
      [0, 1, 1, 1],
    ],
    [
      [1, 0],
      [1, 1, 0, 0],
    ],
    [[1, 0]],
    [[1, 0], good, good],
  ];
  for (const choices of wrong) {
    assert.throws(
      () => make(choices),
      (error) => error instanceof MisuseError && !/\d/.test(error.message),
    );
  }
});

test("progress is told choice by choice", () => {
  const seen = [];
  createBallot(
    context,
    CREDENTIAL,
    [
      [1, 0],
      [1, 0, 0, 0],
    ],
    secureRandomBytes,
    (done, total) => seen.push([done, total]),
  );
  assert.deepEqual(
    seen,
    [1, 2, 3, 4, 5, 6].map((done) => [done, 6]),
  );
});

test("two ballots of one choice have nothing in common but the credential", () => {
  const [first, second] = [0, 1].map(() =>
    parse(
      make([
        [1, 0],
        [0, 1, 0, 0],
      ]),
    ),
  );
  assert.equal(first.credential, second.credential);
  const numbers = (ballot) => JSON.stringify(ballot.answers).match(/[0-9a-f]{60,}/g);
  const common = numbers(first).filter((text) => numbers(second).includes(text));
  assert.deepEqual(common, []);
});

test("a changed ballot is refused under the code of what was changed", () => {
  const good = make([
    [1, 0],
    [0, 1, 0, 0],
  ]);
  const { credential } = parse(good);
  checkBallot(context, good);
  const bend = (change, code) => {
    const ballot = parse(good);
    change(ballot);
    assert.throws(() => checkBallot(context, encodeJson(ballot), ballot.credential === credential), { code });
  };
  const order = group.order;
  bend((b) => delete b.signature, "ballot-encoding");
  bend((b) => (b.more = 1), "ballot-encoding");
  bend((b) => (b.election_uuid = "LVT5DeUveUjg2c"), "ballot-election");
  bend((b) => (b.election_hash = "x"), "ballot-election");
  bend((b) => b.answers.pop(), "ballot-shape");
  bend((b) => b.answers[0].choices.pop(), "ballot-shape");
  bend((b) => b.answers[1].overall_proof.pop(), "ballot-shape");
  bend((b) => delete b.answers[1].blank_proof, "ballot-shape");
  bend((b) => (b.answers[0].blank_proof = b.answers[1].blank_proof), "ballot-shape");
  bend((b) => (b.credential = group.encode(group.basePower(3n))), "ballot-credential");
  bend((b) => (b.answers[0].choices[0].alpha = "1".padStart(64, "0")), "ballot-element");
  bend((b) => (b.answers[0].overall_proof[0].response = String(order)), "ballot-scalar");
  bend((b) => (b.signature.proof.response = "007"), "ballot-scalar");
  bend((b) => (b.signature.hash = b.election_hash), "ballot-signature");
  bend((b) => (b.signature.proof.challenge = "0"), "ballot-signature");
  bend((b) => b.answers[0].choices.reverse(), "ballot-signature");
});
