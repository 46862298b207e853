// Everybody who may sign in a campaign, as its manifest names them beside the record's trustees.
//
// docs/formats.md, "Statements". The same as voteapp/campaign/setup/named.py.

import { createPeople } from "../statements/people.js";
/** @import { Element, Group } from "../../protocol/group.js" */
/** @import { Item } from "../../protocol/keys/trustees.js" */
/** @import { People } from "../statements/people.js" */
/** @import { Manifest } from "./manifest.js" */

/**
 * `trustees`: their signing keys, in owner order; `items`: the checked trustees, which say how many decrypt. Nobody
 * signs with the server's or a teller's key. Throws `manifest-witnesses`, `manifest-mirrors`.
 * @type {(manifest: Manifest, group: Group, trustees: Element[], items: Item[]) => People}
 */
export function namePeople({ witnesses, mirrors, server_key: serverKey, tellers }, group, trustees, items) {
  const threshold = items.reduce((sum, item) => sum + item.threshold, 0);
  const others = [serverKey, ...tellers.map(({ key }) => key)];
  return createPeople(group, trustees, threshold, witnesses, mirrors, others);
}
