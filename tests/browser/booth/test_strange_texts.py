"""Titles and answers as people write them: right to left, long words, and a translator at work."""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterator
from datetime import timedelta

import pytest
from playwright.sync_api import Browser, expect

from tests.players.browser.browser import Thing
from tests.players.browser.people import Member, People
from tests.players.browser.site import Site, run_site
from tests.support.markup import find_unmarked
from voteapp.cli.server.fill_demo import create_campaign
from voteapp.cli.server.fill_demo_play import Play
from voteapp.services.drafting.writing import ask, write_election
from voteapp.services.values.drafts import RuleDraft

ADDRESS = "https://example.org/a-page-with-a-long-name"
LONG_WORD = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"
ARABIC, ARABIC_ANSWER = "هل نضرب يوم الأحد؟", "نعم، جميعنا"
PARTS = {
    ARABIC: (ARABIC, (ARABIC_ANSWER, "لا")),
    "Long words": (f"{LONG_WORD}? {ADDRESS}", (LONG_WORD, ADDRESS, "No")),
    "Plain": ("Shall we strike?", ("Yes", "No")),
}


@pytest.fixture(scope="module")
def played(
    browser: Browser, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[People, Site, Play]]:
    folder = tmp_path_factory.mktemp("strange")
    with run_site(folder / "server") as site:
        votes = [
            write_election(
                "vote", title, (ask(text, answers),), secrets.token_bytes, rule=RuleDraft()
            )
            for title, (text, answers) in PARTS.items()
        ]
        soon = site.now() + timedelta(minutes=1)
        draft = create_campaign(f"{ARABIC} {LONG_WORD[:60]}", soon, 1, votes, 9)
        play = Play(site.context, draft, 9)
        play.prepare()
        site.advance(minutes=2)
        people = People(browser, site, folder / "downloads")
        yield people, site, play
        people.leave()


@pytest.fixture
def member(played: tuple[People, Site, Play], request: pytest.FixtureRequest) -> Member:
    people, site, play = played
    person = people.member()
    token = play.slip_codes[len(people.everybody)]
    person.scan(f"{site.address}/b/{play.code}#{token}")
    return person


def look(member: Member) -> None:
    """Nothing sideways at two widths, nothing turned round, no code translated."""
    for width in (360, 320):
        member.browser.resize(width, 740)
        assert member.page.evaluate("document.documentElement.scrollWidth") <= width
    member.browser.resize(360, 740)
    assert find_unmarked(member.page.content()) == []


@pytest.mark.parametrize(("title", "answer"), [(ARABIC, ARABIC_ANSWER), ("Long words", LONG_WORD)])
def test_the_whole_path(member: Member, title: str, answer: str) -> None:
    look(member)
    member.start(title)
    member.browser.read(Thing("radio", ""))
    look(member)
    member.press("Continue")
    look(member)
    member.choose(answer)
    member.heading("Check your vote")
    look(member)
    member.seal()
    look(member)
    member.press("Send my vote")
    member.tracker()
    look(member)
    member.browser.tap_all(Thing("css", "summary"))
    look(member)
    member.press("Go on with this slip")
    look(member)


def test_public_pages(played: tuple[People, Site, Play], member: Member) -> None:
    _, _, play = played
    for uuid in play.elections:
        for path in (f"/elections/{uuid}", f"/elections/{uuid}?tracker=acorn+album+alley+amber"):
            member.open(path)
            look(member)
    for path in ("/", "/b", "/check", "/help", f"/campaigns/{play.code}"):
        member.open(path)
        look(member)


def test_the_review_shows_what_was_chosen_not_what_the_page_says(member: Member) -> None:
    """A translator within the page swaps the labels: what is sealed is what the ballot holds."""
    member.start("Plain")
    member.browser.read(Thing("radio", ""))
    member.page.evaluate(
        """() => {
          const [first, second] = document.querySelectorAll(".choices label");
          [first.textContent, second.textContent] = ["No", "Yes"];
          document.querySelector("legend h1").textContent = "Do you want peace?";
        }"""
    )
    member.choose("No")  # the first answer, "Yes", by its changed label
    member.heading("Check your vote")
    row = Thing("css", ".chosen div", having=Thing("text", "Shall we strike?", exact=False))
    member.browser.see_words(row, "Yes")
    member.page.evaluate("document.querySelector('.chosen dd').textContent = 'No'")
    member.seal()
    member.browser.see_words(row, "Yes")
    expect(member.page.locator(".chosen dd").first).to_have_text("Yes")
    member.press("Send my vote")
    member.tracker()
    ballot = json.loads(member.posts("/ballots")[-1].body)
    assert len(ballot["answers"]) == 1
