// A ceremony as it is said: what is accepted, what is refused, and that refusing changes nothing.

import { test } from "node:test";
import assert from "node:assert/strict";
import { decodeText, encodeJsonText, encodeText } from "../../../voteapp/static/js/protocol/encoding.js";
import { ConflictError, InvalidInputError } from "../../../voteapp/static/js/protocol/errors.js";
import { getGroup } from "../../../voteapp/static/js/protocol/group.js";
import { decodeTrustees } from "../../../voteapp/static/js/protocol/keys/trustees.js";
import { encodeCanonical } from "../../../voteapp/static/js/campaign/canonical.js";
import { Ceremony } from "../../../voteapp/static/js/campaign/ceremony/agreement.js";
import { createComplaint, judgeComplaint } from "../../../voteapp/static/js/campaign/ceremony/complaints.js";
import { CeremonyError } from "../../../voteapp/static/js/campaign/ceremony/messages.js";
import { checkMessages } from "../../../voteapp/static/js/campaign/ceremony/replay.js";
import { STEPS } from "../../../voteapp/static/js/campaign/ceremony/table.js";
import { Transcript } from "../../../voteapp/static/js/campaign/ceremony/transcript.js";
import { copyTranscript, lieAboutShare, prepareCeremony } from "../players/played.mjs";
import { createStream } from "../stream.mjs";
import { slow } from "../slow.mjs";

const group = getGroup("Ed25519");
const write = (value) => decodeText(encodeCanonical(value));

const honest = prepareCeremony(3, 2, 1, "honest");
await honest.play();
const said = honest.transcript.entries;

/** A transcript that heard the honest messages before `step`, and of `step` those of `others`. */
function hear(step, others = []) {
  const end = said.findIndex((entry) => entry.step === step);
  const extra = said.filter((entry) => entry.step === step && others.includes(entry.trustee));
  return copyTranscript({ ...honest.transcript, entries: [...said.slice(0, end), ...extra] });
}

/** `message` is refused as told, and nothing changes: the honest message still passes. */
async function refused(transcript, [code, trustee, step], message, blamed = trustee) {
  const before = JSON.stringify([transcript.entries, transcript.step, transcript.missing]);
  await assert.rejects(transcript.add(trustee, step, message), (error) => {
    assert.ok(error instanceof CeremonyError, error.stack);
    assert.deepEqual([error.code, error.trustee], [code, blamed]);
    assert.ok(error.message.startsWith(`trustee ${blamed}, step `), error.message);
    return true;
  });
  assert.equal(JSON.stringify([transcript.entries, transcript.step, transcript.missing]), before);
  assert.equal(transcript.failure, null);
}

test("an honest ceremony: steps, who is missing, what is known when", async () => {
  const { transcript, players } = prepareCeremony(3, 2, 1, "honest");
  const seen = [];
  while (transcript.step !== "done") {
    const { step, missing } = transcript;
    seen.push([step, missing.length]);
    for (const number of missing) {
      assert.ok(!transcript.has(number, step) && transcript.message(number, step) === null);
      const text = await players[number - 1][step]();
      await transcript.add(number, step, encodeText(text));
      assert.ok(transcript.has(number, step) && transcript.message(number, step) === text);
    }
    assert.equal(transcript.certsHash === null, false);
    assert.equal(transcript.commitments === null, step === "certificate");
    assert.equal(transcript.agreed === null, ["certificate", "commit"].includes(step));
    assert.equal(transcript.polynomials === null, STEPS.indexOf(step) < 3);
    assert.equal(transcript.rows === null, STEPS.indexOf(step) < 3);
    assert.equal(transcript.voutputs === null, step !== "share");
    if (step !== "share") assert.throws(() => transcript.assemble(), ConflictError);
  }
  assert.deepEqual(seen, [
    ["certificate", 3],
    ["commit", 4],
    ["acknowledge", 4],
    ["reveal", 4],
    ["share", 3],
  ]);
  assert.deepEqual(transcript.missing, []);
  const { parameters, trustees, trusteesText, ceremony } = transcript.assemble();
  assert.deepEqual(decodeTrustees(encodeText(trusteesText)), trustees);
  assert.deepEqual(
    trustees.map(([kind]) => kind),
    ["Pedersen", "Single"],
  );
  assert.equal(parameters, trustees[0][1]);
  assert.deepEqual(Ceremony(ceremony, "it"), ceremony);
  assert.equal(ceremony.messages.length, 18);
  assert.equal(transcript.singleKeys.length, 1);
  await checkMessages(group, trustees, ceremony);
});

