"""The booth before voting opens and once it ended: what is so, and when it was."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

import pytest

from tests.players.browser.box import TITLE, Box, choose
from tests.players.browser.browser import ZONE
from tests.players.browser.people import Committee, Member, Slip


@pytest.fixture
def later(box: Box) -> tuple[Committee, list[Slip]]:
    """A campaign that is fixed and opens in three hours, and its slips."""
    committee: Committee = box.people.committee()
    committee.context.add_cookies(box.committee.context.cookies())
    committee.draft("A vote", "Later?", slips=5, roster=5, opens=timedelta(hours=3))
    committee.lock()
    committee.make_key()
    slips = committee.make_slips()
    return committee, slips


def test_not_open_yet_then_open_early(
    box: Box, member: Member, later: tuple[Committee, list[Slip]]
) -> None:
    committee, slips = later
    member.scan(slips[0].address)
    member.heading("Not open yet")
    member.see("Later? opens")
    committee.open_now("Everybody has a slip.")
    member.browser.reload()
    member.heading("Open your slip")


def test_withdrawn(box: Box, member: Member, later: tuple[Committee, list[Slip]]) -> None:
    committee, slips = later
    committee.withdraw("The offer has changed.")
    member.scan(slips[0].address)
    member.heading("This vote was withdrawn")
    member.see("Nothing can be sent with this slip.")
    member.follow("See the public page")
    member.see_in("main", "The offer has changed.")


def test_closed_early(box: Box, member: Member) -> None:
    """The last test of the module: it closes the campaign, hours before its time.

    Pages that were loaded before and after say when it really ended.
    """
    member.scan(box.draw().address)
    choose(member)
    before = box.site.now()
    box.committee.close("The test is over.")
    times = "|".join(re.escape(say(member, at)) for at in (before, box.site.now()))
    ended = re.compile(f"{re.escape(TITLE)} closed ({times})\\. Nothing can be sent any more\\.")
    member.send()
    member.heading("Closed")
    member.see("Your vote was not sent.")
    member.see_in("main", ended)
    late = box.people.member("late")
    late.scan(box.draw().address)
    late.heading("Closed")
    late.see_in("main", ended)
    late.see("This time was changed. It was")
    late.see("If you sent yours before, it counts.")


def say(member: Member, instant: datetime) -> str:
    """An instant as the member's browser writes it, in the campaign's zone."""
    script = """([instant, timeZone]) => new Intl.DateTimeFormat("en",
      { dateStyle: "full", timeStyle: "short", timeZone }).format(new Date(instant))"""
    words: str = member.page.evaluate(script, [instant.isoformat(), ZONE])
    return f"{words} (America/Los Angeles)"
