"""``voteapp audit FILE FILE...``: each file by itself, then a campaign's bundles side by side."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.auditor.test_audit import FIELDS, record, voteapp
from tests.forgeries.campaign.stage import Joint, play
from tests.forgeries.campaign.test_campaign_forgeries import a_note_left_out

pytestmark = pytest.mark.slow


def write(folder: Path, bundles: list[bytes]) -> list[Path]:
    paths = [folder / f"{name}.zip" for name in ("first", "second")][: len(bundles)]
    for path, data in zip(paths, bundles, strict=True):
        path.write_bytes(data)
    return paths


@pytest.fixture(scope="module")
def honest(tmp_path_factory: pytest.TempPathFactory) -> tuple[Joint, list[Path]]:
    joint = play()
    return joint, write(tmp_path_factory.mktemp("honest"), joint.pack())


def test_a_campaign_that_fits(honest: tuple[Joint, list[Path]]) -> None:
    joint, paths = honest
    done = voteapp("audit", *paths)
    assert done.returncode == 0, done.stdout + done.stderr
    lines = done.stdout.splitlines()
    assert [line for line in lines if "VERIFIED" in line] == [
        "VERIFIED: first.zip",
        "VERIFIED: second.zip",
        "VERIFIED: the files side by side",
    ]
    assert [uuid in done.stdout for uuid in joint.uuids] == [True, True]
    assert "campaign-" not in done.stdout


def test_one_file_is_audited_as_before(honest: tuple[Joint, list[Path]]) -> None:
    """Nothing is said of the elections that are not there, and the JSON is the report."""
    _joint, (path, _other) = honest
    done = voteapp("audit", path)
    assert (done.returncode, "side by side" in done.stdout) == (0, False)
    report = json.loads(voteapp("audit", "--json", path).stdout)
    assert list(report) == FIELDS
    assert [one["code"] for one in report["warnings"]] == ["record-unfinished"]


def test_what_does_not_fit_is_exit_1_and_named(tmp_path: Path) -> None:
    paths = write(tmp_path, a_note_left_out())
    done = voteapp("audit", *paths)
    assert done.returncode == 1
    assert "VERIFIED: first.zip" in done.stdout.splitlines()
    assert "NOT VERIFIED: the files side by side" in done.stdout
    assert "campaign-notes" in done.stdout
    told = json.loads(voteapp("audit", "--json", *paths).stdout)
    assert list(told) == ["verified", "files", "findings", "warnings"]
    assert told["verified"] is False
    assert [one["code"] for one in told["findings"]] == ["campaign-notes"]
    assert [one["file"] for one in told["files"]] == ["first.zip", "second.zip"]
    assert [list(one["report"]) for one in told["files"]] == [FIELDS, FIELDS]
    assert [one["report"]["verified"] for one in told["files"]] == [True, True]


def test_a_finding_in_one_file_is_exit_1(honest: tuple[Joint, list[Path]], tmp_path: Path) -> None:
    _joint, (first, second) = honest
    bent = tmp_path / "bent.zip"
    bent.write_bytes(second.read_bytes().replace(b"A list was found.", b"A list was lost. "))
    done = voteapp("audit", first, bent)
    assert done.returncode == 1
    assert "NOT VERIFIED: bent.zip" in done.stdout
    assert "campaign-" not in done.stdout


def test_an_election_that_is_not_there_is_named(honest: tuple[Joint, list[Path]]) -> None:
    """A record alone has nothing to compare."""
    joint, (first, _second) = honest
    done = voteapp("audit", first, record("yes-no"))
    assert done.returncode == 0
    assert f"Warning: the bundle of {joint.uuids[1]} is not there" in done.stdout
    done = voteapp("audit", record("yes-no"), record("revote"))
    assert (done.returncode, "no bundle is there that can be compared" in done.stdout) == (0, True)


def test_what_cannot_be_read_is_exit_2_and_the_rest_is_audited(
    honest: tuple[Joint, list[Path]], tmp_path: Path
) -> None:
    _joint, paths = honest
    junk = tmp_path / "junk.zip"
    junk.write_bytes(b"hello")
    done = voteapp("audit", paths[0], junk, paths[1])
    assert done.returncode == 2
    assert done.stderr.startswith("junk.zip: ") and "Traceback" not in done.stderr
    assert "VERIFIED: second.zip" in done.stdout
    assert "VERIFIED: the files side by side" in done.stdout
    told = json.loads(voteapp("audit", "--json", *paths, junk).stdout)
    assert told["verified"] is False
    assert [one["report"] is None for one in told["files"]] == [False, False, True]
    assert told["files"][2]["error"]
    assert voteapp("audit", paths[0], tmp_path / "none.zip").returncode == 2
