"""Challenges that a passkey of an account signs, once; nothing is kept until one comes back."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy.orm import Session

from voteapp.errors import ConflictError
from voteapp.errors import gettext as _
from voteapp.services.context import Context
from voteapp.services.people import tickets

LIFETIME = timedelta(minutes=10)
_KIND = "challenge"


def issue(context: Context, purpose: str) -> bytes:
    """A new challenge for that purpose, good for ``LIFETIME``."""
    return tickets.issue(context, _KIND, purpose, LIFETIME, 16).encode()


def spend(context: Context, session: Session, purpose: str, challenge: bytes) -> None:
    """Use a challenge up. Raises ConflictError where it is not of that purpose, old or used."""
    ticket = challenge.decode("ascii", "replace")
    expires = tickets.read_instant(context, _KIND, purpose, ticket)
    if expires is None or context.clock() >= expires:
        raise _too_late()
    if not tickets.spend(context, session, ticket, expires):
        raise _too_late()


def _too_late() -> ConflictError:
    return ConflictError(_("This took too long. Try again."))
