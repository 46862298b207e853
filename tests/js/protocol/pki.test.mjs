// Messages of the trustees' channels, and keys that the independent tool made.

import { test } from "node:test";
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { encodeJsonText, encodeText, secureRandomBytes } from "../../../voteapp/static/js/protocol/encoding.js";
import { getGroup } from "../../../voteapp/static/js/protocol/group.js";
import * as channels from "../../../voteapp/static/js/protocol/keys/channels.js";
import * as pki from "../../../voteapp/static/js/protocol/keys/pki.js";
import { decodeTrustees } from "../../../voteapp/static/js/protocol/keys/trustees.js";
import { loadVector } from "../helpers.mjs";

const group = getGroup("Ed25519");

for (const name of ["threshold-2-of-3", "threshold-3-of-5-and-single", "staffing-survey"]) {
  test(`the decryption keys of ${name} open with the trustees' seeds`, async () => {
    const { folder, text } = loadVector(name);
    const pedersen = decodeTrustees(encodeText(text("trustees.json"))).find(([kind]) => kind === "Pedersen")[1];
    const certs = pedersen.certs.map((cert) => JSON.parse(cert.message));
    let opened = 0;
    for (const file of readdirSync(folder).filter((entry) => entry.endsWith(".key"))) {
      const keys = pki.computePrivateKeys(group, readFileSync(join(folder, file), "utf8").trim());
      const verification = group.basePower(keys.signing);
      const index = certs.findIndex((cert) => cert.verification === group.encode(verification));
      assert.ok(index >= 0);
      assert.equal(certs[index].encryption, group.encode(group.basePower(keys.decryption)));
      const sealed = text(file.replace(/\.key$/, ".dkey"));
      const message = await channels.receiveMessage(group, keys, verification, sealed, "channel");
      const exponent = group.decodeScalar(JSON.parse(message).decryption_key);
      const publicKey = pedersen.verification_keys[index].public_key;
      assert.equal(group.encode(group.basePower(exponent)), publicKey);
      opened += 1;
    }
    assert.equal(opened, certs.length);
  });
}

test("a message reaches its recipient only, unchanged only", async () => {
  const [sender, reader, other] = [0, 1, 2].map(() => pki.computePrivateKeys(group, pki.createSeed(secureRandomBytes)));
  const recipient = group.encode(group.basePower(reader.decryption));
  const verification = group.basePower(sender.signing);
  const sealed = await channels.sendMessage(group, sender.signing, recipient, "é \u007f", secureRandomBytes);
  assert.equal(await channels.receiveMessage(group, reader, verification, sealed, "c"), "é \u007f");
  await assert.rejects(channels.receiveMessage(group, other, verification, sealed, "c"), { code: "c" });
  const stranger = group.basePower(other.signing);
  await assert.rejects(channels.receiveMessage(group, reader, stranger, sealed, "c"), { code: "c" });
  const bent = sealed.replace(/"data":"(.)/, (_, digit) => `"data":"${digit === "0" ? "1" : "0"}`);
  await assert.rejects(channels.receiveMessage(group, reader, verification, bent, "c"), { code: "c" });
});

test("whatever is wrong with a message, the code is the one asked for", async () => {
  const [sender, reader] = [0, 1].map(() => pki.computePrivateKeys(group, pki.createSeed(secureRandomBytes)));
  const verification = group.basePower(sender.signing);
  const encryption = group.basePower(reader.decryption);
  const recipient = group.encode(encryption);
  const seal = async (signed) =>
    encodeJsonText(await channels.encryptMessage(group, encryption, encodeJsonText(signed), secureRandomBytes));
  const read = (sealed) => channels.receiveMessage(group, reader, verification, sealed, "c");
  const sign = (body) => pki.createSignature(group, sender.signing, encodeJsonText(body), secureRandomBytes);
  const whole = { recipient, message: "hello" };
  const signature = sign(whole);
  const message = encodeJsonText(whole);
  const good = await seal({ message, signature });
  assert.equal(await read(good), "hello");

  const neutral = "1".padStart(64, "0");
  const wire = JSON.parse(good);
  for (const bent of [{ alpha: neutral }, { beta: neutral }, { alpha: "00" }, { data: "zz" }]) {
    await assert.rejects(read(encodeJsonText({ ...wire, ...bent })), { code: "c" });
  }
  const tooLarge = { ...signature, response: String(group.order) };
  await assert.rejects(read(await seal({ message, signature: tooLarge })), { code: "c" });
  // Signed for somebody else, and sealed for us by whoever it was meant for.
  const forwarded = { recipient: group.encode(group.generator), message: "hello" };
  const signed = { message: encodeJsonText(forwarded), signature: sign(forwarded) };
  await assert.rejects(read(await seal(signed)), { code: "c", message: "the message is for somebody else" });
});
