// Why something was filled in, and what a changed answer changed: for the review, and beside a
// question that is asked again.

import assert from "node:assert/strict";
import { test } from "node:test";
import { findReasons } from "../../../voteapp/static/js/booth/reasons.js";
import {
  describeChange,
  describeContradiction,
  describeDropped,
  describeReason,
} from "../../../voteapp/static/js/booth/asking/words.js";
import { answer, ask, create, LEAF, open } from "./questionnaires.mjs";

const one = (id) => ask(id, "one", [answer(`${id} yes`), answer(`${id} no`)]);
const is = (question, ...answers) => ({ question, answers: answers.map((name) => `${question} ${name}`) });
const load = ask(
  "load",
  "number",
  [0, 1, 2, 3].map((low) => answer(`${low}`, { bin: { low, high: low === 3 ? null : low } })),
);

function createSurvey() {
  const rules = [
    { id: "skip", do: "skip", when: { any: [is("ward", "no"), is("nurse", "no")] }, questions: ["load", "long"] },
    {
      id: "derive",
      do: "derive",
      from: "load",
      question: "ratio",
      within: "ratio no",
      over: [{ by: 1, answer: "ratio yes" }],
      no_limit: "ratio no",
    },
    { id: "fill", do: "fill", when: is("ratio", "no"), question: "long", answer: "long no" },
    { id: "forbid", do: "forbid", when: { all: [is("ratio", "yes"), is("long", "no")] } },
  ];
  const limits = { [LEAF.code]: { limit: 2, counted: "patient" } };
  return create([one("ward"), one("nurse"), load, one("ratio"), one("long"), one("rest")], { rules, limits });
}

function begin(answers) {
  const ballot = open(createSurvey());
  for (const [id, given] of Object.entries(answers)) assert.equal(ballot.answer(id, [given]), null);
  return ballot;
}

const USUAL = { ward: "ward yes", nurse: "nurse yes", load: "3", long: "long yes", rest: "rest yes" };
const reasons = (ballot, id) => {
  const step = ballot.steps.find((found) => found.id === id);
  return findReasons(ballot.questionnaire, ballot.steps, step.rule).map((place) => ballot.steps[place].id);
};

test("what was filled in is explained by what was answered, through what was filled in before", () => {
  const ballot = begin({ ...USUAL, load: "1" });
  assert.deepEqual(reasons(ballot, "ratio"), ["load"]);
  assert.deepEqual(reasons(ballot, "long"), ["load"]);
  assert.equal(describeReason(ballot, 4), "Because you answered “1” to “load?”.");
});

test("of several conditions the first that holds is named", () => {
  const ballot = begin({ ...USUAL, nurse: "nurse no" });
  assert.deepEqual(reasons(ballot, "long"), ["nurse"]);
  ballot.answer("ward", ["ward no"]);
  assert.deepEqual(reasons(ballot, "long"), ["ward"]);
});

test("where several answers decide together no single one is named", () => {
  const when = { all: [is("ward", "no"), is("nurse", "no")] };
  const rules = [{ id: "skip", do: "skip", when, questions: ["rest"] }];
  const ballot = open(create([one("ward"), one("nurse"), one("rest")], { rules }));
  ballot.answer("ward", ["ward no"]);
  ballot.answer("nurse", ["nurse no"]);
  assert.equal(describeReason(ballot, 2), "Because of what you answered to other questions.");
});

test("of a choice within several conditions only what holds is named", () => {
  const either = { any: [is("ward", "no"), is("nurse", "no")] };
  const when = { all: [either, is("load", "x")] };
  const rules = [{ id: "skip", do: "skip", when, questions: ["rest"] }];
  const ballot = open(create([one("ward"), one("nurse"), one("load"), one("rest")], { rules }));
  for (const given of ["ward yes", "nurse no", "load x"]) ballot.answer(given.split(" ")[0], [given]);
  assert.deepEqual(reasons(ballot, "rest"), ["nurse", "load"]);
});

