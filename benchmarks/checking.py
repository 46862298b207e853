"""How long the server takes to check one ballot, with lib25519 and without."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable
from pathlib import Path
from unittest import mock

from benchmarks.elections import create_survey_plan, create_yes_no_plan, open_election
from benchmarks.tables import Report, Row
from voteapp.campaign.playing.members import BallotTask, create_ballots
from voteapp.cli.demo.plan import DemoPlan
from voteapp.protocol import fast25519, group
from voteapp.protocol.ballots import check_ballot
from voteapp.protocol.election import create_context
from voteapp.protocol.kinds import compute_widths

Load = Callable[[], fast25519.Fast25519 | None]


def _measure(plan: DemoPlan, rounds: int, load: Load) -> tuple[float, int]:
    """(milliseconds a ballot, bytes of a ballot); every round checks another ballot."""
    demo = open_election(plan, rounds)
    election = demo.election.setup.election
    votes = [(demo.teller.get_credential(i), plan.draw(secrets.token_bytes)) for i in range(rounds)]
    ballots = create_ballots(BallotTask(election, votes, secrets.token_bytes))
    # A group of its own for the checks, so that nothing is remembered from making the ballots.
    with mock.patch.object(group, "_ED25519", None), mock.patch.object(fast25519, "load", load):
        context = create_context(election)
        start = time.perf_counter()
        for ballot in ballots:
            check_ballot(context, ballot, None)
        return (time.perf_counter() - start) / rounds * 1000, len(ballots[0])


def measure(work: Path, small: bool) -> Report:
    """Milliseconds a ballot, in one process."""
    votes, surveys = (5, 1) if small else (200, 5)
    rows: list[Row] = []
    count = sum(compute_widths(create_survey_plan().texts.questions))
    sizes = ""
    libraries: tuple[tuple[str, Load], ...] = (
        ("lib25519", fast25519.load),
        ("PyNaCl", lambda: None),
    )
    for library, load in libraries:
        vote, vote_size = _measure(create_yes_no_plan(), votes, load)
        survey, survey_size = _measure(create_survey_plan(), surveys, load)
        rows += [
            Row(f"a yes/no ballot, {library}", vote, "ms", 4.7, "the tool's"),
            Row(f"a default survey ballot, {library}", survey, "ms", count * 1.67, "the tool's"),
        ]
        sizes = f"A yes/no ballot has {vote_size:,} bytes, a default survey's {survey_size:,}."
    reference = f"The tool's: 4.7 ms a yes/no ballot, 1.67 ms a ciphertext ({count} in the survey)."
    return Report("Server: checking one ballot", tuple(rows), (sizes, reference))
