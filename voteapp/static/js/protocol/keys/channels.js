// Channels between trustees: signed, encrypted messages that anyone may carry.
//
// Belenios specification, sections "Public key infrastructure" (Encrypting) and "Channels".
// Encryption is AES-256-GCM by WebCrypto, which pages have on HTTPS and on 127.0.0.1.

import { sha256 } from "../../vendor/noble.js";
import { decodeText, encodeJsonText, encodeText, fromHex, isHex, toHex } from "../encoding.js";
import { ProtocolError, recode } from "../errors.js";
import { decodeCanonical, types } from "../types.js";
import { checkSignature, createSignature, SignedMessage } from "./pki.js";
/** @import { RandomBytes } from "../encoding.js" */
/** @import { Element, Group } from "../group.js" */
/** @import { Value } from "../types.js" */
/** @import { PrivateKeys } from "./pki.js" */

/** `encrypted_msg`, as version 3.3.0 writes it. */
const EncryptedMessage = types.struct({
  algorithm: types.optional(types.string),
  alpha: types.string,
  beta: types.string,
  data: types.string,
});
/** @typedef {Value<typeof EncryptedMessage>} EncryptedMessage */

/** `channel_msg`. */
const ChannelMessage = types.struct({ recipient: types.string, message: types.string });
/** @typedef {Value<typeof ChannelMessage>} ChannelMessage */

/** An encrypted message as far as anybody can read it.
 * @typedef {{ alpha: Element, beta: Element, wire: EncryptedMessage }} Sealed */

/** @type {(group: Group, shared: Element) => Promise<CryptoKey>} */
async function importKey(group, shared) {
  const key = sha256(encodeText(`key|${group.encode(shared)}`));
  return globalThis.crypto.subtle.importKey("raw", key, "AES-GCM", false, ["encrypt", "decrypt"]);
}

/** @type {(alphaText: string) => AesGcmParams} */
function cipher(alphaText) {
  return { name: "AES-GCM", iv: sha256(encodeText(`iv|${alphaText}`)), tagLength: 128 };
}

/** Encrypt a text for an encryption key ("Encrypting"); draws r, then s.
 * @type {(group: Group, encryptionKey: Element, message: string, randomBytes: RandomBytes) =>
 *   Promise<EncryptedMessage>} */
export async function encryptMessage(group, encryptionKey, message, randomBytes) {
  const r = group.randomScalar(randomBytes);
  const s = group.randomScalar(randomBytes);
  const shared = group.basePower(s);
  const alpha = group.encode(group.basePower(r));
  const beta = group.encode(group.multiply(group.power(encryptionKey, r), shared));
  const key = await importKey(group, shared);
  const data = await globalThis.crypto.subtle.encrypt(cipher(alpha), key, encodeText(message));
  return { algorithm: "AES-GCM", alpha, beta, data: toHex(new Uint8Array(data)) };
}

/**
 * Read an `encrypted_msg` (wire text) as far as anybody can: its form and its elements. Gives
 * {alpha, beta, wire}; throws ProtocolError with `code`.
 * @type {(group: Group, text: string, code: string) => Sealed}
 */
export function checkEncryptedMessage(group, text, code) {
  const wire = decodeCanonical(encodeText(text), EncryptedMessage, code, "an encrypted message");
  if (wire.algorithm !== "AES-GCM") throw new ProtocolError(code, "the algorithm is not AES-GCM");
  if (!isHex(wire.data)) throw new ProtocolError(code, "an encrypted message is not written as hex");
  return recode(code, "an encrypted message", () => ({
    alpha: group.decode(wire.alpha),
    beta: group.decode(wire.beta),
    wire,
  }));
}

/**
 * Decrypt what checkEncryptedMessage read by `shared` = alpha^dk alone, which opens this one
 * message and no other.
 * @type {(group: Group, shared: Element, sealed: Omit<Sealed, "alpha">, code: string) => Promise<string>}
 */
export async function decryptShared(group, shared, { beta, wire }, code) {
  const key = await importKey(group, group.divide(beta, shared));
  try {
    const data = fromHex(wire.data);
    return decodeText(new Uint8Array(await globalThis.crypto.subtle.decrypt(cipher(wire.alpha), key, data)));
  } catch {
    throw new ProtocolError(code, "the message cannot be decrypted");
  }
}

/** Decrypt an `encrypted_msg` (wire text); throws ProtocolError with `code`.
 * @type {(group: Group, decryptionKey: bigint, text: string, code: string) => Promise<string>} */
async function decryptMessage(group, decryptionKey, text, code) {
  const read = checkEncryptedMessage(group, text, code);
  return decryptShared(group, group.power(read.alpha, decryptionKey), read, code);
}

/** Sign a message and encrypt it for `recipient` (hex) ("Channels").
 * @type {(group: Group, signingKey: bigint, recipient: string, message: string,
 *   randomBytes: RandomBytes) => Promise<string>} */
export async function sendMessage(group, signingKey, recipient, message, randomBytes) {
  const body = encodeJsonText({ recipient, message });
  const signature = createSignature(group, signingKey, body, randomBytes);
  const signed = encodeJsonText({ message: body, signature });
  const wire = await encryptMessage(group, group.decode(recipient), signed, randomBytes);
  return encodeJsonText(wire);
}

/** Read what `sendMessage` made; `keys` are the reader's own, `sender` a verification key.
 * @type {(group: Group, keys: PrivateKeys, sender: Element, text: string, code: string) =>
 *   Promise<string>} */
export async function receiveMessage(group, keys, sender, text, code) {
  const plain = await decryptMessage(group, keys.decryption, text, code);
  return readMessage(group, group.encode(group.basePower(keys.decryption)), sender, plain, code);
}

/** What `sender` signed for `recipient` (an encryption key in hex), from a decrypted text.
 * @type {(group: Group, recipient: string, sender: Element, plain: string, code: string) => string} */
export function readMessage(group, recipient, sender, plain, code) {
  const signed = decodeCanonical(encodeText(plain), SignedMessage, code, "a channel's message");
  recode(code, "a channel's message", () => checkSignature(group, sender, signed.message, signed.signature, code));
  const body = decodeCanonical(encodeText(signed.message), ChannelMessage, code, "a message");
  if (body.recipient !== recipient) {
    throw new ProtocolError(code, "the message is for somebody else");
  }
  return body.message;
}
