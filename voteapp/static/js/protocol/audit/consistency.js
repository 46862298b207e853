// Whether the factors of more trustees than are needed fit together.
//
// DESIGN, "Trustees": the shares of a Pedersen item lie on one polynomial, and so, in the exponent,
// do the factors: any `threshold` of them give all the rest.

import { ProtocolError } from "../errors.js";
import { computeLagrange, multiplyPowers } from "../tally.js";
/** @import { Element, Group } from "../group.js" */
/** @import { Matrix } from "../tally.js" */
/** @import { Item } from "../keys/trustees.js" */

/**
 * Check one trustee's factors against the first `item.threshold` of a Pedersen item. `factors`: a
 * Map by owner, of those whose proofs hold, in the record's order. Throws
 * `decryption-inconsistent`; of the first ones, and of too few, nothing can be said.
 * @type {(group: Group, item: Item, factors: Map<number, Matrix<Element>>, owner: number) => void}
 */
export function checkConsistency(group, item, factors, owner) {
  const first = [...factors].filter(([other]) => item.owners.includes(other)).slice(0, item.threshold);
  const given = factors.get(owner);
  const names = first.map(([other]) => other);
  if (given === undefined || names.includes(owner) || first.length < item.threshold) return;
  const start = item.owners[0] - 1;
  const indices = names.map((other) => other - start);
  const parts = first.map(([, matrix], i) => ({
    power: computeLagrange(group, indices, indices[i], owner - start),
    matrix,
  }));
  const expected = multiplyPowers(group, parts);
  if (!given.every((row, i) => row.every((factor, j) => group.equal(factor, expected[i][j])))) {
    const all = [...names, owner].sort((a, b) => a - b).join(", ");
    const problem = `the factors of the trustees ${all} do not fit together`;
    throw new ProtocolError("decryption-inconsistent", problem);
  }
}
