// The pages to which the booth points, as the server wrote them into the page.

import { h } from "./dom.js";
import { t } from "../i18n.js";

const { campaign, board, check, help, privacy } = document.getElementById("booth").dataset;

export const links = Object.freeze({
  campaign,
  help,
  privacy,
  /** Where a receipt is looked for; it stands behind the "#", which is never sent. */
  check: (fragment) => `${new URL(check, window.location.href)}#${fragment}`,
  board: (uuid) => board.replace("UUID", uuid),
});

/** A link that a thumb meets. */
export function linkTo(address, text) {
  return h("a", { class: "link-button", href: address }, text);
}

/** Where to read when nobody is there to ask. */
export function helpLink() {
  return h("p", {}, linkTo(links.help, t("Help for members")));
}
