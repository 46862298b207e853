// What stands beside the record: tokens, receipts, texts, protected files.

import { test } from "node:test";
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { decodeStrict, encodeCanonical, parseInstant } from "../../../voteapp/static/js/campaign/canonical.js";
import { readBundle } from "../../../voteapp/static/js/campaign/bundle/archive.js";
import { computeCrc, encodeZip } from "../../../voteapp/static/js/campaign/bundle/zip.js";
import { openEnvelope, protect, readEnvelope } from "../../../voteapp/static/js/campaign/protection.js";
import { createSingleFile } from "../../../voteapp/static/js/campaign/keys/restored.js";
import * as addresses from "../../../voteapp/static/js/campaign/board/receipt_addresses.js";
import * as signing from "../../../voteapp/static/js/campaign/board/signing.js";
import * as signed from "../../../voteapp/static/js/campaign/signed.js";
import { splitDescription } from "../../../voteapp/static/js/campaign/texts.js";
import * as tokens from "../../../voteapp/static/js/campaign/slips/tokens.js";
import { openTrusteeKey, readTrusteePublicKey } from "../../../voteapp/static/js/campaign/keys/single.js";
import { Findings } from "../../../voteapp/static/js/protocol/audit/record.js";
import { fromHex, secureRandomBytes, toHex } from "../../../voteapp/static/js/protocol/encoding.js";
import { types } from "../../../voteapp/static/js/protocol/types.js";
import { getGroup } from "../../../voteapp/static/js/protocol/group.js";
import { createSeed } from "../../../voteapp/static/js/protocol/keys/pki.js";
import { ed25519, sha512 } from "../../../voteapp/static/js/vendor/noble.js";
import { createStream } from "../helpers.mjs";
import * as server from "../players/server.mjs";

const VECTORS = new URL("../../vectors-deterministic/signed.json", import.meta.url);
const bytes = (text) => new TextEncoder().encode(text);

test("every single mistyped character and every swap of neighbours but few is noticed", () => {
  const token = tokens.createToken(createStream("typing"));
  assert.equal(tokens.normalizeToken(tokens.formatToken(token)), token);
  for (let place = 0; place < token.length; place += 1) {
    for (const character of tokens.ALPHABET) {
      if (character === token[place]) continue;
      const typed = token.slice(0, place) + character + token.slice(place + 1);
      assert.throws(() => tokens.normalizeToken(typed), { reason: "check", place: null });
    }
  }
});

test("errors about a token never repeat it", () => {
  for (const typed of ["2BF2M-998QU", "2BF2M", "2BF2M998QCG3B0643SC8Z4FFK"]) {
    assert.throws(
      () => tokens.normalizeToken(typed),
      (error) => !error.message.includes("2BF2M"),
    );
  }
});

test("receipts and heads: signed, read, bent", () => {
  const key = createStream("server")(32);
  const serverKey = server.computeServerKey(key);
  const receipt = server.sign(
    { type: "voteapp-receipt", uuid: "u", fingerprint: "f", tracker: "t", credential: "c".repeat(64), batch: 3 },
    key,
  );
  const read = signing.decodeReceipt(encodeCanonical(receipt));
  signed.checkSigned(read, serverKey, "receipt-signature");
  for (const change of [
    { batch: 4 },
    { tracker: "T" },
    { uuid: "v" },
    { signature: "00".repeat(64) },
    { signature: "" },
  ]) {
    assert.throws(() => signed.checkSigned({ ...read, ...change }, serverKey, "receipt-signature"), {
      code: "receipt-signature",
    });
  }
  const other = server.computeServerKey(createStream("other")(32));
  assert.throws(() => signed.checkSigned(read, other, "receipt-signature"), { code: "receipt-signature" });
  assert.throws(() => signing.decodeReceipt(encodeCanonical({ ...receipt, batch: 0 })), { code: "receipt-encoding" });
  assert.throws(() => signing.decodeReceipt(encodeCanonical({ ...receipt, type: "voteapp-head" })), {
    code: "receipt-encoding",
  });
});

