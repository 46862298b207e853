// Passkeys (WebAuthn): options as JSON in, a credential as JSON out; binary parts in base64url.

import { t } from "../i18n.js";
import { InputError } from "../ui/forms.js";

function toBytes(text) {
  const base64 = text.replace(/-/g, "+").replace(/_/g, "/");
  return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
}

function toText(buffer) {
  const binary = String.fromCharCode(...new Uint8Array(buffer));
  return btoa(binary).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
}

const readIds = (list) => (list ?? []).map((item) => ({ ...item, id: toBytes(item.id) }));

function describe(credential, response) {
  return {
    id: credential.id,
    rawId: toText(credential.rawId),
    type: credential.type,
    clientExtensionResults: credential.getClientExtensionResults(),
    response: { clientDataJSON: toText(credential.response.clientDataJSON), ...response },
  };
}

/** Whether this browser can make passkeys here. */
export function hasPasskeys() {
  return typeof window.PublicKeyCredential === "function" && window.isSecureContext;
}

/** Make a passkey with the server's options; rejects where the person or the device refuses. */
export async function createPasskey(options) {
  const publicKey = {
    ...options,
    challenge: toBytes(options.challenge),
    user: { ...options.user, id: toBytes(options.user.id) },
    excludeCredentials: readIds(options.excludeCredentials),
  };
  const created = await navigator.credentials.create({ publicKey });
  const credential = /** @type {PublicKeyCredential} */ (created);
  const response = /** @type {AuthenticatorAttestationResponse} */ (credential.response);
  return describe(credential, {
    attestationObject: toText(response.attestationObject),
    transports: response.getTransports?.() ?? [],
  });
}

/** Sign in with a passkey; rejects where the person or the device refuses. */
export async function usePasskey(options) {
  const publicKey = {
    ...options,
    challenge: toBytes(options.challenge),
    allowCredentials: readIds(options.allowCredentials),
  };
  const used = await navigator.credentials.get({ publicKey });
  const credential = /** @type {PublicKeyCredential} */ (used);
  const response = /** @type {AuthenticatorAssertionResponse} */ (credential.response);
  return describe(credential, {
    authenticatorData: toText(response.authenticatorData),
    signature: toText(response.signature),
    userHandle: response.userHandle ? toText(response.userHandle) : null,
  });
}

/** Run what asks for a passkey; a person's "no" is said in words at no field. */
export async function askPasskey(work) {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof DOMException)) throw error;
    throw new InputError(
      null,
      t("The passkey was not used: your device or you refused it. Try again, or sign in in the other way."),
    );
  }
}
