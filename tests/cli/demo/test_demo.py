"""``voteapp demo``: what it leaves, and that everything of it verifies."""

from __future__ import annotations

import json
import stat
import zipfile
from pathlib import Path

import pytest

from tests.players.cli.command import assert_sentence, voteapp
from voteapp.campaign.slips.pins import read_slip_code
from voteapp.campaign.slips.tokens import compute_credential
from voteapp.protocol.archive import BytesSource
from voteapp.protocol.audit import verify_record
from voteapp.protocol.credentials import compute_public_credential
from voteapp.protocol.group import get_group

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def vote(tmp_path_factory: pytest.TempPathFactory) -> Path:
    directory = tmp_path_factory.mktemp("demo") / "vote"
    voteapp("demo", directory, "--ballots", "9")
    return directory


def find_record(directory: Path) -> Path:
    (record,) = directory.rglob("*.bel")
    return record


def audit(path: Path, expect: int = 0) -> dict[str, object]:
    return dict(json.loads(voteapp("audit", "--json", path, expect=expect).stdout))


def test_it_leaves_exactly_these_files(vote: Path) -> None:
    uuid = find_record(vote).stem
    texts = {"manifest.json", "questionnaire.json", "evidence.json", "slips.txt", "choices.txt"}
    assert {path.name for path in vote.iterdir()} == {
        *texts,
        f"{uuid}.bel",
        f"{uuid}.zip",
        "keys",
    }
    with zipfile.ZipFile(vote / f"{uuid}.zip") as bundle:
        assert bundle.read(f"{uuid}.bel") == find_record(vote).read_bytes()
        for name in ("manifest.json", "questionnaire.json", "evidence.json"):
            assert bundle.read(name) == (vote / name).read_bytes()
        assert b"voteapp audit" in bundle.read("README.txt")
        assert b"<h1>" in bundle.read("auditor.html")


def test_secrets_are_for_their_owner_only(vote: Path) -> None:
    for path in [vote / "slips.txt", *(vote / "keys").iterdir()]:
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_the_bundle_and_the_record_verify(vote: Path) -> None:
    uuid = find_record(vote).stem
    whole, alone = audit(vote / f"{uuid}.zip"), audit(vote / f"{uuid}.bel")
    assert (whole["scope"], alone["scope"]) == ("election", "record")
    assert whole["verified"] is alone["verified"] is True
    assert whole["warnings"] == []
    assert [w["code"] for w in alone["warnings"]] == ["evidence-missing"]  # type: ignore[attr-defined]


def test_the_result_is_what_was_chosen(vote: Path) -> None:
    choices = [json.loads(line) for line in (vote / "choices.txt").read_text().splitlines()]
    assert len(choices) == 9
    totals = [
        [sum(column) for column in zip(*rows, strict=True)] for rows in zip(*choices, strict=True)
    ]
    assert audit(vote / f"{find_record(vote).stem}.zip")["result"] == totals


def test_tokens_open_the_credentials_of_the_record(vote: Path) -> None:
    record = find_record(vote)
    learned = verify_record(BytesSource(record.read_bytes()))
    tokens = [read_slip_code(line).token for line in (vote / "slips.txt").read_text().splitlines()]
    public = {
        compute_public_credential(get_group("Ed25519"), record.stem, compute_credential(token))
        for token in tokens
    }
    assert public == set(learned.setup.credentials)
    used = {entry.credential for entry in learned.box.entries}
    assert len(used) == 9 and used < public


def test_fewer_than_k_end_undecrypted_and_say_so(tmp_path: Path) -> None:
    done = voteapp("demo", tmp_path / "few", "--ballots", "4")
    assert "Fewer than 5 ballots" in done.stdout
    report = audit(find_record(tmp_path).with_suffix(".zip"))
    assert report["verified"] is True and report["result"] is None


def test_no_ballots_at_all(tmp_path: Path) -> None:
    voteapp("demo", tmp_path / "none", "--ballots", "0")
    assert audit(find_record(tmp_path).with_suffix(".zip"))["verified"] is True


def test_a_folder_in_use_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("x")
    assert_sentence(voteapp("demo", tmp_path, expect=2))
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_more_ballots_than_a_batch(tmp_path: Path) -> None:
    voteapp("demo", tmp_path / "many", "--ballots", "130")
    report = audit(find_record(tmp_path).with_suffix(".zip"))
    assert report["verified"] is True and report["ballots"] == 130
    evidence = json.loads((tmp_path / "many" / "evidence.json").read_bytes())
    assert [(head["batch"], head["final"]) for head in evidence["heads"]] == [
        (1, False),
        (2, False),
        (3, False),
        (3, True),
    ]


def test_threshold_trustees(tmp_path: Path) -> None:
    directory = tmp_path / "demo"
    arguments = ("--ballots", "6", "--trustees", "3", "--threshold", "2")
    voteapp("demo", directory, *arguments)
    names = {path.name for path in (directory / "keys").iterdir()}
    assert names >= {"trustee-1.json", "trustee-2.json", "trustee-3.json"}
    whole = audit(directory / f"{find_record(directory).stem}.zip")
    assert whole["verified"] is True and whole["findings"] == []
    assert whole["result"] is not None
    passphrase = ("--passphrase-file", directory / "keys" / "passphrase.txt")
    voteapp("trustee", "check", directory / "keys" / "trustee-3.json", *passphrase)


def test_single_trustees_beside_them(tmp_path: Path) -> None:
    directory = tmp_path / "demo"
    voteapp("demo", directory, "--ballots", "6", "--trustees", "3", "--singles", "1")
    assert (directory / "keys" / "trustee-4.json").exists()
    whole = audit(directory / f"{find_record(directory).stem}.zip")
    assert whole["verified"] is True and whole["findings"] == []
    assert whole["result"] is not None
    evidence = json.loads((directory / "evidence.json").read_bytes())
    assert [proof["owner"] for proof in evidence["strong_proofs"]] == [1, 2, 4]
    steps = [entry["step"] for entry in evidence["ceremony"]["messages"]]
    assert steps == ["certificate"] * 3 + ["commit"] * 4 + ["acknowledge"] * 4 + (
        ["reveal"] * 4 + ["share"] * 3
    )


@pytest.mark.parametrize(
    "numbers", [("4", "2", "0"), ("16", "9", "0"), ("3", "4", "0"), ("3", "2", "-1")]
)
def test_trustees_that_cannot_be(tmp_path: Path, numbers: tuple[str, str, str]) -> None:
    arguments = ("--trustees", numbers[0], "--threshold", numbers[1], "--singles", numbers[2])
    assert_sentence(voteapp("demo", tmp_path / "demo", *arguments, expect=2))
    assert not (tmp_path / "demo").exists()


def test_a_slip_is_checked_with_the_bundle(vote: Path) -> None:
    """The first member voted, the last slip did not."""
    (bundle,) = vote.glob("*.zip")
    lines = (vote / "slips.txt").read_text().splitlines()
    cast = voteapp("slips", "check", bundle, text=lines[0] + "\n").stdout
    assert "fits" in cast and "it cast the ballot" in cast
    unused = voteapp("slips", "check", bundle, text=lines[-1] + "\n").stdout
    assert "fits" in unused and "it cast nothing" in unused
    other = lines[0][:-5] + lines[-1][-5:]
    assert "NOT fit" in voteapp("slips", "check", bundle, text=other, expect=1).stdout
