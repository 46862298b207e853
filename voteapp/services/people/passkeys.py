"""Passkeys (WebAuthn): options for the browser, and the check of what comes back.

Those of trustees and of committee accounts alike.

``origin`` is the address that the browser shows (``https://host``); a passkey belongs to its host.
Nothing is kept here; ``trustee_access`` and ``account_passkeys`` do.
"""

from __future__ import annotations

import hashlib
import ipaddress
import json
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import webauthn
from webauthn.helpers import (
    base64url_to_bytes,
    options_to_json_dict,
    parse_client_data_json,
)
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from voteapp.errors import ConflictError, InvalidInputError
from voteapp.errors import gettext as _
from voteapp.services.errors import WrongPasswordError

SITE = "voteapp"
_WRONG = (
    WebAuthnException,
    ArithmeticError,
    AttributeError,
    LookupError,
    RecursionError,
    TypeError,
    ValueError,
)
"""What the library raises for bytes that make no sense, besides its own errors."""

Credential = Mapping[str, Any]
"""What the browser's ``navigator.credentials`` gave, as JSON (``toJSON()``)."""


class Passkey(NamedTuple):
    """A bound passkey: its id, its public key (COSE) and its counter."""

    id: bytes
    public_key: bytes
    sign_count: int


def passkeys_possible(origin: str) -> bool:
    """Whether a browser makes passkeys at this address: HTTPS or this machine, by a name."""
    parts = urlsplit(origin)
    host = parts.hostname or ""
    local = host == "localhost" or host.endswith(".localhost")
    if not host or not (parts.scheme == "https" or (parts.scheme == "http" and local)):
        return False
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return True
    return False


def create_binding_options(
    origin: str, code: str, position: int, challenge: bytes
) -> dict[str, Any]:
    """What the browser needs to make a passkey (``publicKey`` as JSON). Raises ConflictError."""
    options = webauthn.generate_registration_options(
        rp_id=_get_host(origin),
        rp_name=SITE,
        user_id=hashlib.sha256(f"voteapp-trustee|{code}|{position}".encode()).digest(),
        user_name=f"{code}-{position}",
        challenge=challenge,
    )
    return options_to_json_dict(options)


def create_account_options(
    origin: str, user: bytes, name: str, challenge: bytes, known: Sequence[bytes]
) -> dict[str, Any]:
    """What the browser needs to make a passkey that signs in by itself: the device keeps it and
    asks who holds it. ``known``: those that are there. Raises ConflictError."""
    options = webauthn.generate_registration_options(
        rp_id=_get_host(origin),
        rp_name=SITE,
        user_id=user,
        user_name=name,
        challenge=challenge,
        exclude_credentials=[PublicKeyCredentialDescriptor(id=one) for one in known],
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED,
            user_verification=UserVerificationRequirement.REQUIRED,
        ),
    )
    return options_to_json_dict(options)


def create_sign_in_options(origin: str, passkey: bytes | None, challenge: bytes) -> dict[str, Any]:
    """What the browser needs to sign in with that passkey; with None, with any that it keeps for
    this address and whose holder it asks for. Raises ConflictError."""
    options = webauthn.generate_authentication_options(
        rp_id=_get_host(origin),
        challenge=challenge,
        allow_credentials=[] if passkey is None else [PublicKeyCredentialDescriptor(id=passkey)],
        user_verification=UserVerificationRequirement.REQUIRED
        if passkey is None
        else UserVerificationRequirement.PREFERRED,
    )
    return options_to_json_dict(options)


def read_id(credential: Credential) -> bytes:
    """Which passkey a browser's answer is of. Raises InvalidInputError (``credential``)."""
    try:
        return base64url_to_bytes(credential["rawId"])
    except _WRONG:
        raise _refuse() from None


def read_challenge(credential: Credential) -> bytes:
    """The challenge that a browser's answer is about. Raises InvalidInputError (``credential``)."""
    try:
        data = base64url_to_bytes(credential["response"]["clientDataJSON"])
        return parse_client_data_json(data).challenge
    except _WRONG:
        raise _refuse() from None


def check_binding(
    origin: str, challenge: bytes, credential: Credential, *, verified: bool = False
) -> Passkey:
    """Check a new passkey. ``verified``: the device must have asked who holds it.

    Raises InvalidInputError (``credential``), ConflictError.
    """
    try:
        made = webauthn.verify_registration_response(
            credential=json.dumps(credential),
            expected_challenge=challenge,
            expected_rp_id=_get_host(origin),
            expected_origin=origin,
            require_user_verification=verified,
        )
    except _WRONG:
        raise _refuse() from None
    return Passkey(made.credential_id, made.credential_public_key, made.sign_count)


def check_sign_in(
    origin: str,
    challenge: bytes,
    credential: Credential,
    passkey: Passkey,
    *,
    verified: bool = False,
) -> int:
    """Check a signature by that passkey; returns its new counter. ``verified``: as above.

    Raises WrongPasswordError, ConflictError.
    """
    try:
        if base64url_to_bytes(credential["rawId"]) != passkey.id:
            raise ValueError("another passkey")
        used = webauthn.verify_authentication_response(
            credential=json.dumps(credential),
            expected_challenge=challenge,
            expected_rp_id=_get_host(origin),
            expected_origin=origin,
            credential_public_key=passkey.public_key,
            credential_current_sign_count=passkey.sign_count,
            require_user_verification=verified,
        )
    except _WRONG:
        raise WrongPasswordError(_("This passkey was not accepted.")) from None
    return used.new_sign_count


def _get_host(origin: str) -> str:
    if not passkeys_possible(origin):
        raise ConflictError(_("Passkeys do not work at this address. Use a passphrase."))
    return urlsplit(origin).hostname or ""


def _refuse() -> InvalidInputError:
    return InvalidInputError("credential", _("This passkey cannot be used. Try again."))
