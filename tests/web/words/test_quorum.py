"""The page of the trustees says who may be absent, and who must not be in league."""

from __future__ import annotations

import pytest
from flask import Flask

from voteapp.campaign.statements.quorum import Sizes
from voteapp.web.words.closing.quorum import describe_quorum, list_proposals


@pytest.mark.slow
@pytest.mark.parametrize(
    ("sizes", "sentences"),
    [
        (
            Sizes(3, 2),
            [
                "All 3 have to sign that voting is over, or say before, signed, that they cannot.",
                "A single lost key is too many: nothing could be opened any more.",
                "Single ballots are safe as long as at most 1 of these trustees work together "
                "with whoever runs the server.",
            ],
        ),
        (
            Sizes(5, 3),
            [
                "1 of all 5 may be absent without a word; the others have to sign that voting is "
                "over.",
                "1 key may be lost.",
                "Single ballots are safe as long as at most 2 of these trustees work together "
                "with whoever runs the server.",
            ],
        ),
        (
            Sizes(3, 2, 1),
            [
                "1 of all 4 may be absent without a word; the others have to sign that voting is "
                "over.",
                "1 key may be lost.",
                "Single ballots are safe as long as at most 1 of all these people, trustees and "
                "witnesses together, work together with whoever runs the server.",
            ],
        ),
        (
            Sizes(5, 3, 0, 3),
            [
                "2 of all 5 may be absent without a word; the others have to sign that voting is "
                "over.",
                "That holds while most of the 3 mirrors can be reached; otherwise everybody has "
                "to sign.",
                "2 keys may be lost.",
                "Single ballots are safe as long as at most 2 of these trustees work together "
                "with whoever runs the server.",
            ],
        ),
    ],
)
def test_what_a_committee_reads(app: Flask, sizes: Sizes, sentences: list[str]) -> None:
    with app.test_request_context():
        assert describe_quorum(sizes) == sentences


def test_three_of_five_is_proposed_first(app: Flask) -> None:
    with app.test_request_context():
        assert [one.title for one in list_proposals()] == ["3 of 5", "2 of 3"]
