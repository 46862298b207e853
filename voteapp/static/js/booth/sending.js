// Sending a sealed ballot: one POST, and the same bytes again until there is a signed answer: the
// receipt, or a refusal that shows its reason. Nothing here knows what was chosen.

import { actions, button, h, heading, progressBar } from "../ui/dom.js";
import { t } from "../i18n.js";
import { BusyError, NetworkError, postBallot, RefusedError } from "./net.js";
import { checkReceipt, readRefusal } from "./receipts/check.js";

/** Seconds to wait before sending again by itself after a lost answer. */
const PAUSES = [3, 6, 12, 24, 48];

/** A wait that a person may cut short. */
class Wait {
  constructor() {
    this.end = () => {};
  }

  /** Until the browser says that there is a network. */
  untilOnline() {
    return new Promise((/** @type {(event?: Event) => void} */ resolve) => {
      if (navigator.onLine) {
        resolve();
        return;
      }
      window.addEventListener("online", resolve, { once: true });
      this.end = resolve;
    });
  }

  untilPassed(seconds) {
    return new Promise((/** @type {(event?: Event) => void} */ resolve) => {
      const timer = window.setTimeout(resolve, 1000 * seconds);
      this.end = () => {
        window.clearTimeout(timer);
        resolve();
      };
    });
  }
}

/** The answer to one POST: {receipt: text} or {refusal, text, closing}; throws where there is none. */
async function post(booth, ballot) {
  try {
    const receipt = await postBallot(booth.api, ballot.uuid, ballot.bytes);
    checkReceipt(ballot, receipt);
    return { receipt };
  } catch (error) {
    if (!(error instanceof RefusedError)) throw error;
    return { refusal: readRefusal(error.refusal, ballot), text: error.refusal, closing: error.closing };
  }
}

/** Send until there is a signed answer: any other is none. */
async function send(booth, ballot, progress, { wait, say }) {
  for (let attempt = 0; ; attempt += 1) {
    if (!navigator.onLine) {
      say("offline");
      await wait.untilOnline();
    }
    progress.update(1, 1, t("Sending"));
    try {
      return await post(booth, ballot);
    } catch (error) {
      if (error instanceof BusyError) {
        say(error.closing ? "closing" : "busy");
        await wait.untilPassed(error.seconds + Math.min(2 ** attempt, 30) * Math.random());
      } else {
        say(error instanceof NetworkError ? "lost" : "unsigned");
        await wait.untilPassed(PAUSES[Math.min(attempt, PAUSES.length - 1)]);
      }
    }
  }
}

function notices() {
  return {
    offline: [
      t("No network"),
      t(
        "What you chose is sealed and waits on this page. It is sent by itself when the network is back. Leave this page open.",
      ),
    ],
    lost: [
      t("No answer from the server"),
      t(
        "It may or may not have arrived. This page sends the very same again by itself; it cannot count twice. Leave this page open.",
      ),
    ],
    unsigned: [
      t("The server’s answer cannot be trusted"),
      t(
        "The answer is not signed as it must be: it may not be the server that answered. This page keeps what you sealed " +
          "and sends the very same again by itself; it cannot count twice. Turn off Wi-Fi and use mobile data. " +
          "Leave this page open, keep your slip, and ask your steward if it goes on.",
      ),
    ],
    closing: [
      t("The time for voting is over"),
      t(
        "The server has not yet said for certain whether yours came in time. This page asks again by itself. Leave this page open.",
      ),
    ],
    busy: [
      t("The server is full"),
      t("Many people are voting at this moment. This page tries again by itself. Leave this page open."),
    ],
  };
}

/**
 * What hinders the sending: {element, say(state)}. Its button stays the same element, and keeps
 * the focus, however often it is tried again.
 */
function hindrance(onTry) {
  const [title, line] = [h("h2", {}), h("p", {})];
  const words = h("div", { role: "alert" }, title, line);
  const element = h("div", { class: "notice wait", hidden: true }, words);
  element.append(actions(button(t("Try now"), onTry, "secondary")));
  let shown = "";
  const say = (state) => {
    const texts = notices()[state];
    if (texts === undefined || state === shown) return;
    shown = state;
    [title.textContent, line.textContent] = texts;
    element.hidden = false;
  };
  return { element, say };
}

/**
 * The page of one ballot on its way. `onReceipt(text)` and `onRefused(answer)` end it, or `onBroken()` where the
 * phone could not sign it. Coming back to the page shows it as it stands.
 */
export function sendingPage(booth, ballot, ends) {
  const progress = progressBar(t("Progress"));
  const wait = new Wait();
  const { element, say } = hindrance(() => wait.end());
  run(booth, ballot, progress, { wait, say }, ends);
  const title = ballot.kind === "survey" ? t("Sending your answers") : t("Sending your vote");
  return () => ({
    title,
    content: [
      heading(title, ballot.title),
      h("p", {}, t("Leave this page open until the receipt is here.")),
      progress.element,
      element,
    ],
  });
}

async function run(booth, ballot, progress, waiting, { onReceipt, onRefused, onBroken }) {
  try {
    const { token } = booth.slip;
    const signed = await booth.jobs.run("sign", { token, hash: ballot.commitment });
    ballot.sign(signed.ballot, signed.tracker);
  } catch {
    onBroken();
    return;
  }
  ballot.depart();
  const answer = await send(booth, ballot, progress, waiting);
  if (answer.receipt) onReceipt(answer.receipt);
  else onRefused(answer);
}
