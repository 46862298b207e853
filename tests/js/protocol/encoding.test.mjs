import { test } from "node:test";
import assert from "node:assert/strict";
import * as encoding from "../../../voteapp/static/js/protocol/encoding.js";
import { ProtocolError } from "../../../voteapp/static/js/protocol/errors.js";
import { decodeCanonical, types } from "../../../voteapp/static/js/protocol/types.js";

const Thing = types.struct({ name: types.string, size: types.optional(types.integer), list: types.list(types.string) });
const bytes = (text) => new TextEncoder().encode(text);
const decode = (text) => decodeCanonical(bytes(text), Thing, "a-code", "the thing");

test("canonical JSON is read", () => {
  assert.deepEqual(decode('{"name":"x","list":[]}'), { name: "x", list: [] });
  assert.deepEqual(decode('{"name":"","size":0,"list":["é"]}'), { name: "", size: 0, list: ["é"] });
});

test("every other spelling of the same value is refused with the code", () => {
  const wrong = [
    '{"list":[],"name":"x"}',
    '{"name":"x","list":[] }',
    ' {"name":"x","list":[]}',
    '{"name":"x","list":[]}\n',
    '{"name":"x","name":"x","list":[]}',
    '{"name":"\\u0078","list":[]}',
    '{"name":"\\/","list":[]}',
    '{"name":"x","size":1.0,"list":[]}',
    '{"name":"x","size":-0,"list":[]}',
    '{"name":"x","size":1e1,"list":[]}',
    '{"name":"x","size":"1","list":[]}',
    '{"name":"x","size":{"":"12345678901234567890"},"list":[]}',
    '{"name":"x","size":{"":"words"},"list":[]}',
    '{"name":"x","list":[],"more":1}',
    '{"name":"x","list":[],"__proto__":{}}',
    '{"name":"x"}',
    '{"name":"\\ud800","list":[]}',
    '{"name":null,"list":[]}',
    '{"name":"x","list":{}}',
    "[]",
    "null",
    "",
    "{",
    `${"[".repeat(100000)}`,
    "\ufeff{}",
  ];
  for (const text of wrong) {
    assert.throws(
      () => decode(text),
      (error) => error instanceof ProtocolError && error.code === "a-code",
      text,
    );
  }
  const invalid = new Uint8Array([0x22, 0xff, 0x22]);
  assert.throws(() => decodeCanonical(invalid, types.string, "a-code", "it"), { code: "a-code" });
});

test("large integers are read exactly, so that their range can be judged", () => {
  const read = (text) => decodeCanonical(bytes(text), types.list(types.integer), "c", "it");
  const large = 2n ** 252n + 7n;
  assert.deepEqual(read(`[${large},-1,5]`), [large, -1, 5]);
  assert.deepEqual(read("[9007199254740993]"), [9007199254740993n]);
});

test("digits within texts are no numbers", () => {
  const text = '["a,12345678901234567890","[1234567890123456","\\"12345678901234567890"]';
  const read = decodeCanonical(bytes(text), types.list(types.string), "c", "it");
  assert.equal(encoding.encodeJsonText(read), text);
});

test("hex, base64 and hashes", () => {
  assert.equal(encoding.toHex(new Uint8Array([0, 255, 16])), "00ff10");
  assert.deepEqual(encoding.fromHex("00ff10"), new Uint8Array([0, 255, 16]));
  for (const text of ["0", "0g", "FF", " 00", "0x00"]) {
    assert.throws(() => encoding.fromHex(text), { code: "encoding" });
  }
  assert.equal(encoding.hashHex(bytes("abc")), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  assert.equal(encoding.hashBase64(bytes("abc")), "ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0");
  assert.equal(encoding.hexToBase64(encoding.hashHex(bytes("abc"))), encoding.hashBase64(bytes("abc")));
});

test("uuids and hashes are told from other texts", () => {
  assert.ok(encoding.isUuid("LVT5DeUveUjg2b"));
  for (const text of ["LVT5DeUveUjg2", "LVT5DeUveUjg20", "LVT5DeUveUjg2b\n", ""]) {
    assert.ok(!encoding.isUuid(text));
  }
  assert.ok(encoding.isHash("0".repeat(64)));
  assert.ok(!encoding.isHash(`${"0".repeat(64)}\n`));
  assert.ok(!encoding.isHash("A".repeat(64)));
});
