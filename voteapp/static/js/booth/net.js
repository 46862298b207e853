// What the booth asks the server: the state of one slip in each election, and one POST a ballot.
// Requests carry no cookie, no address of a page, and nothing that depends on a choice.

const WAIT_MS = 60000;
/** @type {RequestInit} */
const COMMON = { credentials: "omit", cache: "no-store", redirect: "error", referrerPolicy: "no-referrer" };

/** The network or the server did not answer; the request may or may not have arrived. */
export class NetworkError extends Error {}

/** The server has too much to do, or (`closing`) ends the vote; `seconds` says when to try again. */
export class BusyError extends Error {
  constructor(seconds, code) {
    super("busy");
    this.seconds = seconds;
    this.closing = code === "closing";
  }
}

/** The server says no: `code` says why, `refusal` is what it signed, if anything, `closing` when voting ended. */
export class RefusedError extends Error {
  constructor(code, { refusal, closing }) {
    super(code);
    this.refusal = typeof refusal === "string" ? refusal : "";
    this.closing = closing;
  }
}

async function ask(address, options) {
  const abort = new AbortController();
  const timer = setTimeout(() => abort.abort(), WAIT_MS);
  let response;
  let text;
  try {
    const { signal } = abort;
    response = await fetch(address, { ...COMMON, signal, ...options });
    text = await response.text();
  } catch {
    throw new NetworkError("no answer");
  } finally {
    clearTimeout(timer);
  }
  if (response.ok) return text;
  throw toError(response, text);
}

function toError(response, text) {
  /** @type {any} */
  let error = {};
  try {
    error = JSON.parse(text).error ?? {};
  } catch {
    // A proxy's page, not ours.
  }
  const code = typeof error.code === "string" ? error.code : "";
  if (response.status === 429 || response.status === 503) {
    const seconds = Number.parseInt(response.headers.get("Retry-After") ?? "", 10);
    return new BusyError(Number.isInteger(seconds) ? Math.min(Math.max(seconds, 1), 300) : 10, code);
  }
  if (response.status >= 500) return new NetworkError("no answer of ours");
  return new RefusedError(code || "invalid", error);
}

/** Have one of the program's files in the browser's own store, where an import finds it. */
export function getFile(address) {
  return ask(address, { cache: "default", credentials: "same-origin" });
}

/** {state: "unused" | "used" | "voided" | "unknown", tracker, batch, receipt} of a public credential. */
export async function getSlipState(api, uuid, credential) {
  const text = await post(`${api}/elections/${uuid}/slip`, JSON.stringify({ credential }));
  return JSON.parse(text);
}

/** Send a ballot's bytes (text); resolves with the receipt's text. */
export function postBallot(api, uuid, ballot) {
  return post(`${api}/elections/${uuid}/ballots`, ballot);
}

function post(address, body) {
  return ask(address, { method: "POST", headers: { "Content-Type": "application/json" }, body });
}
