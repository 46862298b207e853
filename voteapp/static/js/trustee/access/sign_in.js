// Signing in again as a trustee: pick your number, then your passphrase or your passkey. Names are
// not shown: anybody who knows the campaign may open this page.

import { loadCatalog, t } from "../../i18n.js";
import { field, InputError, postJson, showPage, workForm } from "../../ui/committee.js";
import { h } from "../../ui/dom.js";
import { hasPasskeys, usePasskey } from "./passkeys.js";
import { askPasskey, createVerifiers, recallPosition, rememberWay } from "./jobs.js";

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

class SignIn {
  constructor(root) {
    this.root = root;
    this.task = JSON.parse(document.getElementById("task").textContent);
  }

  post(what, body) {
    return postJson(`${BASE}/${what}`, JSON.stringify(body));
  }

  finish(position, way, { address }) {
    rememberWay(this.task.code, position, way);
    window.location.replace(address);
  }

  numbers() {
    const { trustees, code } = this.task;
    const known = recallPosition(code);
    const options = trustees.map(({ position, name }) =>
      h("option", { value: String(position), selected: String(position) === known }, name),
    );
    const { element, select } = choice(
      "trustee-number",
      t("Which trustee are you?"),
      [h("option", { value: "" }, t("Choose")), ...options],
      t("Your personal link and your printed page name your number; the committee knows it, too."),
    );
    return {
      element,
      read() {
        if (select.value === "") throw new InputError("trustee-number", t("Choose your number."));
        return Number(select.value);
      },
    };
  }

  start() {
    const numbers = this.numbers();
    const verifiers = createVerifiers();
    const typed = field("passphrase", t("Passphrase"), { type: "password", autocomplete: "current-password" });
    const form = workForm(t("Sign in"), [numbers.element, typed.element], async () => {
      const position = numbers.read();
      const passphrase = typed.input.value;
      if (passphrase === "") throw new InputError("passphrase", t("Type your passphrase."));
      const verifier = await verifiers.compute({ code: this.task.code, position, passphrase });
      this.finish(position, "passphrase", await this.post("passphrase", { position, verifier }));
    });
    const passkey = workForm(t("Sign in with a passkey"), [], async () => {
      const position = numbers.read();
      const options = await this.post("passkey-options", { position });
      const credential = await askPasskey(() => usePasskey(options));
      this.finish(position, "passkey", await this.post("passkey", { position, credential }));
    });
    const { title, passkeys } = this.task;
    showPage(this.root, title, t("Sign in as a trustee"), [
      form,
      verifiers.element,
      passkeys && hasPasskeys() ? h("div", {}, h("p", {}, t("Or choose your number above, then:")), passkey) : null,
      h(
        "p",
        { class: "small" },
        t(
          "Passphrase forgotten, device lost? The committee can make a new link for " +
            "you. Your key’s own passphrase cannot be reset by anybody.",
        ),
      ),
    ]);
  }
}

loadCatalog();
new SignIn(document.getElementById("trustee")).start();
