// How many must sign, in every small case: Python counts the same (tests/campaign/statements/test_quorum.py).

import { computeMissing, computeQuorum } from "../../../voteapp/static/js/campaign/statements/quorum.js";

const SIZES = [
  { trustees: 1, threshold: 1, witnesses: 0, mirrors: 0 },
  { trustees: 3, threshold: 2, witnesses: 0, mirrors: 0 },
  { trustees: 3, threshold: 2, witnesses: 1, mirrors: 0 },
  { trustees: 3, threshold: 2, witnesses: 0, mirrors: 3 },
  { trustees: 4, threshold: 3, witnesses: 2, mirrors: 2 },
  { trustees: 5, threshold: 3, witnesses: 2, mirrors: 0 },
  { trustees: 7, threshold: 4, witnesses: 3, mirrors: 1 },
];

const numbers = (role, count) => Array.from({ length: count }, (_, i) => ({ role, number: i + 1 }));
const upTo = (count) => Array.from({ length: count + 1 }, (_, i) => i);

function* listCases(sizes) {
  for (const trustees of upTo(sizes.trustees)) {
    for (const witnesses of upTo(sizes.witnesses)) {
      for (const outs of upTo(2).filter((count) => count <= sizes.trustees)) {
        for (const ends of upTo(sizes.mirrors)) yield { trustees, witnesses, outs, ends };
      }
    }
  }
}

/** [{sizes, signed: {trustees, witnesses}, outs, ends, quorum, missing}]: the first ones sign, the last trustees are out. */
export function quorumVectors() {
  return SIZES.flatMap((sizes) =>
    [...listCases(sizes)].map(({ trustees, witnesses, outs, ends }) => {
      const signed = [...numbers("trustee", trustees), ...numbers("witness", witnesses)];
      const gone = numbers("trustee", sizes.trustees).slice(sizes.trustees - outs);
      return {
        sizes,
        signed: { trustees, witnesses },
        outs,
        ends,
        quorum: computeQuorum(sizes, outs),
        missing: computeMissing(sizes, signed, gone, ends),
      };
    }),
  );
}