test("sizes and thresholds that no ceremony has", () => {
  for (const [size, threshold, singles, field] of [
    [0, 0, 0, "trustees"],
    [16, 9, 0, "trustees"],
    [4, 2, 0, "threshold"],
    [3, 4, 0, "threshold"],
    [3, 2, -1, "singles"],
    [3, 2, 16, "singles"],
    [2.5, 2, 0, "trustees"],
  ]) {
    assert.throws(
      () => new Transcript(group, size, threshold, singles),
      (error) => {
        assert.ok(error instanceof InvalidInputError);
        assert.equal(error.field, field);
        return true;
      },
    );
  }
});

test("steps at the wrong time, of the wrong trustee, twice", async () => {
  const of = (trustee, step) => honest.transcript.message(trustee, step);
  await refused(await hear("commit"), ["ceremony-early", 1, "acknowledge"], of(1, "acknowledge"));
  await refused(await hear("acknowledge", [1]), ["ceremony-early", 1, "reveal"], of(1, "reveal"));
  await refused(await hear("acknowledge", [1]), ["ceremony-early", 4, "reveal"], of(4, "reveal"));
  await refused(await hear("certificate", [1]), ["ceremony-early", 1, "commit"], of(1, "commit"));
  await refused(await hear("reveal", [1, 2, 3]), ["ceremony-early", 1, "share"], of(1, "share"));
  const commits = await hear("commit", [1]);
  for (const [code, trustee, step] of [
    ["ceremony-replay", 1, "commit"],
    ["ceremony-step", 4, "certificate"],
    ["ceremony-step", 4, "share"],
    ["ceremony-step", 4, "complain"],
    ["ceremony-step", 0, "commit"],
    ["ceremony-step", 5, "commit"],
    ["ceremony-step", 1, "assemble"],
    ["ceremony-step", 1, "done"],
    ["ceremony-step", 1, "__proto__"],
    ["ceremony-step", 1.5, "commit"],
    ["ceremony-step", "1", "commit"],
  ]) {
    await refused(commits, [code, trustee, step], of(1, "commit"));
  }
  await commits.add(2, "commit", of(2, "commit"));
});

test("what another said cannot be said again", async () => {
  const read = (trustee, step) => JSON.parse(honest.transcript.message(trustee, step));
  const [own, first] = [read(2, "commit"), read(1, "commit")];
  const commits = await hear("commit", [1]);
  await refused(commits, ["ceremony-replay", 2, "commit"], write({ ...own, commitment: first.commitment }));
  await refused(commits, ["ceremony-replay", 2, "commit"], write({ ...own, certs_hash: "0".repeat(64) }));
  await refused(commits, ["ceremony-commitment", 2, "commit"], write({ ...own, index: 3 }));
  const signed = await hear("acknowledge", [1]);
  const stolen = { ...read(2, "acknowledge"), signature: read(1, "acknowledge").signature };
  await refused(signed, ["ceremony-replay", 2, "acknowledge"], write(stolen));
  const shown = await hear("reveal", [1]);
  const { secrets, ...rest } = read(2, "reveal");
  const replayed = (texts) =>
    encodeJsonText({ polynomial: rest.polynomial, secrets: texts, coefexps: rest.coefexps, signature: rest.signature });
  const others = read(1, "reveal").secrets;
  await refused(shown, ["ceremony-replay", 2, "reveal"], replayed([others[0], secrets[1], secrets[2]]));
  await refused(shown, ["ceremony-replay", 2, "reveal"], replayed([secrets[0], secrets[0], secrets[2]]));
  await refused(shown, ["ceremony-encoding", 2, "reveal"], replayed([secrets[0], secrets[1]]));
  await refused(
    shown,
    ["ceremony-encoding", 2, "reveal"],
    replayed([secrets[0], secrets[1], secrets[2].toUpperCase()]),
  );
  await shown.add(2, "reveal", replayed(secrets));
});

