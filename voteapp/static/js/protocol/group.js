// The group in which everything is encrypted and proven, behind one interface.
//
// Belenios specification, sections "Groups" and "Ed25519". Multiplicative notation as there.
// An element is an opaque object (a point of @noble/curves); on the wire it is the big-endian
// hex of the compressed point, 64 lower-case digits.
//
// `power` and `basePower` may be given secrets: the sequence of group operations does not depend
// on the exponent. `commit` and `commitPair` take public data only.

import { ed25519, ScalarMultiplier } from "../vendor/noble.js";
import { MisuseError, ProtocolError, UnsupportedError } from "./errors.js";
import { bytesToInteger, fromHex } from "./encoding.js";
import { encodePoints, haveOrder, raise, throwCoins } from "./fast25519.js";
/** @import { RandomBytes } from "./encoding.js" */

/** The group of the elections that are made here. */
export const GROUP_NAME = "Ed25519";

const { Point } = ed25519;
const ELEMENT_TEXT = /^[0-9a-f]{64}$/;
const SCALAR_TEXT = /^(0|[1-9][0-9]{0,75})$/;
const NEUTRAL_TEXT = "1".padStart(64, "0");
const WINDOW = 8;
const MAX_REMEMBERED = 4096;

// No source of randomness is given to the multiplier: results and timing shape are the same with
// and without its blinding, which costs half as much again and matters to hardware attacks only.
const multiplier = new ScalarMultiplier(Point);

/** A point of the curve; opaque outside of this module.
 * @typedef {typeof Point.ZERO} Element */

/** The prime-order subgroup of edwards25519. */
class Ed25519Group {
  constructor() {
    this.name = GROUP_NAME;
    this.order = Point.Fn.ORDER;
    this.neutral = Point.ZERO;
    this.generator = Point.fromAffine(Point.BASE.toAffine());
    this.small = [this.neutral, this.generator];
    this.prepare(this.generator);
  }

  /** Make later powers of this element fast; for the generator and election keys.
   * @type {(element: Element) => Element} */
  prepare(element) {
    multiplier.setWindowSize(element, WINDOW);
    return element;
  }

  /** Read an element: canonical, on the curve, prime order; throws ProtocolError `element`.
   * @type {(text: unknown, allowNeutral?: boolean) => Element} */
  decode(text, allowNeutral = false) {
    if (text === NEUTRAL_TEXT && allowNeutral) return this.neutral;
    const point = this.decodePoint(text);
    if (!raise(point, this.order).is0()) {
      throw new ProtocolError("element", "an element is not a point of prime order");
    }
    return point;
  }

  /** Read a point of the curve other than the neutral one, whatever its order: no element yet. Throws
   * ProtocolError `element`.
   * @type {(text: unknown) => Element} */
  decodePoint(text) {
    if (typeof text !== "string" || !ELEMENT_TEXT.test(text)) {
      throw new ProtocolError("element", "an element is not 64 lower-case hex digits");
    }
    if (text === NEUTRAL_TEXT) {
      throw new ProtocolError("element", "the neutral element is not allowed here");
    }
    try {
      return Point.fromBytes(fromHex(text).reverse());
    } catch {
      throw new ProtocolError("element", "an element is not a point of the curve");
    }
  }

  /** Read many elements, for less than one by one; throws `element`.
   * @type {(texts: string[]) => Element[]} */
  decodeAll(texts) {
    const points = texts.map((text) => this.decodePoint(text));
    if (!haveOrder(points, throwCoins(texts), 0, points.length, this.order)) {
      throw new ProtocolError("element", "an element is not a point of prime order");
    }
    return points;
  }

  /** Write an element as the record does.
   * @type {(element: Element) => string} */
  encode(element) {
    return this.encodeAll([element])[0];
  }

  /** Write many elements with one inversion.
   * @type {(elements: Element[]) => string[]} */
  encodeAll(elements) {
    return encodePoints(elements);
  }

  /** Whether two elements are the same.
   * @type {(left: Element, right: Element) => boolean} */
  equal(left, right) {
    return left.equals(right);
  }

