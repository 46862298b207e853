// The order of objects: each stands before the event that refers to it, and nothing else does.

import { referredObjects } from "./references.js";
/** @import { EventType } from "../events.js" */
/** @import { Findings } from "./report.js" */
/** @import { Structure } from "./structure.js" */

/** The objects since the last event, and those to which nothing has referred yet. */
export class ObjectOrder {
  /** @param {Structure} structure @param {Findings} findings */
  constructor(structure, findings) {
    this.structure = structure;
    this.findings = findings;
    /** @type {string[]} */
    this.waiting = [];
    /** @type {Map<string, number>} */
    this.orphans = new Map();
  }

  /** Objects before an event: its own, in the format's order, and no other.
   * @type {(kind: EventType, payload: string, height: number) => void} */
  check(kind, payload, height) {
    const { structure, waiting } = this;
    const position = waiting.indexOf(payload);
    if (!structure.places.has(payload)) {
      this.findings.add("archive-missing", height, `the payload ${payload} is missing`);
    } else if (position >= 0) {
      const before = waiting.slice(0, position);
      const after = waiting.slice(position + 1);
      const body = structure.fetch(payload);
      const wanted = body === null ? before : (referredObjects(kind, body) ?? before);
      this.compare({ before, after, wanted }, payload, height);
    } else if (this.orphans.has(payload)) {
      // Else it was another event's payload: the check of its content says what is wrong.
      this.disorder(payload, height);
    }
  }

  /** What stands around a payload, against what it refers to.
   * @type {(objects: { before: string[], after: string[], wanted: string[] }, payload: string,
   *   height: number) => void} */
  compare({ before, after, wanted }, payload, height) {
    const around = [...before, ...after];
    if (sameList(before, wanted)) {
      this.setAside(after, height);
    } else if (sameList([...around].sort(), [...wanted].sort())) {
      this.disorder(payload, height);
    } else {
      for (const digest of wanted.filter((one) => !before.includes(one))) this.miss(digest, height);
      this.setAside(
        around.filter((digest) => !wanted.includes(digest)),
        height,
      );
    }
  }

  /** @type {(digest: string, height: number) => void} */
  miss(digest, height) {
    if (this.structure.places.has(digest)) this.disorder(digest, height);
    else this.findings.add("archive-missing", height, `the object ${digest} is missing`);
  }

  /** @type {(digest: string, height: number) => void} */
  disorder(digest, height) {
    // An object that came too early looked like an orphan until now.
    this.orphans.delete(digest);
    this.findings.add("archive-order", height, `the object ${digest} is out of order`);
  }

  /** @type {(digests: string[], height: number) => void} */
  setAside(digests, height) {
    for (const digest of digests) this.orphans.set(digest, height);
  }

  /** @type {(height: number) => void} */
  finish(height) {
    this.setAside(this.waiting, height);
    for (const [digest, seen] of this.orphans) {
      this.findings.add("archive-orphan", seen, `nothing refers to the object ${digest}`);
    }
  }
}

/** @type {(left: string[], right: string[]) => boolean} */
function sameList(left, right) {
  return left.length === right.length && left.every((item, i) => item === right[i]);
}