test("what is not asked in a unit says so", () => {
  const ballot = open(create([one("ward"), one("rest")], { asked: { "": ["ward"] } }));
  assert.equal(describeReason(ballot, 1), "This is not asked in your unit.");
});

test("nothing has changed at the first review, but for answers that were filled in over", () => {
  assert.deepEqual(begin(USUAL).takeChanges(), []);
  const ballot = begin(USUAL);
  ballot.answer("load", ["1"]); // back, and another number: "long" was answered before
  assert.deepEqual(ballot.takeChanges(), [4]);
  assert.equal(
    describeChange(ballot, 4),
    "Because you answered “1” to “load?”, “long?” is now filled in with “long no”.",
  );
});

test("a change at the review tells everything that it changed, once", () => {
  const ballot = begin(USUAL);
  ballot.takeChanges();
  ballot.answer("load", ["1"]);
  assert.deepEqual(ballot.takeChanges(), [3, 4]);
  assert.deepEqual(ballot.takeChanges(), []);
  ballot.answer("nurse", ["nurse no"]);
  assert.deepEqual(ballot.takeChanges(), [2, 3, 4]);
});

test("what was answered before it was filled in stands again, and that is told", () => {
  const ballot = begin(USUAL);
  ballot.answer("load", ["1"]);
  ballot.takeChanges();
  ballot.answer("load", ["3"]);
  assert.deepEqual(ballot.takeChanges(), [3, 4]);
  assert.equal(describeChange(ballot, 4), "“long?” is no longer filled in. Your own answer stands again: “long yes”.");
});

test("what is asked again was known, and is not told as filled in", () => {
  const ballot = begin({ ...USUAL, load: "1" });
  ballot.takeChanges();
  ballot.chosen.delete("long");
  ballot.answer("load", ["3"]);
  const step = ballot.steps.find(({ id }) => id === "long");
  assert.deepEqual([step.how, step.answers, ballot.known.has("long")], ["asked", null, true]);
  assert.deepEqual(ballot.takeChanges(), [3]);
});

test("both answers of a contradiction are named, though one was filled in from another question", () => {
  const ballot = begin({ ward: "ward yes", nurse: "nurse yes", load: "3" });
  const others = ballot.answer("long", ["long no"]);
  assert.deepEqual(others, [2]);
  assert.equal(
    describeContradiction(ballot, 4, ["long no"], others),
    "“long no” to “long?” contradicts “3” to “load?”. Change one of the two.",
  );
});

test("an answer that is refused leaves everything as it was", () => {
  const rules = [
    { id: "F1", do: "forbid", when: { all: [is("ward", "no"), is("rest", "yes")] } },
    { id: "F2", do: "forbid", when: { all: [is("nurse", "yes"), is("ward", "no")] } },
  ];
  const ballot = open(create([one("nurse"), one("ward"), one("rest")], { rules }));
  for (const id of ["nurse", "ward", "rest"]) ballot.answer(id, [`${id} yes`]);
  assert.deepEqual(ballot.answer("ward", ["ward no"]), [0]);
  assert.deepEqual(Object.fromEntries(ballot.chosen), { nurse: ["nurse yes"], ward: ["ward yes"], rest: ["rest yes"] });
  assert.deepEqual([ballot.dropped.size, ballot.findMissing()], [0, -1]);
  assert.deepEqual(ballot.takeChanges(), []);
});

test("a later answer that an earlier one contradicts is dropped, and the member is told", () => {
  const rules = [{ id: "F", do: "forbid", when: { all: [is("ward", "no"), is("rest", "yes")] } }];
  const ballot = open(create([one("ward"), one("rest")], { rules }));
  ballot.answer("ward", ["ward yes"]);
  ballot.answer("rest", ["rest yes"]);
  assert.equal(describeDropped(ballot, 1), null);
  assert.equal(ballot.answer("ward", ["ward no"]), null);
  assert.equal(ballot.chosen.has("rest"), false);
  assert.equal(ballot.findMissing(), 1);
  assert.equal(
    describeDropped(ballot, 1),
    "Your answer “rest yes” contradicts “ward no” to “ward?”. Please answer this question again.",
  );
  ballot.answer("rest", ["rest no"]);
  assert.equal(describeDropped(ballot, 1), null);
});

