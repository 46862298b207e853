// Who signs what opened, closed and came out: trustees, witnesses and mirrors, numbered apart.
//
// docs/formats.md, "Statements". The same as voteapp/campaign/statements/people.py.

import { fromHex, toHex } from "../../protocol/encoding.js";
import { ProtocolError } from "../../protocol/errors.js";
/** @import { Element, Group } from "../../protocol/group.js" */

const LONGEST_NAME = 200;
const MOST_MIRRORS = 15;
const ADDRESS = /^https?:\/\/[!-~]{1,300}$/;

/** @typedef {"trustee" | "witness" | "mirror"} Role */
/** @typedef {{ role: Role, number: number }} Signer */
/** @typedef {{ name: string, key: string }} Named */
/** Everybody who may sign; `threshold` trustees decrypt (each Single is one of them).
 * @typedef {{ group: Group, threshold: number, keys: Record<Role, Element[]> }} People */

/** "trustee 1": also what tells two signers apart.
 * @type {(signer: Signer) => string} */
export const nameSigner = ({ role, number }) => `${role} ${number}`;

/** What a signer's statements are checked with; null: there is no such signer.
 * @type {(people: People, signer: Signer) => Element | null} */
export function findKey({ keys }, { role, number }) {
  return keys[role][number - 1] ?? null;
}

/**
 * Check those whom a manifest names beside the record's trustees, whose signing keys are `trustees`, in
 * owner order. `others`: keys of the server and of tellers, which are nobody else's either (64 hex, checked,
 * as the manifest writes them). Throws `manifest-witnesses`, `manifest-mirrors`.
 * @type {(group: Group, trustees: Element[], threshold: number, witnesses: Named[],
 *   mirrors: (Named & { address: string })[], others: string[]) => People}
 */
export function createPeople(group, trustees, threshold, witnesses, mirrors, others) {
  if (witnesses.length > threshold - 1) {
    const text = `there are ${witnesses.length} witnesses: at most ${threshold - 1} may be`;
    throw new ProtocolError("manifest-witnesses", text);
  }
  if (mirrors.length > MOST_MIRRORS) {
    throw new ProtocolError("manifest-mirrors", `there are more than ${MOST_MIRRORS} mirrors`);
  }
  if (!mirrors.every(({ address }) => ADDRESS.test(address))) {
    throw new ProtocolError("manifest-mirrors", "a mirror's address is none");
  }
  // RFC 8032 writes a key's bytes in the order that is the reverse of an element's.
  const turned = others.map((key) => toHex(fromHex(key).reverse()));
  const taken = new Set([...trustees.map((key) => group.encode(key)), ...turned]);
  /** @type {(code: string, listed: Named[]) => Element[]} */
  const read = (code, listed) => {
    const keys = listed.map((one) => readKey(group, one, code));
    const before = taken.size;
    for (const { key } of listed) taken.add(key);
    const names = new Set(listed.map(({ name }) => name));
    if (taken.size !== before + listed.length || names.size !== listed.length) {
      throw new ProtocolError(code, "somebody is named twice, or has another's key");
    }
    return keys;
  };
  const witness = read("manifest-witnesses", witnesses);
  const mirror = read("manifest-mirrors", mirrors);
  return { group, threshold, keys: { trustee: trustees, witness, mirror } };
}

/** @type {(group: Group, one: Named, code: string) => Element} */
function readKey(group, { name, key }, code) {
  const { length } = [...name];
  if (length < 1 || length > LONGEST_NAME) {
    throw new ProtocolError(code, `a name has 1 to ${LONGEST_NAME} characters`);
  }
  try {
    return group.decode(key);
  } catch (error) {
    if (!(error instanceof ProtocolError)) throw error;
    throw new ProtocolError(code, `${name}: the key is no element of prime order`);
  }
}
