"""Drafts of before questionnaires: everything of them is there afterwards, and back again."""

from __future__ import annotations

import json
from typing import Any

import msgspec
import pytest

from tests.store.test_migrations import insert_old_campaign, read_old_draft
from tests.support.randomness import RandomStream
from voteapp.campaign.canonical import encode_canonical
from voteapp.campaign.questionnaire.document import Questionnaire
from voteapp.campaign.questionnaire.record import create_record_questions
from voteapp.campaign.questionnaire.rules import Derive, Skip, list_sources, list_targets
from voteapp.protocol.encoding import encode_json
from voteapp.services.campaigns import decode_draft
from voteapp.services.drafting.checks import check_draft
from voteapp.services.drafting.deciding import find_deciding_answer
from voteapp.services.drafting.shift_survey import LEAF_CODE, default_survey
from voteapp.services.values.drafts import CampaignDraft, ElectionDraft
from voteapp.store import schema
from voteapp.store.board import models as board
from voteapp.store.database import Database
from voteapp.survey import templates
from voteapp.survey.templates import DEFAULT_VARIANT


def write_question(text: str, answers: list[str], **fields: Any) -> dict[str, Any]:
    """A question as drafts had it."""
    empty = {"minimum": 1, "maximum": 1, "blank": True, "code": ""}
    return {"text": text, "answers": answers, **empty, **fields}


def write_survey(part: ElectionDraft) -> dict[str, Any]:
    record = create_record_questions(part.questionnaire)
    questions = [
        write_question(q.question, q.answers, minimum=q.min, maximum=q.max, code=known.code)
        for q, known in zip(record, part.questions, strict=True)
    ]
    return write_part("survey", part.title, questions, description=part.description, k=part.k)


def write_parts(limit: int | None = None, variant: str = DEFAULT_VARIANT) -> list[ElectionDraft]:
    return list(default_survey(RandomStream("old"), limit=limit, variant=variant))


def describe_rules(questionnaire: Questionnaire) -> list[str]:
    """The rules with codes and places instead of identities; in no order."""
    names: dict[str, str] = {}
    for question in questionnaire.questions:
        names[question.id] = question.code
        for place, answer in enumerate(question.answers):
            names[answer.id] = f"{question.code}.{place}"
    found = []
    for rule in questionnaire.rules:
        text = encode_canonical(msgspec.structs.replace(rule, id="")).decode()
        for name, known in names.items():
            text = text.replace(f'"{name}"', f'"{known}"')
        found.append(text)
    return sorted(found)


REWORDED = {
    "At the worst moment, how many direct-care staff were missing, compared with the plan?": (
        "How many direct-care staff was your unit short of plan at its worst?"
    ),
    "Were you sent to work in another unit?": "Were you floated?",
    "Watching patients’ condition": "Surveillance",
}
"""The shift survey's words of today, and those of before questionnaires."""


def word_as_then(text: str) -> str:
    """JSON with the shift survey's words of before questionnaires."""
    for now, then in REWORDED.items():
        text = text.replace(now, then)
    return text


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


@pytest.mark.parametrize("variant", sorted(templates.load_template().variants))
def test_the_shift_survey_keeps_its_record_and_its_rules(database: Database, variant: str) -> None:
    limit = 4 if variant == "inpatient" else None
    found = write_parts(limit, variant)
    parts = json.loads(word_as_then(json.dumps([*map(write_survey, found)], ensure_ascii=False)))
    draft = migrate(database, write_draft(*parts, limit=limit))
    assert check_draft(draft) == draft
    for old, part in zip(found, draft.elections, strict=True):
        record = encode_json(create_record_questions(part.questionnaire)).decode()
        then = encode_json(create_record_questions(old.questionnaire)).decode()
        assert record == word_as_then(then)
        assert describe_rules(part.questionnaire) == describe_rules(old.questionnaire)
        limits = [one.questionnaire.limits.get(LEAF_CODE) for one in (old, part)]
        assert [found and found.limit for found in limits] == [limits[0] and limit] * 2


def test_a_changed_shift_survey_keeps_the_rules_that_the_booth_found(database: Database) -> None:
    main = write_survey(write_parts(4)[0])
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


def test_rules_of_a_survey_in_another_order_are_those_that_can_be_kept(database: Database) -> None:
    main = write_survey(write_parts()[0])
    first, load, ratio, *rest = main["questions"]
    turned = {**main, "questions": [ratio, first, load, *rest]}
    draft = migrate(database, write_draft(turned))
    assert check_draft(draft) == draft
    kinds = [type(rule).__name__ for rule in draft.elections[0].questionnaire.rules]
    assert kinds == ["Skip", "Skip"]