test("another list, another opening, another signer", async () => {
  const other = prepareCeremony(3, 2, 1, "another");
  await other.play();
  const read = (trustee, step) => JSON.parse(honest.transcript.message(trustee, step));
  const signed = await hear("acknowledge", [1]);
  const own = read(2, "acknowledge");
  const listed = [...own.commitments.slice(0, 3), "0".repeat(64)];
  await refused(signed, ["ceremony-acknowledgement", 2, "acknowledge"], write({ ...own, commitments: listed }));
  await refused(
    signed,
    ["ceremony-acknowledgement", 2, "acknowledge"],
    write({ ...own, commitments: listed.slice(0, 3) }),
  );
  const bent = { ...own, signature: { ...own.signature, response: "1" } };
  await refused(signed, ["ceremony-acknowledgement", 2, "acknowledge"], write(bent));
  const shown = await hear("reveal", [1]);
  const late = prepareCeremony(3, 2, 1, "late");
  late.players.forEach((player, i) => Object.assign(player, { transcript: shown, seed: honest.players[i].seed }));
  await late.players[1].commit();
  await refused(shown, ["ceremony-commitment", 2, "reveal"], encodeJsonText(late.players[1].polynomial));
  await refused(shown, ["ceremony-commitment", 4, "reveal"], encodeJsonText(other.players[3].key));
  await shown.add(4, "reveal", encodeJsonText(honest.players[3].key));
});

test("a single trustee's signature is checked when its key is known", async () => {
  const signed = await hear("acknowledge", [1, 2, 3]);
  const own = JSON.parse(honest.transcript.message(4, "acknowledge"));
  await signed.add(4, "acknowledge", write({ ...own, signature: { ...own.signature, response: "1" } }));
  for (const number of [1, 2, 3]) {
    await signed.add(number, "reveal", honest.transcript.message(number, "reveal"));
  }
  const step = ["ceremony-acknowledgement", 4, "reveal"];
  await refused(signed, step, honest.transcript.message(4, "reveal"));
});

test("keys: of another polynomial, unsigned, unproven", async () => {
  const shown = await hear("share", [1]);
  const own = JSON.parse(honest.transcript.message(2, "share"));
  const withKey = (changes) => encodeJsonText({ ...own, public_key: { ...own.public_key, ...changes } });
  const proof = { challenge: "1", response: "2" };
  const generator = group.encode(group.generator);
  await refused(shown, ["trustee-verification-key", 2, "share"], withKey({ public_key: generator }));
  await refused(shown, ["trustee-verification-key", 2, "share"], withKey({ signature: proof }));
  await refused(shown, ["trustee-verification-key", 2, "share"], withKey({ signature: undefined }));
  await refused(shown, ["trustee-proof", 2, "share"], withKey({ pok: proof }));
  await refused(shown, ["ceremony-encoding", 2, "share"], encodeJsonText({ ...own, private_key: "{}" }));
  await shown.add(2, "share", encodeJsonText(own));
});

test("messages given at once are checked one after the other", async () => {
  const transcript = new Transcript(group, 3, 2, 1);
  const adding = said.map(({ trustee, step, message }) => transcript.add(trustee, step, message));
  const again = transcript.add(3, "share", honest.transcript.message(3, "share"));
  await assert.rejects(again, { code: "ceremony-replay" });
  await Promise.all(adding);
  assert.deepEqual(transcript.entries, said);
});

/** A ceremony in which trustee 1 sends trustee 2 `body`, all polynomials shown. */
async function lied(body) {
  const run = prepareCeremony(3, 2, 1, "honest");
  if (body !== null) lieAboutShare(run.players[0], 2, body);
  await run.play("reveal");
  return run;
}

function complain({ transcript, players }, victim, sender) {
  const { certificates, polynomials } = transcript;
  const { seed } = players[victim - 1];
  const random = createStream("complaint");
  return createComplaint(group, seed, certificates, polynomials, sender, random);
}

for (const body of ['{"secret":"5"}', '{"secret":"05"}', '{"share":"5"}', "", "5"]) {
  test(`a share that says ${body || "nothing"} is proven wrong to all`, async () => {
    const run = await lied(body);
    const { transcript, players } = run;
    await assert.rejects(players[1].share(), { code: "trustee-share", trustee: 1, step: "share" });
    await transcript.add(3, "share", await players[2].share());
    const complaint = write(complain(run, 2, 1));
    const copy = await copyTranscript(transcript);
    for (const one of [transcript, copy]) {
      await one.add(2, "complain", complaint);
      const { trustee, step, code } = one.failure;
      assert.deepEqual([trustee, step, code], [1, "share", "trustee-share"]);
      assert.equal(one.message(2, "complain"), complaint);
      await assert.rejects(one.add(1, "share", "{}"), { code: "ceremony-step", trustee: 1 });
      assert.throws(() => one.assemble(), ConflictError);
    }
  });
}

