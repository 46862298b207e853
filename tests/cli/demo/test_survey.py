"""``voteapp demo --kind survey --members``: real ballots, and every total is the truth's."""

from __future__ import annotations

import json
import stat
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from tests.cli.demo.test_demo import audit
from tests.players.cli.command import assert_sentence, voteapp

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def survey(tmp_path_factory: pytest.TempPathFactory) -> Path:
    directory = tmp_path_factory.mktemp("demo") / "survey"
    done = voteapp("demo", directory, "--kind", "survey", "--members", "45", "--seed", "a")
    assert "Seconds: " in done.stdout
    return directory


def read_truth(directory: Path) -> dict[str, Any]:
    return dict(json.loads((directory / "truth.json").read_bytes()))


def test_every_bundle_verifies_with_the_totals_of_the_truth(survey: Path) -> None:
    truth = read_truth(survey)
    assert [part["opened"] for part in truth["parts"]] == [True, True]
    for part in truth["parts"]:
        report = audit(survey / f"{part['uuid']}.zip")
        assert report["verified"] is True
        assert (report["findings"], report["warnings"]) == ([], [])
        assert report["ballots"] == part["ballots"]
        totals = [[one["answered"] for one in q["totals"]] for q in part["questions"]]
        assert report["result"] == totals
        assert audit(survey / f"{part['uuid']}.bel")["verified"] is True


def test_the_truth_is_what_members_chose(survey: Path) -> None:
    for part in read_truth(survey)["parts"]:
        lines = (survey / f"choices-{part['uuid']}.txt").read_text().splitlines()
        assert len(lines) == part["ballots"]
        rows = zip(*(json.loads(line) for line in lines), strict=True)
        added = [[sum(column) for column in zip(*row, strict=True)] for row in rows]
        assert added == [[one["answered"] for one in q["totals"]] for q in part["questions"]]
        for unit in part["units"]:
            assert unit["ballots"] <= unit["entitled"]
        assert sum(unit["entitled"] for unit in part["units"]) == part["entitled"] == 45
        assert sum(unit["ballots"] for unit in part["units"]) == part["ballots"] < 45
        for question in part["questions"]:
            for one in question["totals"]:
                assert 0 <= one["answered"] <= one["everybody"] <= 45


def test_what_figures_call_certain_is_true_of_everybody(survey: Path) -> None:
    """Whoever did not answer is on harder units: shares miss the truth, and bounds hold it."""
    tried = 0
    for part in read_truth(survey)["parts"]:
        figures = json.loads(voteapp("figures", "--json", survey / f"{part['uuid']}.zip").stdout)
        truth = {question["id"]: question["totals"] for question in part["questions"]}
        for question in figures["questions"]:
            totals = {one["id"]: one for one in truth[question["question"]]}
            (found,) = question["groups"].values()
            base = count_concerned(totals, found["answers"])
            for answer in found["answers"]:
                true = totals[answer["answer"]]
                assert answer["count"] == true["answered"]
                if answer["share"] is not None:
                    low, high = (Fraction(number) for number in answer["share"]["bounds"])
                    assert low <= Fraction(true["everybody"], base) <= high
                    assert answer["share"]["floor"] <= true["everybody"]
                    tried += 1
    assert tried > 50


def count_concerned(totals: dict[str, dict[str, Any]], answers: list[dict[str, Any]]) -> int:
    """Of all members: whom the question concerns, and who would have said something of it."""
    outside = ["prefer-not", "not-applicable"]
    outside += [answer["answer"] for answer in answers if answer["share"] is None]
    return 45 - sum(int(totals[name]["everybody"]) for name in outside if name in totals)


def test_secrets_are_for_their_owner_only(survey: Path) -> None:
    assert {path.name for path in (survey / "keys").iterdir()} == {
        "trustee-1.json", "trustee-2.json", "trustee-3.json", "passphrase.txt", "server.key",
    }  # fmt: skip
    for path in [survey / "slips.txt", *(survey / "keys").iterdir()]:
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert len((survey / "slips.txt").read_text().splitlines()) == 45


def test_fewer_than_k_are_not_opened(tmp_path: Path) -> None:
    done = voteapp("demo", tmp_path / "few", "--kind", "survey", "--members", "9", "--jobs", "1")
    assert "Fewer than 10 ballots" in done.stdout
    for part in read_truth(tmp_path / "few")["parts"]:
        assert part["opened"] is False
        report = audit(tmp_path / "few" / f"{part['uuid']}.zip")
        assert report["verified"] is True and report["result"] is None


@pytest.mark.parametrize(
    "options",
    [
        ["--members", "9"],
        ["--members", "9", "--kind", "survey", "--ballots", "9"],
        ["--members", "0", "--kind", "survey"],
        ["--members", "9", "--kind", "survey", "--trustees", "0"],
    ],
)
def test_options_that_do_not_fit(tmp_path: Path, options: list[str]) -> None:
    assert_sentence(voteapp("demo", tmp_path / "demo", *options, expect=2))
    assert not (tmp_path / "demo").exists()
