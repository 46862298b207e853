"""The counts that people made, clicked: nothing has to be made to fit, and everybody reads it."""

from __future__ import annotations

import re

from tests.players.browser.browser import spot
from tests.players.browser.people import Committee, People

TITLE = "Shall we strike?"


def test_the_committee_writes_what_it_counted(committee: Committee, people: People) -> None:
    """Six ballots of five members, and a box whose paper does not fit: there is a result."""
    committee.draft("A vote", TITLE, slips=6, roster=5)
    committee.lock()
    key = committee.make_key()
    slips = committee.make_slips()
    committee.open_vote()
    for number in range(6):
        member = people.member(f"member {number}")
        member.scan(slips[number].address)
        member.press("Start")
        member.choose("Yes" if number else "No")
        member.send()
        member.tracker()
    committee.close("Everybody has voted.")
    committee.open(f"/committee/campaigns/{committee.code}/counts")
    committee.fill("Printed", "6")
    committee.fill("Handed out", "5")
    committee.fill("Spoiled", "0")
    committee.fill("Returned unused", "0")
    committee.fill("Counted by", "Ana")
    committee.press("Save the counts")
    committee.see("6 ballots came, but by this count members kept 5 slips.")
    committee.see("Only one person is named as having counted.")
    committee.press("Save it as it was counted")
    committee.see("The slip counts are saved.")
    committee.open(f"/committee/campaigns/{committee.code}/counts/final")
    committee.heading("Are these counts final?")
    committee.press("These counts are final")
    committee.see("The slip counts are final.")
    committee.site.tick()

    committee.open(f"/committee/campaigns/{committee.code}/decrypt")
    committee.heading("Check what was cast")
    committee.press("Download and check")
    committee.heading("Open the totals", timeout=300_000)
    committee.see_in("main", "More ballots were cast than there are members who may vote.")
    committee.decrypt(key)

    committee.open(f"/committee/campaigns/{committee.code}/notes")
    committee.see("These counts are final.")
    committee.fill("New note", "A sixth slip was handed out at night.", exact=False)
    committee.press("Add this note")
    committee.see("The note is added, and everybody can read it.")

    committee.open(f"/campaigns/{committee.code}/results")
    words = re.sub("[\u2066-\u2069]", "", committee.browser.read(spot("main")))
    told = (
        "More ballots than members",
        "6 ballots came, but by this count members kept 5 slips.",
        f"“Yes” has enough votes on “{TITLE}”: 5 of 6 votes that are not blank; 4 needed.",
        "83.3",
        "How it was counted and checked",
        "One person only: Ana",
        "A sixth slip was handed out at night.",
    )
    assert [sentence for sentence in told if sentence not in words] == [], words
    places = [words.index(sentence) for sentence in told]
    assert places == sorted(places)
