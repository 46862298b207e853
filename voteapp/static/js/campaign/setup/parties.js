// Who opens an election, who looks on, and who signs for it: the same for all elections of a campaign.

/** Equal texts, equal people; `key`: the joint key. Of canonical JSON, whose fields have one order.
 * @type {(key: string, manifest: { server_key: string, witnesses: readonly object[], mirrors: readonly object[] }) => string} */
export function writeParties(key, { server_key: server, witnesses, mirrors }) {
  return JSON.stringify([key, server, witnesses, mirrors]);
}
