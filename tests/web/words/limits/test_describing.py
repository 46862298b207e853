"""What a limit says: never law before somebody compared it with the law."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec
import pytest
from flask import Flask

from voteapp.campaign.questionnaire.document import Limit
from voteapp.survey.limits import load_jurisdictions
from voteapp.survey.questionnaires import create_limit
from voteapp.web.words.limits.describing import (
    describe_limit,
    name_counted,
    undecided_words,
)
from voteapp.web.words.limits.numbers import say_number


@pytest.fixture(autouse=True)
def page(app: Flask) -> Iterator[None]:
    with app.test_request_context():
        yield


def change(**fields: object) -> Limit:
    return msgspec.structs.replace(create_limit(5, "law", "22 CCR 70217(a)"), **fields)


def test_the_sentence_of_the_issue() -> None:
    words = describe_limit(change(address="https://example.org/70217"))
    assert words.whole == (
        "For this unit the limit is 5 patients for one nurse: 22 CCR 70217(a). Not checked by us; "
        "see the source."
    )
    assert words.address == "https://example.org/70217"
    assert not any("law" in line for line in words.details)


def test_law_is_what_somebody_compared_with_the_law() -> None:
    words = describe_limit(change(checked="2026-10-01", checked_by="Local 1"))
    assert words.checked == "Compared with the source on October 1, 2026 by Local 1."
    assert "It is law." in words.details


@pytest.mark.parametrize(
    ("source", "line"),
    [
        ("policy", "It is a policy, not a law."),
        ("contract", "It stands in a contract."),
        (None, "Nobody said who sets it."),
    ],
)
def test_who_says_so(source: str | None, line: str) -> None:
    assert line in describe_limit(change(source=source)).details


def test_without_a_source() -> None:
    words = describe_limit(create_limit(1))
    assert words.sentence == "For this unit the limit is 1 patient for one nurse."
    assert words.checked == "Not checked by us; no source is named."


def test_none_and_undecided() -> None:
    assert describe_limit(None).whole == "There is no limit for this unit."
    assert "cannot be locked" in undecided_words().whole


@pytest.mark.slow
@pytest.mark.parametrize(
    ("counted", "part"),
    [
        ("couplet", "5 mothers with their babies for one nurse"),
        ("mother-and-baby", "5 mothers and babies, each counted, for one nurse"),
        ("ward-average", "5 patients for one nurse, averaged over the ward"),
        ("shift-average", "5 patients for one nurse, averaged over the shift"),
        ("visits", "5 for one nurse (visits)"),
    ],
)
def test_what_is_counted(counted: str, part: str) -> None:
    for cited, end in (("Article 9", ": Article 9."), ("", ".")):
        words = describe_limit(change(counted=counted, citation=cited))
        assert words.sentence == f"For this unit the limit is {part}{end}"


def test_details() -> None:
    words = describe_limit(
        change(
            shift="night",
            condition="trauma patients",
            roles=["registered nurse", "LVN"],
            covered="Prescribed wards",
            since="2026-06-01",
            until="2026-12-31",
        )
    )
    assert words.details == (
        "It is for the night shift only.",
        "It is for: trauma patients.",
        "People whom it covers: registered nurses, LVN.",
        "Where it holds: Prescribed wards.",
        "In force from June 1, 2026 to December 31, 2026.",
    )


def test_every_limit_that_we_ship_says_that_it_was_not_checked() -> None:
    for place in load_jurisdictions().values():
        for unit in place.units:
            for limit in unit.limits:
                words = describe_limit(limit)
                assert words.checked == "Not checked by us; see the source."
                assert words.address and limit.counted in name_counted()
                assert not any("It is law" in line for line in words.details)
                assert f"At most {limit.limit} " in say_number(limit)


def test_assistants_are_named() -> None:
    aides = change(roles=["nursing assistant"], limit=7)
    assert say_number(aides) == "At most 7 patients for one nursing assistant"
