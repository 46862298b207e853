// The encrypted tally, and the result that enough partial decryptions give.
//
// Belenios specification, sections "Encrypted tally" and "Election result".
// A matrix is a list of rows, one a question, of one value a ciphertext.

import { decodeCanonical, types } from "./types.js";
import { MisuseError, ProtocolError, recode } from "./errors.js";
import { Ciphertext, decodeCiphertext } from "./proofs.js";
/** @import { Bytes } from "./encoding.js" */
/** @import { Value } from "./types.js" */
/** @import { Element, Group } from "./group.js" */
/** @import { Pair } from "./proofs.js" */
/** @import { Item } from "./keys/trustees.js" */

/** How many ballots were tallied, of what weight, and the hash of the encrypted tally. */
export const SizedEncryptedTally = types.struct({
  num_tallied: types.integer,
  total_weight: types.integer,
  encrypted_tally: types.string,
});
/** @typedef {Value<typeof SizedEncryptedTally>} SizedEncryptedTally */

/** The numbers: a row a question, the blank first where there is one. */
export const Result = types.struct({ result: types.list(types.list(types.integer)) });
/** @typedef {Value<typeof Result>} Result */

/** A row a question, a value a ciphertext.
 * @template T
 * @typedef {T[][]} Matrix */

/** Indices of the ballots that count: the last of each credential ("Tallied ballots").
 * @type {(credentials: string[]) => number[]} */
export function selectLastBallots(credentials) {
  const last = new Map(credentials.map((credential, index) => [credential, index]));
  return [...last.values()].sort((a, b) => a - b);
}

/** Whether two matrices have the same shape.
 * @type {(left: Matrix<unknown>, right: Matrix<unknown>) => boolean} */
export function sameShape(left, right) {
  return left.length === right.length && left.every((row, i) => row.length === right[i].length);
}

/** Multiplies ballots into a tally, one at a time, so that no list of them is kept. */
export class TallyAccumulator {
  /** @param {Group} group @param {number[]} widths */
  constructor(group, widths) {
    this.group = group;
    this.totals = widths.map((count) =>
      Array.from({ length: count }, () => ({ alpha: group.neutral, beta: group.neutral })),
    );
  }

  /** Multiply one ballot's ciphertexts, raised to its weight, into the tally.
   * @type {(pairs: Matrix<Pair>, weight: number) => void} */
  add(pairs, weight) {
    const { group } = this;
    /** @type {(element: Element) => Element} */
    const raise = (element) => (weight === 1 ? element : group.power(element, BigInt(weight)));
    pairs.forEach((row, i) =>
      row.forEach(({ alpha, beta }, j) => {
        const total = this.totals[i][j];
        this.totals[i][j] = {
          alpha: group.multiply(total.alpha, raise(alpha)),
          beta: group.multiply(total.beta, raise(beta)),
        };
      }),
    );
  }
}

/** Read an encrypted tally of the given shape: `tally-encoding`.
 * @type {(group: Group, data: Bytes, widths: number[], allowNeutral?: boolean) => Matrix<Pair>} */
export function decodeTally(group, data, widths, allowNeutral) {
  const code = "tally-encoding";
  const rows = decodeCanonical(data, types.list(types.list(Ciphertext)), code, "the tally");
  if (rows.length !== widths.length || rows.some((row, i) => row.length !== widths[i])) {
    throw new ProtocolError(code, "the tally does not have the election's shape");
  }
  return recode(code, "the tally", () =>
    rows.map((row) => row.map((text) => decodeCiphertext(group, text, allowNeutral))),
  );
}

/** @type {(number: bigint, modulus: bigint) => bigint} */
function invert(number, modulus) {
  let [a, b, x, y] = [((number % modulus) + modulus) % modulus, modulus, 1n, 0n];
  while (b !== 0n) {
    const quotient = a / b;
    [a, b] = [b, a - quotient * b];
    [x, y] = [y, x - quotient * y];
  }
  return ((x % modulus) + modulus) % modulus;
}

/** The Lagrange coefficient of `index` at `at` among `indices` (1-based, distinct).
 * @type {(group: Group, indices: number[], index: number, at?: number) => bigint} */
export function computeLagrange(group, indices, index, at = 0) {
  let numerator = 1n;
  let denominator = 1n;
  for (const other of indices) {
    if (other === index) continue;
    numerator = group.reduce(numerator * BigInt(other - at));
    denominator = group.reduce(denominator * BigInt(other - index));
  }
  return group.reduce(numerator * invert(denominator, group.order));
}

/** Whether these owners' partial decryptions give the result.
 * @type {(items: Item[], owners: Iterable<number>) => boolean} */
export function hasEnough(items, owners) {
  const present = new Set(owners);
  return items.every((item) => item.owners.filter((owner) => present.has(owner)).length >= item.threshold);
}

/**
 * The synthetic factors from checked partial decryptions: a Map from owner to matrix. Of a
 * Pedersen item the first `threshold` owners are used. Throws MisuseError for too few.
 * @type {(group: Group, items: Item[], factors: Map<number, Matrix<Element>>) => Matrix<Element>}
 */
export function combineFactors(group, items, factors) {
  if (!hasEnough(items, factors.keys())) {
    throw new MisuseError("there are too few partial decryptions");
  }
  const parts = items.flatMap((item) => {
    const present = [...factors].filter(([owner]) => item.owners.includes(owner));
    present.sort(([left], [right]) => left - right).splice(item.threshold);
    const indices = present.map(([owner]) => owner - item.owners[0] + 1);
    return present.map(([, matrix], i) => ({ power: computeLagrange(group, indices, indices[i]), matrix }));
  });
  return multiplyPowers(group, parts);
}

/** Cell by cell the product of all `parts` {power, matrix}.
 * @type {(group: Group, parts: { power: bigint, matrix: Matrix<Element> }[]) => Matrix<Element>} */
export function multiplyPowers(group, parts) {
  return parts[0].matrix.map((row, i) =>
    row.map((_, j) =>
      group.product(parts.map(({ power, matrix }) => (power === 1n ? matrix[i][j] : group.power(matrix[i][j], power)))),
    ),
  );
}

/** Check each number as g^m; throws `result-shape` or `result-value`.
 * @type {(group: Group, tally: Matrix<Pair>, factors: Matrix<Element>, numbers: Matrix<number>,
 *   bound: number) => void} */
export function checkResult(group, tally, factors, numbers, bound) {
  if (!sameShape(numbers, tally)) {
    throw new ProtocolError("result-shape", "the result does not have the election's shape");
  }
  tally.forEach((row, i) =>
    row.forEach(({ beta }, j) => {
      const number = numbers[i][j];
      if (!(number >= 0 && number <= bound)) {
        throw new ProtocolError("result-value", "a number of the result is out of range");
      }
      const target = group.divide(beta, factors[i][j]);
      if (!group.equal(target, group.basePower(BigInt(number)))) {
        throw new ProtocolError("result-value", "a number of the result is not the total");
      }
    }),
  );
}
