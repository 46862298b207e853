"""Ballots of any shape: what is made is accepted, what is bent is refused."""

from __future__ import annotations

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.forgeries.workshop import make_election, stream
from voteapp.errors import MisuseError, ProtocolError
from voteapp.protocol.ballots import check_ballot, compute_tracker, create_ballot
from voteapp.protocol.credentials import compute_public_credential
from voteapp.protocol.election import ElectionContext, create_context
from voteapp.protocol.encoding import encode_json
from voteapp.protocol.questions import Question

CREDENTIAL = "Vozz1-Forged-Token-Number"


@st.composite
def questions(draw: st.DrawFn) -> Question:
    count = draw(st.integers(1, 4))
    least = draw(st.integers(0, count))
    most = draw(st.integers(least, count))
    texts = draw(st.lists(st.text(max_size=5), min_size=count, max_size=count))
    blank = draw(st.booleans())
    if blank:
        return Question(answers=texts, blank=True, min=least, max=most, question="?")
    return Question(answers=texts, min=least, max=most, question="?")


def rows(question: Question) -> st.SearchStrategy[list[int]]:
    """Any allowed choice."""
    count = len(question.answers)

    def normal(chosen: set[int]) -> list[int]:
        row = [1 if index in chosen else 0 for index in range(count)]
        return [0, *row] if question.has_blank else row

    normal_rows = st.sets(
        st.integers(0, count - 1), min_size=question.min, max_size=question.max
    ).map(normal)
    return normal_rows | st.just([1] + [0] * count) if question.has_blank else normal_rows


@st.composite
def votes(draw: st.DrawFn) -> tuple[list[Question], list[list[int]]]:
    asked = draw(st.lists(questions(), min_size=1, max_size=2))
    return asked, [draw(rows(question)) for question in asked]


def context_for(asked: list[Question]) -> ElectionContext:
    honest = make_election(questions=asked, choices=[], until="Ballot")
    return create_context(honest.election)


@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow])
@given(votes())
def test_every_allowed_vote_is_accepted(vote: tuple[list[Question], list[list[int]]]) -> None:
    asked, choices = vote
    context = context_for(asked)
    body = create_ballot(context, CREDENTIAL, choices, stream("vote"))
    public = compute_public_credential(context.group, context.election.uuid, CREDENTIAL)
    checked = check_ballot(context, body, {public: 1})
    assert checked.ballot.credential == public
    assert encode_json(checked.ballot) == body


@pytest.fixture(scope="module")
def context() -> ElectionContext:
    return create_context(make_election(until="Ballot", choices=[]).election)


@pytest.fixture(scope="module")
def ballot(context: ElectionContext) -> bytes:
    return create_ballot(context, CREDENTIAL, [[1, 0], [0, 1, 0, 1]], stream("b"))


@settings(max_examples=150)
@given(st.data())
def test_any_changed_byte_is_refused(
    context: ElectionContext, ballot: bytes, data: st.DataObject
) -> None:
    place = data.draw(st.integers(0, len(ballot) - 1))
    byte = data.draw(st.integers(0, 255).filter(lambda value: value != ballot[place]))
    forged = ballot[:place] + bytes([byte]) + ballot[place + 1 :]
    with pytest.raises(ProtocolError) as caught:
        check_ballot(context, forged, None)
    assert caught.value.code.startswith("ballot-")


@settings(max_examples=60)
@given(st.binary(max_size=300) | st.text(max_size=200).map(str.encode))
def test_rubbish_is_refused(context: ElectionContext, rubbish: bytes) -> None:
    with pytest.raises(ProtocolError):
        check_ballot(context, rubbish, None)


@pytest.mark.parametrize(
    "choices",
    [
        [[1, 0]],
        [[1, 1], [0, 1, 0, 0]],
        [[0, 0], [0, 1, 0, 0]],
        [[2, 0], [0, 1, 0, 0]],
        [[-1, 1], [0, 1, 0, 0]],
        [[1, 0], [1, 1, 0, 0]],
        [[1, 0], [0, 0, 0, 0]],
        [[1, 0], [0, 1, 1, 1]],
        [[1, 0, 0], [0, 1, 0, 0]],
    ],
)
def test_votes_that_are_not_allowed_are_not_made(
    context: ElectionContext, choices: list[list[int]]
) -> None:
    with pytest.raises(MisuseError) as caught:
        create_ballot(context, CREDENTIAL, choices, stream("b"))
    assert not any(str(row) in str(caught.value) for row in choices)


def test_randomness_is_all_that_differs(context: ElectionContext) -> None:
    first = create_ballot(context, CREDENTIAL, [[1, 0], [0, 1, 0, 1]], stream("one"))
    again = create_ballot(context, CREDENTIAL, [[1, 0], [0, 1, 0, 1]], stream("one"))
    other = create_ballot(context, CREDENTIAL, [[1, 0], [0, 1, 0, 1]], stream("two"))
    assert first == again
    assert compute_tracker(first) != compute_tracker(other)
    shape = [[len(a["choices"]) for a in json.loads(b)["answers"]] for b in (first, other)]
    assert shape[0] == shape[1]


def test_a_credential_is_not_in_the_ballot(ballot: bytes) -> None:
    assert CREDENTIAL.encode() not in ballot
    for group in CREDENTIAL.split("-")[2:]:
        assert group.encode() not in ballot


def test_a_text_that_is_no_credential_is_refused(context: ElectionContext) -> None:
    for text in ("", "Vote1", "Vote1-Forged-Token-Numbe0", "Vote1 Forged Token Number"):
        with pytest.raises(ProtocolError) as caught:
            create_ballot(context, text, [[1, 0], [0, 1, 0, 0]], stream("b"))
        assert text == "" or text not in str(caught.value)
