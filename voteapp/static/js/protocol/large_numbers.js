// JSON numbers of 16 digits or more, which may be no exact Numbers. Only hostile records hold one.
//
// Between text and value it stands as {"": digits}; it becomes a BigInt, so that what is wrong
// with it can be said.

const MAYBE_LARGE = /[:,[]-?\d{16}/;
const TEXT_OR_NUMBER = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?/g;
const LARGE = /^-?[1-9]\d{15,}$/;

/** JSON text in which every large number is marked; throws SyntaxError for marks of others.
 * @type {(text: string) => string} */
export function markLargeNumbers(text) {
  if (text.includes('{"":')) throw new SyntaxError("no object has an empty name");
  if (!MAYBE_LARGE.test(text)) return text;
  return text.replace(TEXT_OR_NUMBER, (part) => (LARGE.test(part) ? `{"":"${part}"}` : part));
}

/** A replacer for JSON.stringify, which marks BigInts.
 * @type {(key: string, value: unknown) => unknown} */
export function writeLargeNumber(key, value) {
  return typeof value === "bigint" ? { "": `${value}` } : value;
}

/** The number that a mark stands for; null for anything else.
 * @type {(value: unknown) => bigint | null} */
export function readLargeNumber(value) {
  const digits = /** @type {{ ""?: unknown }} */ (value ?? {})[""];
  return typeof digits === "string" && LARGE.test(digits) ? BigInt(digits) : null;
}
