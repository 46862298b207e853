// Locking a ballot in the worker and sending it: one POST, and the same bytes again whenever the
// answer was lost. Nothing here knows what was chosen once the worker has the answers.

import { actions, button, h, progressBar } from "../ui/dom.js";
import { t } from "../i18n.js";
import { toAnswers } from "./answers.js";
import { BusyError, NetworkError, postBallot } from "./net.js";

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

/** Encrypt what was chosen, and forget it. */
async function lock(booth, ballot, progress) {
  const answers = toAnswers(ballot.election, ballot.survey, ballot.chosen);
  const report = (done, total) =>
    progress.update(
      done,
      total,
      t("Locking on this phone: {percent} %", { percent: Math.floor((10 * done) / total) * 10 }),
    );
  report(0, 1);
  const input = { token: booth.token, election: ballot.text, answers };
  const { ballot: bytes, tracker } = await booth.jobs.run("ballot", input, report);
  ballot.lock(bytes, tracker);
}

/** Send until there is an answer; resolves with the receipt's text, throws RefusedError. */
async function send(booth, ballot, progress, { wait, say }) {
  for (let attempt = 0; ; attempt += 1) {
    if (!navigator.onLine) {
      say("offline");
      await wait.untilOnline();
    }
    say("sending");
    progress.update(1, 1, t("Sending"));
    try {
      return await postBallot(booth.api, ballot.uuid, ballot.bytes);
    } catch (error) {
      if (error instanceof BusyError) {
        say("busy");
        await wait.untilPassed(error.seconds + Math.min(2 ** attempt, 30) * Math.random());
      } else if (error instanceof NetworkError) {
        say("lost");
        await wait.untilPassed(PAUSES[Math.min(attempt, PAUSES.length - 1)]);
      } else {
        throw error;
      }
    }
  }
}

function notices() {
  return {
    offline: [
      t("No network"),
      t(
        "What you chose is locked and waits on this page. It is sent by itself when the network is back. Leave this page open.",
      ),
    ],
    lost: [
      t("No answer from the server"),
      t(
        "It may or may not have arrived. This page sends the very same again by itself; it cannot count twice. Leave this page open.",
      ),
    ],
    busy: [
      t("The server is full"),
      t("Many people are voting at this moment. This page tries again by itself. Leave this page open."),
    ],
  };
}

/**
 * The page of one ballot on its way. `onReceipt(text)` and `onRefused(error)` end it; `onBroken()`
 * when the phone could not lock the ballot. Coming back to the page shows it as it stands.
 */
export function sendingPage(booth, ballot, ends) {
  const progress = progressBar(t("Progress"));
  const notice = h("div", { class: "notice wait", role: "alert", hidden: true });
  const wait = new Wait();
  const say = (state) => {
    const words = notices()[state];
    notice.hidden = words === undefined;
    if (words === undefined) return;
    notice.replaceChildren(
      h("h2", {}, words[0]),
      h("p", {}, words[1]),
      actions(button(t("Try now"), () => wait.end(), "secondary")),
    );
  };
  run(booth, ballot, progress, { wait, say }, ends);
  const title = ballot.kind === "survey" ? t("Sending your answers") : t("Sending your vote");
  return () => ({
    title,
    content: [
      h("h1", {}, h("span", { class: "caption" }, ballot.title), title),
      h("p", {}, t("Leave this page open until the receipt is here.")),
      progress.element,
      notice,
    ],
  });
}

async function run(booth, ballot, progress, waiting, { onReceipt, onRefused, onBroken }) {
  try {
    await lock(booth, ballot, progress);
  } catch {
    onBroken();
    return;
  }
  try {
    onReceipt(await send(booth, ballot, progress, waiting));
  } catch (error) {
    onRefused(error);
  }
}
