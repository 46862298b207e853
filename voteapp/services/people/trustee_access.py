"""How trustees get in: a personal link that works once and binds a passphrase or a passkey.

DESIGN, "Trustees". Apart from the board: here a trustee is a campaign's code and a number. The
passphrase never leaves the browser, which sends a ``verifier`` instead: scrypt of it, as 64
lower-case hex digits. Of links, verifiers and sessions only hashes are kept.
"""

from __future__ import annotations

import hmac
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from voteapp.errors import BusyError, ConflictError, InvalidInputError, NotFoundError
from voteapp.errors import gettext as _
from voteapp.protocol.encoding import is_hex
from voteapp.protocol.keys.trustees import MAX_TRUSTEES
from voteapp.services.context import Context
from voteapp.services.errors import WrongPasswordError
from voteapp.services.people import doors, passkeys
from voteapp.services.people.passkeys import Credential, Passkey
from voteapp.services.people.secrets import (
    SECRET_LIFETIME,
    Entry,
    add_session,
    draw_secret,
    hash_secret,
)
from voteapp.services.values.ceremonies import AccessView, LinkView, TrusteeSession
from voteapp.store.roll.models import TrusteeAccess, TrusteeChallenge
from voteapp.store.roll.models import TrusteeSession as SessionRow

CHALLENGE_LIFETIME = timedelta(minutes=10)
_MOST_PLACES = 2 * MAX_TRUSTEES
"""Trustees, then witnesses."""

MOST_CHALLENGES = 20
"""How many unanswered challenges of one trustee are kept; older ones give way."""


def create_link(context: Context, code: str, position: int) -> str:
    """A new personal link's secret, for 7 days and one use.

    An earlier link stops working, what was bound with it is forgotten, its sessions end.
    """
    secret = draw_secret(context.random_bytes)
    try:
        with context.roll.write() as session:
            _delete(session, code, position)
            session.add(
                TrusteeAccess(
                    code=code,
                    position=position,
                    link_hash=hash_secret(secret),
                    link_expires=context.clock() + SECRET_LIFETIME,
                )
            )
    except IntegrityError:  # somebody made one at the same moment
        raise BusyError(_("The server is very busy. Try again in a moment.")) from None
    return secret


def describe_link(context: Context, secret: str) -> LinkView:
    """Whose link it is. Raises NotFoundError when it is wrong, used or expired."""
    with context.roll.read() as session:
        row, expires = _find_link(context, session, secret)
        return LinkView(row.code, row.position, expires)


def bind_passphrase(context: Context, secret: str, verifier: str) -> Entry:
    """Use a link up: bind a passphrase by its verifier.

    Raises NotFoundError, InvalidInputError (``verifier``).
    """
    if not is_hex(verifier, 32):
        raise InvalidInputError("verifier", _("This is not what a passphrase gives."))
    with context.roll.write() as session:
        row, _expires = _find_link(context, session, secret)
        row.bound, row.verifier_hash = "passphrase", hash_secret(verifier)
        return _use_up(context, session, row)


def sign_in_passphrase(
    context: Context,
    code: str,
    position: int,
    verifier: str,
    *,
    device: str = "",
    ticket: str = "",
) -> Entry:
    """Sign in. ``device``: by what the browser is known, ``ticket``: of the wait that it paid.

    Raises WrongPasswordError, MustWaitError.
    """
    door = doors.name_trustee(code, position)
    with context.roll.write() as session:
        doors.knock(context, session, door, device, ticket)
        row = _find_access(session, code, position)
        digest = hash_secret(verifier)
        if row is not None and hmac.compare_digest(row.verifier_hash or "", digest):
            return _sign_in(context, session, row, device)
        doors.note_failure(context, session, door, device)
    raise WrongPasswordError(_("The passphrase is wrong."))


def begin_binding_passkey(context: Context, secret: str, *, origin: str) -> dict[str, Any]:
    """Options with which the browser makes a passkey. Raises NotFoundError, ConflictError."""
    with context.roll.write() as session:
        row, _expires = _find_link(context, session, secret)
        challenge = _add_challenge(context, session, row, "bind")
        return passkeys.create_binding_options(origin, row.code, row.position, challenge)


def finish_binding_passkey(
    context: Context, secret: str, credential: Credential, *, origin: str
) -> Entry:
    """Use a link up: bind the passkey that the browser made.

    Raises NotFoundError, InvalidInputError (``credential``), ConflictError.
    """
    with context.roll.write() as session:
        row, _expires = _find_link(context, session, secret)
        challenge = _take_challenge(context, session, row, "bind", credential)
        made = passkeys.check_binding(origin, challenge, credential)
        row.bound, row.passkey = "passkey", made.id
        row.public_key, row.sign_count = made.public_key, made.sign_count
        return _use_up(context, session, row)


def begin_passkey_sign_in(
    context: Context, code: str, position: int, *, origin: str
) -> dict[str, Any]:
    """Options with which the browser uses the passkey. Raises NotFoundError, ConflictError."""
    with context.roll.write() as session:
        row = _find_access(session, code, position)
        if row is None or row.passkey is None:
            raise NotFoundError(_("No passkey was set up here. Sign in with the passphrase."))
        challenge = _add_challenge(context, session, row, "sign-in")
        return passkeys.create_sign_in_options(origin, row.passkey, challenge)


