"""Phone and server go through a questionnaire alike, and refuse the same ones."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

import pytest

from tests.campaign.questionnaire.test_checks import EXAMPLE, WRONG, vote
from tests.players.campaign.questionnaires import LEAF
from tests.players.campaign.random_questionnaires import create_random_questionnaire
from voteapp.campaign.canonical import encode_canonical
from voteapp.campaign.questionnaire.answering import (
    Answers,
    Interview,
    Leaf,
    create_choices,
    find_bin,
    find_fault,
    list_given,
    list_offered,
)
from voteapp.campaign.questionnaire.checks import decode_questionnaire
from voteapp.campaign.questionnaire.document import Questionnaire
from voteapp.campaign.questionnaire.record import create_record_questions
from voteapp.errors import ProtocolError
from voteapp.protocol.encoding import encode_json

SCRIPT = Path(__file__).parents[2] / "js" / "questionnaire-cli.mjs"
Chosen = dict[str, Answers]


def ask_javascript(node: Path, **asked: Any) -> Any:
    done = subprocess.run(
        [str(node), str(SCRIPT)],
        input=json.dumps({"documents": [], "interviews": [], **asked}),
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    return json.loads(done.stdout)


def describe_document(text: bytes) -> dict[str, Any]:
    try:
        questionnaire = decode_questionnaire(text)
    except ProtocolError as error:
        return {"code": error.code, "questions": None}
    questions = [json.loads(encode_json(q)) for q in create_record_questions(questionnaire)]
    return {"code": None, "questions": questions}


def nest(raw: Any, depth: int) -> bytes:
    """A rule of conditions within conditions."""
    question = raw["questions"][0]
    leaf = {"question": question["id"], "answers": [question["answers"][0]["id"]]}
    rule = {"id": "ZZZZZZZZ", "do": "forbid", "when": "here"}
    when = b'{"not":' * (depth - 1) + encode_canonical(leaf) + b"}" * (depth - 1)
    return encode_canonical({**raw, "rules": [rule]}).replace(b'"here"', when)


def bend(text: bytes) -> list[bytes]:
    """Other spellings, and values of other kinds."""
    raw = json.loads(text)
    limit = next(iter(raw["limits"].values()))
    others: list[Any] = [[], None, {**raw, "more": 1}, {**raw, "version": 2}, {**raw, "kind": "x"}]
    for name in raw:
        others += [{**raw, name: other} for other in (None, 1, "x", [], {}, [1], {"a": 1})]
        others.append({key: value for key, value in raw.items() if key != name})
    return [
        text + b"\n",
        text.replace(b'"en"', b'"\\u0065n"', 1),
        text.replace(b'"version":1', b'"version":1.0'),
        text.replace(b'"low":5', b'"low":1e400'),
        text.replace(b'"do":"skip"', b'"do":"jump"'),
        text.replace(b'"do":"fill"', b'"do":"forbid"'),
        *(nest(raw, depth) for depth in (16, 17, 200, 20_000)),
        *(
            text.replace(b'"low":5', b'"low":' + number)
            for number in (b"-0", b"05", b"2147483647", b"9007199254740992", b"1" + b"0" * 20)
        ),
        *map(encode_canonical, others),
        *(
            encode_canonical({**raw, "limits": {name: limit, "\uffee": None, "\U0001f600": None}})
            for name in ("__proto__", "constructor", "toString")
        ),
        *(
            encode_canonical({**raw, "limits": {"unit-1": {**limit, "from": day}}})
            for day in ("2023-02-29", "2024-02-29", "٢٠٢٤-01-01", "2024-01-01\n")
        ),
    ]


@pytest.mark.slow
def test_the_same_documents_are_sound(node: Path) -> None:
    sound = [encode_canonical(EXAMPLE), encode_canonical(vote())]
    random = [create_random_questionnaire(f"sound {number}") for number in range(30)]
    texts = [*sound, *map(encode_canonical, random), *bend(sound[0])]
    texts += [encode_canonical(wrong) for _code, wrong in WRONG]
    found = ask_javascript(node, documents=[text.decode() for text in texts])["documents"]
    expected = [describe_document(text) for text in texts]
    assert found == expected
    assert [one["code"] for one in expected[:32]] == [None] * 32
    assert len({one["code"] for one in expected}) == 9


def choose(chance: Random, questionnaire: Questionnaire) -> Chosen:
    """Something, or nothing, of each question; seldom what cannot be given."""
    chosen: Chosen = {}
    for question in questionnaire.questions:
        offered = list_offered(question)
        if chance.random() < 0.2:
            continue
        several = question.kind == "several" or chance.random() < 0.03
        number = chance.randint(0, min(len(offered), 3)) if several else 1
        picked = chance.sample(offered, number)
        chosen[question.id] = tuple(answer for answer in offered if answer in picked)
    return chosen


def describe_interview(questionnaire: Questionnaire, leaf: Leaf, chosen: Chosen) -> dict[str, Any]:
    interview = Interview(questionnaire, leaf)
    steps = interview.go_through(chosen)
    faults = [
        "open" if step.answers is None else find_fault(question, step.answers)
        for question, step in zip(questionnaire.questions, steps, strict=True)
    ]
    answers = [None if step.answers is None else list(step.answers) for step in steps]
    return {
        "steps": [[s.question, s.how, s.rule, a] for s, a in zip(steps, answers, strict=True)],
        "contradictions": interview.find_contradictions(list_given(steps)),
        "faults": faults,
        "bins": [[find_bin(q, n) for n in (0, 3, 6, 9)] for q in questionnaire.questions],
        "choices": None if any(faults) else create_choices(questionnaire, steps),
    }


@pytest.mark.slow
def test_the_same_way_through(node: Path, length: Callable[[int, int], int]) -> None:
    chance = Random("interviews")
    played = []
    for number in range(length(1500, 50_000)):
        other = create_random_questionnaire(f"way {number}")
        questionnaire = EXAMPLE if number % 5 == 0 else other
        leaf = Leaf(chance.choice([LEAF, "unit-2", "toString"]), chance.choice(["", "night"]))
        played.append((questionnaire, leaf, choose(chance, questionnaire)))
    asked = [
        {
            "document": encode_canonical(questionnaire).decode(),
            "leaf": {"code": leaf.code, "variant": leaf.variant},
            "chosen": chosen,
        }
        for questionnaire, leaf, chosen in played
    ]
    found = ask_javascript(node, interviews=asked)["interviews"]
    expected = [describe_interview(*one) for one in played]
    for number, (one, other) in enumerate(zip(found, expected, strict=True)):
        assert one == other, number
    assert sum(one["choices"] is not None for one in expected) > len(expected) // 10
    assert sum(bool(one["contradictions"]) for one in expected) > len(expected) // 50
