"""What every use case gets: databases, the signing key, the clock, randomness, settings."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from voteapp.campaign.ceremony.transcript import Transcript
from voteapp.config import Settings
from voteapp.protocol.election import ElectionContext
from voteapp.protocol.encoding import RandomBytes
from voteapp.services.signing import Signer
from voteapp.store.database import Database

Clock = Callable[[], datetime]
"""Tells the present instant, with a time zone."""

Monotonic = Callable[[], float]
"""Tells the seconds since some instant, by a clock that nobody can set."""


class OpenElection(NamedTuple):
    """What casting needs of an election and what never changes while it is open."""

    id: int
    election: ElectionContext
    longest: int


class KnownCeremony(NamedTuple):
    """What was said so far in an attempt of a campaign's ceremony, checked."""

    attempt: int
    transcript: Transcript


@dataclass
class Watch:
    """What this process knows of its clock: an instant at which it was good, with the other clock's
    seconds; how often a person had confirmed it then; whether it was seen to jump since."""

    anchor: tuple[datetime, float] | None = None
    confirmed: int = 0
    jumped: bool = False


@dataclass(frozen=True)
class KeptBooth:
    """A campaign's booth as the database had it when this process ``looked``: hashes and bytes, by
    path."""

    looked: datetime
    hashes: Mapping[str, str]
    files: Mapping[str, bytes]


@dataclass(frozen=True)
class Cache:
    """What this process decoded, counted or saw before, all of it public.

    ``elections`` by uuid, ``ceremonies`` by the campaign's code; ``failures``: broken and second
    ballots with a valid signature, by the election's uuid and the public credential; ``refused``:
    valid ballots that were refused, by uuid and hash; ``booths``: the booth's files that campaigns
    pinned, by code.
    """

    elections: dict[str, OpenElection] = field(default_factory=dict)
    ceremonies: dict[str, KnownCeremony] = field(default_factory=dict)
    failures: dict[tuple[str, str], int] = field(default_factory=dict)
    refused: set[tuple[str, str]] = field(default_factory=set)
    booths: dict[str, KeptBooth] = field(default_factory=dict)
    watch: Watch = field(default_factory=Watch)


@dataclass(frozen=True)
class Context:
    """Passed to every use case; made once by ``voteapp.services.assembly.create_context``.

    ``board`` holds campaigns and records, ``roll`` holds people; no transaction spans both.
    ``door_key`` signs the tickets of ``people/doors.py``.
    """

    board: Database
    roll: Database
    signer: Signer
    clock: Clock
    monotonic: Monotonic
    random_bytes: RandomBytes
    settings: Settings
    door_key: bytes
    cache: Cache = field(default_factory=Cache)