def finish_passkey_sign_in(
    context: Context,
    code: str,
    position: int,
    credential: Credential,
    *,
    origin: str,
    device: str = "",
) -> Entry:
    """Sign in with the passkey.

    Raises WrongPasswordError, InvalidInputError (``credential``), ConflictError.
    """
    with context.roll.write() as session:
        row = _find_access(session, code, position)
        if row is None or row.passkey is None or row.public_key is None:
            raise WrongPasswordError(_("This passkey was not accepted."))
        challenge = _take_challenge(context, session, row, "sign-in", credential)
        bound = Passkey(row.passkey, row.public_key, row.sign_count)
        row.sign_count = passkeys.check_sign_in(origin, challenge, credential, bound)
        return _sign_in(context, session, row, device)


def find_session(context: Context, token: str) -> TrusteeSession | None:
    """The trustee behind a session's token; None when unknown or expired."""
    with context.roll.read() as session:
        row = session.get(SessionRow, hash_secret(token))
        if row is None or row.expires <= context.clock():
            return None
        return TrusteeSession(row.code, row.position)


def logout(context: Context, token: str) -> None:
    """End a session; an unknown token is no error."""
    with context.roll.write() as session:
        session.execute(delete(SessionRow).where(SessionRow.token_hash == hash_secret(token)))


def list_access(context: Context, code: str) -> dict[int, AccessView]:
    """How each trustee of a campaign gets in, by number; those without any link are left out."""
    with context.roll.read() as session:
        rows = session.scalars(select(TrusteeAccess).where(TrusteeAccess.code == code))
        return {
            row.position: AccessView(row.link_hash is not None, row.link_expires, row.bound)
            for row in rows
        }


def reset(context: Context, code: str, position: int) -> None:
    """Forget a trustee's link, what was bound, and every session; nothing there is no error."""
    with context.roll.write() as session:
        _delete(session, code, position)


def forget(context: Context, code: str) -> None:
    """Forget the access of all trustees of a campaign."""
    with context.roll.write() as session:
        session.execute(delete(TrusteeAccess).where(TrusteeAccess.code == code))


def _delete(session: Session, code: str, position: int) -> None:
    doors.forget_devices(session, doors.name_trustee(code, position))
    session.execute(
        delete(TrusteeAccess).where(TrusteeAccess.code == code, TrusteeAccess.position == position)
    )


def _find_access(session: Session, code: str, position: int) -> TrusteeAccess | None:
    if not 1 <= position <= _MOST_PLACES:  # whatever a stranger sends
        return None
    query = select(TrusteeAccess).where(
        TrusteeAccess.code == code, TrusteeAccess.position == position
    )
    return session.scalar(query.with_for_update())


def _find_link(context: Context, session: Session, secret: str) -> tuple[TrusteeAccess, datetime]:
    query = select(TrusteeAccess).where(TrusteeAccess.link_hash == hash_secret(secret))
    row = session.scalar(query.with_for_update())
    if row is None or row.link_expires is None or row.link_expires <= context.clock():
        raise NotFoundError(
            _("This link was used already, or is too old. Ask the committee for a new one.")
        )
    return row, row.link_expires


def _use_up(context: Context, session: Session, row: TrusteeAccess) -> Entry:
    row.link_hash, row.link_expires = None, None
    return _sign_in(context, session, row, "")


def _sign_in(context: Context, session: Session, row: TrusteeAccess, device: str) -> Entry:
    door = doors.name_trustee(row.code, row.position)
    known = doors.welcome(context, session, door, device)
    token = add_session(context, session, SessionRow, code=row.code, position=row.position)
    return Entry(token, known)


def _add_challenge(context: Context, session: Session, row: TrusteeAccess, purpose: str) -> bytes:
    """Draw a challenge and keep its hash, among not too many."""
    now = context.clock()
    session.execute(delete(TrusteeChallenge).where(TrusteeChallenge.expires <= now))
    own = (TrusteeChallenge.code == row.code, TrusteeChallenge.position == row.position)
    waiting = session.scalar(select(func.count()).select_from(TrusteeChallenge).where(*own))
    if (waiting or 0) >= MOST_CHALLENGES:
        oldest = select(func.min(TrusteeChallenge.expires)).where(*own).scalar_subquery()
        session.execute(delete(TrusteeChallenge).where(*own, TrusteeChallenge.expires == oldest))
    challenge = context.random_bytes(32)
    session.add(
        TrusteeChallenge(
            challenge_hash=hash_secret(challenge.hex()),
            code=row.code,
            position=row.position,
            purpose=purpose,
            expires=now + CHALLENGE_LIFETIME,
        )
    )
    return challenge


def _take_challenge(
    context: Context,
    session: Session,
    row: TrusteeAccess,
    purpose: str,
    credential: Credential,
) -> bytes:
    """The challenge that was answered, if it was ours; it works once."""
    challenge = passkeys.read_challenge(credential)
    kept = session.get(TrusteeChallenge, hash_secret(challenge.hex()))
    wanted = (row.code, row.position, purpose)
    if (
        kept is None
        or (kept.code, kept.position, kept.purpose) != wanted
        or kept.expires <= context.clock()
    ):
        raise ConflictError(_("This took too long. Try again."))
    session.delete(kept)
    return challenge