test("an answer that contradicts itself has no other to change", () => {
  const rules = [{ id: "F", do: "forbid", when: is("ward", "no") }];
  const ballot = open(create([one("ward")], { rules }));
  assert.deepEqual(ballot.answer("ward", ["ward no"]), []);
  assert.equal(describeContradiction(ballot, 0, ["ward no"], []), "“ward no” cannot be the answer to “ward?” here.");
});

test("a typed number is forgotten with its answer, and with the slip", () => {
  const ballot = begin(USUAL);
  ballot.answer("load", ["3"], "17");
  assert.equal(ballot.typed.get("load"), "17");
  ballot.answer("load", ["prefer-not"]);
  assert.equal(ballot.typed.size, 0);
  ballot.answer("load", ["3"], "17");
  ballot.depart();
  assert.deepEqual([ballot.typed.size, ballot.chosen.size, ballot.known.size], [0, 0, 0]);
});

/** "rest" and "load" contradict each other, and "ward" hides one of them. */
function createHidden() {
  const rules = [
    { id: "S", do: "skip", when: is("ward", "no"), questions: ["nurse"] },
    { id: "F", do: "forbid", when: { all: [is("nurse", "yes"), is("rest", "yes")] } },
  ];
  return open(create([one("ward"), one("nurse"), one("rest")], { rules }));
}

test("what stands again contradicts a later answer: that one is dropped, and the two are named", () => {
  const ballot = createHidden();
  for (const id of ["ward", "nurse"]) ballot.answer(id, [`${id} yes`]);
  ballot.answer("ward", ["ward no"]);
  ballot.answer("rest", ["rest yes"]);
  assert.equal(ballot.answer("ward", ["ward yes"]), null);
  assert.deepEqual(Object.fromEntries(ballot.chosen), { ward: ["ward yes"], nurse: ["nurse yes"] });
  assert.equal(
    describeDropped(ballot, 2),
    "Your answer “rest yes” contradicts “nurse yes” to “nurse?”. Please answer this question again.",
  );
});

test("what was dropped is not said to contradict an answer that was changed since", () => {
  const ballot = createHidden();
  ballot.answer("ward", ["ward yes"]);
  ballot.answer("nurse", ["nurse no"]);
  ballot.answer("rest", ["rest yes"]);
  ballot.answer("nurse", ["nurse yes"]);
  assert.notEqual(describeDropped(ballot, 2), null);
  ballot.answer("nurse", ["nurse prefers"]);
  assert.deepEqual([describeDropped(ballot, 2), ballot.findMissing()], [null, 2]);
});

test("what was dropped names the answer that it contradicts now", () => {
  const both = (id) => ({ id: `F${id}`, do: "forbid", when: { all: [is(id, "no"), is("rest", "yes")] } });
  const ballot = open(create([one("ward"), one("nurse"), one("rest")], { rules: [both("ward"), both("nurse")] }));
  for (const id of ["ward", "nurse", "rest"]) ballot.answer(id, [`${id} yes`]);
  ballot.answer("nurse", ["nurse no"]);
  ballot.answer("ward", ["ward no"]);
  ballot.answer("nurse", ["nurse yes"]);
  assert.equal(ballot.dropped.get("rest").by, "ward");
  assert.deepEqual([...ballot.dropped.get("rest").answers], ["rest yes"]);
});

test("where nothing that is asked led to a filled answer, no answer is made the reason", () => {
  const derive = {
    id: "D",
    do: "derive",
    from: "load",
    question: "ratio",
    within: "ratio no",
    over: [{ by: 1, answer: "ratio yes" }],
    no_limit: "ratio no",
  };
  const questions = [load, one("ratio"), one("rest")];
  const ballot = open(create(questions, { rules: [derive], asked: { "": ["ratio", "rest"] } }));
  assert.equal(describeReason(ballot, 1), "This is not asked in your unit.");
});
