// What this tab keeps of what was sent, for a reload: what the receipt's page showed, that something was
// sent, and never what.

/** The receipt as the server signed it, what the ballot was sealed as where this phone sealed it, and the
 * language in which it was read.
 * @typedef {{ receipt: string, commitment: string | null, language: string }} Kept */

const KEPT = "receipt:";

/** @type {(uuid: string, kept: Kept) => void} */
export function keepReceipt(uuid, { receipt, commitment, language }) {
  try {
    sessionStorage.setItem(KEPT + uuid, JSON.stringify({ receipt, commitment, language }));
  } catch {
    // A browser that keeps nothing: after a reload the slip is scanned again.
  }
}

/** What was kept for a reload, or null.
 * @type {(uuid: string) => Kept | null} */
export function recallReceipt(uuid) {
  try {
    return JSON.parse(sessionStorage.getItem(KEPT + uuid) ?? "null");
  } catch {
    return null;
  }
}

/** What is kept, if anything, is read in another language from now on.
 * @type {(uuid: string, language: string) => void} */
export function keepLanguage(uuid, language) {
  const kept = recallReceipt(uuid);
  if (kept !== null) keepReceipt(uuid, { ...kept, language });
}

/** No receipt is kept any more. */
export function forgetReceipts() {
  try {
    for (const name of Object.keys(sessionStorage)) if (name.startsWith(KEPT)) sessionStorage.removeItem(name);
  } catch {
    // Then none was kept either.
  }
}
