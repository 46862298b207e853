// The page behind a trustee's personal link: who you are, what you will do, and how you will sign
// in from now on. The link works once; its secret came in the fragment (trustee/access/fragment.js).

import { loadCatalog, t, tn } from "../../i18n.js";
import { newPassphrase, postJson, RefusedError, showPage, workForm } from "../../ui/committee.js";
import { h } from "../../ui/dom.js";
import { createPasskey, hasPasskeys } from "./passkeys.js";
import { askPasskey, createVerifiers, rememberWay } from "./jobs.js";

const BASE = window.location.pathname.replace(/\/$/, "");

class Begin {
  constructor(root, secret) {
    this.root = root;
    this.secret = secret;
    this.view = null;
  }

  show(title, ...content) {
    showPage(this.root, this.view === null ? t("Trustees") : this.view.title, title, content);
  }

  post(what, body = {}) {
    return postJson(`${BASE}/${what}`, JSON.stringify({ secret: this.secret, ...body }));
  }

  async start() {
    if (this.secret === null) {
      this.showBad(
        t(
          "This address is not complete: the part after the sign # is missing. Open the " +
            "whole link that the committee gave you, or scan its square code again.",
        ),
      );
      return;
    }
    try {
      this.view = await this.post("describe");
    } catch (error) {
      if (!(error instanceof RefusedError)) throw error;
      if (error.status === 404) this.showUsed();
      else this.showRetry(error.message);
      return;
    }
    this.showWho();
  }

  showBad(text) {
    this.show(t("This link does not work"), h("p", {}, text));
  }

  showUsed() {
    this.showBad(
      [
        t(
          "A link works once and for seven days. This one was used already, is too old, or was replaced by a newer one.",
        ),
        " ",
        t(
          "If you used it yourself, sign in at the address that was given to you with it. Otherwise " +
            "ask the committee to make a new link for you, and tell them that this one was used.",
        ),
      ].join(""),
    );
  }

  showRetry(message) {
    this.show(
      t("Not now"),
      h("p", {}, message),
      workForm(t("Try again"), [], () => this.start()),
    );
  }

  duties() {
    const { kind, size, threshold } = this.view;
    const together =
      kind === "single"
        ? t(
            "After voting you open the totals together with the other trustees. You must take part: without you there is no result.",
          )
        : tn(
            "After voting, {count} of the {size} trustees open the totals together.",
            "After voting, any {count} of the {size} trustees open the totals together.",
            threshold,
            { size },
          );
    return h(
      "ul",
      {},
      [
        t(
          "Before voting, you and the other trustees make the key that locks the " +
            "votes. Each of you gets a part of it. It takes about ten minutes; all of " +
            "you should be there at the same time, if you can.",
        ),
        together,
        t("Nobody can open the totals alone, and nobody ever opens a single vote."),
        t("Use a device of your own, not your employer’s, and the same one until the key is made and saved."),
      ].map((text) => h("li", {}, text)),
    );
  }

  showWho() {
    const { name, organizer, title, position, passkeys } = this.view;
    const passphrase = newPassphrase(t("New passphrase"));
    const verifiers = createVerifiers();
    const form = workForm(t("Go on with this passphrase"), passphrase.elements, async () => {
      const input = { code: this.view.code, position, passphrase: passphrase.read() };
      const verifier = await verifiers.compute(input);
      await this.finish("passphrase", () => this.post("passphrase", { verifier }));
    });
    this.show(
      t("You are a trustee"),
      h("p", { class: "lead" }, t("{name}, you are a trustee of “{title}”.", { name, title })),
      h(
        "p",
        {},
        t("Called by: {organizer}. You are trustee number {position}; you sign in with this number.", {
          organizer,
          position,
        }),
      ),
      h("p", {}, t("Are you not {name}? Then close this page and give the link back to the committee.", { name })),
      h("h2", {}, t("What a trustee does")),
      this.duties(),
      h("h2", {}, t("Choose a passphrase")),
      h(
        "p",
        {},
        t(
          "You sign in with it from now on, and it locks your part of the key. It never " +
            "leaves this browser. Write it down at home, apart from the key.",
        ),
      ),
      form,
      verifiers.element,
      passkeys && hasPasskeys() ? this.passkeyPart() : null,
    );
  }

  passkeyPart() {
    const form = workForm(t("Go on with a passkey"), [], async () => {
      const options = await this.post("passkey-options");
      const credential = await askPasskey(() => createPasskey(options));
      await this.finish("passkey", () => this.post("passkey", { credential }));
    });
    return h(
      "div",
      {},
      h("h2", {}, t("Or use a passkey")),
      h(
        "p",
        {},
        t("Your device or a security key signs you in. You will still choose a passphrase for the file of your key."),
      ),
      form,
    );
  }

  /** Bind the link; a link that somebody used in the meantime has its own page. */
  async finish(way, work) {
    const { code, position } = this.view;
    let answer;
    try {
      answer = await work();
    } catch (error) {
      if (!(error instanceof RefusedError) || error.status !== 404) throw error;
      this.showUsed();
      return;
    }
    this.secret = null;
    rememberWay(code, position, way);
    window.location.replace(answer.address);
  }
}

loadCatalog();
const begin = () => new Begin(document.getElementById("trustee"), window.takeSecret()).start();
// Another link, opened in this tab, begins anew.
window.addEventListener("secret", begin);
begin();
