// Work given to a Web Worker: one promise a job, progress on the way. Where a browser has no workers
// of modules (Safari 14), the page does the work itself: it stands still meanwhile.

/** Milliseconds in which a page is painted. */
const PAINT_MS = 50;

/** How far a job is.
 * @typedef {(done: number, total: number, stage?: string) => unknown} Report */
/** What is told about an error besides its name.
 * @typedef {Error & { details: Record<string, unknown> | null }} JobError */

/** What a worker's module serves within the page that has loaded it.
 * @type {Record<string, (input: any, report: any) => any> | null} */
let servedHere = null;

/** A worker's part, played by the page itself: the same two calls. */
class PageWorker {
  /** @param {(data: any) => void} tell */
  constructor(tell) {
    this.tell = tell;
  }

  /** @param {URL} address */
  async load(address) {
    servedHere = null;
    await import(String(address));
    this.jobs = servedHere;
    this.tell({ id: 0, result: "ready" });
  }

  postMessage({ id, job, input }) {
    // What the page shows first is to be seen before the work begins.
    setTimeout(() => answer(this.jobs, { id, job, input }, this.tell), PAINT_MS);
  }

  terminate() {
    this.tell = () => {};
  }
}

/** Starts a module worker; `ready` resolves once all of its code is there. */
export class Jobs {
  /** @param {URL} address */
  constructor(address) {
    this.address = address;
    this.waiting = new Map();
    this.next = 1;
    this.ready = new Promise((resolve, reject) => this.waiting.set(0, { resolve, reject }));
    if (typeof Worker === "function") this._startWorker();
    else this._workHere();
  }

  _startWorker() {
    this.worker = new Worker(this.address, { type: "module" });
    this.worker.addEventListener("message", ({ data }) => this._receive(data));
    // A worker that never said a word is one that this browser cannot start.
    this.worker.addEventListener("error", () => (this.waiting.has(0) ? this._workHere() : this._fail()));
    this.worker.addEventListener("messageerror", () => this._fail());
  }

  _workHere() {
    const here = new PageWorker((data) => this._receive(data));
    this.worker = here;
    here.load(this.address).catch(() => this._fail());
  }

  /**
   * Do a job; `report(done, total, stage)` tells how far it is. Rejects with the error's name as
   * message and, where the job told more about it, `details`.
   * @type {(job: string, input: unknown, report?: Report) => Promise<any>}
   */
  run(job, input, report = () => {}) {
    const id = this.next;
    this.next += 1;
    return new Promise((resolve, reject) => {
      this.waiting.set(id, { resolve, reject, report });
      this.worker.postMessage({ id, job, input });
    });
  }

  /** End the worker and with it everything it may remember. */
  stop() {
    this.worker.terminate();
    this._fail();
  }

  _receive(data) {
    const job = this.waiting.get(data.id);
    if (job === undefined) return;
    if (data.done !== undefined) {
      job.report(data.done, data.total, data.stage);
      return;
    }
    this.waiting.delete(data.id);
    if (data.failure === undefined) job.resolve(data.result);
    else job.reject(Object.assign(new Error(data.failure), { details: data.details ?? null }));
  }

  _fail() {
    for (const job of this.waiting.values()) job.reject(new Error("worker"));
    this.waiting.clear();
  }
}

/**
 * The worker's side: answer every request with what its job gives. An error leaves the worker as
 * its name, and for messages of trustees as {trustee, step, code, message}: nothing secret.
 */
export function serveJobs(jobs) {
  if (typeof document !== "undefined") {
    servedHere = jobs;
    return;
  }
  self.addEventListener("message", ({ data }) => answer(jobs, data, (told) => self.postMessage(told)));
  self.postMessage({ id: 0, result: "ready" });
}

/** @type {(jobs: Record<string, (input: any, report: any) => any>, request: any, tell: (data: any) => void) =>
 *   Promise<void>} */
async function answer(jobs, { id, job, input }, tell) {
  const report = (stage, done, total) => tell({ id, done, total, stage });
  try {
    tell({ id, result: await jobs[job](input, report) });
  } catch (error) {
    const { name, trustee, step, code, message } = error;
    const details = trustee === undefined ? null : { trustee, step, code, message };
    tell({ id, failure: name, details });
  }
}
