// The booth's arithmetic, off the page's thread. It knows the token only while it works with it,
// makes no request, and keeps nothing: the randomness of a ballot dies with the function's call.

import { computeCredential } from "../campaign/slips/tokens.js";
import { createBallot, computeTracker } from "../protocol/ballots.js";
import { computePublicCredential } from "../protocol/credentials.js";
import { createContext } from "../protocol/election.js";
import { decodeText, encodeText, secureRandomBytes } from "../protocol/encoding.js";
import { serveJobs } from "../ui/jobs.js";

serveJobs({
  /** {token, elections: [text]} -> [public credential], in order. */
  credentials({ token, elections }) {
    const credential = computeCredential(token);
    return elections.map((text) => {
      const { election, group } = createContext(encodeText(text));
      return computePublicCredential(group, election.uuid, credential);
    });
  },
  /** {token, election: text, answers} -> {ballot: text, tracker}. */
  ballot({ token, election, answers }, report) {
    const context = createContext(encodeText(election));
    const credential = computeCredential(token);
    const onProgress = (done, total) => report("ballot", done, total);
    const bytes = createBallot(context, credential, answers, secureRandomBytes, onProgress);
    return { ballot: decodeText(bytes), tracker: computeTracker(bytes) };
  },
});
