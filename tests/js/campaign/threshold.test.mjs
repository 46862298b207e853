// Trustees' key files: made, finished, opened, restored from paper; and the words read aloud.

import { test } from "node:test";
import assert from "node:assert/strict";
import { decodeText, encodeText } from "../../../voteapp/static/js/protocol/encoding.js";
import { ConflictError, InvalidInputError, MisuseError } from "../../../voteapp/static/js/protocol/errors.js";
import { getGroup } from "../../../voteapp/static/js/protocol/group.js";
import { computePrivateKeys, createSeed } from "../../../voteapp/static/js/protocol/keys/pki.js";
import { encodeCanonical } from "../../../voteapp/static/js/campaign/canonical.js";
import * as codes from "../../../voteapp/static/js/campaign/keys/paper.js";
import * as restored from "../../../voteapp/static/js/campaign/keys/restored.js";
import * as files from "../../../voteapp/static/js/campaign/keys/threshold.js";
import { computeHashWords } from "../../../voteapp/static/js/campaign/words.js";
import { prepareCeremony } from "../players/played.mjs";
import { createStream } from "../stream.mjs";
import { slow } from "../slow.mjs";

const group = getGroup("Ed25519");
const PASSPHRASE = "correct horse battery";
const FAST = { n: 2 ** 14 };

const { transcript, players, play } = prepareCeremony(3, 2, 1, "files");
await play();
const [, player, , single] = players;
const [, file, , singleFile] = await Promise.all(
  players.map(({ seed, key }, i) =>
    i < 3
      ? restored.restoreThresholdKey(seed, transcript, PASSPHRASE, createStream(`${i}`), FAST)
      : restored.restoreSingleKey(seed, key, PASSPHRASE, createStream(`${i}`), FAST),
  ),
);

test("a new key shows its certificate only", async () => {
  const context = { size: 3, threshold: 2, index: 2 };
  const made = await files.createThresholdKey(PASSPHRASE, context, createStream("key"), FAST);
  const shown = files.readThresholdPublic(made.file);
  assert.deepEqual(shown.certificate, made.certificate);
  assert.deepEqual(files.readContext(shown), { group: "Ed25519", ...context });
  assert.equal((await files.openThresholdKey(made.file, PASSPHRASE)).seed, made.seed);
  assert.ok(!decodeText(made.file).includes(made.seed));
  await assert.rejects(files.openSecrets(made.file, PASSPHRASE), ConflictError);
  await assert.rejects(files.openThresholdKey(made.file, `${PASSPHRASE}!`), { name: "PassphraseError" });
  const secret = await files.openThresholdKey(made.file, PASSPHRASE);
  assert.throws(() => files.readPolynomial(secret), ConflictError);
});

test("contexts and passphrases that are refused", async () => {
  for (const [size, threshold, index] of [
    [4, 2, 1],
    [16, 9, 1],
    [3, 2, 4],
    [3, 2, 0],
    [3, 2, 1.5],
  ]) {
    const made = files.createThresholdKey(PASSPHRASE, { size, threshold, index }, createStream("key"), FAST);
    await assert.rejects(made, InvalidInputError);
  }
  const short = files.createThresholdKey("too short", { size: 1, threshold: 1, index: 1 }, createStream("key"), FAST);
  await assert.rejects(short, { name: "PassphraseError" });
});

test("a finished key gives all that decrypting needs", async () => {
  const secrets = await files.openSecrets(file, PASSPHRASE, 9);
  assert.equal(secrets.publicKey, transcript.voutputs[1].public_key.public_key);
  assert.equal(group.encode(group.basePower(secrets.privateKey)), secrets.publicKey);
  assert.equal(secrets.signingKey, computePrivateKeys(group, player.seed).signing);
  assert.equal(secrets.digest, transcript.certsHash);
  assert.equal(secrets.number, 2);
  assert.equal(secrets.privateKey, player.secret);
  const secret = await files.openThresholdKey(file, PASSPHRASE);
  assert.deepEqual(files.readPolynomial(secret), transcript.polynomials[1]);
  assert.deepEqual(secret.commitments, transcript.commitments);
});

test("a single trustee's key opens the same way", async () => {
  const secrets = await files.openSecrets(singleFile, PASSPHRASE, 4);
  assert.equal(secrets.publicKey, transcript.singleKeys[0].public_key);
  assert.equal(secrets.privateKey, single.privateKey);
  assert.equal(secrets.signingKey, secrets.privateKey);
  assert.equal(secrets.number, 4);
  assert.ok(!files.isThresholdKey(singleFile) && files.isThresholdKey(file));
});

