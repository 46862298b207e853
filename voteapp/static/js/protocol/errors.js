// Every error class of the browser side; the same names as voteapp/errors.py.
// Messages never carry a token, a private scalar or a choice.

/** Root of all errors that this project raises on purpose. */
export class VoteappError extends Error {
  /** @param {string} message */
  constructor(message) {
    super(message);
    this.name = new.target.name;
  }
}

/** Somebody else's bytes break a rule of the protocol; `code` is the finding code. */
export class ProtocolError extends VoteappError {
  /** @param {string} code @param {string} message */
  constructor(code, message) {
    super(message);
    this.code = code;
  }
}

/** A well-formed record that uses a group or a question type that we do not know yet. */
export class UnsupportedError extends ProtocolError {
  /** @param {string} message */
  constructor(message) {
    super("unsupported", message);
  }
}

/** The input cannot be read as an election archive or a bundle at all. */
export class NotAnArchiveError extends ProtocolError {
  /** @param {string} message */
  constructor(message) {
    super("not-an-archive", message);
  }
}

/** A value that a person typed or chose is not acceptable; `field` names it. */
export class InvalidInputError extends VoteappError {
  /** @param {string} field @param {string} message */
  constructor(field, message) {
    super(message);
    this.field = field;
  }
}

/** What was asked for does not fit the present state (already done, too late, too early). */
export class ConflictError extends VoteappError {}

/** Our own code called something with arguments that can never be right. */
export class MisuseError extends VoteappError {}

/**
 * Run `work`; a ProtocolError that it throws is thrown again with `code`, and `what` before its
 * message. Other errors pass.
 * @type {<T>(code: string, what: string, work: () => T) => T}
 */
export function recode(code, what, work) {
  try {
    return work();
  } catch (error) {
    if (error instanceof UnsupportedError || !(error instanceof ProtocolError)) throw error;
    throw new ProtocolError(code, `${what}: ${error.message}`);
  }
}
