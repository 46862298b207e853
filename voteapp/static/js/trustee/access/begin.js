// The page behind a trustee's personal link: who you are, what you will do, and how you will sign
// in from now on. The link works once; its secret came in the fragment (trustee/access/fragment.js).

import { loadCatalog, t, tn } from "../../i18n.js";
import { h } from "../../ui/dom.js";
import { newPassphrase, workForm } from "../../ui/forms.js";
import { paragraph, showPage } from "../../ui/frame.js";
import { postJson, RefusedError } from "../../ui/requests.js";
import { askPasskey, createPasskey, hasPasskeys } from "../../access/passkeys.js";
import { createVerifiers, rememberWay } from "./jobs.js";

const BASE = window.location.pathname.replace(/\/$/, "");

function whoYouAre({ name, organizer, title, position }) {
  return [
    h("p", { class: "lead" }, t("{name}, you are a trustee of “{title}”.", { name, title })),
    paragraph(
      t("Called by: {organizer}. You are trustee number {position}; you sign in with this number.", {
        organizer,
        position,
      }),
    ),
  ];
}

function describeOpening({ kind, size, threshold }) {
  return kind === "single"
    ? t(
        "After voting you open the totals together with the other trustees. You must take part: without you there is no result.",
      )
    : tn(
        "After voting, {count} of the {size} trustees open the totals together.",
        "After voting, any {count} of the {size} trustees open the totals together.",
        threshold,
        { size },
      );
}

function duties(view) {
  const making = t(
    "Before voting, you and the other trustees make the key that locks the " +
      "votes. Each of you gets a part of it. It takes about ten minutes; all of " +
      "you should be there at the same time, if you can.",
  );
  const limits = t("Nobody can open the totals alone, and nobody ever opens a single vote.");
  const device = t("Use a device of your own, not your employer’s, and the same one until the key is made and saved.");
  const named = t(
    "Once the key is made, everybody can read that you are a trustee of this vote. What you do as one is told without your name.",
  );
  const items = [making, describeOpening(view), limits, device, named].map((text) => h("li", {}, text));
  return h("ul", {}, items);
}

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
    if (this.secret === null) this.showIncomplete();
    else if (await this.describe()) this.showWho();
  }

  /** Ask whom the link is for; false where another page says why it was not told. */
  async describe() {
    try {
      this.view = await this.post("describe");
      return true;
    } catch (error) {
      if (!(error instanceof RefusedError)) throw error;
      if (error.status === 404) this.showUsed();
      else this.showRetry(error.message);
      return false;
    }
  }

  showBad(text) {
    this.show(t("This link does not work"), paragraph(text));
  }

  showIncomplete() {
    this.showBad(
      t(
        "This address is not complete: the part after the sign # is missing. Open the " +
          "whole link that the committee gave you, or scan its square code again.",
      ),
    );
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
      paragraph(message),
      workForm(t("Try again"), [], () => this.start()),
    );
  }

  showWho() {
    const { name, passkeys } = this.view;
    this.show(
      t("You are a trustee"),
      whoYouAre(this.view),
      paragraph(t("Are you not {name}? Then close this page and give the link back to the committee.", { name })),
      h("h2", {}, t("What a trustee does")),
      duties(this.view),
      h("h2", {}, t("Choose a passphrase")),
      paragraph(
        t(
          "You sign in with it from now on, and it locks your part of the key. It never " +
            "leaves this browser. Write it down at home, apart from the key.",
        ),
      ),
      this.passphrasePart(),
      passkeys && hasPasskeys() ? this.passkeyPart() : null,
    );
  }

  passphrasePart() {
    const { code, position } = this.view;
    const passphrase = newPassphrase(t("New passphrase"));
    const verifiers = createVerifiers();
    const form = workForm(t("Go on with this passphrase"), passphrase.elements, async () => {
      const verifier = await verifiers.compute({ code, position, passphrase: passphrase.read() });
      await this.finish("passphrase", () => this.post("passphrase", { verifier }));
    });
    return [form, verifiers.element];
  }

  passkeyPart() {
    const form = workForm(t("Go on with a passkey"), [], async () => {
      const options = await this.post("passkey-options");
      const credential = await askPasskey(() => createPasskey(options));
      await this.finish("passkey", () => this.post("passkey", { credential }));
    });
    const what = t(
      "Your device or a security key signs you in. You will still choose a passphrase for the file of your key.",
    );
    return h("div", {}, h("h2", {}, t("Or use a passkey")), paragraph(what), form);
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
