// What a member chose, when answers contradict each other; and what the booth refuses to work with.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { Ballot, NotFixedError } from "../../../voteapp/static/js/booth/ballot.js";
import { Interview } from "../../../voteapp/static/js/campaign/questionnaire/answering.js";
import { createRecordQuestions } from "../../../voteapp/static/js/campaign/questionnaire/record.js";
import { encodeText, hashHex } from "../../../voteapp/static/js/protocol/encoding.js";
import { answer, ask, create } from "./questionnaires.mjs";

const read = (path) => readFileSync(new URL(path, import.meta.url), "utf8");
const questionnaire = JSON.parse(read("../../../docs/examples/questionnaire.json"));
const [care, load, , howLong] = questionnaire.questions;
const answerOf = (question, place) => [question.answers[place].id];

/** A ballot of a survey of which only the questionnaire matters. */
function createBallot() {
  const ballot = Object.create(Ballot.prototype);
  ballot.kind = "survey";
  ballot.questionnaire = questionnaire;
  ballot.interview = new Interview(questionnaire, { code: "unit-1", variant: "" });
  ballot.speak([]);
  ballot.forget();
  assert.equal(ballot.answer(care.id, answerOf(care, 0)), null);
  return ballot;
}

const stepOf = (ballot, question) => ballot.steps.find(({ id }) => id === question.id);

test("an answer that contradicts an earlier one is not kept, and what was answered there is named", () => {
  const ballot = createBallot();
  assert.equal(ballot.answer(load.id, answerOf(load, 3), "9"), null);
  // It contradicts what was derived; the member can change only the number from which it was.
  const others = ballot.answer(howLong.id, answerOf(howLong, 0));
  assert.deepEqual(
    others.map((place) => questionnaire.questions[place].id),
    [load.id],
  );
  assert.equal(ballot.dropped.size, 0);
  assert.equal(stepOf(ballot, howLong).answers, null);
  assert.equal(ballot.answer(howLong.id, answerOf(howLong, 1)), null);
  assert.deepEqual(stepOf(ballot, howLong).answers, answerOf(howLong, 1));
});

test("a later answer that contradicts a changed one is asked for again", () => {
  const ballot = createBallot();
  ballot.answer(load.id, answerOf(load, 2));
  assert.equal(ballot.answer(howLong.id, answerOf(howLong, 0)), null);
  assert.equal(ballot.answer(load.id, answerOf(load, 3)), null);
  assert.deepEqual(stepOf(ballot, load).answers, answerOf(load, 3));
  assert.deepEqual([stepOf(ballot, howLong).how, stepOf(ballot, howLong).answers], ["asked", null]);
  assert.deepEqual(ballot.dropped.get(howLong.id), { answers: answerOf(howLong, 0), by: load.id });
  ballot.answer(howLong.id, answerOf(howLong, 1));
  assert.equal(ballot.dropped.size, 0);
});

test("answers have the names that the questionnaire gives them", () => {
  const ballot = createBallot();
  const names = [load.answers[3].id, "not-applicable", "prefer-not"].map((name) => ballot.nameAnswer(load, name));
  assert.deepEqual(names, ["7+", "Not applicable", "Prefer not to answer"]);
});

test("what was not fixed is refused", () => {
  const vectors = "../../vectors/yes-no/election.json";
  const manifest = JSON.stringify({ uuid: "x" });
  const election = JSON.parse(read(vectors));
  const bound = { ...election, description: `manifest sha256:${hashHex(encodeText(manifest))}` };
  for (const text of [election, bound]) {
    const item = { election: JSON.stringify(text), manifest, questionnaire: "{}" };
    assert.throws(() => new Ballot(item), NotFixedError);
  }
});

const hash = (text) => hashHex(encodeText(text));

/** What a server hands out: all fits, but for what is put in the place of one of its parts. */
function handOut({ named = {}, recorded = {}, served = {} } = {}) {
  const base = JSON.parse(read("../../vectors/yes-no/election.json"));
  const fixed = create([ask("Q", "one", [answer("A"), answer("B")])]);
  const strata = { code: "unit-1", variant: "" };
  const facts = {
    uuid: base.uuid,
    campaign: { uuids: [base.uuid] },
    questionnaire: hash(JSON.stringify(fixed)),
    strata,
    rule: null,
    server_key: "",
  };
  const manifest = JSON.stringify({ ...facts, ...named });
  const questions = createRecordQuestions(fixed);
  const election = { ...base, questions, description: `manifest sha256:${hash(manifest)}`, ...recorded };
  return { election: JSON.stringify(election), manifest, questionnaire: JSON.stringify(fixed), ...served };
}

test("each part of what a server hands out is held against the others", () => {
  assert.equal(new Ballot(handOut()).interview.code, "unit-1");
  const other = JSON.parse(handOut().election).questions.map((one) => ({
    ...one,
    answers: ["B", ...one.answers.slice(1)],
  }));
  for (const [bent, what] of [
    [{ served: { manifest: `${handOut().manifest} ` } }, "the election names another manifest"],
    [{ named: { uuid: "another" } }, "the manifest is of another election"],
    [{ served: { questionnaire: `${handOut().questionnaire} ` } }, "the manifest names another questionnaire"],
    [{ recorded: { questions: other } }, "the record asks otherwise"],
  ]) {
    const isNamed = (error) => error instanceof NotFixedError && error.message === what;
    assert.throws(() => new Ballot(handOut(bent)), isNamed, what);
  }
});
