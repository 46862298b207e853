// Key generation by t of n: any t decrypt, and every lie is refused with its teller's name.

import { test } from "node:test";
import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import {
  checkCertificates,
  createCertificate,
  findIndex,
} from "../../../voteapp/static/js/protocol/keys/certificates.js";
import { encodeJson, encodeJsonText, encodeText } from "../../../voteapp/static/js/protocol/encoding.js";
import { decodeCanonical } from "../../../voteapp/static/js/protocol/types.js";
import { MisuseError, ProtocolError } from "../../../voteapp/static/js/protocol/errors.js";
import { getGroup } from "../../../voteapp/static/js/protocol/group.js";
import {
  checkVoutput,
  computeThresholdParameters,
  createVoutput,
  openDecryptionKey,
  Voutput,
} from "../../../voteapp/static/js/protocol/keys/pedersen.js";
import { checkPolynomial, createPolynomial, Polynomial } from "../../../voteapp/static/js/protocol/keys/polynomials.js";
import {
  computeVinputs,
  openVinput,
  Vinput,
  WrongShareError,
} from "../../../voteapp/static/js/protocol/keys/shares.js";
import * as channels from "../../../voteapp/static/js/protocol/keys/channels.js";
import * as pki from "../../../voteapp/static/js/protocol/keys/pki.js";
import { encrypt } from "../../../voteapp/static/js/protocol/proofs.js";
import { checkResult, combineFactors } from "../../../voteapp/static/js/protocol/tally.js";
import { checkPartialDecryption, createPartialDecryption } from "../../../voteapp/static/js/protocol/decryptions.js";
import { checkTrustees, computePublicKey, decodeTrustees } from "../../../voteapp/static/js/protocol/keys/trustees.js";
import { holdCeremony, lieTo } from "../players/ceremonies.mjs";
import { createStream, loadVector } from "../helpers.mjs";
import { slow } from "../slow.mjs";

const group = getGroup("Ed25519");

/** All sets of `count` numbers from 1 to `size`. */
function chooseFrom(size, count, first = 1) {
  if (count === 0) return [[]];
  const sets = [];
  for (let i = first; i <= size; i += 1) {
    for (const rest of chooseFrom(size, count - 1, i + 1)) sets.push([i, ...rest]);
  }
  return sets;
}

const refusedFor = (sender) => (error) =>
  error instanceof WrongShareError && error.code === "trustee-share" && error.sender === sender;

const small = await holdCeremony(3, 2);
const another = await holdCeremony(3, 2, "another");

function requireDecryption(run, chosenSets) {
  const { certificates, polynomials, voutputs } = run;
  const parameters = computeThresholdParameters(certificates, polynomials, voutputs);
  const read = decodeTrustees(encodeJson([["Pedersen", parameters]]));
  assert.deepEqual(read, [["Pedersen", parameters]]);
  const items = checkTrustees(group, read);
  const publicKey = computePublicKey(group, items);
  const tally = [[encrypt(group, publicKey, 77n, 5)]];
  const decrypt = (owner) => {
    const share = run.shares[owner - 1];
    const made = createPartialDecryption(group, "f", share, tally, run.randomBytes);
    return checkPartialDecryption(group, "f", items[0].keys[owner - 1], tally, made);
  };
  for (const chosen of chosenSets) {
    const factors = new Map(chosen.map((owner) => [owner, decrypt(owner)]));
    checkResult(group, tally, combineFactors(group, items, factors), [[5]], 9);
    factors.delete(chosen[0]);
    assert.throws(() => combineFactors(group, items, factors), MisuseError);
  }
}

for (const [size, threshold] of [
  [1, 1],
  [2, 2],
  [3, 2],
  [5, 3],
]) {
  (size > 3 ? slow : test)(`any ${threshold} of ${size} decrypt`, async () => {
    requireDecryption(await holdCeremony(size, threshold), chooseFrom(size, threshold));
  });
}

