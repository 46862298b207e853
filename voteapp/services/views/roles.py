"""What the pages of trustee and teller need."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class KeyTask:
    """What the trustee's page needs before opening. ``public_key`` is the posted
    trustee_public_key object (JSON text) or None; ``challenge`` the rehearsal's alpha in hex
    (to compare with what the page derives itself)."""

    code: str
    title: str
    state: str
    index: int
    public_key: str | None
    challenge: str | None
    rehearsed: bool


@dataclass(frozen=True)
class SlipElection:
    """One election that a slip opens."""

    uuid: str
    kind: str
    title: str


@dataclass(frozen=True)
class SlipTask:
    """What the teller's page needs. Slips point to ``{base_url}/b/{code}#TOKEN``; ``leaves`` are
    pairs of code and name (one in this version)."""

    code: str
    title: str
    organizer: str
    state: str
    elections: tuple[SlipElection, ...]
    slips: int
    leaves: tuple[tuple[str, str], ...]
    opening: datetime
    closing: datetime
    timezone: str
    base_url: str
    trial: bool
    posted: bool
    destroyed_by: str | None
    reprints: int


@dataclass(frozen=True)
class DecryptionElection:
    """One election for the trustee's page. ``closing_text`` is what the trustee signs
    (``voteapp-closing|...``); ``skip`` is ``below-k`` where nothing will be decrypted.
    ``group`` is the code of the plan's group; the record is fetched apart."""

    uuid: str
    title: str
    fingerprint: str
    ballots: int
    k: int
    skip: str | None
    tallied: bool
    owner: int
    group: str | None
    closing_text: str | None
    statement_posted: bool
    decryption_posted: bool
    head: str | None


@dataclass(frozen=True)
class DecryptionTask:
    """What the trustee's page needs after closing."""

    code: str
    title: str
    state: str
    public_key: str
    elections: tuple[DecryptionElection, ...]
