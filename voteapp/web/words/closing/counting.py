"""After closing: who of the trustees has signed and who has used the key, for the committee."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from voteapp.services.values.ceremonies import CeremonyOverview
from voteapp.services.values.roles import DecryptionElection, DecryptionTask, SignerView
from voteapp.web.words.i18n import gettext as _


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


def list_lines(overview: CeremonyOverview, task: DecryptionTask) -> list[CountingLine]:
    """The elections whose totals several trustees open."""
    return [
        _describe(election, overview, task) for election in task.elections if election.skip is None
    ]


def name_signers(signers: Sequence[SignerView], task: DecryptionTask) -> list[str]:
    """Who signed, by name."""
    names = {("trustee", one.owner): one.name for one in task.trustees}
    names |= {
        ("witness", one.number): _("%(name)s (witness)", name=one.name) for one in task.witnesses
    }
    return [names.get((one.role, one.number), str(one.number)) for one in signers]


def _describe(
    election: DecryptionElection, overview: CeremonyOverview, task: DecryptionTask
) -> CountingLine:
    names = {trustee.position: trustee.name for trustee in overview.trustees}
    singles = [t.position for t in overview.trustees if t.kind == "single"]
    waiting = [owner for owner in singles if owner not in election.decrypted]
    return CountingLine(
        title=election.title,
        done=election.finished,
        signed=name_signers(election.signed, task),
        needed=election.needed,
        decrypted=[names[owner] for owner in election.decrypted],
        threshold=overview.threshold + len(singles),
        waiting=[names[owner] for owner in waiting],
    )
