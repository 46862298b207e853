"""Rules that people mean: each preset is chosen by a click; members read it before they vote."""

from __future__ import annotations

from tests.players.browser.browser import Thing, spot
from tests.players.browser.people import Committee, Member, People

TITLE = "Do you authorize a strike?"
PRESETS = {
    "Majority of votes cast": (
        "“Yes” needs more than 1/2 of the votes cast. Blank votes are not counted.",
        "With 26 ballots, 4 of them blank, 12 “Yes” are enough.",
    ),
    "Two thirds of votes cast": (
        "“Yes” needs at least 2/3 of the votes cast. Blank votes are not counted.",
        "With 26 ballots, 4 of them blank, 15 “Yes” are enough.",
    ),
    "Two thirds of ballots": (
        "“Yes” needs at least 2/3 of all votes, blank ones too.",
        "With 26 ballots, 4 of them blank, 18 “Yes” are enough.",
    ),
    "Majority of all members": (
        "“Yes” needs more than 1/2 of all members, whether they vote or not.",
        "With 40 members, 21 “Yes” are enough, however many vote.",
    ),
}


def open_vote(committee: Committee) -> None:
    committee.open(f"/committee/campaigns/{committee.code}")
    card = Thing("css", ".card", having=Thing("heading", TITLE))
    committee.browser.tap(Thing("link", TITLE, inside=card))
    committee.heading(TITLE)


def allow_blank_votes(committee: Committee) -> None:
    open_vote(committee)
    committee.follow("Change question 1")
    group = Thing("group", "May members cast a blank vote?")
    committee.browser.tick(Thing("radio", "Yes", inside=group, exact=False))
    committee.press("Save the question")
    committee.see("Saved.")


def choose_each(committee: Committee) -> None:
    browser = committee.browser
    for name, (sentence, example) in PRESETS.items():
        committee.follow("Change the rule")
        committee.see(example)
        assert not browser.page.get_by_label("Upper number", exact=True).is_visible()
        browser.tick(Thing("radio", name, exact=False))
        committee.press("Save the rule")
        committee.see("Saved.")
        committee.see(sentence)
        assert browser.page.get_by_text(sentence).count() == 1


def write_a_fraction(committee: Committee) -> None:
    """The form is folded away until it is asked for, and stays open once it is the rule."""
    browser = committee.browser
    committee.follow("Change the rule")
    committee.unfold("Another fraction")
    browser.tick(Thing("radio", "The fraction that is written here", exact=False))
    committee.fill("Upper number", "3")
    committee.fill("Lower number", "5")
    browser.tick(Thing("radio", "At least this share"))
    browser.tick(Thing("radio", "Of all ballots counted"))
    committee.press("Save the rule")
    committee.see("“Yes” needs at least 3/5 of all votes, blank ones too.")
    committee.follow("Change the rule")
    assert browser.page.get_by_label("Upper number", exact=True).is_visible()
    browser.tick(Thing("radio", "Two thirds of votes cast", exact=False))
    committee.press("Save the rule")


def test_each_preset_and_what_members_read(people: People) -> None:
    committee = people.committee()
    committee.set_up()
    committee.draft("A vote One question", TITLE, slips=40, roster=40)
    allow_blank_votes(committee)
    choose_each(committee)
    write_a_fraction(committee)
    sentence, example = PRESETS["Two thirds of votes cast"]
    committee.lock()
    committee.make_key()
    slips = committee.make_slips()
    committee.open_vote()
    committee.open(f"/campaigns/{committee.code}")
    committee.see("What decides")
    committee.see(sentence)
    committee.see(example)
    member: Member = people.member()
    member.scan(slips[0].address)
    member.press("Start")
    member.heading(TITLE)
    member.browser.see_words(spot("form p.rule"), sentence)
    wide = member.page.evaluate("document.documentElement.scrollWidth")
    assert wide <= 360
