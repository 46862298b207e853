// Vectors of the keys of witnesses and mirrors, in their protected files.

import { createSigningFile, computePublicKey } from "../../../voteapp/static/js/campaign/keys/signing_keys.js";
import { encodeRestoreCode } from "../../../voteapp/static/js/campaign/keys/paper.js";
import { decodeText } from "../../../voteapp/static/js/protocol/encoding.js";
import { getGroup } from "../../../voteapp/static/js/protocol/group.js";
import { createSeed } from "../../../voteapp/static/js/protocol/keys/pki.js";
import { createStream } from "../stream.mjs";

export function signingKeyVectors() {
  return Promise.all(
    ["witness", "mirror"].map(async (role) => {
      const stream = createStream(`voteapp vectors: ${role}`);
      const seed = createSeed(stream);
      const [name, passphrase, n] = ["Zoë 中", "correct horse cafe\u0301", 2 ** 14];
      const file = await createSigningFile(role, name, seed, passphrase, stream, { n });
      return {
        seed: `voteapp vectors: ${role}`,
        role,
        name,
        passphrase,
        n,
        key_seed: seed,
        restore_code: encodeRestoreCode(seed),
        key: computePublicKey(getGroup("Ed25519"), role, seed),
        file: decodeText(file),
      };
    }),
  );
}
