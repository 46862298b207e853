"""After closing: who of the trustees has signed and who has used the key, for the committee."""

from __future__ import annotations

from dataclasses import dataclass

from voteapp.services.counting import tasks
from voteapp.services.life import State
from voteapp.services.trustees.seats import Seat
from voteapp.services.values.campaigns import CampaignView
from voteapp.services.values.ceremonies import CeremonyOverview
from voteapp.services.values.roles import DecryptionElection
from voteapp.web.frame.sessions import get_context


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


def list_lines(view: CampaignView, overview: CeremonyOverview | None) -> list[CountingLine]:
    """The elections whose totals several trustees open; none before closing."""
    if overview is None or view.state is not State.CLOSED:
        return []
    task = tasks.get_decryption_task(get_context(), Seat(view.code))
    return [_describe(election, overview) for election in task.elections if election.skip is None]


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
