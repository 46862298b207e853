"""CSV: every number is what the members of the group answered, and what is withheld is named."""

from __future__ import annotations

import csv
import io

import msgspec
import pytest

from tests.players.campaign.answered import Ward
from tests.players.campaign.exported import (
    K,
    answer_wards,
    create_export,
    create_part,
    create_vote,
    withhold,
)
from tests.players.campaign.questionnaires import create_example, say
from tests.players.campaign.random_questionnaires import create_random_questionnaire
from voteapp.campaign.questionnaire.document import Question, Questionnaire
from voteapp.campaign.questionnaire.rules import NOT_APPLICABLE, PREFER_NOT
from voteapp.survey.exports.spreadsheet import COLUMNS, write_csv
from voteapp.survey.exports.values import Export

EXAMPLE = create_example()


def read(export: Export) -> list[dict[str, str]]:
    data = write_csv(export)
    assert data.startswith(b"\xef\xbb\xbf") and data.endswith(b"\r\n")
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    assert all(len(row) == len(COLUMNS) and None not in row for row in rows)
    return rows


def list_ids(question: Question) -> list[str]:
    words = [NOT_APPLICABLE] * question.not_applicable + [PREFER_NOT] * question.prefer_not
    return [*(answer.id for answer in question.answers), *words]


def check_ward(rows: list[dict[str, str]], ward: Ward, questionnaire: Questionnaire) -> None:
    mine = [row for row in rows if row["group"] == f"g-{ward.code}"]
    expected = [
        (question.id, name, sum(name in person[question.id] for person in ward.people))
        for question in questionnaire.questions
        for name in list_ids(question)
    ]
    found = [(row["question_id"], row["answer_id"], int(row["votes"])) for row in mine]
    assert found == expected
    assert {row["ballots_counted"] for row in mine} == {str(len(ward.people))}
    assert {row["entitled"] for row in mine} == {str(ward.members)}
    for question in questionnaire.questions:
        given = [person[question.id] for person in ward.people]
        (away,) = {row["not_applicable"] for row in mine if row["question_id"] == question.id}
        (hidden,) = {row["prefer_not"] for row in mine if row["question_id"] == question.id}
        offered = str(given.count((NOT_APPLICABLE,))) if question.not_applicable else ""
        assert away == offered
        assert hidden == (str(given.count((PREFER_NOT,))) if question.prefer_not else "")


@pytest.mark.parametrize("seed", range(8))
def test_every_number_is_what_members_answered(seed: int) -> None:
    asked = EXAMPLE if seed == 0 else create_random_questionnaire(f"csv {seed}")
    wards = answer_wards(asked, f"wards {seed}")
    rows = read(create_export(create_part(asked, wards)))
    for ward in wards:
        check_ward(rows, ward, asked)
    assert len(rows) == len(wards) * sum(len(list_ids(q)) for q in asked.questions)


def test_the_base_is_those_concerned_and_answering() -> None:
    (ward, *_others) = answer_wards(EXAMPLE, "base")
    rows = read(create_export(create_part(EXAMPLE, [ward])))
    scale = EXAMPLE.questions[5]
    vague = scale.answers[2].id
    apart = {(NOT_APPLICABLE,), (PREFER_NOT,), (vague,)}
    base = sum(person[scale.id] not in apart for person in ward.people)
    assert {row["base"] for row in rows if row["question_id"] == scale.id} == {str(base)}


def test_both_further_answers_carry_the_questionnaires_words() -> None:
    words = EXAMPLE.words["en"]
    asked = msgspec.structs.replace(
        EXAMPLE,
        words={**EXAMPLE.words, "en": msgspec.structs.replace(words, prefer_not="I keep that")},
    )
    rows = read(create_export(create_part(asked, answer_wards(asked, "words")[:1])))
    first = [row for row in rows if row["question_code"] == "1"]
    assert [(row["answer"], row["answer_kind"]) for row in first] == [
        ("Yes", "answer"),
        ("No", "answer"),
        ("Not applicable", "not-applicable"),
        ("I keep that", "prefer-not"),
    ]


