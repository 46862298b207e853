"""What ``voteapp demo`` makes, checked by a program that we did not write.

``election verify`` for the whole record; for each ballot ``verify-ballot`` against an archive that
holds the setup alone.
"""

from __future__ import annotations

import subprocess
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.players.campaign.elections import Workshop
from tests.players.campaign.spoiling import spoil_proof
from tests.players.cli.command import voteapp
from voteapp.campaign.setup.opening import ElectionTexts
from voteapp.protocol.archive import BytesSource
from voteapp.protocol.audit import verify_record
from voteapp.protocol.questions import Question


def run_tool(tool: Path, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [tool, *arguments], capture_output=True, text=True, timeout=300, check=False
    )


def cross_check(tool: Path, record: bytes, uuid: str, folder: Path) -> int:
    """Verify a whole record and each of its ballots; says how many ballots there were."""
    whole, setup_only = folder / "whole", folder / "setup"
    for directory in (whole, setup_only):
        directory.mkdir()
    (whole / f"{uuid}.bel").write_bytes(record)
    done = run_tool(tool, "election", "verify", "--dir", whole)
    assert done.returncode == 0 and "all checks passed" in done.stderr, done.stderr
    learned = verify_record(BytesSource(record))
    structure = learned.structure
    first_ballot = structure.of_kind("Ballot")[0].payload
    end = structure.places[first_ballot].offset - 512
    (setup_only / f"{uuid}.bel").write_bytes(record[:end])
    ballots = []
    for event in structure.of_kind("Ballot"):
        path = folder / f"ballot-{event.height}.json"
        path.write_bytes(structure.fetch(event.payload) + b"\n")
        ballots.append(path)
    with ThreadPoolExecutor(2) as pool:
        for path, checked in zip(
            ballots,
            pool.map(
                lambda path: run_tool(
                    tool, "election", "verify-ballot", "--dir", setup_only, "--ballot", path
                ),
                ballots,
            ),
            strict=True,
        ):
            assert checked.returncode == 0, (path, checked.stderr)
    return len(ballots)


@pytest.mark.slow
@pytest.mark.parametrize(("kind", "ballots", "ciphertexts"), [("vote", 20, 3), ("survey", 10, 107)])
def test_demonstrations(
    belenios_tool: Path, tmp_path: Path, kind: str, ballots: int, ciphertexts: int
) -> None:
    voteapp("demo", tmp_path / "demo", "--kind", kind, "--ballots", str(ballots))
    (record,) = (tmp_path / "demo").glob("*.bel")
    assert cross_check(belenios_tool, record.read_bytes(), record.stem, tmp_path) == ballots
    learned = verify_record(BytesSource(record.read_bytes()))
    questions = learned.setup.context.election.questions
    assert sum(question.width for question in questions) == ciphertexts


@pytest.mark.slow
@pytest.mark.parametrize("singles", ["0", "1"])
def test_a_demonstration_with_threshold_trustees(
    belenios_tool: Path, tmp_path: Path, singles: str
) -> None:
    arguments = ("--trustees", "3", "--threshold", "2", "--singles", singles)
    voteapp("demo", tmp_path / "demo", "--ballots", "6", *arguments)
    (record,) = (tmp_path / "demo").glob("*.bel")
    assert cross_check(belenios_tool, record.read_bytes(), record.stem, tmp_path) == 6


def test_the_tool_refuses_a_changed_ballot(belenios_tool: Path, tmp_path: Path) -> None:
    """So that the check above can fail."""
    workshop = Workshop("refused")
    election = workshop.open()
    (tmp_path / f"{workshop.uuid}.bel").write_bytes(election.record)
    ballot = workshop.vote(election, 0, [[0, 1, 0]])
    for number, body in enumerate((ballot, spoil_proof(ballot))):
        path = tmp_path / f"{number}.json"
        path.write_bytes(body + b"\n")
        arguments = ("election", "verify-ballot", "--dir", tmp_path, "--ballot", path)
        done = run_tool(belenios_tool, *arguments)
        assert (done.returncode == 0) == (number == 0), done.stderr


@pytest.mark.slow
def test_every_script_and_sign_survives_in_the_tool_too(
    belenios_tool: Path, tmp_path: Path
) -> None:
    rich = "Grève é «中文» ਪੰਜਾਬੀ 👩🏽\u200d⚕️ \"a\" 'b' \\ / \u2028 tab\there\nline"
    question = Question(answers=[rich, "B " + rich], blank=True, min=0, max=2, question=rich)
    texts = ElectionTexts(rich, rich, [question, question], rich, rich, "pa")
    workshop = Workshop("tool texts", texts=texts)
    row = [[0, 1, 1], [1, 0, 0]]
    election = workshop.play(workshop.open(), [row, [[0, 0, 0], [0, 1, 0]], row, row, row])
    assert election.result == [[0, 4, 4], [4, 1, 0]]
    assert cross_check(belenios_tool, election.record, workshop.uuid, tmp_path) == 5
