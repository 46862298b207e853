// The booth's arithmetic, off the page's thread. It knows the token only while it works with it and makes no
// request. Of one ballot it keeps what was encrypted until that is signed, shown, or made anew: what is shown
// is never signed, and what is signed has no seed left.

import { createFromSeed, SEED_BYTES } from "../campaign/checking/seeds.js";
import { computeCredential } from "../campaign/slips/tokens.js";
import { computeTracker, signBallot } from "../protocol/ballots.js";
import { computePublicCredential } from "../protocol/credentials.js";
import { createContext } from "../protocol/election.js";
import { decodeText, encodeText, secureRandomBytes, toHex } from "../protocol/encoding.js";
import { serveJobs } from "../ui/jobs.js";

let sealed = null;

/** Nothing of it is left. */
function drop() {
  sealed?.seed.fill(0);
  sealed = null;
}

/** What was encrypted with this hash, once: {context, made, seed, answers}. */
function take(hash) {
  const taken = sealed;
  sealed = null;
  if (taken?.made.hash !== hash) throw new Error("not sealed");
  return taken;
}

serveJobs({
  /** {token, elections: [text]} -> [public credential], in order. */
  credentials({ token, elections }) {
    const credential = computeCredential(token);
    return elections.map((text) => {
      const { election, group } = createContext(encodeText(text));
      return computePublicCredential(group, election.uuid, credential);
    });
  },
  /** {token, election: text, answers} -> the hash to which the phone is committed then. */
  seal({ token, election, answers }, report) {
    drop();
    const context = createContext(encodeText(election));
    const credential = computePublicCredential(context.group, context.election.uuid, computeCredential(token));
    const seed = secureRandomBytes(SEED_BYTES);
    const onProgress = (done, total) => report("ballot", done, total);
    const made = createFromSeed(context, credential, answers, seed, onProgress);
    sealed = { context, made, seed, answers };
    return made.hash;
  },
  /** {token, hash} -> {ballot: text, tracker}. */
  sign({ token, hash }) {
    const { context, made, seed } = take(hash);
    seed.fill(0);
    const bytes = signBallot(context, computeCredential(token), made, secureRandomBytes);
    return { ballot: decodeText(bytes), tracker: computeTracker(bytes) };
  },
  /** {hash} -> {seed: hex, choices}: what was encrypted can be made again, and is no ballot any more. */
  open({ hash }) {
    const { seed, answers } = take(hash);
    return { seed: toHex(seed), choices: answers };
  },
  drop,
});