test("receipts as addresses: there, back, bent", () => {
  const [{ receipt, receipt_address: address }] = JSON.parse(readFileSync(VECTORS, "utf8"));
  const read = addresses.readReceipt(address);
  assert.deepEqual(read, addresses.readReceipt(`${receipt}\n`));
  assert.equal(`https://vote.example.org/check#${addresses.writeFragment(read)}`, address);
  for (const text of [
    "",
    "#",
    "{}",
    address.slice(0, -1),
    `${address}A`,
    address.replace("#1.", "#2."),
    "x".repeat(9999),
  ]) {
    assert.throws(() => addresses.readReceipt(text), { code: "receipt-encoding" });
  }
});

test("a receipt that only some verifiers would accept is refused", () => {
  const { Point } = ed25519;
  const privateKey = createStream("server")(32);
  const serverKey = server.computeServerKey(privateKey);
  const receipt = {
    type: "voteapp-receipt",
    uuid: "u",
    fingerprint: "f",
    tracker: "t",
    credential: "c".repeat(64),
    batch: 3,
  };
  const message = signed.computeSignedBytes(receipt);
  const little = (data) => BigInt(`0x${toHex(Uint8Array.from(data).reverse())}`);
  const orderTwo = Point.fromHex(`ec${"ff".repeat(30)}7f`);
  const { scalar } = ed25519.utils.getExtendedPublicKey(privateKey);
  const nonce = 12345n;
  const point = Point.BASE.multiply(nonce).add(orderTwo).toBytes();
  const hashed = new Uint8Array([...point, ...fromHex(serverKey), ...message]);
  const challenge = little(sha512(hashed)) % Point.Fn.ORDER;
  const second = (nonce + challenge * scalar) % Point.Fn.ORDER;
  const tail = fromHex(second.toString(16).padStart(64, "0")).reverse();
  const signature = new Uint8Array([...point, ...tail]);
  assert.ok(ed25519.verify(signature, message, fromHex(serverKey)), "a lenient verifier accepts it");
  assert.throws(() => signed.checkSigned({ ...receipt, signature: toHex(signature) }, serverKey, "receipt-signature"), {
    code: "receipt-signature",
  });
});

test("canonical JSON refuses other spellings", () => {
  const type = types.struct({ b: types.integer, a: types.string });
  assert.deepEqual(decodeStrict(bytes('{"a":"x","b":1}'), type, "c", "it"), { b: 1, a: "x" });
  for (const text of [
    '{"b":1,"a":"x"}',
    '{"a":"x","b":1.0}',
    '{"a":"x","b":12345678901234567890}',
    '{"a":"x","b":1,"b":1}',
    "[",
    "",
  ]) {
    assert.throws(() => decodeStrict(bytes(text), type, "c", "it"), { code: "c" }, text);
  }
});

test("instants", () => {
  assert.equal(parseInstant("1970-01-01T00:00:00+00:00", "c", 1900), 0);
  assert.equal(parseInstant("2000-01-01T00:00:00+00:00"), Date.UTC(2000, 0, 1) / 1000);
  assert.equal(parseInstant("2026-11-21T08:00:00-08:00"), Date.UTC(2026, 10, 21, 16) / 1000);
  assert.equal(parseInstant("2028-02-29T23:59:59+05:30"), Date.UTC(2028, 1, 29, 18, 29, 59) / 1000);
  for (const text of [
    "2026-02-29T00:00:00+00:00",
    "2026-04-31T00:00:00+00:00",
    "2026-11-21T08:00:00Z",
    "2026-11-21T24:00:00+00:00",
    "2026-00-01T00:00:00+00:00",
    "1999-12-31T00:00:00+00:00",
    "2200-01-01T00:00:00+00:00",
    "0099-01-01T00:00:00+00:00",
    "2026-11-21T08:00:00-00:00",
    "2026-11-21T08:00:00+15:00",
    "2026-11-00T00:00:00+00:00",
  ]) {
    assert.throws(() => parseInstant(text), { code: "manifest-schedule" }, text);
  }
});

