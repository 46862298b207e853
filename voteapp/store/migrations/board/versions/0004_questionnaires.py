"""Drafts hold questionnaires (docs/formats.md): parts, questions and answers get identities.

The shift survey's rules, which the booth found by comparing a draft with the template, are written
into the drafts that still have its answers; 0004_shift_survey.json is the template of that time.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_CAMPAIGNS = sa.table("campaign", sa.column("id", sa.Integer), sa.column("draft", sa.LargeBinary))
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_LEAF = "unit-1"
_NOT_APPLICABLE, _PREFER_NOT = "Not applicable", "Prefer not to answer"
_BLANK = "No answer (blank)"


def upgrade() -> None:
    """Give identities to what had none."""
    _rewrite(_write_draft)


def downgrade() -> None:
    """Forget them: rules name places again, and the booth compares with the template again."""
    _rewrite(_flatten_draft)


def _rewrite(change: Callable[[dict[str, Any]], dict[str, Any]]) -> None:
    bind = op.get_bind()
    for row in bind.execute(sa.select(_CAMPAIGNS)).all():
        draft = json.loads(row.draft)
        if "elections" in draft:
            text = json.dumps(change(draft), ensure_ascii=False, separators=(",", ":"))
            where = sa.update(_CAMPAIGNS).where(_CAMPAIGNS.c.id == row.id)
            bind.execute(where.values(draft=text.encode()))


def _draw() -> str:
    return "".join(_ALPHABET[byte % 32] for byte in secrets.token_bytes(8))


def _write_draft(draft: dict[str, Any]) -> dict[str, Any]:
    template = json.loads(Path(__file__).with_name("0004_shift_survey.json").read_bytes())
    language, limit = draft.get("language", "en"), draft.get("limit")
    elections = [_write_part(part, language, limit, template) for part in draft["elections"]]
    rest = {name: value for name, value in draft.items() if name != "limit"}
    return {**rest, "elections": elections}


def _write_part(
    part: dict[str, Any], language: str, limit: int | None, template: dict[str, Any]
) -> dict[str, Any]:
    blank = _BLANK if part["kind"] == "vote" else _PREFER_NOT
    questions = [_write_question(question, language) for question in part.get("questions", [])]
    questionnaire: dict[str, Any] = {
        "type": "voteapp-questionnaire",
        "version": 1,
        "part": _draw(),
        "kind": part["kind"],
        "language": language,
        "texts": {language: {"text": part.get("title", ""), "help": part.get("description", "")}},
        "words": {language: {"not_applicable": _NOT_APPLICABLE, "prefer_not": blank}},
        "sections": [],
        "questions": questions,
        "limits": {},
        "asked": {},
        "rules": [],
    }
    _write_rules(questionnaire, language, limit, template)
    rule = _name_answer(part["rule"], questions, language) if part.get("rule") else None
    return {"questionnaire": questionnaire, "rule": rule, "k": part.get("k", 5)}


def _write_question(question: dict[str, Any], language: str) -> dict[str, Any]:
    answers, code = list(question["answers"]), question.get("code", "")
    low, high = question.get("minimum", 1), question.get("maximum", 1)
    # Of the template's questions the last answer is "not applicable"; elsewhere it is a word.
    flag = bool(code) and low <= 1 and len(answers) > high and answers[-1] == _NOT_APPLICABLE
    return {
        "id": _draw(),
        "code": code,
        "kind": "one" if (low, high) == (1, 1) else "several",
        "scale": None,
        "texts": {language: {"text": question["text"], "help": ""}},
        "min": low,
        "max": high,
        "answers": [
            {
                "id": _draw(),
                "texts": {language: {"text": answer, "help": ""}},
                "alone": False,
                "substantive": True,
                "bin": None,
            }
            for answer in (answers[:-1] if flag else answers)
        ],
        "not_applicable": flag,
        "prefer_not": question.get("blank", False),
        "reversed": False,
    }


def _name_answer(
    rule: dict[str, Any], questions: list[dict[str, Any]], language: str
) -> dict[str, Any]:
    asked = questions[0] if questions else {"id": "", "answers": []}
    place = rule.get("answer", 0)
    found = asked["answers"][place] if 0 <= place < len(asked["answers"]) else None
    named = {
        "question": asked["id"],
        "answer": found["id"] if found else "",
        "text": found["texts"][language]["text"] if found else "",
    }
    return {**named, **{name: value for name, value in rule.items() if name != "answer"}}


def _write_rules(
    questionnaire: dict[str, Any], language: str, limit: int | None, template: dict[str, Any]
) -> None:
    """Bins, answers that stand alone, skips and what is derived, as the booth had them."""
    if questionnaire["kind"] != "survey":
        return
    for part in template["parts"]:
        for variant in template["variants"]:
            known = {question["code"]: question for question in part["questions"]}
            kept = {
                question["code"]: question
                for question in questionnaire["questions"]
                if question["not_applicable"]
                and question["code"] in known
                and _read_answers(question, language)
                == _word(known[question["code"]], variant)["options"]
            }
            changed = {q["code"] for q in questionnaire["questions"]} & known.keys() - kept.keys()
            if kept and not any(known[code].get("variants") for code in changed):
                _put_rules(questionnaire, part, variant, known, kept, limit)
                return


def _read_answers(question: dict[str, Any], language: str) -> list[str]:
    return [answer["texts"][language]["text"] for answer in question["answers"]]


def _word(question: dict[str, Any], variant: str) -> dict[str, Any]:
    found: dict[str, Any] = question.get("variants", {}).get(variant, question)
    return found


def _put_rules(
    questionnaire: dict[str, Any],
    part: dict[str, Any],
    variant: str,
    known: dict[str, Any],
    kept: dict[str, Any],
    limit: int | None,
) -> None:
    for code, question in kept.items():
        for place, answer in enumerate(question["answers"]):
            bins = _word(known[code], variant).get("bins")
            answer["alone"] = place in known[code].get("exclusive", [])
            answer["bin"] = {"low": bins[place][0], "high": bins[place][1]} if bins else None
    order = [question["code"] for question in questionnaire["questions"]]
    for skip in part["skips"]:
        if skip["question"] in kept and variant in skip.get("variants", [variant]):
            _put_skip(questionnaire, skip, kept, order)
    for code in kept:
        derived = known[code].get("derived")
        if derived and derived["from"] in kept and order.index(derived["from"]) < order.index(code):
            _put_derived(questionnaire, derived, kept, code)
            if limit is not None:
                questionnaire["limits"] = {_LEAF: _limit(limit)}


def _put_skip(
    questionnaire: dict[str, Any], skip: dict[str, Any], kept: dict[str, Any], order: list[str]
) -> None:
    source = kept[skip["question"]]
    names = [*(answer["id"] for answer in source["answers"]), "not-applicable"]
    after = order.index(skip["question"])
    skipped = [c for c in skip["skipped"] if c in kept and order.index(c) > after]
    if skipped:
        answers = [names[place] for place in skip["answers"]]
        questionnaire["rules"].append(
            {
                "do": "skip",
                "id": _draw(),
                "when": {"question": source["id"], "answers": answers},
                "questions": [kept[code]["id"] for code in skipped],
            }
        )


def _put_derived(
    questionnaire: dict[str, Any], derived: dict[str, Any], kept: dict[str, Any], code: str
) -> None:
    names = [answer["id"] for answer in kept[code]["answers"]]
    source = kept[derived["from"]]
    if source["prefer_not"] and not kept[code]["prefer_not"]:
        return
    questionnaire["rules"].append(
        {
            "do": "derive",
            "id": _draw(),
            "from": source["id"],
            "question": kept[code]["id"],
            "within": names[derived["within"]],
            "over": [
                {"by": 1, "answer": names[derived["over_by_1"]]},
                {"by": 2, "answer": names[derived["over_by_2"]]},
            ],
            "no_limit": names[derived["no_limit"]],
        }
    )


def _limit(number: int) -> dict[str, Any]:
    texts = dict.fromkeys(("citation", "address", "condition", "shift", "checked_by"), "")
    days = dict.fromkeys(("from", "until", "checked"))
    return {"limit": number, "counted": "patient", "source": None, "roles": [], **texts, **days}


def _flatten_draft(draft: dict[str, Any]) -> dict[str, Any]:
    limits = [
        limit["limit"]
        for part in draft["elections"]
        for limit in part["questionnaire"]["limits"].values()
        if limit is not None
    ]
    elections = [_flatten_part(part) for part in draft["elections"]]
    return {**draft, "elections": elections, "limit": limits[0] if limits else None}


def _flatten_part(part: dict[str, Any]) -> dict[str, Any]:
    questionnaire = part["questionnaire"]
    language = questionnaire["language"]
    head = questionnaire["texts"][language]
    word = questionnaire["words"][language]["not_applicable"]
    return {
        "kind": questionnaire["kind"],
        "title": head["text"],
        "questions": [_flatten_question(q, language, word) for q in questionnaire["questions"]],
        "description": head["help"],
        "rule": _place_answer(part["rule"], questionnaire["questions"]) if part["rule"] else None,
        "k": part["k"],
    }


def _flatten_question(question: dict[str, Any], language: str, word: str) -> dict[str, Any]:
    return {
        "text": question["texts"][language]["text"],
        "answers": _read_answers(question, language) + [word] * question["not_applicable"],
        "minimum": question["min"],
        "maximum": question["max"],
        "blank": question["prefer_not"],
        "code": question["code"],
    }


def _place_answer(rule: dict[str, Any], questions: list[dict[str, Any]]) -> dict[str, Any]:
    answers = [answer["id"] for question in questions[:1] for answer in question["answers"]]
    place = answers.index(rule["answer"]) if rule["answer"] in answers else 0
    rest = {k: v for k, v in rule.items() if k not in ("question", "answer", "text")}
    return {"answer": place, **rest}
