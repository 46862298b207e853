// Whether the factors of more trustees than are needed fit together.
//
// DESIGN, "Trustees": the shares of a Pedersen item lie on one polynomial, and so, in the exponent,
// do the factors: any `threshold` of them give all the rest.

import { ProtocolError } from "../errors.js";
import { computeLagrange, multiplyPowers } from "../tally.js";

/**
 * Check one trustee's factors against the first `item.threshold` of a Pedersen item. `factors`: a
 * Map by owner, of those whose proofs hold, in the record's order. Throws
 * `decryption-inconsistent`; of the first ones, and of too few, nothing can be said.
 */
export function checkConsistency(group, item, factors, owner) {
  const present = [...factors.keys()].filter((other) => item.owners.includes(other));
  const first = present.slice(0, item.threshold);
  if (first.includes(owner) || first.length < item.threshold) return;
  const start = item.owners[0] - 1;
  const indices = first.map((other) => other - start);
  const parts = first.map((other, i) => ({
    power: computeLagrange(group, indices, indices[i], owner - start),
    matrix: factors.get(other),
  }));
  const expected = multiplyPowers(group, parts);
  const given = factors.get(owner);
  if (!given.every((row, i) => row.every((factor, j) => group.equal(factor, expected[i][j])))) {
    const names = [...first, owner].sort((a, b) => a - b).join(", ");
    const problem = `the factors of the trustees ${names} do not fit together`;
    throw new ProtocolError("decryption-inconsistent", problem);
  }
}
