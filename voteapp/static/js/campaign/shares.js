// Shares as everybody is shown them: in per cent with one decimal, half to even, exact.
//
// docs/formats.md, "Results". A share is for reading; a rule compares fractions (setup/rules.js).

import { MisuseError } from "../protocol/errors.js";

/**
 * `part` of `whole` in tenths of a per cent, rounded half to even, in integers. Throws MisuseError
 * for a part of nothing, or below 0.
 * @type {(part: number, whole: number) => number}
 */
export function computePermille(part, whole) {
  if (part < 0 || whole <= 0) throw new MisuseError("a share is of something");
  const [thousandfold, divisor] = [BigInt(part) * 1000n, BigInt(whole)];
  const permille = thousandfold / divisor;
  const twice = 2n * (thousandfold % divisor);
  const up = twice > divisor || (twice === divisor && permille % 2n === 1n);
  return Number(permille) + Number(up);
}