test("a seed restores its own key only, and only after the ceremony", async () => {
  const stranger = createSeed(createStream("stranger"));
  const restore = (seed, from) => restored.restoreThresholdKey(seed, from, PASSPHRASE, createStream("x"), FAST);
  await assert.rejects(restore(stranger, transcript), { name: "InvalidInputError", field: "restore_code" });
  await assert.rejects(restored.restoreSingleKey(stranger, single.key, PASSPHRASE, createStream("x"), FAST), {
    name: "InvalidInputError",
    field: "restore_code",
  });
  const early = prepareCeremony(3, 2, 1, "files");
  await early.play("reveal");
  await assert.rejects(restore(player.seed, early.transcript), ConflictError);
});

slow("what a file shows and what it keeps must belong together", async () => {
  const shown = files.readThresholdPublic(file);
  const secret = await files.openThresholdKey(file, PASSPHRASE);
  const write = (changes) =>
    files.protectThresholdKey(shown, { ...secret, ...changes }, PASSPHRASE, createStream("f"), FAST);
  for (const changes of [{ private_key: "5" }, { private_key: "" }, { seed: "x" }]) {
    await assert.rejects(files.openSecrets(await write(changes), PASSPHRASE), { code: "file-encoding" });
  }
  for (const field of ["certs_hash", "trustee_public_key", "certificate"]) {
    const value = JSON.parse(decodeText(file));
    value.public[field] = null;
    assert.throws(() => files.readThresholdPublic(encodeCanonical(value)), { code: "file-encoding" });
  }
  for (const text of ["", "[]", "null", "{", '{"type":1}', "\ud800"]) {
    assert.equal(files.isThresholdKey(encodeText(text)), false);
    await assert.rejects(files.openSecrets(encodeText(text), PASSPHRASE), { code: "file-encoding" });
  }
});

test("restore codes: read back, however they are typed", () => {
  for (let i = 0; i < 20; i += 1) {
    const seed = createSeed(createStream(`code ${i}`));
    const code = codes.encodeRestoreCode(seed);
    assert.match(code, /^([0-9A-HJKMNP-TV-Z]{5}-){5}[0-9A-HJKMNP-TV-Z]{5}$/);
    const plain = code.replace(/-/g, "");
    assert.equal(codes.encodeRestoreQr(seed), `VOTEAPP-KEY-${plain}`);
    const typed = [
      code,
      plain,
      code.toLowerCase(),
      ` ${code.replace(/-/g, " ")}\n`,
      `VOTEAPP-KEY-${plain}`,
      `voteapp key ${code}`,
      code.replace(/1/g, "l").replace(/0/g, "o"),
      code.replace(/1/g, "I"),
    ];
    for (const text of typed) assert.equal(codes.decodeRestoreCode(text), seed);
  }
  for (const seed of ["1".repeat(22), "z".repeat(22)]) {
    assert.equal(codes.decodeRestoreCode(codes.encodeRestoreCode(seed)), seed);
  }
});

test("restore codes: every single mistake is noticed, and no error repeats the code", () => {
  const code = codes.encodeRestoreCode(createSeed(createStream("typing"))).replace(/-/g, "");
  const wrong = [code.slice(1), `${code}0`, "", `${code.slice(0, 29)}U`, "Z".repeat(30), "ß", "\u{1f511}"];
  for (let place = 0; place < code.length; place += 1) {
    const other = code[place] === "7" ? "8" : "7";
    wrong.push(code.slice(0, place) + other + code.slice(place + 1));
  }
  for (const text of wrong) {
    assert.throws(
      () => codes.decodeRestoreCode(text),
      (error) => {
        assert.ok(error instanceof InvalidInputError);
        assert.equal(error.field, "restore_code");
        assert.ok(text === "" || !error.message.includes(text.slice(0, 5)) || text.length < 5);
        return true;
      },
    );
  }
  for (const seed of ["", "1".repeat(21), `${"1".repeat(21)}0`]) {
    assert.throws(() => codes.encodeRestoreCode(seed), MisuseError);
  }
});

test("a number above every seed is no restore code, though its check is right", () => {
  const code = "ZZZZZ-ZZZZZ-ZZZZZ-ZZZZZ-ZZZZZ-Z476A";
  assert.throws(() => codes.decodeRestoreCode(code), { field: "restore_code" });
});

test("a hash in sixteen words", () => {
  const words = computeHashWords(`00ff${"0".repeat(60)}`).split(" ");
  assert.equal(words.length, 16);
  assert.deepEqual(words.slice(0, 3), ["acorn", "zipper", "acorn"]);
  for (const text of ["", "00", `${"0".repeat(63)}A`]) {
    assert.throws(() => computeHashWords(text), { code: "hash" });
  }
});