slow("8 of 15 decrypt", async () => {
  const run = await holdCeremony(15, 8);
  requireDecryption(run, [
    [1, 3, 5, 7, 9, 11, 13, 15],
    [8, 9, 10, 11, 12, 13, 14, 15],
  ]);
});

test("every message is in the canonical form of its type", () => {
  const wire = [
    ...small.polynomials.map((value) => [Polynomial, value]),
    ...small.vinputs.map((value) => [Vinput, value]),
    ...small.voutputs.map((value) => [Voutput, value]),
    ...small.certificates.certs.map((value) => [pki.SignedMessage, value]),
  ];
  for (const [type, value] of wire) {
    assert.deepEqual(decodeCanonical(encodeJson(value), type, "x", "a message"), value);
  }
});

test("a trustee opens its own key again, nobody else does", async () => {
  for (const [i, voutput] of small.voutputs.entries()) {
    const verification = small.certificates.verification[i];
    const share = await openDecryptionKey(group, small.seeds[i], verification, voutput.private_key);
    assert.equal(share, small.shares[i]);
    assert.equal(group.encode(group.basePower(share)), voutput.public_key.public_key);
    const other = small.seeds[(i + 1) % 3];
    await assert.rejects(openDecryptionKey(group, other, verification, voutput.private_key), {
      code: "decryption-key",
    });
  }
});

test("a wrong share names its sender and hurts nobody else", async () => {
  const lie = await lieTo(small, 3, 1, '{"secret":"4711"}');
  const told = [...small.polynomials];
  told[2] = { ...told[2], secrets: [lie, ...told[2].secrets.slice(1)] };
  const vinputs = computeVinputs(told);
  await assert.rejects(small.open(1, vinputs[0]), (error) => {
    assert.ok(!error.message.includes("4711"));
    assert.equal(error.name, "WrongShareError");
    return refusedFor(3)(error);
  });
  assert.equal((await small.open(2, vinputs[1])).share, small.shares[1]);
});

test("a share that is no number names its sender", async () => {
  const bodies = ['{"secret":"x"}', '{"secret":"-1"}', '{"secret": "1"}', "{}", "nothing"];
  for (const body of [...bodies, `{"secret":"${group.order}"}`]) {
    const secrets = [...small.vinputs[0].secrets];
    secrets[1] = await lieTo(small, 2, 1, body);
    await assert.rejects(small.open(1, { ...small.vinputs[0], secrets }), refusedFor(2));
  }
});

test("a channel message that cannot be read names its sender", async () => {
  const { secrets } = small.vinputs[0];
  const wire = JSON.parse(secrets[2]);
  const neutral = "1".padStart(64, "0");
  for (const bent of [
    { data: `${wire.data.slice(0, -2)}${wire.data.endsWith("00") ? "01" : "00"}` },
    { data: "zz" },
    { data: "" },
    { alpha: group.encode(group.generator) },
    { alpha: neutral },
    { beta: neutral },
    { alpha: "00" },
    { algorithm: "AES-CCM" },
    { algorithm: undefined },
    { more: 1 },
  ]) {
    const given = [secrets[0], secrets[1], encodeJsonText({ ...wire, ...bent })];
    await assert.rejects(small.open(1, { ...small.vinputs[0], secrets: given }), refusedFor(3));
  }
});

test("a signature inside a channel with a number out of range names its sender", async () => {
  const { encryption } = small.certificates.keys[0];
  const body = encodeJsonText({ recipient: encryption, message: '{"secret":"1"}' });
  const signature = { challenge: "1", response: String(group.order) };
  const signed = encodeJsonText({ message: body, signature });
  const wire = await channels.encryptMessage(group, group.decode(encryption), signed, createStream("s"));
  const secrets = [...small.vinputs[0].secrets];
  secrets[1] = encodeJsonText(wire);
  await assert.rejects(small.open(1, { ...small.vinputs[0], secrets }), refusedFor(2));
});

