"""Questionnaires that were exchanged, changed, or false from the start."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cache
from typing import Any

from tests.forgeries.election.bench import edit, pack, play
from tests.forgeries.election.bundle_forgeries import forges
from tests.players.campaign.elections import Workshop
from tests.players.campaign.questionnaires import create_example
from voteapp.campaign.questionnaire.checks import encode_questionnaire
from voteapp.campaign.questionnaire.document import read_help, read_text
from voteapp.campaign.questionnaire.record import create_record_questions
from voteapp.campaign.setup.opening import ElectionTexts
from voteapp.protocol.encoding import hash_hex

Change = Callable[[dict[str, Any]], object]
EXAMPLE = create_example()
HONEST = encode_questionnaire(EXAMPLE)


@cache
def create_texts() -> ElectionTexts:
    """What a record says that asks as the example does."""
    language = EXAMPLE.language
    return ElectionTexts(
        read_text(EXAMPLE.texts, language),
        read_help(EXAMPLE.texts, language),
        create_record_questions(EXAMPLE),
        "Committee",
        "Tellers",
        language,
    )


def fix_survey(named: bytes, given: bytes) -> bytes:
    """A survey just opened, whose manifest names one questionnaire and whose bundle has another."""
    fields = {"kind": "survey", "rule": None, "questionnaire": hash_hex(named)}
    workshop = Workshop("asks", manifest_fields=fields, texts=create_texts())
    return pack(workshop.open(), questionnaire=given)


def fix_so(change: Change) -> bytes:
    """A survey that was really opened with a false questionnaire; all else is right."""
    data = edit(HONEST, change)
    return fix_survey(data, data)


def honest_survey() -> bytes:
    return fix_survey(HONEST, HONEST)


def list_changed_fields() -> list[str]:
    """Every field of the questionnaire, and of whatever it holds: the paths of all values."""
    found: list[str] = []

    def walk(value: Any, path: str) -> None:
        if isinstance(value, dict | list):
            items = value.items() if isinstance(value, dict) else enumerate(value)
            for key, child in items:
                walk(child, f"{path}/{key}")
        else:
            found.append(path)

    walk(json.loads(HONEST), "")
    return found


def change_field(path: str) -> bytes:
    """The honest questionnaire with another value in one place."""
    value = json.loads(HONEST)
    *before, last = path.strip("/").split("/")
    place = value
    for key in before:
        place = place[int(key) if isinstance(place, list) else key]
    key = int(last) if isinstance(place, list) else last
    found = place[key]
    place[key] = not found if isinstance(found, bool) else f"{found}x"
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


@forges("questionnaire-missing")
def no_questionnaire() -> bytes:
    return pack(play()[1], questionnaire=None)


@forges("questionnaire-hash")
def a_limit_raised_afterwards() -> bytes:
    return fix_survey(HONEST, edit(HONEST, lambda q: q["limits"]["unit-1"].update(limit=9)))


@forges("questionnaire-hash")
def the_same_with_a_line_end() -> bytes:
    return fix_survey(HONEST, HONEST + b"\n")


@forges("questionnaire-encoding")
def one_more_field() -> bytes:
    return fix_so(lambda q: q.update(note="x"))


@forges("questionnaire-encoding")
def a_rule_of_an_unknown_kind() -> bytes:
    return fix_so(lambda q: q["rules"][0].update(do="jump"))


@forges("questionnaire-id")
def two_answers_with_one_identity() -> bytes:
    def change(asked: dict[str, Any]) -> None:
        first, second = asked["questions"][4]["answers"][:2]
        first["id"] = second["id"]

    return fix_so(change)


@forges("questionnaire-text")
def a_language_that_is_none() -> bytes:
    return fix_so(lambda q: q["texts"].update(English=q["texts"]["en"]))


@forges("questionnaire-question")
def bins_with_a_gap() -> bytes:
    return fix_so(lambda q: q["questions"][1]["answers"][2]["bin"].update(low=7, high=7))


@forges("questionnaire-section")
def a_section_that_begins_nowhere() -> bytes:
    return fix_so(lambda q: q["sections"][0].update(first="00000000"))


@forges("questionnaire-limit")
def a_limit_that_ends_before_it_begins() -> bytes:
    return fix_so(lambda q: q["limits"]["unit-1"].update(until="2007-12-31"))


@forges("questionnaire-limit")
def a_limit_whose_address_is_a_program() -> bytes:
    return fix_so(lambda q: q["limits"]["unit-1"].update(address="javascript:alert(1)"))


@forges("questionnaire-limit")
def a_limit_that_nobody_checked_on_a_day() -> bytes:
    return fix_so(lambda q: q["limits"]["unit-1"].update(checked_by=""))


@forges("questionnaire-encoding")
def a_limit_that_does_not_say_where_it_holds() -> bytes:
    return fix_so(lambda q: q["limits"]["unit-1"].pop("covered"))


@forges("questionnaire-asked")
def a_variant_in_another_order() -> bytes:
    return fix_so(lambda q: q["asked"][""].reverse())


@forges("questionnaire-rule")
def a_rule_that_looks_ahead() -> bytes:
    def change(asked: dict[str, Any]) -> None:
        last = asked["questions"][-1]
        asked["rules"][0]["when"].update(question=last["id"], answers=[last["answers"][0]["id"]])

    return fix_so(change)


@forges("questionnaire-record")
def a_title_that_the_record_does_not_have() -> bytes:
    return fix_so(lambda q: q["texts"]["en"].update(text="Another title"))


@forges("questionnaire-record")
def an_introduction_that_the_record_does_not_have() -> bytes:
    return fix_so(lambda q: q["texts"]["en"].update(help="Another introduction"))


@forges("questionnaire-record")
def an_answer_worded_otherwise() -> bytes:
    return fix_so(lambda q: q["questions"][0]["answers"][0]["texts"]["en"].update(text="Perhaps"))


@forges("questionnaire-record")
def answers_in_another_order() -> bytes:
    return fix_so(lambda q: q["questions"][3]["answers"].reverse())


@forges("questionnaire-record")
def one_answer_more_may_be_chosen() -> bytes:
    return fix_so(lambda q: q["questions"][4].update(max=3))


@forges("questionnaire-record")
def a_vote_that_calls_itself_a_survey() -> bytes:
    asked = encode_questionnaire(Workshop("kind").questionnaire)
    data = edit(asked, lambda q: q.update(kind="survey"))
    workshop = Workshop("kind", manifest_fields={"questionnaire": hash_hex(data)})
    return pack(workshop.open(), questionnaire=data)


@forges("questionnaire-record")
def another_first_language() -> bytes:
    def change(asked: dict[str, Any]) -> None:
        def translate(value: Any) -> None:
            if isinstance(value, dict) and "en" in value:
                value["fr"] = value.pop("en")
            for child in value.values() if isinstance(value, dict) else value:
                if isinstance(child, dict | list):
                    translate(child)

        translate(asked)
        asked["language"] = "fr"

    return fix_so(change)
