"""Nothing final by accident: warnings before Lock and before Close, as a secretary meets them."""

from __future__ import annotations

from tests.players.browser.box import cast
from tests.players.browser.browser import Thing, button, labelled, link, spot
from tests.players.browser.people import Committee, People

TITLE = "Do you authorize a strike?"
UNTICKED = "Tick each warning that you have read, or change what it is about."
BOTH = "A vote and a ready-made survey"


def count_ticks(committee: Committee) -> int:
    return committee.browser.count(spot("input[name=confirmed]"))


def test_locking_with_warnings(committee: Committee) -> None:
    """The limit of the survey was forgotten, and there are fewer slips than members."""
    browser = committee.browser
    committee.draft(BOTH, TITLE, slips=40, roster=44)
    review = f"/committee/campaigns/{committee.code}/review"
    committee.open(review)
    committee.heading("Check the draft")
    committee.see("Slips: 40. Members who may take part: 44. Not everybody gets one.")
    committee.see("compares with a limit, and nobody said which")
    assert browser.count(button("Lock the draft")) == 0
    browser.tap(link("Set the limit"))
    committee.heading("The limit")
    browser.tap(link("Oregon"))
    committee.heading("Limits of Oregon")
    browser.pick(labelled("Kind of unit"), "step-down")
    committee.press("Show only these")
    browser.tick(labelled("At most 3 patients for one nurse", exact=False))
    committee.press("Save this limit")
    committee.see("For this unit the limit is 3 patients for one nurse: ORS 441.765.")
    committee.see("Not checked by us; see the source.")
    committee.open(review)
    assert count_ticks(committee) == 1
    committee.press("Lock the draft")
    committee.see_in(".error-summary", UNTICKED)
    browser.tick(labelled("Slips: 40.", exact=False))
    committee.press("Lock the draft")
    committee.see("The draft is locked.")


def test_a_unit_of_four_and_twin_answers(committee: Committee) -> None:
    browser = committee.browser
    committee.draft("A vote One question", TITLE, slips=4, roster=4)
    home = f"/committee/campaigns/{committee.code}"
    committee.open(f"{home}/review")
    committee.see("This cannot work")
    committee.see("at most 4 can come: it could never be opened.")
    assert browser.count(button("Lock the draft")) == 0
    committee.open(f"{home}/numbers")
    committee.fill("Members who may take part", "12")
    committee.fill("Slips to make", "12")
    committee.press("Save")
    card = Thing("css", ".card", having=Thing("heading", TITLE))
    browser.tap(Thing("link", TITLE, inside=card))
    committee.follow("Change question 1")
    committee.fill("Answer 2", "Yеs")  # with a Cyrillic letter
    committee.press("Save the question")
    committee.see_in(".error-summary", "This answer looks like another one.")
    committee.fill("Answer 2", "No")
    committee.press("Save the question")
    committee.see("Saved.")
    committee.open(f"{home}/review")
    assert count_ticks(committee) == 0
    committee.press("Lock the draft")
    committee.see("The draft is locked.")


def test_closing_below_k(committee: Committee, people: People) -> None:
    committee.draft("A vote One question", TITLE, slips=12, roster=12)
    committee.lock()
    committee.make_key()
    slips = committee.make_slips()
    committee.open_vote()
    for number in range(2):
        member = people.member()
        member.scan(slips[number].address)
        cast(member)
    committee.open(f"/committee/campaigns/{committee.code}/close")
    committee.see(f"“{TITLE}”: as of the last seal, at least 0 ballots; more may wait.")
    committee.fill("Why do you close early?", "Everybody has voted.", exact=False)
    committee.press("Close now")
    committee.see_in(".error-summary", UNTICKED)
    # An instant of sealing passes: two are too few for it, so nothing is told of them.
    people.site.advance(hours=5)
    committee.open(f"/committee/campaigns/{committee.code}/close")
    committee.see("at least 0 ballots; more may wait.")
    committee.close("Everybody has voted.")
    committee.see("Fewer than 5 are never opened")
