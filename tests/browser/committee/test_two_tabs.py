"""One draft in two tabs, as two people would have it: nothing lands where nobody looked."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.players.browser.browser import Thing, labelled, spot, text, title
from tests.players.browser.people import Committee, People

TITLE = "What matters to you?"


class TwoTabs:
    """A secretary with a survey of A, B and C in a draft, and two tabs open."""

    def __init__(self, committee: Committee) -> None:
        self.committee, self.browser = committee, committee.browser
        committee.draft("A survey of your own", TITLE, slips=20, roster=20)
        self.write("Change question 1", "A?")
        self.add("B?", "C?")
        self.first = self.browser.page
        self.second = self.browser.new_tab()

    @property
    def home(self) -> str:
        return f"/committee/campaigns/{self.committee.code}"

    def open_part(self, name: str = TITLE) -> None:
        self.committee.open(self.home)
        card = Thing("css", ".card", having=Thing("heading", name))
        self.browser.tap(Thing("link", name, inside=card))
        self.committee.heading(name)

    def write(self, where: str, words: str) -> None:
        self.open_part()
        self.committee.follow(where)
        self.committee.fill("Question", words)
        self.committee.press("Save the question")
        self.committee.see("Saved.")

    def add(self, *questions: str) -> None:
        for words in questions:
            self.open_part()
            self.committee.follow("Add a question")
            self.committee.fill("Question", words)
            self.committee.fill("Answer 1", "Yes")
            self.committee.fill("Answer 2", "No")
            self.browser.tick(Thing("radio", "One"))
            self.committee.press("Add the question")
            self.committee.see("Saved.")

    def save_both(self, mine: str, theirs: str) -> None:
        """Both tabs have question 2 open; the second saves it, then the first is told so."""
        for tab, words in ((self.first, mine), (self.second, theirs)):
            self.turn_to(tab)
            self.open_part()
            self.committee.follow("Change question 2")
            self.committee.fill("Question", words)
        self.committee.press("Save the question")
        self.committee.see("Saved.")
        self.turn_to(self.first)
        self.committee.press("Save the question")
        self.browser.see(Thing("heading", "Somebody else changed this"))

    def turn_to(self, tab: Page) -> None:
        self.browser.turn_to(tab)

    def questions(self) -> list[str]:
        self.open_part()
        return self.browser.read_all(spot("section.card > p.pre"))


@pytest.fixture
def tabs(people: People) -> TwoTabs:
    committee = people.committee()
    committee.set_up()
    return TwoTabs(committee)


def test_a_question_that_the_other_tab_removed(tabs: TwoTabs) -> None:
    committee = tabs.committee
    tabs.turn_to(tabs.first)
    tabs.open_part()
    committee.follow("Change question 2")
    committee.fill("Question", "B, much better?")
    committee.fill("Answer 1", "Certainly")
    tabs.turn_to(tabs.second)
    tabs.open_part()
    committee.follow("Remove question 2")
    committee.press("Remove")
    committee.see("Saved.")
    tabs.turn_to(tabs.first)
    committee.press("Save the question")
    committee.see("Somebody removed this question")
    assert tabs.browser.count(Thing("textbox", "Question")) == 1
    committee.press("Add the question")
    committee.see("Saved.")
    assert tabs.questions() == ["A?", "C?", "B, much better?"]
    committee.see("Certainly")


def test_remove_question_c_never_removes_another(tabs: TwoTabs) -> None:
    committee = tabs.committee
    for tab in (tabs.first, tabs.second):
        tabs.turn_to(tab)
        tabs.open_part()
        committee.follow("Remove question 2")
        committee.see("B?")
    committee.press("Remove")
    committee.see("Saved.")
    tabs.turn_to(tabs.first)
    committee.press("Remove")
    committee.heading("Nothing was saved")
    committee.see("Somebody removed this")
    assert tabs.questions() == ["A?", "C?"]


def test_two_saves_of_one_question(tabs: TwoTabs) -> None:
    committee, browser = tabs.committee, tabs.browser
    tabs.save_both("Mine?", "Theirs?")
    versions = browser.read_all(spot(".versions .pre"))
    assert versions[:2] == ["Theirs?", "Mine?"]
    tabs.turn_to(tabs.second)
    assert tabs.questions() == ["A?", "Theirs?", "C?"]
    tabs.turn_to(tabs.first)
    committee.press("Save mine over it")
    committee.see("Saved.")
    assert tabs.questions() == ["A?", "Mine?", "C?"]


def test_the_comparison_fits_a_phone(tabs: TwoTabs, tmp_path: Path) -> None:
    browser = tabs.browser
    long = "Supercalifragilisticexpialidocious" * 3
    tabs.save_both(f"Mine {long}?", f"Theirs {long}?")
    for width in (360, 1280):
        browser.resize(width, 740)
        wide = browser.page.evaluate("document.documentElement.scrollWidth")
        assert wide <= width, width
        browser.picture(tmp_path / f"clash-{width}.png")


def test_lock_locks_what_was_read(tabs: TwoTabs) -> None:
    committee = tabs.committee
    tabs.turn_to(tabs.first)
    committee.open(f"{tabs.home}/review")
    committee.see("B?")
    tabs.turn_to(tabs.second)
    tabs.write("Change question 2", "Something else?")
    tabs.turn_to(tabs.first)
    committee.press("Lock the draft")
    committee.see("The draft is not the one that you read")
    committee.see(f"Question 2 of “{TITLE}” was changed.")
    committee.see("Something else?")
    committee.press("Lock the draft")
    committee.see("The draft is locked.")


def test_moving_yes_down_leaves_the_rule_with_yes(people: People) -> None:
    committee, browser = people.committee(), people.everybody[0].browser
    committee.set_up()
    committee.draft("A vote One question", "Strike?", slips=20, roster=20)
    home = f"/committee/campaigns/{committee.code}"

    def open_vote() -> None:
        committee.open(home)
        card = Thing("css", ".card", having=Thing("heading", "Strike?"))
        browser.tap(Thing("link", "Strike?", inside=card))

    open_vote()
    committee.follow("Change the rule")
    browser.tick(Thing("radio", "Two thirds of ballots", exact=False))
    committee.press("Save the rule")
    committee.see("“Yes” needs at least 2/3")
    committee.follow("Change question 1")
    committee.press("Down answer 1")
    committee.press("Save the question")
    committee.see("“Yes” needs at least 2/3")
    answers = browser.read_all(spot("section.card li span.pre"))
    assert answers == ["No", "Yes"]
    committee.follow("Change question 1")
    committee.fill("Answer 2", "Yes, strike")
    committee.press("Save the question")
    committee.see("the rule must be saved again")
    committee.open(f"{home}/review")
    committee.press("Lock the draft")
    committee.see("has been reworded or removed")
    browser.tap(Thing("link", "Change the rule"))
    browser.see(text("which now reads “Yes, strike”"))
    browser.tick(labelled("Yes, strike"))
    committee.press("Save the rule")
    browser.see(title("Strike?"))
    committee.lock()
