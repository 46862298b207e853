// The stream of "randomness" of the shared vectors.

import { encodeText } from "../../voteapp/static/js/protocol/encoding.js";
import { sha256 } from "../../voteapp/static/js/vendor/noble.js";

/** Called with a number, gives so many bytes; block i is SHA-256(seed "|" i), i from 0. */
export function createStream(seed) {
  const rest = [];
  let block = 0;
  return (length) => {
    while (rest.length < length) {
      rest.push(...sha256(encodeText(`${seed}|${block}`)));
      block += 1;
    }
    return Uint8Array.from(rest.splice(0, length));
  };
}
