// What an audit says: findings, warnings, and the report that carries them.

/** @import { Audit } from "./record.js" */
/** @import { ProtocolError } from "../errors.js" */

/** @typedef {{ code: string, height: number | null, message: string }} Finding */
/** @typedef {{ code: string, message: string }} Warning */

const MOST_FINDINGS = 10000;

/** Collects findings and warnings; the audit goes on after each. */
export class Findings {
  constructor() {
    /** @type {Finding[]} */
    this.items = [];
    /** @type {Warning[]} */
    this.warnings = [];
  }

  /** Note a defect: its code (docs/findings.md), the event where it shows, a sentence. Of a great many
   * only the first.
   * @type {(code: string, height: number | null, message: string) => void} */
  add(code, height, message) {
    if (this.items.length < MOST_FINDINGS) this.items.push({ code, height, message });
  }

  /** Note the defect that a check threw.
   * @type {(error: ProtocolError, height: number | null) => void} */
  addError(error, height) {
    this.add(error.code, height, error.message);
  }

  /** Take back a finding whose cause another one names better.
   * @type {(code: string) => void} */
  withdraw(code) {
    this.items = this.items.filter((item) => item.code !== code);
  }

  /** Note something that is no defect.
   * @type {(code: string, message: string) => void} */
  warn(code, message) {
    this.warnings.push({ code, message });
  }

  /** Whether a finding's code begins with one of these.
   * @type {(...prefixes: string[]) => boolean} */
  has(...prefixes) {
    return this.items.some((item) => prefixes.some((prefix) => item.code.startsWith(prefix)));
  }
}

/** The report over an audit of a record (and of what stands beside it).
 * @param {Audit} audit @param {"record" | "election"} [scope] */
export function createReport(audit, scope = "record") {
  const { findings, setup, box, decryption } = audit;
  return {
    verified: findings.items.length === 0,
    scope,
    uuid: setup.context === null ? null : setup.context.election.uuid,
    fingerprint: setup.context === null ? null : setup.context.fingerprint,
    ballots: box.accepted,
    counted: box.last.length,
    result: decryption.result,
    findings: [...findings.items],
    warnings: [...findings.warnings],
  };
}
