// What a ballot looks like from outside does not depend on what was answered: the same lists of the
// same lengths, and bytes that differ in number only by the digits of numbers drawn at random.

import assert from "node:assert/strict";
import { computeCredential, LENGTH } from "../../../voteapp/static/js/campaign/slips/tokens.js";
import { createRecordQuestions } from "../../../voteapp/static/js/campaign/questionnaire/record.js";
import { createBallot } from "../../../voteapp/static/js/protocol/ballots.js";
import { createContext } from "../../../voteapp/static/js/protocol/election.js";
import { decodeText, encodeText } from "../../../voteapp/static/js/protocol/encoding.js";
import { createStream, loadVector } from "../helpers.mjs";
import { answerAll, drawQuestionnaire } from "./questionnaires.mjs";
import { slow } from "../slow.mjs";

const QUESTIONNAIRES = 30;
const ENCRYPTED = 6;
const MOST_BALLOTS = 12;
const CREDENTIAL = computeCredential("0".repeat(LENGTH));

/** Numbers below n, from a stream of bytes. */
function createDraw(seed) {
  const bytes = createStream(seed);
  return (n) => bytes(4).reduce((number, byte) => number * 256 + byte, 0) % n;
}

/** An election of these questions, with the key of a vector. */
function prepare(questionnaire) {
  const vector = JSON.parse(decodeText(loadVector("yes-no").election));
  return createContext(encodeText(JSON.stringify({ ...vector, questions: createRecordQuestions(questionnaire) })));
}

function encrypt(context, choices, seed) {
  return decodeText(createBallot(context, CREDENTIAL, choices, createStream(seed)));
}

/** The ballot's text without the digits of what is drawn at random; all else has a fixed length. */
function dropDigits(text) {
  return text.replace(/"(challenge|response)":"[0-9]+"/g, '"$1":""');
}

/** Its text with every sign of a hash, a point or a credential made the same. */
function outline(text) {
  return dropDigits(text).replace(/"[0-9a-f]{64}"|"[A-Za-z0-9+/]{43}"/g, '"."');
}

slow("every way of answering gives rows of the same lengths, in the same order", () => {
  let ways = 0;
  for (let number = 0; number < QUESTIONNAIRES; number += 1) {
    const questionnaire = drawQuestionnaire(createDraw(`shape|${number}`));
    const wanted = questionnaire.questions.map((question) => 2 + question.answers.length);
    for (const ballot of answerAll(questionnaire)) {
      const rows = ballot.createChoices();
      assert.deepEqual(
        rows.map((row) => row.length),
        wanted,
      );
      ways += 1;
    }
  }
  assert.ok(ways > 5 * QUESTIONNAIRES, `${ways} ways`);
});

slow("ballots have the same bytes but for what is drawn, and for hashes and points of fixed length", () => {
  for (let number = 0; number < ENCRYPTED; number += 1) {
    const questionnaire = drawQuestionnaire(createDraw(`ballots|${number}`));
    const context = prepare(questionnaire);
    const all = [...answerAll(questionnaire)].map((ballot) => ballot.createChoices());
    const step = Math.max(1, Math.floor(all.length / MOST_BALLOTS));
    const texts = all
      .filter((_, place) => place % step === 0)
      .map((choices, place) => encrypt(context, choices, `${number}|${place}`));
    assert.ok(texts.length > 1);
    for (const text of texts) {
      assert.equal(dropDigits(text).length, dropDigits(texts[0]).length);
      assert.equal(outline(text), outline(texts[0]));
    }
  }
});

slow("how many digits they have says nothing: the mean length is the same for two far ways", () => {
  const questionnaire = drawQuestionnaire(createDraw("lengths"));
  const context = prepare(questionnaire);
  const all = [...answerAll(questionnaire)].map((ballot) => ballot.createChoices());
  const rounds = 40;
  const lengths = [all[0], all[all.length - 1]].map((choices, way) =>
    Array.from({ length: rounds }, (_, round) => encrypt(context, choices, `${way}|${round}`).length),
  );
  const mean = (list) => list.reduce((sum, value) => sum + value, 0) / list.length;
  const spread = (list) => mean(list.map((value) => (value - mean(list)) ** 2));
  const error = Math.sqrt((spread(lengths[0]) + spread(lengths[1])) / rounds);
  assert.ok(error > 0, "nothing varies");
  assert.ok(Math.abs(mean(lengths[0]) - mean(lengths[1])) < 3 * error, `${mean(lengths[0])}, ${mean(lengths[1])}`);
});
