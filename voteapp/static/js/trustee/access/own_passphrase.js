// The passphrase that a trustee signs in with, asked for once more where it is to lock something.

import { t } from "../../i18n.js";
import { field, InputError, newPassphrase } from "../../ui/forms.js";
import { postJson, RefusedError } from "../../ui/requests.js";
import { createVerifiers, recallWay } from "./jobs.js";

/** Throws InputError unless the server would let one in with it, by the answer to a sign-in. */
async function requireRight(home, position, verifier) {
  try {
    // Without the cookie: only the answer counts, the session stays as it is.
    const body = JSON.stringify({ position, verifier });
    await postJson(`${home}/sign-in/passphrase`, body, { credentials: "omit" });
  } catch (error) {
    if (!(error instanceof RefusedError) || error.status === 0) throw error;
    throw new InputError("passphrase", error.message);
  }
}

function ownPassphrase({ code, position }, home) {
  const typed = field("passphrase", t("Your passphrase"), {
    type: "password",
    autocomplete: "current-password",
    hint: t("The one that you sign in with. It will open your key’s file, too."),
  });
  const verifiers = createVerifiers();
  async function read() {
    const passphrase = typed.input.value;
    if (passphrase === "") throw new InputError("passphrase", t("Type your passphrase."));
    await requireRight(home, position, await verifiers.compute({ code, position, passphrase }));
    return passphrase;
  }
  return { elements: [typed.element, verifiers.element], read };
}

/**
 * The passphrase of the key's file: the one that this trustee signs in with, asked for once and
 * compared by the server; or, of who signs in otherwise, a new one: {elements, read(): promise}.
 */
export function keyPassphrase(task, home) {
  if (recallWay(task.code, task.position) === "passphrase") return ownPassphrase(task, home);
  const { elements, read } = newPassphrase(t("New passphrase for your key"));
  return { elements, read: async () => read() };
}
