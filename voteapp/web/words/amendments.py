"""What was changed after the set-up was fixed, for pages to show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from voteapp.campaign.words import compute_hash_words
from voteapp.services.values.campaigns import AmendmentView


@dataclass(frozen=True)
class Changed:
    """One change: ``field`` from ``old`` to ``new``, instants, numbers or (of a file of the booth,
    ``path``, to which ``signed`` trustees agreed) hashes; when, and why."""

    field: str
    old: datetime | int | str
    new: datetime | int | str
    at: datetime
    reason: str
    path: str
    signed: int


def list_changes(amendments: Sequence[AmendmentView]) -> list[Changed]:
    """Newest first."""
    return [
        Changed(
            a.field,
            _read(a, a.old),
            _read(a, a.new),
            datetime.fromisoformat(a.at),
            a.reason,
            a.path,
            a.signed,
        )
        for a in reversed(amendments)
    ]


def _read(amendment: AmendmentView, value: str) -> datetime | int | str:
    if amendment.field == "booth":
        return value
    return int(value) if amendment.field == "entitled" else datetime.fromisoformat(value)


def hash_words(digest: str | None) -> list[str]:
    """The sixteen words of the fixed set-up's hash (hex); none before there is one."""
    return compute_hash_words(digest).split() if digest else []
