"""A template's file: everything that it can say, and every mistake named with file and place."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest

from tests.support.randomness import RandomStream
from voteapp.campaign.questionnaire.answering import Interview, Leaf, find_bin, list_given
from voteapp.campaign.questionnaire.checks import check_questionnaire
from voteapp.campaign.questionnaire.paths import find_path_faults
from voteapp.campaign.questionnaire.rules import Derive, Fill, Forbid, Skip
from voteapp.errors import MisuseError
from voteapp.survey.checks import read_template
from voteapp.survey.format import TEMPLATE_VERSION
from voteapp.survey.questionnaires import write_questionnaires


def say(text: str) -> dict[str, str]:
    return {"en": text, "es": f"{text} (es)"}


def answer(code: str, **more: Any) -> dict[str, Any]:
    return {"code": code, "text": say(code), **more}


def leaf(question: str, *answers: str) -> dict[str, Any]:
    return {"question": question, "answers": list(answers)}


WORDS = {"not_applicable": "n/a", "prefer_not": "no answer"}
EVERYTHING: dict[str, Any] = {
    "code": "everything",
    "version": TEMPLATE_VERSION,
    "languages": ["en", "es"],
    "name": say("Everything"),
    "about": say("All that a template can say"),
    "for_whom": say("Tests"),
    "minutes": 2,
    "licence": {"name": "CC0-1.0", "address": "https://example.org/l", "attribution": "Nobody"},
    "source": {"name": "A test", "address": "https://example.org/s"},
    "words": {"en": WORDS, "es": {"not_applicable": "n/c", "prefer_not": "sin respuesta"}},
    "variants": [
        {"code": "beds", "name": say("Beds"), "for_whom": say("Nurses"), "counted": "patient"},
        {"code": "desk", "name": say("Desk"), "for_whom": say("Clerks")},
    ],
    "parts": [
        {
            "code": "main",
            "title": say("Main"),
            "introduction": say("Please"),
            "k": 10,
            "level": "unit",
            "scales": [
                {
                    "code": "often",
                    "answers": [answer("never"), answer("often", substantive=False)],
                }
            ],
            "sections": [
                {"first": "who", "title": say("You"), "introduction": say("First")},
                {"first": "calm", "title": say("Work")},
            ],
            "questions": [
                {
                    "code": "who",
                    "text": say("Who?"),
                    "person": True,
                    "not_applicable": False,
                    "answers": [answer("nurse"), answer("clerk")],
                },
                {
                    "code": "load",
                    "text": say("How many?"),
                    "help": say("At most"),
                    "kind": "number",
                    "only": ["beds"],
                    "answers": [
                        answer("low", bin=[0, 2]),
                        answer("three", bin=[3, 3]),
                        answer("high", bin=[4, None]),
                    ],
                },
                {
                    "code": "over",
                    "text": say("Over?"),
                    "only": ["beds"],
                    "answers": [
                        answer("within"),
                        answer("over", help=say("by 1 or more")),
                        answer("none", substantive=False),
                    ],
                },
                {
                    "code": "long",
                    "text": say("How long?"),
                    "only": ["beds"],
                    "answers": [answer("never"), answer("some")],
                },
                {"code": "calm", "text": say("Calm?"), "kind": "scale", "scale": "often"},
                {
                    "code": "rushed",
                    "text": say("Rushed?"),
                    "kind": "scale",
                    "scale": "often",
                    "reversed": True,
                    "prefer_not": False,
                    "metric": "strain",
                },
                {
                    "code": "tasks",
                    "text": say("Tasks?"),
                    "kind": "several",
                    "min": 1,
                    "max": 2,
                    "answers": [answer("a"), answer("b"), answer("nothing", alone=True)],
                    "wordings": {
                        "desk": {"text": say("Papers?"), "answers": [answer("a"), answer("c")]}
                    },
                },
            ],
            "rules": [
                {
                    "do": "derive",
                    "id": "compare",
                    "from": "load",
                    "question": "over",
                    "within": "within",
                    "over": [{"by": 1, "answer": "over"}],
                    "no_limit": "none",
                },
                {
                    "do": "skip",
                    "id": "apart",
                    "when": {"not": leaf("over", "within", "over", "prefer-not")},
                    "questions": ["long"],
                },
                {
                    "do": "fill",
                    "id": "within",
                    "when": leaf("over", "within"),
                    "question": "long",
                    "answer": "never",
                },
                {
                    "do": "forbid",
                    "id": "contradiction",
                    "when": {"all": [leaf("over", "over"), {"any": [leaf("long", "never")]}]},
                },
            ],
        }
    ],
}


def read(changed: dict[str, Any]) -> Any:
    return read_template("everything.json", json.dumps(changed).encode())


def test_a_template_says_all_that_a_questionnaire_can() -> None:
    template = read(EVERYTHING)
    (beds,) = write_questionnaires(template, 2, "beds", "leaf", RandomStream("beds"))
    check_questionnaire(beds)
    assert find_path_faults(beds, [Leaf("leaf")]) == []
    assert beds.texts["es"].text == "Main (es)"
    assert beds.texts["es"].help == "Please (es)\nNurses (es)"
    assert beds.words["es"].not_applicable == "n/c"
    known = {question.code: question for question in beds.questions}
    assert [type(rule) for rule in beds.rules] == [Derive, Skip, Fill, Forbid]
    assert [s.texts["en"].help for s in beds.sections] == ["First", ""]
    assert known["load"].kind == "number"
    assert find_bin(known["load"], 7) == known["load"].answers[2].id
    assert known["calm"].scale == known["rushed"].scale is not None
    assert (known["rushed"].reversed, known["rushed"].prefer_not) == (True, False)
    assert not known["who"].not_applicable
    assert [a.substantive for a in known["calm"].answers] == [True, False]
    assert known["over"].answers[1].texts["es"].help == "by 1 or more (es)"
    assert (known["tasks"].max, known["tasks"].answers[2].alone) == (2, True)
    limit = beds.limits["leaf"]
    assert limit is not None and (limit.limit, limit.counted) == (2, "patient")
    steps = Interview(beds, Leaf("leaf")).go_through(
        {known["load"].id: (known["load"].answers[1].id,)}
    )
    assert list_given(steps)[known["over"].id] == (known["over"].answers[1].id,)


def test_a_variant_asks_its_own_questions_in_its_own_words() -> None:
    (desk,) = write_questionnaires(read(EVERYTHING), None, "desk", "leaf", RandomStream("desk"))
    check_questionnaire(desk)
    assert [question.code for question in desk.questions] == ["who", "calm", "rushed", "tasks"]
    assert desk.rules == []
    assert desk.limits == {}
    assert desk.questions[3].texts["en"].text == "Papers?"
    assert [a.texts["en"].text for a in desk.questions[3].answers] == ["a", "c"]


MISTAKES: list[tuple[str, Any, str]] = [
    ("code", "other", "code: is not the file's name"),
    ("version", 1, "version: is not 2"),
    ("languages", [], "languages: are none"),
    ("languages", ["en", "english"], "languages: are none, or not named as BCP 47 does"),
    ("languages", ["en", "es", "vi"], "parts.0.questions.0.text: is missing in vi"),
    ("languages", ["en"], "is in a language that the template does not name: es"),
    ("name", {}, "name: is missing"),
    ("name.es", " ", "name: is missing in es"),
    ("minutes", 0, "minutes: is not a number from 1 to 60"),
    ("minutes", "two", "Expected `int`, got `str` - at `$.minutes`"),
    ("licence.name", "", "licence.name: is missing"),
    ("licence.address", "example.org", "licence.address: is not an address"),
    ("source.name", " ", "source.name: is missing"),
    ("source.address", "", "source.address: is not an address"),
    ("words.es", None, "Expected `object`, got `null` - at `$.words[...]`"),
    ("colour", "red", "Object contains unknown field `colour`"),
    ("variants.1.code", "beds", "variants.1.code: is there twice: beds"),
    (
        "variants.0.counted",
        "",
        "parts.0.rules.0: compares with a limit where none is counted: beds",
    ),
    ("parts", [], "parts: is missing"),
    ("parts.0.k", 4, "parts.0.k: is less than 5"),
    ("parts.0.level", "floor", "Invalid enum value 'floor' - at `$.parts[0].level`"),
    ("parts.0.questions", [], "parts.0.questions: are missing"),
    ("parts.0.title", {}, "parts.0 (beds): a text is missing"),
    ("parts.0.sections.0.first", "calm", "parts.0.sections: do not follow the order"),
    ("parts.0.sections.1.first", "gone", "parts.0.sections: do not follow the order"),
    ("parts.0.questions.1.code", "who", "parts.0.questions.1.code: is there twice: who"),
    ("parts.0.questions.0.code", "Wer?", "parts.0.questions.0.code: is not made of small"),
    ("parts.0.questions.0.code", "w" * 21, "parts.0.questions.0.code: is longer than 20"),
    ("parts.0.questions.0.kind", "text", "at `$.parts[0].questions[0].kind`"),
    ("parts.0.questions.0.only", ["floor"], "parts.0.questions.0: names a variant that is not"),
    ("parts.0.questions.4.scale", "gone", "parts.0.questions.4.scale: is not there"),
    ("parts.0.questions.4.answers", [answer("a")], "parts.0.questions.4.scale: is not there, or"),
    ("parts.0.questions.0.answers.1.code", "nurse", "parts.0.questions.0.answers.1.code: is there"),
    ("parts.0.questions.1.answers.2.bin", [5, None], "parts.0 (beds): a number falls between two"),
    ("parts.0.questions.1.answers.2.bin", [4], "at `$.parts[0].questions[1].answers[2].bin`"),
    ("parts.0.questions.6.max", 4, "parts.0 (beds): min, max and the number of answers"),
    ("parts.0.questions.6.wordings.floor", {}, "parts.0.questions.6: names a variant that is not"),
    ("parts.0.rules.1.id", "compare", "parts.0.rules.1.id: is there twice: compare"),
    ("parts.0.rules.0.from", "gone", "parts.0.rules.0: names a question that is not there: gone"),
    ("parts.0.rules.0.within", "gone", "parts.0.rules.0: names an answer that is not there: gone"),
    ("parts.0.rules.2.answer", "gone", "parts.0.rules.2: names an answer that is not there: gone"),
    ("parts.0.rules.1.do", "jump", "Invalid value 'jump' - at `$.parts[0].rules[1].do`"),
    (
        "parts.0.rules.2.when",
        leaf("who", "nurse"),
        "parts.0.rules.2: looks at who somebody is: who",
    ),
    ("parts.0.rules.2.when", leaf("tasks", "a"), "parts.0 (beds): a rule looks at a question that"),
    ("parts.0.questions.3.only", ["desk"], "parts.0.rules.1: holds in no variant"),
    ("parts.0.questions.3.not_applicable", False, "parts.0 (beds): a question that is skipped"),
]


@pytest.mark.parametrize(
    ("place", "value", "said"), MISTAKES, ids=[f"{m[0]}-{m[2][:30]}" for m in MISTAKES]
)
def test_a_mistake_is_named_with_file_and_place(place: str, value: Any, said: str) -> None:
    changed: Any = copy.deepcopy(EVERYTHING)
    *way, last = [int(name) if name.isdigit() else name for name in place.split(".")]
    found = changed
    for name in way:
        found = found[name]
    found[last] = value
    with pytest.raises(MisuseError) as caught:
        read(changed)
    lines = str(caught.value).splitlines()
    assert all(line.startswith("everything.json: ") for line in lines)
    assert any(said in line for line in lines), lines


@pytest.mark.parametrize("data", [b"", b"{", b"[]", b"\xff", b'{"code": "everything"}'])
def test_what_is_no_template_is_named(data: bytes) -> None:
    with pytest.raises(MisuseError, match=r"^everything\.json: "):
        read_template("everything.json", data)
