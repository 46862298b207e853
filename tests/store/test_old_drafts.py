"""Drafts of before questionnaires: everything of them is there afterwards, and back again."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.store.test_migrations import insert_old_campaign, read_old_draft
from voteapp.campaign.questionnaire.answering import Leaf
from voteapp.campaign.questionnaire.document import Questionnaire
from voteapp.campaign.questionnaire.paths import find_path_faults
from voteapp.campaign.questionnaire.record import create_record_questions
from voteapp.campaign.questionnaire.rules import (
    NOT_APPLICABLE,
    Derive,
    Skip,
    list_leaves,
    list_sources,
    list_targets,
)
from voteapp.services.campaigns import decode_draft
from voteapp.services.drafting.checks import check_draft
from voteapp.services.drafting.deciding import find_deciding_answer
from voteapp.services.drafting.shift_survey import LEAF_CODE
from voteapp.services.values.drafts import CampaignDraft
from voteapp.store import migrations, schema
from voteapp.store.board import models as board
from voteapp.store.database import Database
from voteapp.survey.templates import DEFAULT_VARIANT


def write_question(text: str, answers: list[str], **fields: Any) -> dict[str, Any]:
    """A question as drafts had it."""
    empty = {"minimum": 1, "maximum": 1, "blank": True, "code": ""}
    return {"text": text, "answers": answers, **empty, **fields}


THEN = json.loads(
    (Path(migrations.__file__).parent / "board/versions/0004_shift_survey.json").read_bytes()
)
"""The shift survey of the time before questionnaires; drafts held its texts and codes."""


def write_parts(variant: str = DEFAULT_VARIANT) -> list[dict[str, Any]]:
    """The shift survey as drafts had it."""
    return [
        write_part(
            "survey",
            part["title"],
            [_write_shift_question(question, variant) for question in part["questions"]],
            description=THEN["preface"],
            k=part["k"],
        )
        for part in THEN["parts"]
    ]


def _write_shift_question(question: dict[str, Any], variant: str) -> dict[str, Any]:
    wording = question.get("variants", {}).get(variant, question)
    answers = [*wording["options"], THEN["not_applicable"]]
    most = question.get("max", 1)
    return write_question(wording["text"], answers, maximum=most, code=question["code"])


def list_rules_of_then(variant: str) -> list[tuple[object, ...]]:
    """The rules that the booth found, in the template's codes and places of answers."""
    (main, _burnout) = THEN["parts"]
    counts = {question["code"]: len(question["options"]) for question in main["questions"]}
    found: list[tuple[object, ...]] = []
    for skip in main["skips"]:
        if variant in (skip.get("variants") or [variant]):
            last = counts[skip["question"]]
            answers = [NOT_APPLICABLE if n == last else n for n in skip["answers"]]
            found.append(("skip", skip["question"], tuple(answers), tuple(skip["skipped"])))
    for question in main["questions"]:
        if "derived" in question:
            rule = question["derived"]
            steps = ((1, rule["over_by_1"]), (2, rule["over_by_2"]))
            found.append(
                ("derive", rule["from"], question["code"], rule["within"], steps, rule["no_limit"])
            )
    return found


def describe_rules(questionnaire: Questionnaire) -> list[tuple[object, ...]]:
    """The rules with codes and places instead of identities."""
    codes = {question.id: question.code for question in questionnaire.questions}
    places: dict[str, object] = {
        answer.id: place
        for question in questionnaire.questions
        for place, answer in enumerate(question.answers)
    }
    found: list[tuple[object, ...]] = []
    for rule in questionnaire.rules:
        if isinstance(rule, Derive):
            steps = tuple((step.by, places[step.answer]) for step in rule.over)
            ends = (places[rule.within], steps, places[rule.no_limit])
            found.append(("derive", codes[rule.source], codes[rule.question], *ends))
        else:
            assert isinstance(rule, Skip)
            ((source, answers),) = list_leaves(rule.when)
            named = tuple(places.get(answer, answer) for answer in answers)
            targets = tuple(codes[target] for target in rule.questions)
            found.append(("skip", codes[source], named, targets))
    return found


def write_part(
    kind: str, title: str, questions: list[dict[str, Any]], **fields: Any
) -> dict[str, Any]:
    empty = {"description": "", "rule": None, "k": 10}
    return {"kind": kind, "title": title, "questions": questions, **empty, **fields}


