// A trustee's unfinished key in this browser: the protected file and nothing else, in one tab alone.
//
// IndexedDB `voteapp-trustee`, store `keys`, by "CODE/ATTEMPT/POSITION". The bytes are the key's
// file as it will be saved: encrypted under the trustee's passphrase (DESIGN, "Trustees").

const DATABASE = "voteapp-trustee";
const STORE = "keys";
const LOCK_WAIT_MS = 3000;

function open() {
  return new Promise((resolve, reject) => {
    const request = window.indexedDB.open(DATABASE, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(STORE);
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
    request.onblocked = () => reject(new Error("blocked"));
  });
}

async function use(mode, work) {
  const database = await open();
  try {
    return await new Promise((resolve, reject) => {
      const transaction = database.transaction(STORE, mode, { durability: "strict" });
      const request = work(transaction.objectStore(STORE));
      transaction.oncomplete = () => resolve(request.result);
      transaction.onerror = () => reject(transaction.error);
      transaction.onabort = () => reject(transaction.error);
    });
  } finally {
    database.close();
  }
}

/** Whether a name is that of the same trustee's key in an earlier attempt. */
function isEarlier(name, { code, attempt, position }) {
  const [otherCode, other, otherPosition] = String(name).split("/");
  return otherCode === code && Number(otherPosition) === position && Number(other) < attempt;
}

/** Where the key of one trustee in one attempt is kept. */
export class Keeping {
  constructor(task) {
    this.task = task;
    this.name = `${task.code}/${task.attempt}/${task.position}`;
  }

  /** The protected file's bytes, or null. */
  async load() {
    return (await use("readonly", (store) => store.get(this.name))) ?? null;
  }

  /** Keep the bytes; resolves once they are on the disk. */
  async save(bytes) {
    await use("readwrite", (store) => store.put(bytes, this.name));
  }

  async erase() {
    await use("readwrite", (store) => store.delete(this.name));
  }

  /** Erase what earlier attempts left here; true if there was something. */
  async eraseEarlier() {
    const names = await use("readonly", (store) => store.getAllKeys());
    const earlier = names.filter((name) => isEarlier(name, this.task));
    for (const name of earlier) await use("readwrite", (store) => store.delete(name));
    return earlier.length > 0;
  }
}

/** Hold this trustee's key in one tab alone; false while another tab has it. */
export function holdAlone({ code, position }) {
  if (!navigator.locks) return Promise.resolve(true);
  const abort = new AbortController();
  setTimeout(() => abort.abort(), LOCK_WAIT_MS);
  const options = { signal: abort.signal };
  return new Promise((resolve) => {
    const forever = () => {
      resolve(true);
      return new Promise(() => {});
    };
    navigator.locks.request(`voteapp-trustee/${code}/${position}`, options, forever).catch(() => resolve(false));
  });
}
