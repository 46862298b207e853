"""What a page looks like where it matters: what comes next is in sight, and empty looks empty."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.players.browser.people import Committee, Member, People

VOTE = "Do you authorize a strike?"
SURVEY = "Safe staffing shift survey"


@pytest.fixture
def committee(people: People) -> Committee:
    """A campaign of a vote and a survey whose key is to be made."""
    person = people.committee()
    person.set_up()
    person.draft("A vote and a ready-made survey", VOTE, slips=20, roster=20, limit="4")
    person.lock()
    person.open(f"/committee/campaigns/{person.code}")
    return person


def test_the_steps_stand_beside_the_next_action(committee: Committee) -> None:
    page = committee.browser.page
    steps = page.get_by_role("complementary", name="Where you are")
    action = page.get_by_role("link", name="Name the trustees")
    left, right = action.bounding_box(), steps.bounding_box()
    assert left is not None and right is not None
    assert right["x"] >= left["x"] + left["width"]
    assert left["y"] < 900 and right["y"] < 900
    committee.browser.resize(360, 740)
    action.scroll_into_view_if_needed()
    box = action.bounding_box()
    assert box is not None and box["x"] + box["width"] <= 360
    committee.follow("Step 2 of 9: Keys")
    expect(steps.get_by_text("Where you are")).to_be_in_viewport()


def test_a_sent_part_is_folded_and_an_empty_circle_is_empty(
    committee: Committee, people: People
) -> None:
    committee.make_key()
    slips = committee.make_slips()
    committee.open_vote()
    member = people.member()
    page = member.browser.page
    page.emulate_media(color_scheme="dark")
    member.scan(slips[0].address)
    assert main_buttons(member) == ["Vote now: " + VOTE]
    member.start(VOTE)
    circle = page.get_by_role("radio", name="Yes")
    assert circle.evaluate("node => getComputedStyle(node).backgroundColor") == page.evaluate(
        "getComputedStyle(document.body).backgroundColor"
    )
    member.choose("Yes")
    member.send()
    member.press("Go on with this slip")
    folded = page.locator("details", has=page.get_by_role("heading", name=VOTE))
    expect(folded).not_to_have_attribute("open", "")
    expect(folded.get_by_text("Your receipt in four words:")).to_be_hidden()
    folded.get_by_role("heading", name=VOTE).click()
    expect(folded.get_by_text("Your receipt in four words:")).to_be_visible()
    assert main_buttons(member) == ["Answer now: " + SURVEY]


def main_buttons(member: Member) -> list[str]:
    """The words of the buttons that stand out."""
    found = member.browser.page.locator("main .button:not(.secondary)")
    found.first.wait_for()
    return [" ".join(words.split()).replace(" :", ":") for words in found.all_inner_texts()]
