"""Committee accounts: one-time set-up secrets, passwords, sessions on the server.

Secrets and session tokens are kept as SHA-256 hashes only, passwords as argon2id. What wrong
passwords do stands in ``doors.py``; nothing is keyed on an address.
"""

from __future__ import annotations

from datetime import datetime

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from voteapp.campaign.lookalikes import looks_empty, looks_like
from voteapp.campaign.texts import LONGEST_NAME, clean_text
from voteapp.errors import ConflictError, InvalidInputError, NotFoundError
from voteapp.errors import gettext as _
from voteapp.services.context import Context
from voteapp.services.errors import WrongPasswordError
from voteapp.services.people import doors
from voteapp.services.people.secrets import (
    SECRET_LIFETIME,
    Entry,
    add_session,
    draw_secret,
    hash_secret,
)
from voteapp.services.values.campaigns import AccountView, SecretView
from voteapp.store.roll.models import Account, AccountPasskey, LoginSession, SetupSecret

SHORTEST_PASSWORD = 12
LONGEST_PASSWORD = 1000

_HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
_DUMMY = _HASHER.hash("no account has this password")


def needs_setup(context: Context) -> bool:
    """Whether no account exists yet."""
    with context.roll.read() as session:
        return session.scalar(select(func.count(Account.id))) == 0


def create_setup_secret(context: Context) -> str:
    """A one-time secret for the first account; an earlier one stops working.

    Raises ConflictError once there is an account.
    """
    with context.roll.write() as session:
        if session.scalar(select(func.count(Account.id))):
            raise ConflictError(_("The first account exists already. Sign in."))
        session.execute(delete(SetupSecret).where(SetupSecret.purpose == "first"))
        return add_secret(context, session, "first", None)


def create_reset_secret(context: Context, name: str) -> str:
    """A one-time secret that sets a new password; raises NotFoundError."""
    with context.roll.write() as session:
        account = find_account(session, name)
        session.execute(delete(SetupSecret).where(SetupSecret.account_id == account.id))
        return add_secret(context, session, "reset", account.id)


def describe_secret(context: Context, secret: str) -> SecretView:
    """What a one-time secret is for; NotFoundError when wrong, used or expired."""
    with context.roll.read() as session:
        row = _find_secret(context, session, secret)
        account = session.get(Account, row.account_id) if row.account_id else None
        return SecretView(row.purpose, account.name if account else None, row.expires)


def set_up(context: Context, secret: str, name: str, password: str) -> Entry:
    """Use a one-time secret up: a new account, or a new password.

    Raises NotFoundError, InvalidInputError (``name``, ``password``).
    """
    _check_password(password)
    password_hash = _HASHER.hash(password)
    with context.roll.write() as session:
        row = _find_secret(context, session, secret)
        if row.purpose == "reset":
            account = session.get_one(Account, row.account_id)
            account.password_hash = password_hash
            end_everything(session, account)
            _forget_passkeys(session, account)
        else:
            account = _add_account(session, context.clock(), name, password_hash)
        session.delete(row)
        return enter(context, session, account, "")


def login(
    context: Context, name: str, password: str, *, device: str = "", ticket: str = ""
) -> Entry:
    """Sign in. ``device``: by what the browser is known, ``ticket``: of the wait that it paid.

    Raises WrongPasswordError, MustWaitError.
    """
    key = make_name_key(name)
    door = doors.name_account(key)
    with context.roll.write() as session:
        doors.knock(context, session, door, device, ticket)
        account = session.scalar(select(Account).where(Account.name_key == key))
    right = _verify(account.password_hash if account else _DUMMY, password)
    with context.roll.write() as session:
        if right and account is not None and account.disabled is None:
            return enter(context, session, account, device)
        doors.note_failure(context, session, door, device)
    if right and account is not None:
        raise WrongPasswordError(_("This account was switched off. Ask the rest of the committee."))
    raise WrongPasswordError(_("The name or the password is wrong."))


def enter(context: Context, session: Session, account: Account, device: str) -> Entry:
    """Sign somebody in whose right to it was checked."""
    known = doors.welcome(context, session, doors.name_account(account.name_key), device)
    return Entry(add_session(context, session, LoginSession, account_id=account.id), known)


