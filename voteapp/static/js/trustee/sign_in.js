// Signing in again as a trustee: pick your name, then your passphrase or your passkey.

import { loadCatalog, t } from "../i18n.js";
import { field, InputError, postJson, showPage, workForm } from "../ui/committee.js";
import { h } from "../ui/dom.js";
import { hasPasskeys, usePasskey } from "./passkeys.js";
import { askPasskey, createVerifiers, rememberWay } from "./sign_in_jobs.js";

const BASE = window.location.pathname.replace(/\/$/, "");

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

  names() {
    const { trustees } = this.task;
    const options = trustees.map(({ position, name }) => h("option", { value: String(position) }, name));
    const select = h("select", { id: "trustee-name", class: "medium" }, h("option", { value: "" }, t("Choose your name")), options);
    return {
      element: h("div", { class: "field" }, h("label", { for: "trustee-name" }, t("Your name")), select),
      read() {
        if (select.value === "") throw new InputError("trustee-name", t("Choose your name."));
        return Number(select.value);
      },
    };
  }

  start() {
    const names = this.names();
    const verifiers = createVerifiers();
    const typed = field("passphrase", t("Passphrase"), { type: "password", autocomplete: "current-password" });
    const form = workForm(t("Sign in"), [names.element, typed.element], async () => {
      const position = names.read();
      const passphrase = typed.input.value;
      if (passphrase === "") throw new InputError("passphrase", t("Type your passphrase."));
      const verifier = await verifiers.compute({ code: this.task.code, position, passphrase });
      this.finish(position, "passphrase", await this.post("passphrase", { position, verifier }));
    });
    const passkey = workForm(t("Sign in with a passkey"), [], async () => {
      const position = names.read();
      const options = await this.post("passkey-options", { position });
      const credential = await askPasskey(() => usePasskey(options));
      this.finish(position, "passkey", await this.post("passkey", { position, credential }));
    });
    const { title, passkeys } = this.task;
    showPage(this.root, title, t("Sign in as a trustee"), [
      form, verifiers.element,
      passkeys && hasPasskeys() ? h("div", {}, h("p", {}, t("Or choose your name above, then:")), passkey) : null,
      h("p", { class: "small" }, t("Passphrase forgotten, device lost? The committee can make a new link for you. Your key’s own passphrase cannot be reset by anybody.")),
    ]);
  }
}

loadCatalog();
new SignIn(document.getElementById("trustee")).start();
