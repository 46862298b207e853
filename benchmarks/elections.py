"""Elections to measure with: a yes/no vote without a blank, and the default survey's main part."""

from __future__ import annotations

import os
import secrets
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

from voteapp.campaign.playing.members import draw_answer
from voteapp.cli.demo.plan import DemoPlan, create_plan
from voteapp.cli.demo.play import Demo, create_demo
from voteapp.protocol.questions import Question

YES_NO = Question(
    answers=["Yes", "No"],
    min=1,
    max=1,
    question="Do you authorize the committee to call a strike?",
)


def create_yes_no_plan() -> DemoPlan:
    """The reference's ballot: one question, two answers, one of them to choose, no blank."""
    plan = create_plan("vote", secrets.token_bytes)
    texts = plan.texts._replace(questions=[YES_NO])
    return plan._replace(texts=texts, draw=lambda r: [draw_answer(2, r, blank=False)])


def create_survey_plan() -> DemoPlan:
    """The main part of the default survey."""
    return create_plan("survey", secrets.token_bytes)


def open_election(plan: DemoPlan, ballots: int) -> Demo:
    """An open election with slips for so many ballots."""
    return create_demo(plan, ballots, datetime.now(UTC), secrets.token_bytes)


def play_election(demo: Demo, ballots: int) -> None:
    """Vote so often on all cores, close, decrypt."""
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        for _ in demo.cast(ballots, pool.map, secrets.token_bytes):
            pass
    demo.finish()


def load_record(work: Path, ballots: int) -> Path:
    """A finished yes/no election's record with so many ballots, kept in the work folder."""
    folder = work / f"yes-no-{ballots}"
    found = list(folder.glob("*.bel"))
    if found:
        return found[0]
    demo = open_election(create_yes_no_plan(), ballots)
    play_election(demo, ballots)
    folder.mkdir(parents=True, exist_ok=True)
    record = folder / f"{demo.election.manifest.uuid}.bel"
    record.write_bytes(demo.election.record)
    return record
