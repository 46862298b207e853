"""Texts by name in a language, and of which wording a translation was made."""

from __future__ import annotations

from dataclasses import dataclass

import msgspec

from tests.players.campaign.questionnaires import Author
from voteapp.campaign.questionnaire.checks import check_questionnaire
from voteapp.campaign.questionnaire.document import WORDS, Questionnaire, Text
from voteapp.campaign.questionnaire.translations import (
    compute_earlier,
    find_shared,
    keep_first_language,
    list_translated,
    read_language,
    remove_language,
    rename_earlier,
    write_language,
)


@dataclass(frozen=True)
class Names:
    """Of the texts that tests are about."""

    question: str
    answer: str
    shared: str
    further: str


def create() -> tuple[Questionnaire, Names]:
    """One question, and a scale of two items."""
    author = Author("translations")
    answers = [author.answer("Yes"), author.answer("No")]
    ask = author.ask("Enough?", answers)
    scale = author.draw()
    items = [
        author.ask(text, [author.answer("Agree"), author.answer("Disagree")], "scale", scale=scale)
        for text in ("We rest.", "We eat.")
    ]
    questionnaire = Questionnaire(
        part=author.draw(),
        kind="survey",
        language="en",
        texts={"en": Text(text="Shifts", help="Of last week.")},
        words={"en": WORDS["survey"]},
        sections=[],
        questions=[ask, *items],
        limits={},
        asked={},
        rules=[],
    )
    names = Names(
        f"text.{ask.id}",
        f"text.{answers[0].id}",
        f"text.{items[0].answers[0].id}",
        f"text.{items[1].answers[0].id}",
    )
    return questionnaire, names


def reword(questionnaire: Questionnaire, name: str, text: str) -> Questionnaire:
    return write_language(questionnaire, "en", {name: text})


def test_every_text_is_read_and_written_by_its_name() -> None:
    plain, names = create()
    sources = read_language(plain, "en")
    assert sources["text.part"] == "Shifts" and sources["help.part"] == "Of last week."
    assert sources["words.prefer_not"] == "Prefer not to answer"
    assert set(read_language(plain, "es").values()) == {""}
    written = {name: f"es {text}" for name, text in sources.items() if text}
    whole = write_language(plain, "es", written)
    check_questionnaire(whole)
    assert list_translated(whole) == {"es"}
    read = read_language(whole, "es")
    assert read[names.question] == "es Enough?" and read["words.not_applicable"].startswith("es ")
    assert remove_language(whole, "es") == plain == keep_first_language(whole)


def test_a_scales_answers_are_written_once_for_all_items() -> None:
    plain, names = create()
    assert f"text.{find_shared(plain)[names.further[5:]]}" == names.shared
    written = write_language(plain, "es", {names.shared: "De acuerdo"})
    check_questionnaire(written)
    assert read_language(written, "es")[names.further] == "De acuerdo"
    taken = write_language(written, "es", {names.shared: ""})
    assert list_translated(taken) == set()


def test_a_reworded_source_is_remembered_until_the_translation_is_another() -> None:
    plain, names = create()
    before = write_language(plain, "es", {names.question: "¿Bastante?", names.answer: "Sí"})
    assert compute_earlier(plain, before, {}) == {}
    after = reword(before, names.question, "Enough staff?")
    earlier = compute_earlier(before, after, {})
    assert earlier == {"es": {names.question: "Enough?"}}
    again = reword(after, names.question, "Enough nurses?")
    assert compute_earlier(after, again, earlier) == earlier
    back = reword(again, names.question, "Enough?")
    assert compute_earlier(again, back, earlier) == {"es": {}}
    mended = write_language(again, "es", {names.question: "¿Bastantes enfermeras?"})
    assert compute_earlier(again, mended, earlier) == {"es": {}}


def test_what_somebody_says_still_fits_is_made_of_what_is_there() -> None:
    plain, names = create()
    before = write_language(plain, "es", {names.question: "¿Bastante?"})
    after = reword(before, names.question, "Enough staff?")
    assert compute_earlier(after, after, {"es": {names.question: "Enough?"}}) != {"es": {}}
    assert compute_earlier(after, after, {"es": {}}) == {"es": {}}


def test_help_that_is_taken_away_is_remembered_too() -> None:
    plain, _names = create()
    before = write_language(plain, "es", {"help.part": "De la semana pasada."})
    after = write_language(before, "en", {"help.part": ""})
    assert compute_earlier(before, after, {}) == {"es": {"help.part": "Of last week."}}


def test_another_first_language_or_a_new_part_makes_nothing_outdated() -> None:
    plain, names = create()
    whole = write_language(
        plain, "es", {n: t or "x" for n, t in read_language(plain, "en").items()}
    )
    turned = msgspec.structs.replace(whole, language="es")
    assert compute_earlier(whole, turned, {}) == {}
    assert compute_earlier(None, whole, {}) == {}
    known = {"es": {names.question: "Enough of it?"}}
    assert compute_earlier(None, whole, known) == known
    assert compute_earlier(None, plain, known) == {"es": {}}


def test_a_copy_has_its_own_names() -> None:
    earlier = {"es": {"text.aaaaaaaa": "A", "help.part": "B"}, "so": {}}
    renamed = rename_earlier(earlier, {"aaaaaaaa": "bbbbbbbb"})
    assert renamed == {"es": {"text.bbbbbbbb": "A", "help.part": "B"}, "so": {}}
