"""Doors that no stranger can shut: who is known passes, who is not pays with time.

A door is an account, or a trustee's place, whether it exists or not. A browser in which somebody
has signed in there is known: wrong tries of others never concern it. Every other browser waits
before each try once there were wrong ones, and the longer, the more there were: it is given a
ticket, which is good for one try after its wait. Nobody is ever refused for what others did.
"""

from __future__ import annotations

from datetime import timedelta
from math import ceil

from sqlalchemy import delete
from sqlalchemy.orm import Session

from voteapp.protocol.encoding import hash_hex
from voteapp.services.context import Context
from voteapp.services.errors import MustWaitError
from voteapp.services.people import tickets
from voteapp.services.people.secrets import draw_secret, hash_secret
from voteapp.store.roll.models import Door, KnownDevice

FREE_FAILURES = 5
"""Wrong tries before anybody waits."""

LONGEST_PAUSE = 60
"""Seconds."""

FORGOTTEN_AFTER = timedelta(hours=1)
"""Without a wrong try in between, the earlier ones no longer count."""

TICKET_LIFETIME = timedelta(minutes=10)
"""After its wait."""

DEVICE_LIFETIME = timedelta(days=180)
MOST_DEVICE_FAILURES = 10
"""Wrong tries in a row, after which a known browser is one like any other."""

_KIND = "ticket"


def name_account(name_key: str) -> str:
    """The door of an account's name."""
    return hash_hex(f"account|{name_key}".encode("utf-8", "surrogatepass"))


def name_trustee(code: str, position: int) -> str:
    """The door of a campaign's trustee."""
    return hash_hex(f"trustee|{code}|{position}".encode("utf-8", "surrogatepass"))


def knock(context: Context, session: Session, door: str, device: str, ticket: str) -> None:
    """Let a browser try; raises MustWaitError where it is not known here and has to wait."""
    if _find_device(context, session, door, device) is not None:
        return
    wait = compute_wait(count_failures(context, session, door))
    if wait > 0 and not _spend(context, session, door, ticket):
        issued = tickets.issue(context, _KIND, door, timedelta(seconds=wait), 12)
        raise MustWaitError(wait, issued)


def compute_wait(failures: int) -> int:
    """Seconds to wait before a try, after so many wrong ones."""
    if failures < FREE_FAILURES:
        return 0
    return min(1 << min(failures - FREE_FAILURES, 10), LONGEST_PAUSE)


def count_failures(context: Context, session: Session, door: str) -> int:
    """Wrong tries of browsers that are not known, as far as they still count."""
    row = session.get(Door, door)
    if row is None or context.clock() - row.last > FORGOTTEN_AFTER:
        return 0
    return row.failures


def note_failure(context: Context, session: Session, door: str, device: str) -> None:
    """A try was wrong: it counts against the browser if that is known here, else at the door."""
    known = _find_device(context, session, door, device)
    if known is not None:
        known.failures += 1
        if known.failures >= MOST_DEVICE_FAILURES:
            session.delete(known)
        return
    failures, now = count_failures(context, session, door), context.clock()
    session.execute(delete(Door).where(Door.last < now - FORGOTTEN_AFTER))
    session.merge(Door(door=door, failures=failures + 1, last=now))


def welcome(context: Context, session: Session, door: str, device: str) -> str:
    """A try was right: the browser is known from now on; its token, the old one if it has one."""
    known, now = _find_device(context, session, door, device), context.clock()
    if known is not None:
        known.failures, known.expires = 0, now + DEVICE_LIFETIME
        return device
    session.execute(delete(KnownDevice).where(KnownDevice.expires <= now))
    token = draw_secret(context.random_bytes)
    session.add(
        KnownDevice(token_hash=hash_secret(token), door=door, expires=now + DEVICE_LIFETIME)
    )
    return token


def forget_devices(session: Session, door: str) -> None:
    """No browser is known there any more."""
    session.execute(delete(KnownDevice).where(KnownDevice.door == door))


def _find_device(context: Context, session: Session, door: str, device: str) -> KnownDevice | None:
    row = session.get(KnownDevice, hash_secret(device)) if device else None
    if row is None or row.door != door or row.expires <= context.clock():
        return None
    return row


def _spend(context: Context, session: Session, door: str, ticket: str) -> bool:
    """Use a ticket up; False where it is none of this door's, too old or used.

    Raises MustWaitError with the same ticket where it is too early.
    """
    now, ready = context.clock(), tickets.read_instant(context, _KIND, door, ticket)
    if ready is None:
        return False
    if now < ready:
        raise MustWaitError(ceil((ready - now).total_seconds()), ticket)
    if now > ready + TICKET_LIFETIME:
        return False
    return tickets.spend(context, session, ticket, ready + TICKET_LIFETIME)
