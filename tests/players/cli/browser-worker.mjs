// A worker of the trustees' pages, run in Node: one request a line on standard input, one answer a
// line on standard output. Bytes stand as {"$bytes": base64}. There is no IndexedDB, as in a
// browser that keeps nothing.

import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";

const listeners = [];
const pack = (_key, value) => (value instanceof Uint8Array ? { $bytes: Buffer.from(value).toString("base64") } : value);
const unpack = (_key, value) =>
  typeof value?.$bytes === "string" ? new Uint8Array(Buffer.from(value.$bytes, "base64")) : value;

globalThis.IDBKeyRange = { bound: () => null };
globalThis.self = {
  addEventListener: (_name, listener) => listeners.push(listener),
  postMessage: (data) => {
    if (data.done === undefined) process.stdout.write(`${JSON.stringify(data, pack)}\n`);
  },
};

await import(pathToFileURL(process.argv[2]).href);
for await (const line of createInterface({ input: process.stdin })) {
  for (const listener of listeners) await listener({ data: JSON.parse(line, unpack) });
}
