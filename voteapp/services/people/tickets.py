"""Sealed texts that work once: nothing is kept of one until it comes back.

A ticket is a body, which begins with an instant in seconds and a dot, a dot, and a seal over its
kind, what it is for, and the body. So nobody can fill a database by asking for many.
"""

from __future__ import annotations

import hmac
from datetime import datetime, timedelta
from hashlib import sha256

from sqlalchemy import delete
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from voteapp.errors import BusyError
from voteapp.errors import gettext as _
from voteapp.services.context import Context
from voteapp.services.people.secrets import hash_secret
from voteapp.store.roll.models import SpentTicket

_START = datetime.fromisoformat("1970-01-01T00:00:00+00:00")


def issue(context: Context, kind: str, purpose: str, after: timedelta, size: int) -> str:
    """A new ticket whose instant comes ``after`` now, with ``size`` random bytes."""
    instant = int((context.clock() - _START + after).total_seconds())
    body = f"{instant}.{context.random_bytes(size).hex()}"
    return f"{body}.{_seal(context, kind, purpose, body)}"


def read_instant(context: Context, kind: str, purpose: str, ticket: str) -> datetime | None:
    """The instant of a ticket; None where it is none of this kind and purpose."""
    body, _dot, seal = ticket.rpartition(".")
    if not hmac.compare_digest(seal.encode(), _seal(context, kind, purpose, body).encode()):
        return None
    return _START + timedelta(seconds=int(body.partition(".")[0]))


def spend(context: Context, session: Session, ticket: str, expires: datetime) -> bool:
    """Use up a ticket that nobody needs to remember after ``expires``; False if it was before."""
    session.execute(delete(SpentTicket).where(SpentTicket.expires <= context.clock()))
    if session.get(SpentTicket, hash_secret(ticket)) is not None:
        return False
    session.add(SpentTicket(ticket_hash=hash_secret(ticket), expires=expires))
    try:
        session.flush()
    except IntegrityError:  # the same ticket at the same moment
        raise BusyError(_("The server is very busy. Try again in a moment.")) from None
    return True


def _seal(context: Context, kind: str, purpose: str, body: str) -> str:
    message = f"voteapp-{kind}|{purpose}|{body}".encode("utf-8", "surrogatepass")
    return hmac.new(context.door_key, message, sha256).hexdigest()
