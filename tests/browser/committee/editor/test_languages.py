"""A second language as a secretary writes it: seen in the preview, flagged, looked at again."""

from __future__ import annotations

import pytest

from tests.players.browser.browser import Thing, labelled, spot
from tests.players.browser.people import Committee, People

CHANGED = "The English text has changed since this was translated."
WORDS = "Answers that every question may have"
NEW = "How was it, all in all?"


@pytest.fixture
def committee(people: People) -> Committee:
    """A survey of one question, on its page."""
    person = people.committee()
    person.set_up()
    person.draft("A survey of your own", "How was it?", slips=40, roster=40)
    person.open(f"/committee/campaigns/{person.code}")
    person.follow("How was it?")
    return person


def write(committee: Committee, group: str, label: str, words: str) -> None:
    inside = Thing("group", group)
    committee.browser.type(Thing("label", label, inside=inside), words)


def add_spanish(committee: Committee) -> None:
    committee.follow("Languages")
    committee.press("Add this language")
    committee.browser.see(Thing("link", "Choose a language."))
    committee.browser.pick(labelled("Language"), "es")
    committee.press("Add this language")
    committee.heading("Spanish")


def translate(committee: Committee) -> None:
    write(committee, "Title and introduction", "Title", "¿Cómo fue?")
    write(committee, "Question 1", "Question", "¿Cómo fue el turno?")
    for number, words in enumerate(("De acuerdo", "En desacuerdo", "No sé", "Otra"), start=1):
        write(committee, "Question 1", f"Answer {number}", words)
    committee.press("Save the translation")
    committee.see("Saved.")


def preview_in_spanish(committee: Committee, *words: str) -> None:
    committee.follow("Preview")
    committee.browser.pick(labelled("Language of the questions"), "es")
    committee.heading("¿Cómo fue?")
    committee.press("Start")
    for found in words:
        committee.see(found)
    committee.follow("How was it?")


def test_spanish_is_added_shown_flagged_and_mended(committee: Committee) -> None:
    browser = committee.browser
    add_spanish(committee)
    translate(committee)
    committee.see("Members cannot choose it yet.")
    committee.follow("Translate Spanish")
    write(committee, WORDS, "Where a question does not apply", "No corresponde")
    write(committee, WORDS, "Where somebody does not want to answer", "Prefiero no responder")
    committee.press("Save the translation")
    committee.see("Members can choose it.")
    committee.follow("How was it?")
    preview_in_spanish(committee, "¿Cómo fue el turno?", "De acuerdo", "Prefiero no responder")

    committee.follow("Change question 1")
    committee.fill("Question", NEW)
    committee.press("Save the question")
    committee.see("The English text has changed since it was translated")
    committee.follow("Spanish: look at 1 text")
    browser.see_words(spot("fieldset .notice"), CHANGED)
    write(committee, "Question 1", "Question", "¿Cómo fue el turno en general?")
    committee.press("Save the translation")
    committee.see("Members can choose it.")
    assert browser.count(spot("main .notice")) == 0
    committee.follow("Translate Spanish")
    assert browser.count(spot("fieldset .notice")) == 0
    committee.follow("Leave without saving")
    committee.follow("How was it?")
    preview_in_spanish(committee, "¿Cómo fue el turno en general?")


def test_it_is_read_on_a_phone_and_runs_from_right_to_left(committee: Committee) -> None:
    browser = committee.browser
    browser.resize(360, 740)
    committee.follow("Languages")
    browser.pick(labelled("Language"), "other")
    committee.fill("If another language: its code", "Arabic")
    committee.press("Add this language")
    committee.heading("Arabic")
    field = browser.page.get_by_role("group", name="Question 1").get_by_label("Question")
    assert field.evaluate("node => getComputedStyle(node).direction") == "rtl"
    width = "[document.documentElement.scrollWidth, innerWidth]"
    wide, seen = browser.page.evaluate(width)
    assert wide <= seen
