// What decides a vote, before it is cast: the cases that tests/web/words/test_rules.py runs too.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { describeRule } from "../../../voteapp/static/js/booth/asking/rule.js";

const cases = JSON.parse(readFileSync(new URL("../../web/words/rule_cases.json", import.meta.url), "utf-8"));

const createQuestion = (blank) => ({ place: 0, answers: ["No", "Yes"], blank });

for (const { rule, blank, quorum, sentences } of cases) {
  test(sentences.join(" "), () => {
    const [numerator, denominator] = (quorum ?? "0/1").split("/").map(Number);
    const whole = quorum ? { comparison: "at-least", numerator, denominator } : null;
    const given = { ...rule, question: 0, answer: 1, quorum: whole };
    assert.deepEqual(describeRule(given, createQuestion(blank)), sentences);
  });
}

test("a question that no rule is about", () => {
  assert.deepEqual(describeRule(null, createQuestion(false)), []);
  const rule = { ...cases[0].rule, question: 1, answer: 0, quorum: null };
  assert.deepEqual(describeRule(rule, createQuestion(false)), []);
});
