"""Passkeys of committee accounts: added with the present password, used without a name.

The device asks who holds it (user verification), so a passkey alone signs in. Nobody learns from
the sign-in page which accounts there are, or which of them have passkeys.
"""

from __future__ import annotations

import hashlib
from typing import Any

from sqlalchemy import select

from voteapp.campaign.texts import clean_text
from voteapp.errors import ConflictError, InvalidInputError
from voteapp.errors import gettext as _
from voteapp.protocol.encoding import hash_hex
from voteapp.services.context import Context
from voteapp.services.errors import WrongPasswordError
from voteapp.services.people import challenges, passkeys
from voteapp.services.people.accounts import check_present_password, enter, find_account
from voteapp.services.people.passkeys import Credential, Passkey
from voteapp.services.people.secrets import Entry
from voteapp.services.values.campaigns import PasskeyView
from voteapp.store.roll.models import Account, AccountPasskey

MOST_PASSKEYS = 10
LONGEST_LABEL = 60
SIGN_IN = "account-sign-in"


def list_passkeys(context: Context, actor: str) -> tuple[PasskeyView, ...]:
    """One's own, oldest first."""
    with context.roll.read() as session:
        account = find_account(session, actor)
        query = select(AccountPasskey).where(AccountPasskey.account_id == account.id)
        rows = session.scalars(query.order_by(AccountPasskey.created, AccountPasskey.id))
        return tuple(PasskeyView(_mark(row.id), row.label, row.created, row.used) for row in rows)


def begin_adding(context: Context, actor: str, present: str, *, origin: str) -> dict[str, Any]:
    """Options with which the browser makes one. ``present``: the present password.

    Raises InvalidInputError (``present``), ConflictError.
    """
    check_present_password(context, actor, present)
    with context.roll.read() as session:
        account = find_account(session, actor)
        query = select(AccountPasskey.id).where(AccountPasskey.account_id == account.id)
        known = list(session.scalars(query))
        if len(known) >= MOST_PASSKEYS:
            raise ConflictError(_("You have as many passkeys as there can be. Remove one first."))
        challenge = challenges.issue(context, _adding(account))
        user = hashlib.sha256(f"voteapp-account|{account.id}".encode()).digest()
        return passkeys.create_account_options(origin, user, account.name, challenge, known)


def finish_adding(
    context: Context, actor: str, label: str, credential: Credential, *, origin: str
) -> None:
    """Keep the passkey that the browser made. ``label``: what its owner calls the device.

    Raises InvalidInputError (``label``, ``credential``), ConflictError.
    """
    cleaned = clean_text("label", label, LONGEST_LABEL, lines=False)
    if not cleaned:
        raise InvalidInputError("label", _("Give the device a name."))
    challenge = passkeys.read_challenge(credential)
    with context.roll.write() as session:
        account = find_account(session, actor)
        challenges.spend(context, session, _adding(account), challenge)
        made = passkeys.check_binding(origin, challenge, credential, verified=True)
        if session.get(AccountPasskey, made.id) is not None:
            raise ConflictError(_("This passkey is known already."))
        session.add(
            AccountPasskey(
                id=made.id,
                account_id=account.id,
                label=cleaned,
                public_key=made.public_key,
                sign_count=made.sign_count,
                created=context.clock(),
            )
        )


def remove(context: Context, actor: str, mark: str) -> None:
    """Forget one of one's own; none of that mark is no error."""
    with context.roll.write() as session:
        account = find_account(session, actor)
        query = select(AccountPasskey).where(AccountPasskey.account_id == account.id)
        for row in session.scalars(query):
            if _mark(row.id) == mark:
                session.delete(row)


def begin_sign_in(context: Context, *, origin: str) -> dict[str, Any]:
    """Options with which the browser offers what passkeys it has here. Raises ConflictError."""
    challenge = challenges.issue(context, SIGN_IN)
    return passkeys.create_sign_in_options(origin, None, challenge)


def finish_sign_in(
    context: Context, credential: Credential, *, origin: str, device: str = ""
) -> Entry:
    """Sign in with a passkey.

    Raises WrongPasswordError, InvalidInputError (``credential``), ConflictError.
    """
    challenge, wanted = passkeys.read_challenge(credential), passkeys.read_id(credential)
    with context.roll.write() as session:
        challenges.spend(context, session, SIGN_IN, challenge)
        row = session.get(AccountPasskey, wanted)
        if row is None:
            raise WrongPasswordError(_("This passkey was not accepted."))
        bound = Passkey(row.id, row.public_key, row.sign_count)
        row.sign_count = passkeys.check_sign_in(origin, challenge, credential, bound, verified=True)
        row.used = context.clock()
        account = session.get_one(Account, row.account_id)
        if account.disabled is not None:
            text = _("This account was switched off. Ask the rest of the committee.")
            raise WrongPasswordError(text)
        return enter(context, session, account, device)


def _adding(account: Account) -> str:
    return f"account-add|{account.id}"


def _mark(passkey: bytes) -> str:
    return hash_hex(passkey)[:16]
