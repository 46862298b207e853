// The ceremony's messages, said again: what an auditor does with those of the evidence.

import { encodeJsonText } from "../../protocol/encoding.js";
import { ProtocolError } from "../../protocol/errors.js";
import { MAX_SIZE } from "./messages.js";
import { isStep } from "./table.js";
import { Transcript } from "./transcript.js";
/** @import { Group } from "../../protocol/group.js" */
/** @import { Trustee } from "../../protocol/keys/trustees.js" */
/** @import { Ceremony, RefusedEntry } from "./agreement.js" */

const CODE = "ceremony-messages";
const REASONS = [
  "ceremony-step",
  "ceremony-replay",
  "ceremony-early",
  "ceremony-encoding",
  "ceremony-commitment",
  "ceremony-acknowledgement",
  "ceremony-complaint",
  "trustee-certificate",
  "trustee-coefexps",
  "trustee-signature",
  "trustee-proof",
  "trustee-verification-key",
];
const MOST_REFUSED = 5; // of one trustee
const LONGEST_REFUSED = 64 * 1024; // characters

/** @type {(group: Group, trustees: Trustee[]) => Transcript} */
function createTranscript(group, trustees) {
  const [first, ...others] = trustees;
  const [kind, parameters] = first;
  const singles = others.every(([other]) => other === "Single");
  if (kind !== "Pedersen" || !singles || others.length > MAX_SIZE) {
    throw new ProtocolError(CODE, "no ceremony makes such trustees");
  }
  const size = parameters.certs.length;
  if (size > MAX_SIZE) throw new ProtocolError(CODE, `a ceremony has at most ${MAX_SIZE} trustees`);
  return new Transcript(group, size, parameters.threshold, others.length);
}

/**
 * Replay the messages of a ceremony that checkMajority and checkCeremony passed; `trustees` are
 * the record's. Throws CeremonyError for the first message that is wrong, `trustee-share` for a
 * proven complaint, and `ceremony-messages` where the messages do not make these trustees.
 * @type {(group: Group, trustees: Trustee[], ceremony: Ceremony) => Promise<void>}
 */
export async function checkMessages(group, trustees, ceremony) {
  const transcript = createTranscript(group, trustees);
  for (const { trustee, step, message } of ceremony.messages) {
    await transcript.add(trustee, step, message);
    const { failure } = transcript;
    if (failure !== null) throw new ProtocolError(failure.code, failure.message);
  }
  const { step } = transcript;
  if (step !== "done") throw new ProtocolError(CODE, `the step ${step} is not over for all`);
  const made = transcript.assemble();
  const same =
    made.trusteesText === encodeJsonText(trustees) &&
    encodeJsonText(made.ceremony.commitments) === encodeJsonText(ceremony.commitments) &&
    encodeJsonText(made.ceremony.acknowledgements) === encodeJsonText(ceremony.acknowledgements);
  if (!same) throw new ProtocolError(CODE, "the messages make other trustees than the record's");
}

/** @type {(entry: RefusedEntry, trustees: number) => boolean} */
function isKeptSo({ trustee, step, code, message }, trustees) {
  const known = trustee >= 1 && trustee <= trustees && isStep(step) && REASONS.includes(code);
  const short = message.length <= LONGEST_REFUSED || [...message].length <= LONGEST_REFUSED;
  return known && short;
}

/**
 * Require that what was refused is of the form in which it is kept; `trustees`: how many. Nobody
 * signed it, so that nothing else can be said of it. Throws `ceremony-refused`.
 * @type {(ceremony: Ceremony, trustees: number) => void}
 */
export function checkRefused({ refused }, trustees) {
  /** @type {Map<number, number>} */
  const said = new Map();
  for (const entry of refused) {
    const count = (said.get(entry.trustee) ?? 0) + 1;
    said.set(entry.trustee, count);
    if (!isKeptSo(entry, trustees) || count > MOST_REFUSED) {
      throw new ProtocolError("ceremony-refused", "no server keeps such a refused message");
    }
  }
}
