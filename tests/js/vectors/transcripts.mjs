// The shared vectors of whole ceremonies: every message in its order, single trustees' too, what
// they come to, the key files, the codes on paper; and one that ends by a proven complaint.
//
// Each trustee draws from a stream of its own: seed (a single one: then its key's proof),
// certificate, polynomial, acknowledgement, voutput or complaint.

import { encodeCanonical } from "../../../voteapp/static/js/campaign/canonical.js";
import { createComplaint } from "../../../voteapp/static/js/campaign/ceremony/complaints.js";
import {
  createSingleFile,
  restoreSingleKey,
  restoreThresholdKey,
} from "../../../voteapp/static/js/campaign/keys/restored.js";
import { encodeRestoreCode, encodeRestoreQr } from "../../../voteapp/static/js/campaign/keys/paper.js";
import { createThresholdKey } from "../../../voteapp/static/js/campaign/keys/threshold.js";
import { computeHashWords } from "../../../voteapp/static/js/campaign/words.js";
import { decodeText, encodeJsonText } from "../../../voteapp/static/js/protocol/encoding.js";
import { getGroup } from "../../../voteapp/static/js/protocol/group.js";
import { lieAboutShare, prepareCeremony } from "../players/played.mjs";
import { createStream } from "../stream.mjs";

const group = getGroup("Ed25519");
const PASSPHRASE = "correct horse battery";
const OPTIONS = { n: 2 ** 14 };
const SEED = "voteapp vectors: transcript";
const write = (value) => decodeText(encodeCanonical(value));

async function describeTrustee(transcript, { number, single, seed, stream, key }) {
  const random = (what) => createStream(`${stream}, ${what}`);
  const { size, threshold } = transcript;
  const first = single
    ? await createSingleFile(seed, PASSPHRASE, random("first file"), OPTIONS)
    : await createThresholdKey(PASSPHRASE, { size, threshold, index: number }, random("first file"), {
        ...OPTIONS,
        seed,
      });
  const last = single
    ? restoreSingleKey(seed, key, PASSPHRASE, random("file"), OPTIONS)
    : restoreThresholdKey(seed, transcript, PASSPHRASE, random("file"), OPTIONS);
  return {
    stream,
    pki_seed: seed,
    restore_code: encodeRestoreCode(seed),
    restore_qr: encodeRestoreQr(seed),
    first_said: encodeJsonText(single ? first.key : first.certificate),
    first_file: decodeText(first.file),
    file: decodeText(await last),
  };
}

async function finishedVector(size, threshold, singles) {
  const { transcript, players, play } = prepareCeremony(size, threshold, singles, SEED);
  await play();
  const { trusteesText, ceremony } = transcript.assemble();
  const trustees = [];
  for (const player of players) trustees.push(await describeTrustee(transcript, player));
  return {
    size,
    threshold,
    singles,
    passphrase: PASSPHRASE,
    ...OPTIONS,
    trustees,
    certs_hash: transcript.certsHash,
    words: computeHashWords(transcript.certsHash),
    entries: transcript.entries,
    trustees_text: trusteesText,
    ceremony: write(ceremony),
  };
}

async function failedVector(size, threshold, singles) {
  const [liar, victim] = [2, 3];
  const { transcript, players, play } = prepareCeremony(size, threshold, singles, `${SEED}, wrong`);
  lieAboutShare(players[liar - 1], victim);
  await play("reveal");
  const { certificates, polynomials } = transcript;
  const { seed, randomBytes } = players[victim - 1];
  const complaint = createComplaint(group, seed, certificates, polynomials, liar, randomBytes);
  await transcript.add(victim, "complain", write(complaint));
  return {
    size,
    threshold,
    singles,
    liar,
    victim,
    trustees: players.map((player) => ({ stream: player.stream, pki_seed: player.seed })),
    entries: transcript.entries,
    failure: transcript.failure,
  };
}

/** Two ceremonies: {finished, failed}. */
export async function transcriptVectors() {
  return [
    { finished: await finishedVector(3, 2, 2) },
    { finished: await finishedVector(1, 1, 0) },
    { failed: await failedVector(3, 2, 1) },
  ];
}
