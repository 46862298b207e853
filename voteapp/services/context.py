"""What every use case gets: databases, the signing key, the clock, randomness, settings."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from voteapp.config import Settings
from voteapp.protocol.encoding import RandomBytes
from voteapp.services.signing import Signer
from voteapp.store.database import Database

Clock = Callable[[], datetime]
"""Tells the present instant, with a time zone."""


@dataclass(frozen=True)
class Context:
    """Passed to every use case; made once by ``voteapp.services.assembly.create_context``.

    ``board`` holds campaigns and records, ``roll`` holds people; no transaction spans both.
    """

    board: Database
    roll: Database
    signer: Signer
    clock: Clock
    random_bytes: RandomBytes
    settings: Settings
    cache: dict[str, Any] = field(default_factory=dict)
    """What was decoded before, all of it public: open elections by uuid, ceremonies so far."""
