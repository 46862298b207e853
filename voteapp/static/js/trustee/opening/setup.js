// The set-up, downloaded and recomputed in the worker. `page` is the Decrypt object of decrypt/main.js.

/** What the worker found: {refused}, or what there is to see (signing.js, describeSetup); `text`: the opening that the server
 * asks for, where it is the one that follows. */
export async function readSetup(page, report) {
  const [bytes, amendments] = await page.downloadSetup(report);
  const found = await page.jobs.run("setup", { bytes, amendments }, report);
  if (found.refused !== undefined) return found;
  const { opening_text: text, late } = page.task;
  return { ...found, text: found.opening[late ? 1 : 0] === text ? text : undefined };
}
