// First pass of an audit: members, hashes, the chain of events, the order of objects.
//
// Belenios specification, section "Public data". Nothing is computed in the group here. What the
// pass leaves is a Structure: the events that the state machine accepted, in order, with the
// places of their payloads.

import { readHeader, readMembers } from "../archive.js";
import { hashHex } from "../encoding.js";
import { ProtocolError } from "../errors.js";
import { decodeEvent, mayFollow, WITHOUT_PAYLOAD } from "../events.js";
import { referredObjects } from "./references.js";
/** @import { Bytes, Progress } from "../encoding.js" */
/** @import { Member } from "../archive.js" */
/** @import { Event, EventType } from "../events.js" */
/** @import { Findings } from "./report.js" */

/** An accepted event.
 * @typedef {{ height: number, kind: EventType, digest: string, payload: string | null }} Accepted */
/** Where an object stands; `intact`: whether its content is what its name says.
 * @typedef {{ offset: number, size: number, intact: boolean }} Place */

/** The record's skeleton. */
export class Structure {
  /** @param {Bytes} bytes @param {number} timestamp */
  constructor(bytes, timestamp) {
    this.bytes = bytes;
    this.timestamp = timestamp;
    /** @type {Accepted[]} */
    this.events = [];
    /** @type {Map<string, Place>} */
    this.places = new Map();
    /** @type {EventType | null} */
    this.state = null;
    /** @type {Set<EventType>} */
    this.disordered = new Set();
    this.unreadable = false;
    this.complete = true;
    /** @type {string | null} */
    this.lastEvent = null;
  }

  /** Whether it is clear which ballots are on the board. */
  get ballotsCertain() {
    const { disordered, unreadable } = this;
    return !unreadable && !disordered.has("Ballot") && !disordered.has("EndBallots");
  }

  /** An object's bytes; null where it is missing or not what its name says.
   * @type {(digest: string | null) => Bytes | null} */
  fetch(digest) {
    const place = digest === null ? undefined : this.places.get(digest);
    if (place === undefined || !place.intact) return null;
    return this.bytes.subarray(place.offset, place.offset + place.size);
  }

  /** The accepted events of one type, in order: {height, kind, digest, payload or null}.
   * @type {(kind: EventType) => Accepted[]} */
  ofKind(kind) {
    return this.events.filter((event) => event.kind === kind);
  }
}

/** Walks over the members once, with the objects since the last event at hand. */
class Reader {
  /** @param {Structure} structure @param {Findings} findings */
  constructor(structure, findings) {
    this.structure = structure;
    this.findings = findings;
    this.height = 0;
    /** @type {string | null} */
    this.parent = null;
    /** @type {string[]} */
    this.waiting = [];
    this.eventsSeen = new Set();
    /** @type {Map<string, number>} */
    this.orphans = new Map();
    this.lost = false;
  }

  /** @type {(code: string, message: string) => void} */
  note(code, message) {
    this.findings.add(code, this.height, message);
  }

  /** @type {(member: Member) => void} */
  take(member) {
    const { digest, body, offset, isEvent } = member;
    const intact = hashHex(body) === digest;
    if (!intact) this.note("archive-hash", `${digest} is not the hash of its content`);
    if (isEvent) {
      this.takeEvent(member, intact);
    } else if (this.structure.places.has(digest)) {
      this.note("archive-duplicate", `the object ${digest} stands twice`);
    } else {
      this.structure.places.set(digest, { offset, size: body.length, intact });
      this.waiting.push(digest);
    }
  }

  /** @type {(member: Member, intact: boolean) => void} */
  takeEvent({ digest, body }, intact) {
    if (this.eventsSeen.has(digest)) {
      this.note("archive-duplicate", `the event ${digest} stands twice`);
      return;
    }
    this.eventsSeen.add(digest);
    let event = null;
    try {
      event = decodeEvent(body);
    } catch (error) {
      if (!(error instanceof ProtocolError)) throw error;
      if (intact) this.findings.addError(error, this.height);
    }
    if (event !== null) {
      this.checkChain(event, intact);
      this.accept(event, digest);
    } else {
      // What belonged to an event that cannot be read is not called an orphan as well, and
      // whatever comes next may have been right after it.
      this.structure.unreadable = true;
      this.lost = true;
    }
    this.waiting = [];
    this.parent = digest;
    this.structure.lastEvent = digest;
    this.height += 1;
  }

