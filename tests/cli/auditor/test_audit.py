"""``voteapp audit`` as a person or a script calls it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import msgspec
import pytest

from tests.forgeries.workshop import build, make_election
from tests.players.campaign.spoiling import spoil_proof
from voteapp.campaign.audit import audit_record
from voteapp.campaign.audit.documents import Documents
from voteapp.cli.auditor.report import Audited, print_report
from voteapp.protocol.archive import BytesSource
from voteapp.protocol.audit.report import Finding, Warning

pytestmark = pytest.mark.slow

VECTORS = Path(__file__).parents[2] / "vectors"
FIELDS = [
    "verified",
    "scope",
    "uuid",
    "fingerprint",
    "ballots",
    "counted",
    "result",
    "findings",
    "warnings",
]


def voteapp(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", "from voteapp.cli import main; main()", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)


def record(name: str) -> Path:
    return next((VECTORS / name).glob("*.bel"))


def test_verified_is_exit_0_and_words() -> None:
    done = voteapp("audit", record("blank-and-ranges"))
    assert done.returncode == 0
    assert done.stdout.startswith("VERIFIED")
    assert "Up to three demands" in done.stdout
    assert "Pension" in done.stdout
    assert done.stderr == ""


@pytest.mark.parametrize("jobs", [(), ("--jobs", "1"), ("--jobs", "2")])
def test_json(jobs: tuple[str, ...]) -> None:
    done = voteapp("audit", "--json", *jobs, record("revote"))
    report = json.loads(done.stdout)
    assert list(report) == FIELDS
    assert report["verified"] is True
    assert report["scope"] == "record"
    assert (report["ballots"], report["counted"]) == (5, 3)
    assert report["result"] == [[1, 2]]
    assert done.returncode == 0


def test_many_ballots_on_several_processes(tmp_path: Path) -> None:
    """Large enough for worker processes; the defect in the middle is found at its height."""
    honest = make_election(choices=[[[1, 0], [0, 1, 0, 0]]] * 90)
    ballot = honest.step("Ballot", 44)
    ballot.objects = [spoil_proof(ballot.objects[0])]
    file = tmp_path / "many.bel"
    file.write_bytes(build(honest.steps))
    assert file.stat().st_size > 600_000
    done = voteapp("audit", "--json", "--jobs", "2", file)
    report = json.loads(done.stdout)
    assert done.returncode == 1
    assert [(f["code"], f["height"]) for f in report["findings"]] == [("ballot-signature", 45)]
    assert report["result"] == [[90, 0], [0, 90, 0, 0]]


def test_findings_are_exit_1_and_named(tmp_path: Path) -> None:
    honest = make_election()
    honest.step("Result").objects = [b'{"result":[[4,0],[1,2,1,1]]}']
    file = tmp_path / "forged.bel"
    file.write_bytes(build(honest.steps))
    done = voteapp("audit", file)
    assert done.returncode == 1
    assert done.stdout.startswith("NOT VERIFIED")
    assert "result-value" in done.stdout


def test_nothing_of_a_file_steers_the_terminal(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Else it clears the screen and writes a better answer: questions, answers, what is wrong,
    warnings, the file's own name."""
    steers = "\x1b[2J\x1b[H\x9bHVERIFIED\u202e\r"

    def tweak(election: dict[str, Any]) -> None:
        for question in election["questions"]:
            question["question"] += steers
            question["answers"][0] += steers

    audit = audit_record(BytesSource(build(make_election(tweak=tweak).steps)))
    assert audit.setup.context is not None and audit.findings.items == []
    said = (Finding("printed-election", None, steers),), (Warning("auditor-page", steers),)
    report = msgspec.structs.replace(audit.create_report(), findings=said[0], warnings=said[1])
    print_report(Audited(report, audit.setup.context.election, Documents(), True), steers)
    shown = capsys.readouterr().out
    assert shown.count("VERIFIED") > 5
    assert not set(shown) & set("\x1b\x9b\u202e\r")


def test_unfinished_is_verified_with_a_warning(tmp_path: Path) -> None:
    file = tmp_path / "open.bel"
    file.write_bytes(build(make_election(until="Ballot").steps))
    report = json.loads(voteapp("audit", "--json", file).stdout)
    assert report["verified"] is True
    assert report["result"] is None
    assert [warning["code"] for warning in report["warnings"]] == ["record-unfinished"]


@pytest.mark.parametrize(
    "name", ["belenios2048-yes-no", "rfc3526-yes-no", "lists", "ranked-shuffled"]
)
def test_what_is_not_known_is_exit_2_and_a_sentence(name: str) -> None:
    done = voteapp("audit", record(name))
    assert done.returncode == 2
    assert "not supported yet" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    "content",
    [b"", b"hello", b"\0" * 4096, b"PK\x03\x04", b"PK\x03\x04" + b"x" * 999, b"BELENIOS" * 500],
)
def test_not_an_archive_is_exit_2_and_a_sentence(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "thing"
    file.write_bytes(content)
    done = voteapp("audit", file)
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.startswith("Error: ")
    assert "Traceback" not in done.stderr


def test_usage_is_exit_2(tmp_path: Path) -> None:
    assert voteapp("audit").returncode == 2
    assert voteapp("audit", tmp_path / "none.bel").returncode == 2
    assert voteapp("audit", tmp_path).returncode == 2
    assert voteapp("audit", "--jobs", "0", record("yes-no")).returncode == 2
    assert voteapp("audit", "--what", record("yes-no")).returncode == 2
