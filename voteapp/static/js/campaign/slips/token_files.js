// What the teller keeps (the token file) and what the teller posts (the token batch).
//
// docs/formats.md, "Protected files" and "What the teller posts".

import { computePublicCredential } from "../../protocol/credentials.js";
import { toHex } from "../../protocol/encoding.js";
import { types } from "../../protocol/types.js";
import { MisuseError, ProtocolError } from "../../protocol/errors.js";
import { GROUP_NAME, getGroup } from "../../protocol/group.js";
import { KINDS, openEnvelope, protect, readEnvelope } from "../protection.js";
import { computeCredential, normalizeToken, TokenError } from "./tokens.js";
/** @import { Bytes, RandomBytes } from "../../protocol/encoding.js" */
/** @import { Value } from "../../protocol/types.js" */
/** @import { WorkOptions } from "../protection.js" */

/** The slips in printing order; each its leaf's code and its token without hyphens. */
const TokenFileSecret = types.struct({ slips: types.list(types.struct({ leaf: types.string, token: types.string })) });
/** @typedef {Value<typeof TokenFileSecret>} TokenFileSecret */

/** A slip: its leaf's code and its token without hyphens.
 * @typedef {TokenFileSecret["slips"][number]} Slip */

/** The passphrase-protected token file.
 * @type {(campaign: string, uuids: string[], slips: Slip[], passphrase: string,
 *   randomBytes: RandomBytes, options?: WorkOptions) => Promise<Bytes>} */
export async function createTokenFile(campaign, uuids, slips, passphrase, randomBytes, options) {
  const shown = { campaign, count: slips.length, uuids };
  return protect(KINDS.slips, shown, { slips }, passphrase, randomBytes, options);
}

/** Read a token file: {slips}; throws ProtocolError `file-encoding`, PassphraseError.
 * @type {(data: Bytes, passphrase: string, options?: WorkOptions) => Promise<TokenFileSecret>} */
export async function openTokenFile(data, passphrase, options) {
  const secret = await openEnvelope(readEnvelope(data, KINDS.slips), passphrase, TokenFileSecret, options);
  for (const { token } of secret.slips) {
    let plain = null;
    try {
      plain = normalizeToken(token);
    } catch (error) {
      if (!(error instanceof TokenError)) throw error;
    }
    if (plain !== token) {
      throw new ProtocolError("file-encoding", "a token in the file is not in its plain form");
    }
  }
  return secret;
}

/** The public credentials of tokens in one election, in the tokens' order.
 * @type {(uuid: string, tokens: string[], onProgress?: (done: number, total: number) => unknown) =>
 *   string[]} */
export function computePublicCredentials(uuid, tokens, onProgress = () => {}) {
  const group = getGroup(GROUP_NAME);
  return tokens.map((token, i) => {
    const credential = computePublicCredential(group, uuid, computeCredential(token));
    onProgress(i + 1, tokens.length);
    return credential;
  });
}

/** The batch to post; `credentials` holds, by uuid, those of the slips in their order.
 * @param {string[]} uuids @param {Slip[]} slips @param {Record<string,
 *   string[]>} credentials @param {RandomBytes} randomBytes */
export function createTokenBatch(uuids, slips, credentials, randomBytes) {
  const elections = uuids.map((uuid) => {
    /** @type {Record<string, string>} */
    const leaves = Object.create(null);
    credentials[uuid].forEach((credential, i) => {
      leaves[credential] = slips[i].leaf;
    });
    if (Object.keys(leaves).length !== slips.length) {
      throw new MisuseError("two slips carry the same token");
    }
    return { uuid, credentials: leaves, salt: toHex(randomBytes(32)) };
  });
  return { type: "voteapp-token-batch", version: 1, elections };
}
