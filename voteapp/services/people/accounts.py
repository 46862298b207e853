"""Committee accounts: one-time set-up secrets, passwords, sessions on the server.

Secrets and session tokens are kept as SHA-256 hashes only, passwords as argon2id. Wrong passwords
make the account rest; nothing is keyed on an address.
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
from voteapp.services.people.secrets import (
    SECRET_LIFETIME,
    add_session,
    check_rest,
    compute_rest,
    draw_secret,
    hash_secret,
)
from voteapp.services.values.campaigns import AccountView, SecretView
from voteapp.store.roll.models import Account, LoginSession, SetupSecret

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
        return _add_secret(context, session, "first", None)


def create_invitation(context: Context, actor: str) -> str:
    """A one-time secret for one more committee account; ``actor`` must have one."""
    with context.roll.write() as session:
        _find_account(session, actor)
        return _add_secret(context, session, "invitation", None)


def create_reset_secret(context: Context, name: str) -> str:
    """A one-time secret that sets a new password; raises NotFoundError."""
    with context.roll.write() as session:
        account = _find_account(session, name)
        session.execute(delete(SetupSecret).where(SetupSecret.account_id == account.id))
        return _add_secret(context, session, "reset", account.id)


def describe_secret(context: Context, secret: str) -> SecretView:
    """What a one-time secret is for; NotFoundError when wrong, used or expired."""
    with context.roll.read() as session:
        row = _find_secret(context, session, secret)
        account = session.get(Account, row.account_id) if row.account_id else None
        return SecretView(row.purpose, account.name if account else None, row.expires)


def set_up(context: Context, secret: str, name: str, password: str) -> str:
    """Use a one-time secret up: a new account, or a new password. Returns a session's token.

    Raises NotFoundError, InvalidInputError (``name``, ``password``).
    """
    _check_password(password)
    password_hash = _HASHER.hash(password)
    with context.roll.write() as session:
        row = _find_secret(context, session, secret)
        if row.purpose == "reset":
            account = session.get_one(Account, row.account_id)
            account.password_hash = password_hash
            account.failures, account.resting_until = 0, None
            session.execute(delete(LoginSession).where(LoginSession.account_id == account.id))
        else:
            account = _add_account(session, context.clock(), name, password_hash)
        session.delete(row)
        return add_session(context, session, LoginSession, account_id=account.id)


def login(context: Context, name: str, password: str) -> str:
    """Sign in; returns a session's token. WrongPasswordError, TooManyAttemptsError."""
    now = context.clock()
    with context.roll.read() as session:
        account = session.scalar(select(Account).where(Account.name_key == _name_key(name)))
    if account is not None:
        check_rest(account.resting_until, now)
    right = _verify(account.password_hash if account else _DUMMY, password)
    if account is None:
        raise WrongPasswordError(_("The name or the password is wrong."))
    with context.roll.write() as session:
        row = session.get_one(Account, account.id)
        if right:
            row.failures, row.resting_until = 0, None
            return add_session(context, session, LoginSession, account_id=row.id)
        row.failures += 1
        row.resting_until = compute_rest(row.failures, now)
    raise WrongPasswordError(_("The name or the password is wrong."))


def find_session(context: Context, token: str) -> AccountView | None:
    """The account behind a session's token; None when unknown or expired."""
    with context.roll.read() as session:
        row = session.get(LoginSession, hash_secret(token))
        if row is None or row.expires <= context.clock():
            return None
        return _view(session.get_one(Account, row.account_id))


def logout(context: Context, token: str) -> None:
    """End a session; an unknown token is no error."""
    with context.roll.write() as session:
        session.execute(delete(LoginSession).where(LoginSession.token_hash == hash_secret(token)))


def list_accounts(context: Context) -> tuple[AccountView, ...]:
    """All accounts, oldest first."""
    with context.roll.read() as session:
        return tuple(_view(row) for row in session.scalars(select(Account).order_by(Account.id)))


def _view(account: Account) -> AccountView:
    return AccountView(account.id, account.name, account.created)


def _name_key(name: str) -> str:
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


def _find_account(session: Session, name: str) -> Account:
    account = session.scalar(select(Account).where(Account.name_key == _name_key(name)))
    if account is None:
        raise NotFoundError(_("There is no account of this name."))
    return account


def _find_secret(context: Context, session: Session, secret: str) -> SetupSecret:
    row = session.get(SetupSecret, hash_secret(secret))
    if row is None or row.expires <= context.clock():
        raise NotFoundError(_("This address was used already, or is too old. Ask for a new one."))
    return row


def _add_secret(context: Context, session: Session, purpose: str, account_id: int | None) -> str:
    now = context.clock()
    session.execute(delete(SetupSecret).where(SetupSecret.expires <= now))
    secret = draw_secret(context.random_bytes)
    session.add(
        SetupSecret(
            secret_hash=hash_secret(secret),
            purpose=purpose,
            account_id=account_id,
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
        name=cleaned, name_key=_name_key(cleaned), password_hash=password_hash, created=now
    )
    session.add(account)
    session.flush()
    return account
