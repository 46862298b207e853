"""A survey of every kind of question, answered on a phone: typed numbers, items of a scale,
sections, rules and a limit, in two languages, without the network until it is sent."""

from __future__ import annotations

import json
import re

from playwright.sync_api import Locator, expect

from tests.players.browser.every_kind import (
    CITATION,
    INTRODUCTION,
    ITEMS,
    PREFACE,
    TITLE,
    TITLE_AR,
    VOTE,
    Opened,
)
from tests.players.browser.looking.inspection import Inspection
from tests.players.browser.people import Member, People
from tests.players.browser.secrecy import trace
from tests.support.markup import find_unmarked
from voteapp.campaign.words import compute_words

LIMIT = f"For your unit the limit is 5 patients for one nurse ({CITATION})."


def type_number(member: Member, text: str) -> None:
    member.page.get_by_role("textbox").fill(text)


def answer_items(member: Member, answer: str) -> None:
    """Both screens of the scale."""
    for caption in ("Questions 4 to 7 of 11", "Questions 8 to 10 of 11"):
        member.see(caption)
        for field in member.page.get_by_label(answer, exact=True).all():
            field.check()
        member.press("Continue")


def change(member: Member, question: str) -> None:
    member.page.get_by_role("button", name=f"Change {question}").click()


def finish(member: Member, what: str) -> str:
    member.send(what)
    return member.tracker()


def answer_everything(member: Member, look: Inspection) -> None:
    """A nurse who mistypes, contradicts herself, and changes her mind."""
    member.start(TITLE)
    member.see("Question 1 of 11")
    member.see(PREFACE)
    member.choose("RN")
    member.see("Question 2 of 11")
    member.see_in("main", LIMIT)
    member.see_in("main", "Not checked by us; see the source.")
    type_number(member, "5.5")
    member.press("Continue")
    member.see_in(".error-summary", "Type a whole number in digits, like 6.")
    field = member.page.get_by_role("textbox")
    expect(field).to_have_value("5.5")
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(field).to_have_accessible_description(re.compile("Type a whole number in digits"))
    type_number(member, "12")
    member.see_in("[role=status]", "12 is counted as “10+”.")
    type_number(member, "6")
    member.page.get_by_role("button", name="One more").click()
    member.see_in("[role=status]", "7 patients")
    look.look("booth-number", member.browser)
    member.press("Continue")
    member.see("Question 3 of 11")
    member.choose("At no time")
    wrong = "“At no time” to “For how long were you above it?” contradicts “7” to “How many"
    member.see_in(".error-summary", wrong)
    member.press("Change the answer to “How many", exact=False)
    expect(member.page.get_by_role("textbox")).to_have_value("7")
    member.browser.go_back()
    member.choose("Some time")
    member.see(INTRODUCTION)
    look.look("booth-items", member.browser)
    member.press("Continue")
    member.see_in(".error-summary", f"Choose one answer: {ITEMS[0]}")
    answer_items(member, "Often")
    member.see("Question 11 of 11")
    expect(member.page.get_by_text(INTRODUCTION)).to_be_hidden()
    member.choose("Education", "Hygiene")
    member.heading("Check your answers")
    expect(member.page.get_by_role("heading", name="What changed")).to_be_hidden()
    change(member, "How many patients")
    member.choose("3")
    member.see_in(
        ".notice", "“For how long were you above it?” is now filled in with “At no time”."
    )
    member.see_in(".chosen", "Because you answered “3” to “How many patients at most?”.")
    member.see_in(".chosen", LIMIT)
    look.look("booth-changes", member.browser)
    change(member, "How many patients")
    member.choose("11")
    member.see_in(".notice", "Your own answer stands again: “Some time”.")
    member.see_in(".chosen", "You typed 11.")
    change(member, "For how long were you above it?")
    member.choose("At no time")
    member.see_in(".error-summary", "contradicts “10+” to “How many")
    member.browser.go_back()  # what was refused has changed nothing
    member.see_in(".chosen", "Some time")
    change(member, "What was your role?")
    member.choose("Pharmacy")
    member.heading("Check your answers")
    for _ in range(3):  # the change, the review before it, and a question that is no longer asked
        member.browser.go_back()
    member.see("Because you answered “Pharmacy” to “What was your role?”.")
    member.press("Continue")
    change(member, "What was your role?")
    member.choose("RN")
    member.see_in(".chosen", "You typed 11.")


def answer_what_was_dropped(member: Member) -> None:
    """A later answer that a changed one contradicts is asked for again before it is sealed."""
    change(member, "How many patients")
    member.choose("Prefer not to answer")
    member.heading("Check your answers")
    change(member, "For how long were you above it?")
    member.choose("At no time")
    member.heading("Check your answers")
    change(member, "How many patients")
    member.choose("11")
    member.see_in(".notice", "Your answer “At no time” contradicts “10+” to “How many patients")
    for _ in range(2):
        member.browser.go_back()
    member.see_in(".chosen", "Not answered yet")
    member.press("Seal my answers")
    member.choose("Some time")
    member.see_in(".chosen", "You typed 11.")


