// Shares as the page's language writes them.

import { computePermille } from "../campaign/shares.js";

/** A share in per cent with one decimal, half to even; a dash of nothing.
 * @type {(part: number, whole: number) => string} */
export function showShare(part, whole) {
  if (whole <= 0) return "–";
  const language = globalThis.document?.documentElement.lang || "en";
  // A number of tenths is written back exactly; the rounding was done before, in integers.
  const tenths = computePermille(part, whole) / 10;
  const options = { minimumFractionDigits: 1, maximumFractionDigits: 1 };
  return `${new Intl.NumberFormat(language, options).format(tenths)}\u00a0%`;
}
