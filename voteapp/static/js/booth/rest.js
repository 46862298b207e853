// What the booth needs once a slip is open: questions, sealing, sending, receipts. It is asked for as
// soon as this module runs, before the first page is whole, and is there before a slip's page is shown:
// from then on nothing but sending needs the network.

import { getFile } from "./net.js";
/** @import { openKept, openSlip } from "./slip.js" */

/** @type {Promise<{ openKept: typeof openKept, openSlip: typeof openSlip }> | null} */
let loading = null;

/** The addresses of all its modules, as the server wrote them into the page. */
function listAddresses() {
  return JSON.parse(document.getElementById("booth-rest")?.textContent || "[]");
}

/**
 * All of it is fetched before any of it is imported: browsers remember a module that did not arrive,
 * and would not ask for it again.
 */
async function load() {
  await Promise.all(listAddresses().map(getFile));
  return import("./slip.js");
}

/** The module that opens slips. Throws NetworkError or BusyError; asked again, it tries again. */
export function loadRest() {
  loading = loading ?? load();
  loading.catch(() => (loading = null));
  return loading;
}

loadRest().catch(() => {}); // tried again, and told, where it is needed
