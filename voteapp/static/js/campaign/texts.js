// The line that binds a manifest: docs/formats.md, "The line".

import { isHash } from "../protocol/encoding.js";

const MANIFEST_LINE = "manifest sha256:";

/** What people read, and the manifest's hash where the last line names one: {text, digest}.
 * @type {(description: string) => { text: string, digest: string | null }} */
export function splitDescription(description) {
  const end = description.lastIndexOf("\n");
  const line = description.slice(end + 1);
  const digest = line.slice(MANIFEST_LINE.length);
  if (!line.startsWith(MANIFEST_LINE) || !isHash(digest)) return { text: description, digest: null };
  return { text: description.slice(0, Math.max(end, 0)), digest };
}
