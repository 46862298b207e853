// Whole ceremonies for tests, with single trustees beside the others, message by message.

import { decodeText, encodeJsonText } from "../../../voteapp/static/js/protocol/encoding.js";
import { getGroup } from "../../../voteapp/static/js/protocol/group.js";
import * as channels from "../../../voteapp/static/js/protocol/keys/channels.js";
import * as pki from "../../../voteapp/static/js/protocol/keys/pki.js";
import { encodeCanonical } from "../../../voteapp/static/js/campaign/canonical.js";
import * as singles from "../../../voteapp/static/js/campaign/ceremony/singles.js";
import * as steps from "../../../voteapp/static/js/campaign/ceremony/steps.js";
import { Transcript } from "../../../voteapp/static/js/campaign/ceremony/transcript.js";
import { createStream } from "../stream.mjs";

const group = getGroup("Ed25519");
const canonical = (value) => decodeText(encodeCanonical(value));

/** One trustee; each method gives the text of what it says next. */
export class Player {
  constructor(transcript, number, seed) {
    const { size } = transcript;
    Object.assign(this, { transcript, number, stream: seed, single: number > size });
    this.randomBytes = createStream(seed);
    this.seed = pki.createSeed(this.randomBytes);
    if (this.single) {
      this.privateKey = singles.computeSingleKey(group, this.seed);
      this.key = singles.createSingleKey(group, this.seed, this.randomBytes);
    }
  }

  certificate() {
    const { size, threshold } = this.transcript;
    const { number: index, randomBytes } = this;
    return encodeJsonText(steps.start(group, this.seed, { size, threshold, index, randomBytes }));
  }

  async commit() {
    const { certificates } = this.transcript;
    if (this.single) return canonical(singles.commitSingle(certificates, this.number, this.key));
    const made = await steps.commit(group, this.seed, certificates, this.randomBytes);
    this.polynomial = made.polynomial;
    return canonical(made.commitment);
  }

  acknowledge() {
    const { certificates, commitments } = this.transcript;
    const { seed, privateKey, number, key, polynomial, randomBytes } = this;
    return canonical(
      this.single
        ? singles.acknowledgeSingle(group, privateKey, certificates, commitments, number, key, randomBytes)
        : steps.acknowledge(group, seed, certificates, commitments, polynomial, randomBytes),
    );
  }

  async reveal() {
    const { certificates, agreed } = this.transcript;
    if (this.single) return encodeJsonText(this.key);
    if (this.lie !== undefined) await this.lie();
    return encodeJsonText(steps.reveal(group, this.seed, certificates, agreed, this.polynomial));
  }

  async share() {
    const { certificates, agreed, polynomials, rows } = this.transcript;
    const made = await steps.share(group, this.seed, certificates, agreed, polynomials, this.randomBytes, rows);
    this.secret = made.share;
    return encodeJsonText(made.voutput);
  }
}

/** A ceremony that has not begun: {transcript, players, play}. */
export function prepareCeremony(size = 3, threshold = 2, single = 0, seed = "played") {
  const transcript = new Transcript(group, size, threshold, single);
  const players = Array.from(
    { length: size + single },
    (_, i) => new Player(transcript, i + 1, `${seed}, ${size} ${threshold}, trustee ${i + 1}`),
  );
  /** Go on until everybody said `last`, or whoever `but` names would be next to say it. */
  async function play(last = "share", but = null) {
    while (transcript.step !== "done") {
      const { step, missing } = transcript;
      for (const number of missing) {
        if (step === last && number === but) return;
        await transcript.add(number, step, await players[number - 1][step]());
      }
      if (step === last) return;
    }
  }
  return { transcript, players, play };
}

/** Make `liar` send `victim` a wrong share, or another `body`, when it reveals. */
export function lieAboutShare(liar, victim, body = '{"secret":"5"}') {
  liar.lie = async () => {
    const { signing } = pki.computePrivateKeys(group, liar.seed);
    const { encryption } = liar.transcript.certificates.keys[victim - 1];
    const sealed = await channels.sendMessage(group, signing, encryption, body, createStream("lie"));
    const secrets = liar.polynomial.secrets.map((text, i) => (i === victim - 1 ? sealed : text));
    liar.polynomial = { ...liar.polynomial, secrets };
  };
}

/** A copy of a transcript, by saying everything again. */
export async function copyTranscript({ size, threshold, singles: single, entries }) {
  const copy = new Transcript(group, size, threshold, single);
  for (const { trustee, step, message } of entries) await copy.add(trustee, step, message);
  return copy;
}