test("the manifest's line at a description's end", () => {
  const line = `manifest sha256:${"0".repeat(64)}`;
  for (const text of ["", "words", "two\nlines", "manifest sha256:"]) {
    const bound = text === "" ? line : `${text}\n${line}`;
    assert.equal(splitDescription(bound).text, text);
    assert.equal(splitDescription(bound).digest.length, 64);
    assert.equal(splitDescription(`${bound}\n`).digest, null);
  }
  assert.deepEqual(splitDescription("words"), { text: "words", digest: null });
});

test("a trustee's key file opens with its passphrase alone", async () => {
  const options = { n: 2 ** 14 };
  const create = (passphrase) =>
    createSingleFile(createSeed(secureRandomBytes), passphrase, secureRandomBytes, options);
  const { key: publicKey, file } = await create("twelve or more");
  assert.deepEqual(readTrusteePublicKey(file), publicKey);
  const privateKey = await openTrusteeKey(file, "twelve or more");
  const group = getGroup("Ed25519");
  assert.equal(group.encode(group.basePower(privateKey)), publicKey.public_key);
  await assert.rejects(openTrusteeKey(file, "another phrase"), { name: "PassphraseError" });
  await assert.rejects(create("too short"), { name: "PassphraseError" });
  const bent = JSON.parse(new TextDecoder().decode(file));
  bent.public.trustee_public_key.public_key = group.encode(group.generator);
  assert.throws(() => readTrusteePublicKey(encodeCanonical(bent)), { code: "trustee-proof" });
});

test("a protected file is bound to what it shows", async () => {
  const file = await protect("voteapp-token-file", { count: 1 }, { a: 1 }, "twelve or more", secureRandomBytes, {
    n: 2 ** 14,
  });
  const envelope = readEnvelope(file, "voteapp-token-file");
  const type = types.struct({ a: types.integer });
  assert.deepEqual(await openEnvelope(envelope, "twelve or more", type), { a: 1 });
  const bent = { ...envelope, public: { count: 2 } };
  await assert.rejects(openEnvelope(bent, "twelve or more", type), { name: "PassphraseError" });
  assert.throws(() => readEnvelope(file, "voteapp-trustee-key"), { code: "file-encoding" });
  const costly = { ...envelope, protection: { ...envelope.protection, n: 2 ** 30 } };
  assert.throws(() => readEnvelope(encodeCanonical(costly), "voteapp-token-file"), { code: "file-encoding" });
});

test("a bundle is read back, and its form compared", () => {
  const contents = { "README.txt": bytes("r"), "auditor.html": bytes("a"), "U.bel": bytes("record") };
  const zip = encodeZip(contents);
  const codes = (data) => {
    const findings = new Findings();
    const bundle = readBundle(data, findings);
    assert.equal(bundle.uuid, "U");
    return findings.items.map((item) => item.code);
  };
  assert.deepEqual(codes(zip), []);
  const dated = zip.slice();
  dated[12] = 0x22;
  assert.deepEqual(codes(dated), ["bundle-format"]);
  const changed = zip.slice();
  changed[30 + "README.txt".length] ^= 1;
  assert.deepEqual(codes(changed), ["bundle-checksum"]);
  assert.deepEqual(codes(encodeZip({ ...contents, "z.txt": bytes("?") })), ["bundle-member"]);
  assert.deepEqual(codes(encodeZip({ "auditor.html": bytes("a"), "U.bel": bytes("") })), ["bundle-missing"]);
  assert.throws(() => codes(encodeZip({ "README.txt": bytes("r") })), { code: "not-an-archive" });
  for (let end = 0; end < zip.length; end += 13) {
    assert.throws(() => codes(zip.slice(0, end)), { code: "not-an-archive" });
  }
  assert.equal(computeCrc(bytes("123456789")), 0xcbf43926);
});
