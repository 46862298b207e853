// Derived and skipped questions in the booth: the cases that tests/survey/test_answers.py runs too.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { BLANK, computeSteps, findFault, toAnswers, toSurvey } from "../../../voteapp/static/js/booth/answers.js";

const read = (path) => JSON.parse(readFileSync(new URL(path, import.meta.url), "utf-8"));
const cases = read("../../survey/answer_cases.json");
const template = read("../../../voteapp/survey/data/templates/safe_staffing.json");

/** What voteapp/survey/templates.py makes of the main part, told once more for the test. */
function createDraft(variant, limit) {
  const [part] = template.parts;
  const questions = part.questions.map((question) => ({ ...question, ...question.variants?.[variant] }));
  const election = {
    questions: questions.map(({ text, options, max = 1 }) => ({
      answers: [...options, template.not_applicable],
      blank: true,
      min: 1,
      max,
      question: text,
    })),
  };
  const questionnaire = {
    limit,
    prefer_not: template.prefer_not,
    questions: questions.map(({ code, options, bins, derived, exclusive = [] }) => ({
      code,
      not_applicable: options.length,
      bins,
      derived,
      exclusive,
    })),
    skips: part.skips.filter(({ variants }) => !variants || variants.includes(variant)),
  };
  return { election, survey: toSurvey(election, questionnaire) };
}

const REST = { 3: [0], 4: [0], 5: [0], 6: [1], 7: [0], 8: [0], 9: [0], 10: [0], 11: [2] };
const fromCase = (choice) => (choice.length === 0 ? BLANK : choice);

for (const { name, limit, variant, chosen, expected } of cases) {
  test(name, () => {
    const { election, survey } = createDraft(variant, limit);
    const given = { ...REST };
    for (const [code, choice] of Object.entries(chosen)) given[code] = fromCase(choice);
    const steps = computeSteps(survey, given);
    const found = Object.fromEntries(survey.questions.map((q, i) => [q.code, steps[i].choice]));
    for (const [code, choice] of Object.entries(expected)) {
      assert.deepEqual([...found[code]], [...fromCase(choice)], code);
    }
    const answers = toAnswers(election, survey, given);
    assert.equal(answers.flat().length, variant === "inpatient" ? 88 : 82);
    answers.forEach((row, i) => {
      const sum = row.slice(1).reduce((a, b) => a + b, 0);
      const { min, max } = election.questions[i];
      assert.ok(row[0] === 1 ? sum === 0 : sum >= min && sum <= max);
    });
  });
}

test("questions by hand are asked as they stand", () => {
  const election = { questions: [{ answers: ["Yes", "No"], blank: false, min: 1, max: 1 }] };
  const survey = toSurvey(election, null);
  assert.deepEqual(computeSteps(survey, {}), [{ kind: "asked", choice: undefined }]);
  assert.deepEqual(toAnswers(election, survey, { "#0": [1] }), [[0, 1]]);
});

test("nothing ticked is not the blank", () => {
  const election = { questions: [{ answers: ["A", "B"], blank: true, min: 0, max: 2 }] };
  const survey = toSurvey(election, null);
  assert.deepEqual(toAnswers(election, survey, { "#0": [] }), [[0, 0, 0]]);
  assert.deepEqual(toAnswers(election, survey, { "#0": BLANK }), [[1, 0, 0]]);
});

test("what cannot stand is found", () => {
  const question = { answers: ["A", "B", "C", "none"], min: 1, max: 2 };
  const meta = { exclusive: [3] };
  assert.equal(findFault(question, meta, []), "none");
  assert.equal(findFault(question, meta, [0, 1, 2]), "many");
  assert.equal(findFault(question, meta, [0, 3]), "alone");
  assert.equal(findFault(question, meta, [-1, 0]), "alone");
  assert.equal(findFault({ ...question, min: 2 }, meta, [0]), "few");
  for (const choice of [[0], [0, 1], [3], BLANK]) assert.equal(findFault(question, meta, choice), null);
});
