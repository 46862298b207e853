// Work given to a Web Worker: one promise a job, progress on the way.

/** How far a job is.
 * @typedef {(done: number, total: number, stage?: string) => unknown} Report */
/** What is told about an error besides its name.
 * @typedef {Error & { details: Record<string, unknown> | null }} JobError */

/** Starts a module worker; `ready` resolves once all of its code is there. */
export class Jobs {
  /** @param {URL} address */
  constructor(address) {
    this.waiting = new Map();
    this.next = 1;
    this.worker = new Worker(address, { type: "module" });
    this.ready = new Promise((resolve, reject) => this.waiting.set(0, { resolve, reject }));
    this.worker.addEventListener("message", ({ data }) => this._receive(data));
    this.worker.addEventListener("error", () => this._fail());
    this.worker.addEventListener("messageerror", () => this._fail());
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
  self.addEventListener("message", async ({ data }) => {
    const { id } = data;
    const report = (stage, done, total) => self.postMessage({ id, done, total, stage });
    try {
      self.postMessage({ id, result: await jobs[data.job](data.input, report) });
    } catch (error) {
      const { name, trustee, step, code, message } = error;
      const details = trustee === undefined ? null : { trustee, step, code, message };
      self.postMessage({ id, failure: name, details });
    }
  });
  self.postMessage({ id: 0, result: "ready" });
}
