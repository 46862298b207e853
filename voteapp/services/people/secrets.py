"""What accounts and trustees share: secrets, their hashes, and sessions.

Secrets are random 256 bits; the databases hold their SHA-256 only.
"""

from __future__ import annotations

import base64
from datetime import timedelta
from typing import NamedTuple

from sqlalchemy import delete
from sqlalchemy.orm import Session

from voteapp.protocol.encoding import RandomBytes, hash_hex
from voteapp.services.context import Context
from voteapp.store.roll.models import LoginSession, TrusteeSession

SECRET_LIFETIME = timedelta(days=7)


class Entry(NamedTuple):
    """Somebody got in: the session's token, and the one by which the browser is known there."""

    token: str
    device: str


def draw_secret(random_bytes: RandomBytes) -> str:
    """256 random bits as text that fits an address."""
    return base64.urlsafe_b64encode(random_bytes(32)).decode("ascii").rstrip("=")


def hash_secret(secret: str) -> str:
    """What is kept of a secret: its SHA-256 in hex."""
    return hash_hex(secret.encode("utf-8", "surrogatepass"))


def add_session(
    context: Context,
    session: Session,
    kind: type[LoginSession] | type[TrusteeSession],
    **whose: int | str,
) -> str:
    """Sign somebody in, and end the sessions whose time is over; the new one's token.

    ``whose``: the columns that say so.
    """
    now = context.clock()
    session.execute(delete(kind).where(kind.expires <= now))
    token = draw_secret(context.random_bytes)
    expires = now + timedelta(hours=context.settings.session_hours)
    session.add(kind(token_hash=hash_secret(token), expires=expires, **whose))
    return token