def test_what_is_withheld_has_its_lines_with_the_reason() -> None:
    wards = answer_wards(EXAMPLE, "withheld")[:1]
    rows = read(create_export(create_part(EXAMPLE, wards, [withhold()])))
    held = [row for row in rows if row["withheld"]]
    assert [row["question_id"] for row in held] == [q.id for q in EXAMPLE.questions]
    for row in held:
        assert row["withheld"] == "below-k" and row["group_name"] == "North, Night shift"
        assert (row["entitled"], row["ballots_counted"], row["k"]) == ("9", "3", str(K))
        assert row["votes"] == row["base"] == row["answer"] == row["group"] == ""
    assert {row["withheld"] for row in rows if row["votes"]} == {""}


def test_a_part_of_which_nothing_was_opened_is_there() -> None:
    part = create_part(EXAMPLE, [], [withhold(None, "not-published")])
    rows = read(create_export(part))
    assert {(row["withheld"], row["ballots_counted"]) for row in rows} == {("not-published", "")}
    assert len(rows) == len(EXAMPLE.questions)


def test_a_vote_stands_beside_its_survey() -> None:
    vote, question = create_vote()
    wards = answer_wards(vote, "vote")[:1]
    survey = create_part(EXAMPLE, answer_wards(EXAMPLE, "survey")[:1])
    rows = read(create_export(create_part(vote, wards), survey))
    assert [row["answer"] for row in rows[:3]] == ["Yes", "No", "No answer (blank)"]
    assert rows[0]["question_id"] == question.id and rows[0]["not_applicable"] == ""
    assert {row["part"] for row in rows} == {vote.part, EXAMPLE.part}


def test_an_annulled_result_says_so_on_every_line() -> None:
    part = create_part(EXAMPLE, answer_wards(EXAMPLE, "annulled")[:1])
    assert {row["annulled"] for row in read(create_export(part))} == {""}
    rows = read(create_export(part, annulled="Two boxes were lost."))
    assert {row["annulled"] for row in rows} == {"annulled"}


@pytest.mark.parametrize(
    "text",
    [
        *("=1+1", "+1", "-1", "@A1", "\t=1", "\r=1", "\n=1", " =1", "\u00a0=1", "\u200b=1"),
        *("\uff1d1", "\uff0b1", "\uff0d1", "\uff20A1", "\u22121"),
    ],
)
def test_no_text_is_taken_for_a_formula(text: str) -> None:
    question = msgspec.structs.replace(EXAMPLE.questions[0], texts=say(text), code=text)
    answers = [msgspec.structs.replace(one, texts=say(text)) for one in question.answers]
    question = msgspec.structs.replace(question, answers=answers)
    asked = msgspec.structs.replace(
        EXAMPLE, questions=[question], rules=[], sections=[], texts=say(text)
    )
    rows = read(create_export(create_part(asked, answer_wards(asked, "formula")[:1])))
    for name in ("election", "question", "question_code", "answer"):
        assert rows[0][name] == "'" + text


def test_numbers_that_no_allowed_ballot_gives_have_no_base() -> None:
    (ward, *_others) = answer_wards(EXAMPLE, "forged")
    missed = EXAMPLE.questions[4]
    totals = [list(row) for row in ward.totals]
    # All are counted as "not applicable", and yet answers were chosen: a phone mixed them.
    totals[4] = [0, len(ward.people), 1, 0, len(ward.people)]
    part = create_part(EXAMPLE, [Ward(ward.code, ward.people, ward.silent, totals)])
    rows = [row for row in read(create_export(part)) if row["question_id"] == missed.id]
    assert {row["base"] for row in rows} == {""}
    assert rows[0]["votes"] == str(len(ward.people))


def test_the_same_gives_the_same_bytes() -> None:
    part = create_part(EXAMPLE, answer_wards(EXAMPLE, "same"))
    assert write_csv(create_export(part)) == write_csv(create_export(part))