def write_draft(*parts: dict[str, Any], limit: int | None = None) -> dict[str, Any]:
    return {
        "title": "Streik, 投票, ਪੰ 🗳",
        "organizer": "Local 1",
        "opening": "2026-11-21T09:00:00Z",
        "closing": "2026-11-22T09:00:00Z",
        "elections": list(parts),
        "slips": 12,
        "roster_size": 20,
        "facility": "North",
        "unit": "ICU",
        "timezone": "America/Los_Angeles",
        "language": "en",
        "limit": limit,
    }


def write_vote(answer: int) -> dict[str, Any]:
    rule = {
        "answer": answer,
        "numerator": 2,
        "denominator": 3,
        "comparison": "at-least",
        "of": "not-blank",
        "quorum_numerator": 1,
        "quorum_denominator": 4,
    }
    asked = write_question("Shall we strike?", ["No", "Yes"], blank=False)
    return write_part("vote", "Strike", [asked], rule=rule, k=5)


def migrate(database: Database, old: dict[str, Any]) -> CampaignDraft:
    """Up with a draft in the tables, and down again: it is what it was."""
    text = json.dumps(old, ensure_ascii=False, separators=(",", ":")).encode()
    schema.upgrade(database, "board", "0003")
    insert_old_campaign(database, draft=text)
    schema.upgrade(database, "board")
    with database.read() as session:
        draft = decode_draft(session.get_one(board.Campaign, 1))
    schema.downgrade(database, "board", "0003")
    assert read_old_draft(database) == text
    return draft


def test_a_vote_and_a_survey_by_hand(database: Database) -> None:
    several = write_question("Issues?", ["Pay", "Not applicable"], minimum=0, maximum=2)
    survey = write_part("survey", "Ours", [several], description="Please")
    draft = migrate(database, write_draft(write_vote(1), survey))
    assert check_draft(draft) == draft
    vote, own = draft.elections
    assert vote.rule is not None
    answer = find_deciding_answer(vote)
    assert answer is not None and answer.text == vote.rule.text == "Yes"
    assert (vote.rule.numerator, vote.rule.of, vote.k) == (2, "not-blank", 5)
    assert (own.title, own.description, own.k) == ("Ours", "Please", 10)
    assert create_record_questions(own.questionnaire)[0].answers == ["Pay", "Not applicable"]
    assert own.questionnaire.rules == []
    words = [part.questionnaire.words["en"].prefer_not for part in draft.elections]
    assert words == ["No answer (blank)", "Prefer not to answer"]


@pytest.mark.slow
@pytest.mark.parametrize("variant", sorted(THEN["variants"]))
def test_the_shift_survey_keeps_its_record_and_its_rules(database: Database, variant: str) -> None:
    limit = 4 if variant == "inpatient" else None
    parts = write_parts(variant)
    draft = migrate(database, write_draft(*parts, limit=limit))
    assert check_draft(draft) == draft
    for old, part in zip(parts, draft.elections, strict=True):
        record = create_record_questions(part.questionnaire)
        assert [(q.question, q.answers, q.min, q.max) for q in record] == [
            (q["text"], q["answers"], q["minimum"], q["maximum"]) for q in old["questions"]
        ]
        assert all(question.blank for question in record)
        assert find_path_faults(part.questionnaire, [Leaf(LEAF_CODE)]) == []
    main, burnout = (part.questionnaire for part in draft.elections)
    assert describe_rules(main) == list_rules_of_then(variant)
    assert (burnout.rules, burnout.limits) == ([], {})
    found = main.limits.get(LEAF_CODE)
    assert (found and found.limit) == limit


@pytest.mark.slow
def test_a_changed_shift_survey_keeps_the_rules_that_the_booth_found(database: Database) -> None:
    main = write_parts()[0]
    role, load, ratio, *rest = main["questions"]
    role = {**role, "answers": ["RN", "Other", "Not applicable"]}
    changed = {**main, "questions": [role, load, ratio, *rest]}
    (part,) = migrate(database, write_draft(changed, limit=4)).elections
    rules = part.questionnaire.rules
    assert [type(rule) for rule in rules] == [Skip, Derive]
    assert [list_sources(rule) for rule in rules] == [
        [part.questions[2].id],
        [part.questions[1].id],
    ]
    assert list_targets(rules[1]) == [part.questions[2].id]


@pytest.mark.slow
def test_rules_of_a_survey_in_another_order_are_those_that_can_be_kept(database: Database) -> None:
    main = write_parts()[0]
    first, load, ratio, *rest = main["questions"]
    turned = {**main, "questions": [ratio, first, load, *rest]}
    draft = migrate(database, write_draft(turned))
    assert check_draft(draft) == draft
    kinds = [type(rule).__name__ for rule in draft.elections[0].questionnaire.rules]
    assert kinds == ["Skip", "Skip"]