  /** Read an exponent: decimal without leading zeros, 0 <= x < order; throws `scalar`.
   * @type {(text: unknown) => bigint} */
  decodeScalar(text) {
    if (typeof text !== "string" || !SCALAR_TEXT.test(text)) {
      throw new ProtocolError("scalar", "a number is not a plain decimal of at most 76 digits");
    }
    const scalar = BigInt(text);
    if (scalar >= this.order) {
      throw new ProtocolError("scalar", "a number is not below the group's order");
    }
    return scalar;
  }

  /** Write an exponent as the record does.
   * @type {(scalar: bigint) => string} */
  encodeScalar(scalar) {
    return scalar.toString();
  }

  /** Reduce any integer to 0 <= x < order.
   * @type {(number: bigint) => bigint} */
  reduce(number) {
    const rest = number % this.order;
    return rest >= 0n ? rest : rest + this.order;
  }

  /** Draw an exponent: 64 bytes, big-endian, reduced (bias below 2^-259).
   * @type {(randomBytes: RandomBytes) => bigint} */
  randomScalar(randomBytes) {
    const bytes = randomBytes(64);
    if (bytes.length !== 64) throw new MisuseError("the source of randomness returned too little");
    return bytesToInteger(bytes) % this.order;
  }

  /** g^exponent; the exponent may be secret.
   * @type {(exponent: bigint) => Element} */
  basePower(exponent) {
    return this.power(this.generator, exponent);
  }

  /** base^exponent; the exponent may be secret.
   * @type {(base: Element, exponent: bigint) => Element} */
  power(base, exponent) {
    const reduced = this.reduce(exponent);
    return reduced === 0n ? this.neutral : multiplier.mulCT(base, reduced).p;
  }

  /** The group operation.
   * @type {(left: Element, right: Element) => Element} */
  multiply(left, right) {
    return left.add(right);
  }

  /** left · right^-1.
   * @type {(left: Element, right: Element) => Element} */
  divide(left, right) {
    return left.subtract(right);
  }

  /** The product of all elements; neutral for none.
   * @type {(elements: Element[]) => Element} */
  product(elements) {
    let total = this.neutral;
    for (const element of elements) total = total.add(element);
    return total;
  }

  /** g^response · base^challenge, for public data only.
   * @type {(response: bigint, base: Element, challenge: bigint) => Element} */
  commit(response, base, challenge) {
    return this.commitPair(this.generator, response, base, challenge);
  }

  /** first^response · second^challenge, for public data only.
   * @type {(first: Element, response: bigint, second: Element, challenge: bigint) => Element} */
  commitPair(first, response, second, challenge) {
    return this.publicPower(first, response).add(this.publicPower(second, challenge));
  }

  /** base^exponent, 0 <= exponent < order, for public data only.
   * @type {(base: Element, exponent: bigint) => Element} */
  publicPower(base, exponent) {
    return multiplier.hasWindowSize(base) ? multiplier.mulUnsafe(base, exponent) : raise(base, exponent);
  }

  /** base^number for a small public number, digit by digit.
   * @type {(base: Element, number: number) => Element} */
  smallPower(base, number) {
    let total = this.neutral;
    for (const digit of number.toString(2)) {
      total = total.double();
      if (digit === "1") total = total.add(base);
    }
    return total;
  }

  /** g^number for a public number below 2^31, remembered while small.
   * @type {(number: number) => Element} */
  generatorPower(number) {
    if (number >= MAX_REMEMBERED) return this.basePower(BigInt(number));
    for (let i = this.small.length; i <= number; i += 1) {
      this.small.push(this.small[i - 1].add(this.generator));
    }
    return this.small[number];
  }
}

/** @typedef {Ed25519Group} Group */

/** @type {Group | null} */
let ed25519Group = null;

/** The group of that name; throws UnsupportedError for one that we do not know.
 * @type {(name: unknown) => Group} */
export function getGroup(name) {
  if (name !== GROUP_NAME) {
    throw new UnsupportedError(`the group "${String(name).slice(0, 40)}" is not supported`);
  }
  if (ed25519Group === null) ed25519Group = new Ed25519Group();
  return ed25519Group;
}
