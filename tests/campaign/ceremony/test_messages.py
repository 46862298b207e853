"""The table of the ceremony's messages is the one in docs/formats.md."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.players.campaign.ceremony_table import SINGLES, SIZE, said
from voteapp.campaign.ceremony.folder import name_message
from voteapp.campaign.ceremony.table import (
    MESSAGES,
    SINGLE_STEPS,
    STEPS,
    find_message,
    find_owed,
    is_step,
    list_trustees,
)
from voteapp.errors import MisuseError

DOCUMENT = (Path(__file__).parents[3] / "docs" / "formats.md").read_text()
ROWS = re.findall(
    r"^\| (\d|instead of \d):? `(\w+)` \| (\w+) \| `([a-z-]+)-\d\.json` \| (.*) \|$", DOCUMENT, re.M
)


def test_every_message_stands_in_the_document_and_no_other() -> None:
    kinds = {("threshold",): "threshold", ("single",): "single", ("threshold", "single"): "all"}
    told = [(row[1], row[2], row[3]) for row in ROWS]
    assert told == [(one.step, kinds[one.kinds], one.file_name) for one in MESSAGES]
    for one, row in zip(MESSAGES, ROWS, strict=True):
        place = STEPS.index(one.instead_of or one.step) + 1
        assert row[0] == (f"instead of {place}" if one.instead_of else str(place))


def test_what_is_ours_names_its_ceremony_and_its_trustee() -> None:
    """The others are the record's own objects."""
    for one, row in zip(MESSAGES, ROWS, strict=True):
        assert (one.code is None) == row[4].startswith("the format's")
        assert {"certs_hash", "index"} <= {*one.wanted.__struct_fields__} or one.code is None


def test_whose_step_it_is() -> None:
    given = {(entry.trustee, entry.step) for entry in said()}
    for step in STEPS:
        assert {number for number, one in given if one == step} == set(
            list_trustees(step, SIZE, SINGLES)
        )
    assert {one for number, one in given if number > SIZE} == set(SINGLE_STEPS)
    assert find_owed(SIZE, SINGLES, lambda number, step: (number, step) in given) == ("done", [])
    given.remove((SIZE + 1, "reveal"))
    owed = find_owed(SIZE, SINGLES, lambda number, step: (number, step) in given)
    assert owed == ("reveal", [SIZE + 1])


def test_nobody_says_what_is_not_in_the_table() -> None:
    assert [step for step in (*STEPS, "complain", "assemble", "done", "") if not is_step(step)] == [
        "assemble",
        "done",
        "",
    ]
    assert find_message("share", "single") is None
    assert name_message("reveal", 4, single=True) == "public-key-4.json"
    for step, single in [("share", True), ("complain", True), ("certificate", True), ("x", False)]:
        with pytest.raises(MisuseError):
            name_message(step, 4, single=single)
