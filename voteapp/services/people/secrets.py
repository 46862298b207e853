"""What accounts and trustees share: secrets, their hashes, sessions, resting after wrong tries.

Secrets are random 256 bits; the databases hold their SHA-256 only.
"""

from __future__ import annotations

import base64
from datetime import datetime, timedelta

from sqlalchemy import delete
from sqlalchemy.orm import Session

from voteapp.protocol.encoding import RandomBytes, hash_hex
from voteapp.services.context import Context
from voteapp.services.errors import TooManyAttemptsError
from voteapp.store.roll.models import LoginSession, TrusteeSession

SECRET_LIFETIME = timedelta(days=7)
FREE_FAILURES = 5
LONGEST_REST = timedelta(minutes=15)


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


def check_rest(resting_until: datetime | None, now: datetime) -> None:
    """Raise TooManyAttemptsError while somebody rests after wrong tries."""
    if resting_until is not None and resting_until > now:
        raise TooManyAttemptsError(int((resting_until - now).total_seconds()) + 1)


def compute_rest(failures: int, now: datetime) -> datetime | None:
    """Until when to rest after so many wrong tries in a row; None: not yet."""
    if failures < FREE_FAILURES:
        return None
    pause = timedelta(seconds=30 * 2 ** min(failures - FREE_FAILURES, 10))
    return now + min(pause, LONGEST_REST)
