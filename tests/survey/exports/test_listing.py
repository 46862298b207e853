"""JSON: the same numbers as in the spreadsheet, and every text in its languages."""

from __future__ import annotations

import json

from tests.players.campaign.exported import answer_wards, create_part, withhold
from tests.players.campaign.questionnaires import create_example
from voteapp.survey.exports.counting import count_questions
from voteapp.survey.exports.listing import describe_part

EXAMPLE = create_example()


def test_numbers_of_all_groups_by_identity() -> None:
    wards = answer_wards(EXAMPLE, "listing")
    part = create_part(EXAMPLE, wards)
    found = json.loads(json.dumps(describe_part(part)))
    assert [group["code"] for group in found["groups"]] == [f"g-{ward.code}" for ward in wards]
    for told, question in zip(found["questions"], EXAMPLE.questions, strict=True):
        assert (told["id"], told["code"], told["kind"]) == (
            question.id,
            question.code,
            question.kind,
        )
        for group, ward in zip(told["groups"], wards, strict=True):
            for name, votes in group["votes"].items():
                assert votes == sum(name in person[question.id] for person in ward.people)


def test_texts_in_their_languages_and_the_two_further_answers() -> None:
    found = describe_part(create_part(EXAMPLE, answer_wards(EXAMPLE, "texts")[:1]))
    *_answers, away, hidden = found["questions"][0]["answers"]
    assert away["texts"] == {"en": "Not applicable", "es": "No corresponde"}
    assert hidden["texts"] == {"en": "Prefer not to answer", "es": "Prefiero no contestar"}
    assert [one["kind"] for one in (away, hidden)] == ["not-applicable", "prefer-not"]
    assert found["questions"][0]["answers"][0]["texts"] == {"en": "Yes"}


def test_what_leaves_the_base_is_marked() -> None:
    part = create_part(EXAMPLE, answer_wards(EXAMPLE, "base")[:1])
    scale = describe_part(part)["questions"][5]
    assert [one["in_base"] for one in scale["answers"]] == [True, True, False, False, False]
    ratio = describe_part(part)["questions"][2]
    assert [one["in_base"] for one in ratio["answers"]] == [True, True, True, False, False, False]


def test_what_is_withheld() -> None:
    found = describe_part(create_part(EXAMPLE, [], [withhold()]))
    assert found["groups"] == [] and found["k"] == 5
    assert found["withheld"] == [
        {
            "places": [{"code": "unit-9", "names": ["North", "Night shift"]}],
            "entitled": 9,
            "ballots_counted": 3,
            "reason": "below-k",
        }
    ]
    assert all(question["groups"] == [] for question in found["questions"])
    assert count_questions(create_part(EXAMPLE, [], [withhold()]))[0].groups == ()