def answer_nothing(member: Member) -> None:
    """A pharmacist who rather says nothing."""
    member.start(TITLE)
    member.choose("Pharmacy")
    answer_items(member, "Prefer not to answer")
    member.see("Question 11 of 11")
    member.choose("Prefer not to answer")
    member.heading("Check your answers")


def test_two_far_ways_of_answering_look_the_same_from_outside(
    opened: tuple[Opened, People],
) -> None:
    """And the one needs no network from its first page to the last button; receipts together."""
    campaign, people = opened
    look = Inspection()
    nurse, pharmacist = people.member("nurse"), people.member("pharmacist")
    nurse.scan(campaign.draw())
    nurse.browser.offline(True)
    before = len(nurse.recorder.requests)
    answer_everything(nurse, look)
    answer_what_was_dropped(nurse)
    nurse.seal("answers")
    assert len(nurse.recorder.requests) == before
    nurse.browser.offline(False)
    nurse.press("Send my answers")
    first = nurse.tracker()
    nurse.press("Go on with this slip")
    nurse.vote(VOTE, "Yes")
    second = finish(nurse, "vote")
    for tracker in (first, second):
        nurse.see_in("#receipt", compute_words(tracker))
    look.look("booth-receipts", nurse.browser)
    saved = nurse.save("Save all receipts").decode()
    assert [line for line in saved.splitlines() if "/check#1." in line] != []
    assert saved.count("/check#1.") == 2
    assert compute_words(first) in saved
    look.finish(4)

    pharmacist.scan(campaign.draw())
    answer_nothing(pharmacist)
    finish(pharmacist, "answers")
    pharmacist.press("Go on with this slip")
    pharmacist.vote(VOTE, "Blank vote")
    finish(pharmacist, "vote")
    traces = [trace(member.recorder.requests) for member in (nurse, pharmacist)]
    assert traces[0] == traces[1]
    assert len(traces[0]) == 4  # two slips' states, two ballots
    files = [
        sorted(sent.address for sent in member.recorder.requests if "/static/" in sent.address)
        for member in (nurse, pharmacist)
    ]
    assert files[0] == files[1]
    for part in (0, 1):
        bodies = [member.posts("/ballots")[part].body for member in (nurse, pharmacist)]
        short = [re.sub(rb'"(challenge|response)":"[0-9]+"', b"", body) for body in bodies]
        assert len(short[0]) == len(short[1])
    for member in (nurse, pharmacist):
        assert [line for line in member.recorder.console if line.startswith("error:")] == []


def test_a_language_that_runs_from_right_to_left(opened: tuple[Opened, People]) -> None:
    campaign, people = opened
    member = people.member("reads Arabic")
    member.scan(campaign.draw())
    member.page.get_by_label("Language of the questions").select_option("ar")
    member.start(TITLE_AR)
    title = member.page.locator("h1")
    assert title.evaluate("h => [getComputedStyle(h).direction, h.lang]") == ["rtl", "ar"]
    first = member.page.get_by_role("radio").first
    label = member.page.locator("label").first
    assert find_left(first) > find_left(label)
    member.choose("ممرض")
    type_number(member, "٧")
    member.see_in("[role=status]", "7 patients")
    assert find_unmarked(member.page.content()) == []
    for width in (320, 1280):
        member.browser.resize(width, 740)
        assert member.page.evaluate("document.documentElement.scrollWidth") <= width
    member.press("Continue")
    member.choose("أبدا")
    assert find_unmarked(member.page.content()) == []
    member.choose("بعض الوقت")
    answer_items(member, "غالبا")
    member.choose("لا شيء")
    assert find_unmarked(member.page.content()) == []
    finish(member, "answers")
    ballot = json.loads(member.posts("/ballots")[-1].body)
    assert len(ballot["answers"]) == 12
    assert [line for line in member.recorder.console if line.startswith("error:")] == []


def test_the_language_is_changed_in_the_middle_and_nothing_is_lost(
    opened: tuple[Opened, People],
) -> None:
    campaign, people = opened
    member = people.member("reads Arabic better")
    member.scan(campaign.draw())
    member.start(TITLE)
    member.choose("RN")
    type_number(member, "7")
    member.press("Continue")
    member.see("Question 3 of 11")
    for _ in range(3):
        member.browser.go_back()
    member.page.get_by_label("Language of the questions").select_option("ar")
    member.start(TITLE_AR)
    expect(member.page.get_by_label("ممرض", exact=True)).to_be_checked()
    member.press("Continue")
    expect(member.page.get_by_role("textbox")).to_have_value("7")
    member.see_in("[role=status]", "7 patients")


def find_left(thing: Locator) -> float:
    """Where something begins, in pixels from the left."""
    box = thing.bounding_box()
    assert box is not None
    return box["x"]