test("swapped and replayed messages are refused", async () => {
  const [first, second] = small.vinputs;
  const swapped = [first.secrets[1], first.secrets[0], first.secrets[2]];
  await assert.rejects(small.open(1, { ...first, secrets: swapped }), refusedFor(1));
  const replayed = [second.secrets[0], ...first.secrets.slice(1)];
  await assert.rejects(small.open(1, { ...first, secrets: replayed }), refusedFor(1));
  await assert.rejects(small.open(1, second), { code: "trustee-coefexps" });
  for (const list of ["secrets", "coefexps", "signatures"]) {
    const short = { ...first, [list]: first[list].slice(1) };
    await assert.rejects(small.open(1, short), { code: "trustee-coefexps" });
  }
});

test("another ceremony's messages are refused", async () => {
  for (const [i, polynomial] of another.polynomials.entries()) {
    assert.throws(() => checkPolynomial(group, small.certificates, i + 1, polynomial), {
      code: "trustee-coefexps",
      message: new RegExp(`^trustee ${i + 1}:`),
    });
  }
  await assert.rejects(small.open(1, another.vinputs[0]), { code: "trustee-coefexps" });
  const { polynomial } = another.vinputs[0];
  const exchanged = { ...small.vinputs[0], polynomial };
  await assert.rejects(small.open(1, exchanged), { code: "trustee-coefexps" });
  const outsider = openVinput(group, another.seeds[0], small.certificates, small.vinputs[0]);
  await assert.rejects(outsider, { code: "trustee-certificate" });
  const drawn = createPolynomial(group, another.seeds[0], small.certificates, createStream("x"));
  await assert.rejects(drawn, { code: "trustee-certificate" });
});

test("what comes back under our own name must be what we sent", async () => {
  const keys = pki.computePrivateKeys(group, small.seeds[0]);
  const { encryption } = small.certificates.keys[0];
  for (const body of ['{"polynomial":["1","2"]}', '{"polynomial":[]}', '{"polynomial":["x"]}']) {
    const polynomial = await channels.sendMessage(group, keys.signing, encryption, body, createStream("own"));
    await assert.rejects(small.open(1, { ...small.vinputs[0], polynomial }), { code: "trustee-coefexps" });
  }
});

test("a polynomial is refused for its degree, its number of shares, its signatures", () => {
  const [first, second] = small.polynomials;
  const { signing } = pki.computePrivateKeys(group, small.seeds[0]);
  const sign = (message) => pki.createSignature(group, signing, message, createStream("bent"));
  const signed = (message) => ({ message, signature: sign(message) });
  const raw = JSON.parse(first.coefexps.message).coefexps;
  const coefexps = (powers) => signed(encodeJsonText({ coefexps: powers }));
  for (const [bent, code] of [
    [{ ...first, secrets: first.secrets.slice(1) }, "trustee-coefexps"],
    [{ ...first, coefexps: second.coefexps }, "trustee-coefexps"],
    [{ ...first, coefexps: coefexps(raw.slice(1)) }, "trustee-coefexps"],
    [{ ...first, coefexps: coefexps([raw[0], "1".padStart(64, "0")]) }, "trustee-coefexps"],
    [{ ...first, coefexps: coefexps([raw[1], raw[0]]) }, "trustee-signature"],
    [{ ...first, signature: sign("certs_sig|{}") }, "trustee-signature"],
    [{ ...first, signature: second.signature }, "trustee-signature"],
  ]) {
    assert.throws(() => checkPolynomial(group, small.certificates, 1, bent), { code });
  }
  assert.equal(checkPolynomial(group, small.certificates, 1, first).length, 2);
});

test("certificates of another place, context or key are refused", () => {
  const { certs } = small.certificates;
  for (const wrong of [[certs[1], certs[0], certs[2]], certs.slice(0, 2), [...certs, certs[0]]]) {
    assert.throws(() => checkCertificates(group, wrong, 2), { code: "trustee-certificate" });
  }
  assert.throws(() => checkCertificates(group, certs, 3), { code: "trustee-certificate" });
  const bent = [{ ...certs[0], signature: certs[1].signature }, certs[1], certs[2]];
  assert.throws(() => checkCertificates(group, bent, 2), { code: "trustee-certificate" });
  const twice = [1, 2].map((index) =>
    createCertificate(group, small.seeds[0], { size: 2, threshold: 2, index, randomBytes: createStream("t") }),
  );
  assert.throws(() => checkCertificates(group, twice, 2), {
    code: "trustee-certificate",
    message: "two trustees have the same key",
  });
});

