// Sending a sealed ballot: one POST, and the same bytes again whenever the answer was lost. Nothing
// here knows what was chosen.

import { actions, button, h, heading, progressBar } from "../ui/dom.js";
import { t } from "../i18n.js";
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

/** Send until there is an answer; resolves with the receipt's text, throws RefusedError. */
async function send(booth, ballot, progress, { wait, say }) {
  for (let attempt = 0; ; attempt += 1) {
    if (!navigator.onLine) {
      say("offline");
      await wait.untilOnline();
    }
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
        "What you chose is sealed and waits on this page. It is sent by itself when the network is back. Leave this page open.",
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
 * The page of one ballot on its way. `onReceipt(text)` and `onRefused(error)` end it. Coming back
 * to the page shows it as it stands.
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

async function run(booth, ballot, progress, waiting, { onReceipt, onRefused }) {
  ballot.depart();
  let text;
  try {
    text = await send(booth, ballot, progress, waiting);
  } catch (error) {
    onRefused(error);
    return;
  }
  onReceipt(text);
}
