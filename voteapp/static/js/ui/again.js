// The session of a page has ended while somebody worked on it: sign in in another tab, then go on
// here. Nothing of the page is lost.

import { t } from "../i18n.js";
import { actions, button, h } from "./dom.js";

/** Where one signs in, and where the CSRF value of a new session is told.
 * @type {() => { door: string, token: string } | null} */
function findDoor() {
  const { pathname } = window.location;
  if (pathname.startsWith("/committee/")) return { door: "/committee/login", token: "/committee/token" };
  const [, place, code, page] = pathname.split("/");
  // The ceremony keeps its key in this browser, and has a page of its own for whoever is signed out.
  if (place !== "trustee" || page !== "decrypt") return null;
  return { door: `/trustee/${code}/sign-in`, token: `/trustee/${code}/token` };
}

/** @type {(address: string) => Promise<boolean>} */
async function takeToken(address) {
  const headers = { Accept: "application/json", "Content-Type": "application/json" };
  try {
    const response = await fetch(address, { credentials: "same-origin", cache: "no-store", headers });
    if (!response.ok) return false;
    const { csrf } = await response.json();
    document.querySelector('meta[name="csrf-token"]')?.setAttribute("content", csrf);
    return true;
  } catch {
    return false;
  }
}

/** @type {Promise<boolean> | null} */
let waiting = null;

/** Wait until somebody has signed in again; false where this page has no door.
 * @type {() => Promise<boolean>} */
export function signInAgain() {
  const found = findDoor();
  if (found === null) return Promise.resolve(false);
  if (waiting === null) {
    waiting = ask(found).finally(() => {
      waiting = null;
    });
  }
  return waiting;
}

/** @type {(found: { door: string, token: string }) => Promise<boolean>} */
function ask({ door, token }) {
  return new Promise((resolve) => {
    const line = h("p", { role: "status" });
    const go = button(t("I am signed in: go on"), async () => {
      if (await takeToken(token)) {
        notice.remove();
        resolve(true);
      } else line.textContent = t("You are not signed in yet. Sign in in the other tab, then press again.");
    });
    const link = h("a", { href: door, target: "_blank", rel: "noopener" }, t("Sign in in a new tab"));
    const notice = h(
      "section",
      { class: "notice wait", role: "alert", tabindex: "-1", id: "again" },
      h("h2", {}, t("You were signed out meanwhile")),
      h("p", {}, t("Nothing on this page is lost. Leave it open, sign in in another tab, then come back and go on.")),
      h("p", {}, link),
      line,
      actions(go),
    );
    document.getElementById("main").prepend(notice);
    notice.focus();
  });
}