def change_password(
    context: Context, actor: str, present: str, password: str, *, device: str = ""
) -> Entry:
    """A new password; every other session of the account ends, no other browser is known.

    Raises InvalidInputError (``present``, ``password``).
    """
    _check_password(password)
    check_present_password(context, actor, present)
    password_hash = _HASHER.hash(password)
    with context.roll.write() as session:
        row = find_account(session, actor)
        row.password_hash = password_hash
        end_everything(session, row)
        return enter(context, session, row, device)


def check_present_password(context: Context, actor: str, present: str) -> None:
    """Whoever is signed in types it again. Raises InvalidInputError (``present``)."""
    with context.roll.read() as session:
        account = find_account(session, actor)
    if not _verify(account.password_hash, present):
        raise InvalidInputError("present", _("This is not your present password."))


def end_everything(session: Session, account: Account) -> None:
    """Every session of the account ends, and no browser is known at its door."""
    session.execute(delete(LoginSession).where(LoginSession.account_id == account.id))
    doors.forget_devices(session, doors.name_account(account.name_key))


def _forget_passkeys(session: Session, account: Account) -> None:
    """Whoever lost the password may have lost more: what signs in without it goes, too."""
    session.execute(delete(AccountPasskey).where(AccountPasskey.account_id == account.id))


def find_session(context: Context, token: str) -> AccountView | None:
    """The account behind a session's token; None when unknown or expired."""
    with context.roll.read() as session:
        row = session.get(LoginSession, hash_secret(token))
        if row is None or row.expires <= context.clock():
            return None
        account = session.get_one(Account, row.account_id)
        return None if account.disabled is not None else view_account(account)


def logout(context: Context, token: str) -> None:
    """End a session; an unknown token is no error."""
    with context.roll.write() as session:
        session.execute(delete(LoginSession).where(LoginSession.token_hash == hash_secret(token)))


def view_account(account: Account) -> AccountView:
    """An account for pages."""
    return AccountView(account.id, account.name, account.created, account.disabled is not None)


def make_name_key(name: str) -> str:
    return " ".join(name.casefold().split())


def _check_password(password: str) -> None:
    if len(password) < SHORTEST_PASSWORD:
        raise InvalidInputError(
            "password",
            _("Use at least %(number)d characters; a few words do well.", number=SHORTEST_PASSWORD),
        )
    if len(password) > LONGEST_PASSWORD:
        raise InvalidInputError("password", _("This is too long."))


def _verify(password_hash: str, password: str) -> bool:
    try:
        return len(password) <= LONGEST_PASSWORD and _HASHER.verify(password_hash, password)
    except (VerificationError, InvalidHashError):
        return False


def find_account(session: Session, name: str) -> Account:
    """The account of a name, whatever its case. Raises NotFoundError."""
    account = session.scalar(select(Account).where(Account.name_key == make_name_key(name)))
    if account is None:
        raise NotFoundError(_("There is no account of this name."))
    return account


def _find_secret(context: Context, session: Session, secret: str) -> SetupSecret:
    row = session.get(SetupSecret, hash_secret(secret))
    if row is None or row.expires <= context.clock():
        raise NotFoundError(_("This address was used already, or is too old. Ask for a new one."))
    return row


def add_secret(
    context: Context,
    session: Session,
    purpose: str,
    account_id: int | None,
    made_by: str | None = None,
) -> str:
    """A new one-time secret; those whose time is over are forgotten."""
    now = context.clock()
    session.execute(delete(SetupSecret).where(SetupSecret.expires <= now))
    secret = draw_secret(context.random_bytes)
    session.add(
        SetupSecret(
            secret_hash=hash_secret(secret),
            purpose=purpose,
            account_id=account_id,
            made_by=made_by,
            expires=now + SECRET_LIFETIME,
        )
    )
    return secret


def _add_account(session: Session, now: datetime, name: str, password_hash: str) -> Account:
    cleaned = clean_text("name", name, LONGEST_NAME, lines=False)
    if looks_empty(cleaned):
        raise InvalidInputError("name", _("Type a name."))
    if any(looks_like(cleaned, other) for other in session.scalars(select(Account.name))):
        text = _("There is an account of this name already, or of one that looks like it.")
        raise InvalidInputError("name", text)
    account = Account(
        name=cleaned, name_key=make_name_key(cleaned), password_hash=password_hash, created=now
    )
    session.add(account)
    session.flush()
    return account
