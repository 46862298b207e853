// What a trustee's browser remembers of elections: which ballots it verified, what it signed.
//
// IndexedDB `voteapp-verified`, by fingerprint; nothing in it is secret. The ballots so that a
// verification that runs while voting does goes on after the tab was closed; the statements so
// that this browser never signs two closings of one election (DESIGN, "Trustees").

const DATABASE = "voteapp-verified";
const BALLOTS = "ballots";
const SIGNED = "signed";
const PORTION = 64;
const SOON = 1000;

function open() {
  return new Promise((resolve, reject) => {
    const request = self.indexedDB.open(DATABASE, 1);
    request.onupgradeneeded = () => {
      request.result.createObjectStore(BALLOTS);
      request.result.createObjectStore(SIGNED);
    };
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
    request.onblocked = () => reject(new Error("blocked"));
  });
}

async function use(name, mode, work) {
  const database = await open();
  try {
    return await new Promise((resolve, reject) => {
      const transaction = database.transaction(name, mode);
      const request = work(transaction.objectStore(name));
      transaction.oncomplete = () => resolve(request?.result);
      transaction.onerror = () => reject(transaction.error);
      transaction.onabort = () => reject(transaction.error);
    });
  } finally {
    database.close();
  }
}

/** The ballots of an election that were verified here; `known`: the hashes of before. */
class Ballots {
  constructor(prefix, known) {
    this.prefix = prefix;
    this.known = known;
    this.fresh = [];
    this.kept = performance.now();
  }

  async flush() {
    const portion = this.fresh.splice(0);
    this.kept = performance.now();
    if (portion.length === 0) return;
    await use(BALLOTS, "readwrite", (store) => {
      for (const hash of portion) store.put(1, this.prefix + hash);
    }).catch(() => {});
  }

  async remember(hash) {
    if (this.fresh.push(hash) >= PORTION || performance.now() - this.kept > SOON) await this.flush();
  }
}

/** The ballots of an election that were verified here: {known, remember(hash), flush()}. */
export async function recallBallots(fingerprint) {
  const prefix = `${fingerprint}/`;
  const range = IDBKeyRange.bound(prefix, `${prefix}g`);
  // A browser that keeps nothing verifies everything each time.
  const keys = await use(BALLOTS, "readonly", (store) => store.getAllKeys(range)).catch(() => []);
  return new Ballots(prefix, new Set(keys.map((key) => key.slice(prefix.length))));
}

/** What `signer` ("trustee 1") signed here about `name` (a fingerprint; "out" or "opening" and the campaign's hash): canonical
 * JSON text, or null. */
export async function recallStatement(name, signer) {
  const text = await use(SIGNED, "readonly", (store) => store.get(`${name}/${signer}`)).catch(() => null);
  return text ?? null;
}

/** Keep a statement before it is sent; the first one stays. */
export async function rememberStatement(name, signer, text) {
  await use(SIGNED, "readwrite", (store) => store.add(text, `${name}/${signer}`)).catch(() => {});
}