test("a share that was signed for somebody else, or cannot be decrypted, is wrong", async () => {
  const run = await lied(null);
  const { transcript, players } = run;
  const { certificates, polynomials, rows } = transcript;
  const wire = JSON.parse(polynomials[0].secrets[1]);
  const bent = encodeJsonText({ ...wire, data: "00".repeat(wire.data.length / 2) });
  const swapped = encodeJsonText({ ...wire, beta: group.encode(group.generator) });
  for (const text of [bent, swapped]) {
    const changed = [{ ...polynomials[0], secrets: [polynomials[0].secrets[0], text, ""] }, ...polynomials.slice(1)];
    const random = createStream("complaint");
    const complaint = createComplaint(group, players[1].seed, certificates, changed, 1, random);
    assert.match(await judgeComplaint(group, certificates, changed, rows, complaint), /^trustee 1: /);
  }
});

slow("complaints that prove nothing are refused, and the ceremony goes on", async () => {
  const [right, wrong] = [await lied(null), await lied('{"secret":"5"}')];
  const code = "ceremony-complaint";
  await refused(right.transcript, [code, 2, "complain"], write(complain(right, 2, 1)));
  await refused(right.transcript, [code, 2, "complain"], write(complain(right, 2, 2)));
  const proven = complain(wrong, 2, 1);
  const proof = { challenge: "1", response: "2" };
  const generator = group.encode(group.generator);
  for (const [trustee, changes] of [
    [2, { signature: proof }],
    [2, { proof }],
    [2, { shared: generator }],
    [2, { shared: "00" }],
    [2, { sender: 3 }],
    [2, { sender: 4 }],
    [2, { sender: 0 }],
    [2, { index: 3 }],
    [3, {}],
  ]) {
    await refused(wrong.transcript, [code, trustee, "complain"], write({ ...proven, ...changes }));
  }
  const elsewhere = write({ ...proven, certs_hash: "0".repeat(64) });
  await refused(wrong.transcript, ["ceremony-replay", 2, "complain"], elsewhere);
  await refused(wrong.transcript, ["ceremony-encoding", 2, "complain"], `${write(proven)} `);
  await right.play();
  await refused(right.transcript, ["ceremony-step", 2, "complain"], write(complain(right, 2, 1)));
  assert.equal(right.transcript.assemble().trustees.length, 2);
  await wrong.transcript.add(2, "complain", write(proven));
  assert.equal(wrong.transcript.failure.trustee, 1);
});

test("a complaint about nobody cannot be made", async () => {
  const run = await lied(null);
  assert.throws(() => complain(run, 2, 4), { code: "ceremony-complaint" });
});

slow("replaying the evidence's messages", async () => {
  const { trustees, ceremony } = honest.transcript.assemble();
  const check = (changes, changed = trustees) => checkMessages(group, changed, { ...ceremony, ...changes });
  await check({});
  await check({ refused: [{ trustee: 9, step: "?", code: "?", message: "anything" }] });
  const messages = [...ceremony.messages];
  await assert.rejects(check({ messages: messages.slice(0, -1) }), { code: "ceremony-messages" });
  await assert.rejects(check({ messages: [] }), { code: "ceremony-messages" });
  await assert.rejects(check({ commitments: [] }), { code: "ceremony-messages" });
  await assert.rejects(check({ acknowledgements: [] }), { code: "ceremony-messages" });
  await assert.rejects(check({}, [trustees[1], trustees[0]]), { code: "ceremony-messages" });
  await assert.rejects(check({}, [trustees[0], trustees[0]]), { code: "ceremony-messages" });
  await assert.rejects(check({}, [trustees[0]]), { code: "ceremony-step" });
  const [kind, parameters] = trustees[0];
  const shuffled = [[kind, { ...parameters, signatures: [...parameters.signatures].reverse() }], trustees[1]];
  await assert.rejects(check({}, shuffled), { code: "ceremony-messages" });
  const many = [[kind, { ...parameters, certs: Array(16).fill(parameters.certs[0]), threshold: 9 }]];
  await assert.rejects(check({}, many), { code: "ceremony-messages" });
  const run = await lied('{"secret":"5"}');
  await run.transcript.add(2, "complain", write(complain(run, 2, 1)));
  const failed = [...run.transcript.entries, { trustee: 1, step: "share", message: "{}" }];
  await assert.rejects(check({ messages: failed }), { code: "trustee-share" });
});

test("a player who is not among the certificates cannot play", async () => {
  const stranger = prepareCeremony(3, 2, 0, "stranger").players[0];
  stranger.transcript = honest.transcript;
  await assert.rejects(stranger.commit(), { code: "trustee-certificate" });
});
