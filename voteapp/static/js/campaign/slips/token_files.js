// What the teller keeps (the token file) and what the teller posts (the token batch).
//
// docs/formats.md, "Protected files" and "What the teller posts".

import { computePublicCredential } from "../../protocol/credentials.js";
import { isHex } from "../../protocol/encoding.js";
import { types } from "../../protocol/types.js";
import { MisuseError, ProtocolError } from "../../protocol/errors.js";
import { GROUP_NAME, getGroup } from "../../protocol/group.js";
import { KINDS, openEnvelope, protect, readEnvelope } from "../protection.js";
import { createStatement, TellerSecret } from "./tellers.js";
import { computeCredential, normalizeToken, TokenError } from "./tokens.js";
/** @import { Bytes, RandomBytes } from "../../protocol/encoding.js" */
/** @import { Value } from "../../protocol/types.js" */
/** @import { WorkOptions } from "../protection.js" */

/** What a token batch says that it is. */
export const BATCH_TYPE = "voteapp-token-batch";

/** The slips in printing order, each its leaf's code and its token without hyphens; and what the teller signs and
 * commits with. */
const TokenFileSecret = types.struct({
  slips: types.list(types.struct({ leaf: types.string, token: types.string })),
  teller: TellerSecret,
});
/** @typedef {Value<typeof TokenFileSecret>} TokenFileSecret */

/** A slip: its leaf's code and its token without hyphens.
 * @typedef {TokenFileSecret["slips"][number]} Slip */

/** The passphrase-protected token file.
 * @type {(campaign: string, uuids: string[], slips: Slip[], teller: TellerSecret, passphrase: string,
 *   randomBytes: RandomBytes, options?: WorkOptions) => Promise<Bytes>} */
export async function createTokenFile(campaign, uuids, slips, teller, passphrase, randomBytes, options) {
  const shown = { campaign, count: slips.length, uuids };
  return protect(KINDS.slips, shown, { slips, teller }, passphrase, randomBytes, options);
}

/** Read a token file: {slips, teller}; throws ProtocolError `file-encoding`, PassphraseError.
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
  const { key, salts } = secret.teller;
  if (![key, ...salts].every((text) => isHex(text, 32))) {
    throw new ProtocolError("file-encoding", "the teller's key or a salt is not 64 hex digits");
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

/** The leaf of each of a teller's credentials in one election; `credentials` are those of the slips in their order.
 * @type {(slips: Slip[], credentials: string[]) => Record<string, string>} */
export function mapLeaves(slips, credentials) {
  /** @type {Record<string, string>} */
  const leaves = Object.create(null);
  credentials.forEach((credential, i) => {
    leaves[credential] = slips[i].leaf;
  });
  if (Object.keys(leaves).length !== slips.length) throw new MisuseError("two slips carry the same token");
  return leaves;
}

/** The batch to post; `credentials` holds, by uuid, those of the slips in their order. The same file gives the
 * same batch each time.
 * @param {string[]} uuids @param {Slip[]} slips @param {Record<string,
 *   string[]>} credentials @param {TellerSecret} teller */
export function createTokenBatch(uuids, slips, credentials, teller) {
  const parts = uuids.map((uuid) => mapLeaves(slips, credentials[uuid]));
  const elections = uuids.map((uuid, i) => ({ uuid, credentials: parts[i], salt: teller.salts[i] }));
  const statement = createStatement(uuids, parts, teller);
  return { type: BATCH_TYPE, version: 1, statement, elections };
}
