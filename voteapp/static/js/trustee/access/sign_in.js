// Signing in again as a trustee: pick your number, then your passphrase or your passkey. Names are
// not shown: anybody who knows the campaign may open this page.

import { loadCatalog, t } from "../../i18n.js";
import { h } from "../../ui/dom.js";
import { field, InputError, workForm } from "../../ui/forms.js";
import { paragraph, readTask, showPage } from "../../ui/frame.js";
import { postJson, RefusedError } from "../../ui/requests.js";
import { askPasskey, hasPasskeys, usePasskey } from "../../access/passkeys.js";
import { createVerifiers, recallPosition, rememberWay } from "./jobs.js";

const BASE = window.location.pathname.replace(/\/$/, "");

function choice(id, label, options, hint) {
  const select = h("select", { id, class: "medium", "aria-describedby": `${id}-hint` }, options);
  const element = h(
    "div",
    { class: "field" },
    h("label", { for: id }, label),
    h("span", { class: "hint", id: `${id}-hint` }, hint),
    select,
  );
  return { element, select };
}

/** The choice of one's number: {element, read()}; read() throws InputError. */
function createNumbers({ trustees, code }) {
  const known = recallPosition(code);
  const options = trustees.map(({ position, name }) =>
    h("option", { value: String(position), selected: String(position) === known }, name),
  );
  const hint = t("Your personal link and your printed page name your number; the committee knows it, too.");
  const all = [h("option", { value: "" }, t("Choose")), ...options];
  const { element, select } = choice("trustee-number", t("Which trustee are you?"), all, hint);
  function read() {
    if (select.value === "") throw new InputError("trustee-number", t("Choose your number."));
    return Number(select.value);
  }
  return { element, read };
}

class SignIn {
  constructor(root) {
    this.root = root;
    this.task = readTask();
  }

  post(what, body) {
    return postJson(`${BASE}/${what}`, JSON.stringify(body));
  }

  finish(position, way, { address }) {
    rememberWay(this.task.code, position, way);
    window.location.replace(address);
  }

  passphraseForm(numbers) {
    const verifiers = createVerifiers();
    const typed = field("passphrase", t("Passphrase"), { type: "password", autocomplete: "current-password" });
    const form = workForm(t("Sign in"), [numbers.element, typed.element], async () => {
      const position = numbers.read();
      const passphrase = typed.input.value;
      if (passphrase === "") throw new InputError("passphrase", t("Type your passphrase."));
      const verifier = await verifiers.compute({ code: this.task.code, position, passphrase });
      this.finish(position, "passphrase", await this.postPatiently({ position, verifier }));
    });
    return [form, verifiers.element];
  }

  /** Send it; a browser that is new here waits after wrong tries of whomever, and goes on by itself. */
  async postPatiently(body) {
    try {
      return await this.post("passphrase", body);
    } catch (error) {
      if (!(error instanceof RefusedError) || !error.details.ticket) throw error;
      const { ticket, retry_after: seconds } = error.details;
      await this.countDown(seconds);
      return this.post("passphrase", { ...body, ticket });
    }
  }

  async countDown(seconds) {
    const line = h("p", { role: "status", class: "waiting" });
    document.querySelector("#trustee form").after(line);
    for (let left = seconds; left > 0; left -= 1) {
      line.textContent = t(
        "Somebody tried wrong passphrases here. A browser that is new here waits: {seconds} seconds left.",
        { seconds: left },
      );
      await new Promise((resolve) => setTimeout(resolve, 1000));
    }
    line.remove();
  }

  passkeyForm(numbers) {
    const signIn = async () => {
      const position = numbers.read();
      const options = await this.post("passkey-options", { position });
      const credential = await askPasskey(() => usePasskey(options));
      this.finish(position, "passkey", await this.post("passkey", { position, credential }));
    };
    const form = workForm(t("Sign in with a passkey"), [], signIn, "secondary");
    return h("div", {}, paragraph(t("Or choose your number above, then:")), form);
  }

  start() {
    const { title, passkeys } = this.task;
    const numbers = createNumbers(this.task);
    const forgotten = t(
      "Passphrase forgotten, device lost? The committee can make a new link for " +
        "you. Your key’s own passphrase cannot be reset by anybody.",
    );
    showPage(this.root, title, t("Sign in as a trustee"), [
      this.passphraseForm(numbers),
      passkeys && hasPasskeys() ? this.passkeyForm(numbers) : null,
      h("p", { class: "small" }, forgotten),
    ]);
  }
}

loadCatalog();
new SignIn(document.getElementById("trustee")).start();