  /** @type {(event: Event, intact: boolean) => void} */
  checkChain(event, intact) {
    if (!intact) return;
    if (event.height !== this.height) {
      this.note("event-height", `the event says that its height is ${event.height}`);
    }
    if ((event.parent ?? null) !== this.parent) {
      this.note("event-parent", "the event does not name the one before it");
    }
  }

  /** @type {(event: Event, digest: string) => void} */
  accept(event, digest) {
    const { structure } = this;
    const kind = event.type;
    let payload = event.payload ?? null;
    if (!this.lost && !mayFollow(structure.state, kind)) {
      this.note("event-order", `${kind} may not follow ${structure.state ?? "the beginning"}`);
      structure.disordered.add(kind);
      return;
    }
    structure.state = kind;
    this.lost = false;
    if ((payload === null) !== WITHOUT_PAYLOAD.has(kind)) {
      const problem = payload === null ? "has no payload" : "may not have a payload";
      this.note("event-payload", `the event ${kind} ${problem}`);
      structure.disordered.add(kind);
      payload = null;
      if (!WITHOUT_PAYLOAD.has(kind)) return;
    }
    structure.events.push({ height: this.height, kind, digest, payload });
    if (payload !== null) {
      this.checkObjects(kind, payload);
    } else if (event.payload === undefined) {
      this.setAside(this.waiting);
    }
  }

  /** Objects before an event: its own, in the format's order, and no other.
   * @type {(kind: EventType, payload: string) => void} */
  checkObjects(kind, payload) {
    const { structure, waiting } = this;
    if (!structure.places.has(payload)) {
      this.note("archive-missing", `the payload ${payload} is missing`);
      return;
    }
    const position = waiting.indexOf(payload);
    if (position < 0) {
      // Else it was another event's payload: the check of its content says what is wrong.
      if (this.orphans.has(payload)) this.disorder(payload);
      return;
    }
    const before = waiting.slice(0, position);
    const after = waiting.slice(position + 1);
    const body = structure.fetch(payload);
    const wanted = body === null ? null : referredObjects(kind, body);
    if (wanted === null || sameList(before, wanted)) {
      this.setAside(after);
    } else if (sameList([...before, ...after].sort(), [...wanted].sort())) {
      this.disorder(payload);
    } else {
      for (const digest of wanted) {
        if (!structure.places.has(digest)) {
          this.note("archive-missing", `the object ${digest} is missing`);
        } else if (!before.includes(digest)) {
          this.disorder(digest);
        }
      }
      this.setAside([...before, ...after].filter((digest) => !wanted.includes(digest)));
    }
  }

  /** @type {(digest: string) => void} */
  disorder(digest) {
    // An object that came too early looked like an orphan until now.
    this.orphans.delete(digest);
    this.note("archive-order", `the object ${digest} is out of order`);
  }

  /** @type {(digests: string[]) => void} */
  setAside(digests) {
    for (const digest of digests) this.orphans.set(digest, this.height);
  }

  finish() {
    this.setAside(this.waiting);
    for (const [digest, height] of this.orphans) {
      this.findings.add("archive-orphan", height, `nothing refers to the object ${digest}`);
    }
  }
}

/** @type {(left: string[], right: string[]) => boolean} */
function sameList(left, right) {
  return left.length === right.length && left.every((item, i) => item === right[i]);
}

/**
 * Read a whole archive; throws NotAnArchiveError, else collects findings. `onProgress(bytes read,
 * bytes in all)` is called now and then and may return a promise.
 * @type {(bytes: Bytes, findings: Findings, onProgress: Progress) => Promise<Structure>}
 */
export async function readStructure(bytes, findings, onProgress) {
  const { timestamp, offset } = readHeader(bytes);
  const structure = new Structure(bytes, timestamp);
  const reader = new Reader(structure, findings);
  try {
    for (const member of readMembers(bytes, offset, timestamp)) {
      reader.take(member);
      await onProgress(member.offset + member.body.length, bytes.length);
    }
    reader.finish();
  } catch (error) {
    if (!(error instanceof ProtocolError)) throw error;
    findings.addError(error, reader.height);
    structure.complete = false;
  }
  return structure;
}
