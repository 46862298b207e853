// Shares that are shown, and the fewest votes that a rule asks for.

import { sayAnswer } from "../../../voteapp/static/js/audit/answer.js";
import { computeLeast, computeOutcome } from "../../../voteapp/static/js/campaign/setup/rules.js";
import { computePermille } from "../../../voteapp/static/js/campaign/shares.js";

/** Every share of small wholes, ties among them, and large ones that no float holds. */
export function shareVectors() {
  const small = [1, 2, 3, 6, 7, 16, 26, 80, 400, 2000].flatMap((whole) =>
    [0, 1, 3, 5, whole - 1, whole, whole + 3].map((part) => [part, whole]),
  );
  const large = [
    [1_073_741_823, 2_147_483_647],
    [2_147_483_646, 2_147_483_647],
    [1_234_567, 2_000_000],
    [617_283_945, 1_000_000_000],
    [617_500_000, 1_000_000_000],
    [617_499_999, 1_000_000_000],
  ];
  return [...small, ...large].map(([part, whole]) => ({ part, whole, permille: computePermille(part, whole) }));
}

const RULES = [
  ["more-than", 1, 2],
  ["at-least", 1, 2],
  ["at-least", 2, 3],
  ["more-than", 2, 3],
  ["at-least", 0, 1],
  ["more-than", 0, 1],
  ["at-least", 1, 1],
  ["more-than", 1, 1],
  ["at-least", 999_999_999, 1_000_000_000],
];

export function leastVectors() {
  return [0, 1, 2, 3, 25, 26, 27, 2_147_483_647].flatMap((total) =>
    RULES.map(([how, numerator, denominator]) => ({
      total,
      comparison: how,
      numerator,
      denominator,
      least: computeLeast(total, how, numerator, denominator),
    })),
  );
}

const VOTES = [
  [20, 6, 0, 40],
  [13, 13, 0, 40],
  [15, 7, 4, 40],
  [1, 0, 4, 5],
  [0, 0, 7, 40],
  [6, 0, 0, 5],
];

const ASKED = { answers: ["Yes", "No"], blank: true, min: 1, max: 1, question: "Strike?" };
const QUORUM = { comparison: "more-than", numerator: 1, denominator: 2 };

/** What the auditor's page says of each rule and count; all other pages and papers say the same. */
export function answerVectors() {
  const cases = ["counted", "not-blank", "entitled"].flatMap((of) =>
    [null, QUORUM].flatMap((quorum) => VOTES.map((votes) => ({ of, quorum, votes }))),
  );
  return cases.map(({ of, quorum, votes: [yes, no, blank, members] }) => {
    const rule = { question: 0, answer: 0, comparison: "at-least", numerator: 2, denominator: 3, of, quorum };
    const result = [[blank, yes, no]];
    const outcome = computeOutcome(rule, [ASKED], result, yes + no + blank, members);
    const title = "Shall we strike?";
    const sentence = sayAnswer({ title, answer: "Yes", of, outcome });
    return { rule, result, members, title, sentence, outcome };
  });
}