test("impossible thresholds are a misuse", () => {
  const randomBytes = createStream("x");
  for (const [threshold, index] of [
    [0, 1],
    [4, 1],
    [2, 0],
    [2, 4],
    [1.5, 1],
  ]) {
    const place = { size: 3, threshold, index, randomBytes };
    assert.throws(() => createCertificate(group, "seed", place), MisuseError);
  }
});

test("a certificate with somebody else's encryption key is nobody's", () => {
  const { certs, keys } = small.certificates;
  const { signing } = pki.computePrivateKeys(group, small.seeds[0]);
  const message = certs[0].message.replace(keys[0].encryption, keys[1].encryption);
  const signature = pki.createSignature(group, signing, message, createStream("bent"));
  const bent = checkCertificates(group, [{ message, signature }, certs[1], certs[2]], 2);
  const find = (place) => findIndex(group, bent, pki.computePrivateKeys(group, small.seeds[place]));
  assert.throws(() => find(0), { code: "trustee-certificate" });
  assert.deepEqual([find(1), find(2)], [2, 3]);
});

test("a proven and signed key that is not the polynomials' is refused", async () => {
  const opened = { number: 1, share: small.shares[0] + 1n };
  const { seeds, certificates, rows } = small;
  const other = await createVoutput(group, seeds[0], certificates, opened, createStream("other"));
  assert.throws(() => checkVoutput(group, certificates, rows, 1, other), {
    code: "trustee-verification-key",
    message: "the key of trustee 1 is not the polynomials'",
  });
});

test("voutputs are checked", () => {
  const [first, second] = small.voutputs;
  const check = (voutput) => checkVoutput(group, small.certificates, small.rows, 1, voutput);
  const withKey = (part) => ({ ...first, public_key: { ...first.public_key, ...part } });
  check(first);
  for (const [wrong, code] of [
    [second, "trustee-verification-key"],
    [withKey({ signature: undefined }), "trustee-verification-key"],
    [withKey({ signature: second.public_key.signature }), "trustee-verification-key"],
    [withKey({ pok: second.public_key.pok }), "trustee-proof"],
  ]) {
    assert.throws(
      () => check(wrong),
      (error) => {
        assert.ok(error instanceof ProtocolError);
        assert.equal(error.code, code);
        return true;
      },
    );
  }
});

for (const name of ["threshold-2-of-3", "threshold-3-of-5-and-single"]) {
  test(`keys that the independent tool made are opened: ${name}`, async () => {
    const { folder, text } = loadVector(name);
    const files = readdirSync(folder).filter((file) => file.endsWith(".key"));
    assert.equal(files.length, name === "threshold-2-of-3" ? 3 : 5);
    const items = decodeTrustees(encodeText(text("trustees.json")));
    const { certs, threshold } = items.find(([kind]) => kind === "Pedersen")[1];
    const certificates = checkCertificates(group, certs, threshold);
    for (const file of files) {
      const seed = text(file);
      const index = findIndex(group, certificates, pki.computePrivateKeys(group, seed));
      const verification = certificates.verification[index - 1];
      const place = file.slice(0, -".key".length);
      const share = await openDecryptionKey(group, seed, verification, text(`${place}.dkey`));
      const data = encodeText(text(`${place}.voutput`));
      const voutput = decodeCanonical(data, Voutput, "x", "a voutput");
      assert.equal(group.encode(group.basePower(share)), voutput.public_key.public_key);
      const again = await openDecryptionKey(group, seed, verification, voutput.private_key);
      assert.equal(again, share);
    }
  });
}
