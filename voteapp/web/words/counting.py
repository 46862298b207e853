"""After closing: who of the trustees has signed and who has used the key, for the committee."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from voteapp.services.values.ceremonies import CeremonyOverview
from voteapp.services.values.roles import DecryptionElection


@dataclass(frozen=True)
class CountingLine:
    """One election; names of who ``signed``, who ``decrypted``, and of those who have not but
    must always take part (``waiting``)."""

    title: str
    done: bool
    signed: list[str]
    needed: int
    decrypted: list[str]
    threshold: int
    waiting: list[str]


def list_lines(
    overview: CeremonyOverview, elections: Sequence[DecryptionElection]
) -> list[CountingLine]:
    """The elections whose totals several trustees open."""
    return [_describe(election, overview) for election in elections if election.skip is None]


def _describe(election: DecryptionElection, overview: CeremonyOverview) -> CountingLine:
    names = {trustee.position: trustee.name for trustee in overview.trustees}
    singles = [t.position for t in overview.trustees if t.kind == "single"]
    waiting = [owner for owner in singles if owner not in election.decrypted]
    return CountingLine(
        title=election.title,
        done=election.finished,
        signed=[names[owner] for owner in election.signed],
        needed=election.needed,
        decrypted=[names[owner] for owner in election.decrypted],
        threshold=overview.threshold + len(singles),
        waiting=[names[owner] for owner in waiting],
    )
