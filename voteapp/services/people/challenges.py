"""Challenges that a passkey signs, once: nothing is kept until one comes back.

A challenge is text: until when it is good, a random part, and a seal over both and its purpose. So
nobody can fill a database by asking for many.
"""

from __future__ import annotations

import hmac
from datetime import datetime, timedelta
from hashlib import sha256

from sqlalchemy import delete
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from voteapp.errors import BusyError, ConflictError
from voteapp.errors import gettext as _
from voteapp.services.context import Context
from voteapp.services.people.secrets import hash_secret
from voteapp.store.roll.models import SpentTicket

LIFETIME = timedelta(minutes=10)

_START = datetime.fromisoformat("1970-01-01T00:00:00+00:00")


def issue(context: Context, purpose: str) -> bytes:
    """A new challenge for that purpose, good for ``LIFETIME``."""
    until = int((context.clock() + LIFETIME - _START).total_seconds())
    body = f"{until}.{context.random_bytes(16).hex()}"
    return f"{body}.{_seal(context, purpose, body)}".encode()


def spend(context: Context, session: Session, purpose: str, challenge: bytes) -> None:
    """Use a challenge up. Raises ConflictError where it is not of that purpose, old or used."""
    text = challenge.decode("ascii", "replace")
    body, _dot, seal = text.rpartition(".")
    if not hmac.compare_digest(seal.encode(), _seal(context, purpose, body).encode()):
        raise _too_late()
    now, expires = context.clock(), _START + timedelta(seconds=int(body.partition(".")[0]))
    session.execute(delete(SpentTicket).where(SpentTicket.expires <= now))
    if now >= expires or session.get(SpentTicket, hash_secret(text)) is not None:
        raise _too_late()
    session.add(SpentTicket(ticket_hash=hash_secret(text), expires=expires))
    try:
        session.flush()
    except IntegrityError:  # the same challenge at the same moment
        raise BusyError(_("The server is very busy. Try again in a moment.")) from None


def _seal(context: Context, purpose: str, body: str) -> str:
    message = f"voteapp-challenge|{purpose}|{body}".encode("utf-8", "surrogatepass")
    return hmac.new(context.door_key, message, sha256).hexdigest()


def _too_late() -> ConflictError:
    return ConflictError(_("This took too long. Try again."))
