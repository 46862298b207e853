// First pass of an audit: members, hashes, the chain of events (the order of objects: objects.js).
//
// Belenios specification, section "Public data". Nothing is computed in the group here. What the
// pass leaves is a Structure: the events that the state machine accepted, in order, with the
// places of their payloads.

import { readHeader, readMembers } from "../archive.js";
import { hashHex } from "../encoding.js";
import { ProtocolError } from "../errors.js";
import { decodeEvent, mayFollow, WITHOUT_PAYLOAD } from "../events.js";
import { ObjectOrder } from "./objects.js";
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

/** Walks over the members once. */
class Reader {
  /** @param {Structure} structure @param {Findings} findings */
  constructor(structure, findings) {
    this.structure = structure;
    this.findings = findings;
    this.objects = new ObjectOrder(structure, findings);
    this.height = 0;
    this.eventsSeen = new Set();
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
      this.objects.waiting.push(digest);
    }
  }

  /** @type {(member: Member, intact: boolean) => void} */
  takeEvent({ digest, body }, intact) {
    if (this.eventsSeen.has(digest)) {
      this.note("archive-duplicate", `the event ${digest} stands twice`);
      return;
    }
    this.eventsSeen.add(digest);
    const event = this.readEvent(body, intact);
    if (event !== null) {
      this.checkChain(event, intact);
      this.accept(event, digest);
    }
    this.objects.waiting = [];
    this.structure.lastEvent = digest;
    this.height += 1;
  }

  /** @type {(body: Bytes, intact: boolean) => Event | null} */
  readEvent(body, intact) {
    try {
      return decodeEvent(body);
    } catch (error) {
      if (!(error instanceof ProtocolError)) throw error;
      if (intact) this.findings.addError(error, this.height);
      // What belonged to an event that cannot be read is not called an orphan as well, and
      // whatever comes next may have been right after it.
      this.structure.unreadable = true;
      this.lost = true;
      return null;
    }
  }

  /** @type {(event: Event, intact: boolean) => void} */
  checkChain(event, intact) {
    if (!intact) return;
    if (event.height !== this.height) {
      this.note("event-height", `the event says that its height is ${event.height}`);
    }
    if ((event.parent ?? null) !== this.structure.lastEvent) {
      this.note("event-parent", "the event does not name the one before it");
    }
  }

  /** @type {(event: Event, digest: string) => void} */
  accept(event, digest) {
    const { structure, height } = this;
    const kind = event.type;
    if (!this.lost && !mayFollow(structure.state, kind)) {
      this.note("event-order", `${kind} may not follow ${structure.state ?? "the beginning"}`);
      structure.disordered.add(kind);
      return;
    }
    structure.state = kind;
    this.lost = false;
    const fits = this.checkPayload(event);
    if (!fits && !WITHOUT_PAYLOAD.has(kind)) return;
    const payload = fits ? (event.payload ?? null) : null;
    structure.events.push({ height, kind, digest, payload });
    if (payload !== null) this.objects.check(kind, payload, height);
    else if (event.payload === undefined) this.objects.setAside(this.objects.waiting, height);
  }

  /** Whether an event has a payload as its type does.
   * @type {(event: Event) => boolean} */
  checkPayload({ type, payload }) {
    const missing = (payload ?? null) === null;
    if (missing === WITHOUT_PAYLOAD.has(type)) return true;
    this.note("event-payload", `the event ${type} ${missing ? "has no payload" : "may not have a payload"}`);
    this.structure.disordered.add(type);
    return false;
  }
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
    reader.objects.finish(reader.height);
  } catch (error) {
    if (!(error instanceof ProtocolError)) throw error;
    findings.addError(error, reader.height);
    structure.complete = false;
  }
  return structure;
}
