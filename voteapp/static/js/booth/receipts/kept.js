// Receipts that this tab keeps for a reload: they say that something was sent, as the page does, and
// never what.

const KEPT = "receipt:";

export function keepReceipt(uuid, text) {
  try {
    sessionStorage.setItem(KEPT + uuid, text);
  } catch {
    // A browser that keeps nothing: after a reload the slip is scanned again.
  }
}

/** The receipt's text that was kept for a reload, or null. */
export function recallReceipt(uuid) {
  try {
    return sessionStorage.getItem(KEPT + uuid);
  } catch {
    return null;
  }
}

/** No receipt is kept any more. */
export function forgetReceipts() {
  try {
    for (const name of Object.keys(sessionStorage)) if (name.startsWith(KEPT)) sessionStorage.removeItem(name);
  } catch {
    // Then none was kept either.
  }
}
