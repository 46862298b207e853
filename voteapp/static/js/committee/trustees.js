// Keeps the committee's page of trustees up to date. The server writes every word: when its short
// status has changed, the page is fetched again and what is new in its middle part shown.

import { released, renew } from "../ui/live.js";

const SECONDS = 3;
const SECONDS_HIDDEN = 15;
const FAILURES = 3;

const live = document.getElementById("live");
const headline = document.getElementById("headline");
const stale = document.getElementById("stale");
let known = null;

async function ask(address, accept) {
  const response = await fetch(address, {
    credentials: "same-origin",
    cache: "no-store",
    redirect: "error",
    headers: { Accept: accept },
  });
  if (!response.ok) throw new Error(String(response.status));
  return response.text();
}

/** Put what is new in place, but not under somebody's finger. */
async function show(text) {
  const fresh = new DOMParser().parseFromString(text, "text/html");
  const part = fresh.getElementById("live");
  if (part === null) return;
  await released();
  renew(live, part);
  const line = fresh.getElementById("headline").textContent;
  if (line !== headline.textContent) headline.textContent = line;
}

async function look() {
  const status = await ask(live.dataset.status, "application/json");
  if (status !== known) await show(await ask(window.location.pathname, "text/html"));
  known = status;
}

async function run() {
  let failures = 0;
  for (;;) {
    try {
      await look();
      failures = 0;
    } catch {
      // Signed out, or the network is away: the page stays as it is, and the next time may work.
      failures += 1;
    }
    await released();
    stale.hidden = failures < FAILURES;
    const pause = document.hidden ? SECONDS_HIDDEN : SECONDS;
    await new Promise((resolve) => window.setTimeout(resolve, pause * 1000));
  }
}

run();
