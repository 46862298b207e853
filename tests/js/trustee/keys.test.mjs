// A trustee's own key while the ceremony runs: a server that tells several stories learns nothing.

import { test } from "node:test";
import assert from "node:assert/strict";
import { getGroup } from "../../../voteapp/static/js/protocol/group.js";
import { SingleKey } from "../../../voteapp/static/js/trustee/ceremony/single.js";
import { ThresholdKey } from "../../../voteapp/static/js/trustee/ceremony/threshold.js";
import { copyTranscript, prepareCeremony } from "../players/played.mjs";
import { slow } from "../slow.mjs";

const group = getGroup("Ed25519");
const PASSPHRASE = "correct horse battery";
const FAST = { n: 2 ** 14 };
const STORY = { message: "StoryError" };
const OWN = { message: "OwnMessageError" };

/** Trustee `position` of a ceremony is our software; the others are played. */
async function join(transcript, players, position, kind) {
  const { size, threshold } = transcript;
  const task = { position, size, threshold };
  const key = await kind.create(group, task, PASSPHRASE, FAST);
  const player = players[position - 1];
  for (const step of ["certificate", "commit", "acknowledge", "reveal", "share"]) {
    player[step] = async () => (await key.act(step, transcript, FAST)).message;
  }
  const reopen = () => kind.open(group, task, key.record, PASSPHRASE, FAST);
  return { key, reopen };
}

/** The same story told anew, each message changed. */
function tellAgain({ size, threshold, singles, entries }, change) {
  return copyTranscript({ size, threshold, singles, entries: entries.map(change) });
}

slow("a trustee who looked at one set of polynomials answers to no other", async () => {
  const { transcript, players, play } = prepareCeremony(3, 2, 0, "stories");
  const { key, reopen } = await join(transcript, players, 2, ThresholdKey);
  await play("reveal");
  // The server alone can do this: it puts another ciphertext, with the alpha that it wants opened,
  // in the place of the share that trustee 1 sent to trustee 2.
  const spoil = (from) => (entry) => {
    if (entry.trustee !== 1 || entry.step !== "reveal") return entry;
    const value = JSON.parse(entry.message);
    const sealed = JSON.parse(JSON.parse(transcript.message(from, "reveal")).secrets[1]);
    sealed.data = `${sealed.data.slice(0, -2)}${sealed.data.endsWith("00") ? "01" : "00"}`;
    value.secrets[1] = JSON.stringify(sealed);
    return { ...entry, message: JSON.stringify(value) };
  };
  const [first, second] = [await tellAgain(transcript, spoil(1)), await tellAgain(transcript, spoil(3))];
  key.check(first);
  const said = await key.act("share", first, FAST);
  assert.equal(said.step, "complain");
  const again = await reopen();
  again.check(first);
  assert.equal((await again.act("share", first, FAST)).step, "complain");
  assert.throws(() => again.check(second), STORY);
  assert.throws(() => again.check(transcript), STORY);
});

slow("an honest end is the same after the page was loaded again", async () => {
  const { transcript, players, play } = prepareCeremony(2, 2, 0, "honest");
  const { reopen } = await join(transcript, players, 1, ThresholdKey);
  await play();
  const again = await reopen();
  again.check(transcript);
  await again.finish(transcript, FAST);
  again.check(transcript);
});

test("a polynomial is committed to under no other certificates", async () => {
  const { transcript, players, play } = prepareCeremony(2, 2, 0, "certificates");
  const { key, reopen } = await join(transcript, players, 1, ThresholdKey);
  await play("certificate");
  const other = prepareCeremony(2, 2, 0, "exchanged").players[1];
  const exchanged = await tellAgain(transcript, (entry) =>
    entry.trustee === 2 ? { ...entry, message: other.certificate() } : entry,
  );
  await key.act("commit", transcript, FAST);
  const again = await reopen();
  assert.deepEqual(await again.act("commit", transcript, FAST), await key.act("commit", transcript, FAST));
  await assert.rejects(again.act("commit", exchanged, FAST), STORY);
});

test("a single trustee reveals nothing before it signed the list itself", async () => {
  const { transcript, players, play } = prepareCeremony(2, 2, 1, "single");
  const { key } = await join(transcript, players, 3, SingleKey);
  await play("commit");
  const before = await copyTranscript(transcript);
  await play("acknowledge");
  // What it signed is kept now; but a server that signs in its name finds one that signed nothing.
  key.check(transcript);
  const fresh = await SingleKey.open(group, { position: 3 }, key.record, PASSPHRASE, FAST);
  fresh.commitments = [];
  fresh.check(before);
  assert.throws(() => fresh.check(transcript), OWN);
});
