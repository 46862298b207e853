"""Times for people in other zones, and an hour that comes twice."""

from __future__ import annotations

from datetime import date, timedelta

from tests.players.browser.browser import Thing, labelled, spot
from tests.players.browser.people import Committee, Member, People, Slip

FAR = "Pacific/Auckland"
ZONES = labelled("Time zone")


def read_zone(committee: Committee) -> str:
    return committee.browser.read_choice(ZONES)


def test_a_new_campaign_begins_in_the_zone_of_its_committee(people: People) -> None:
    committee = people.committee("Europe/Berlin")
    committee.set_up()
    committee.open("/committee/new")
    assert read_zone(committee) == "Europe/Berlin"
    committee.press("Save the draft")
    committee.see("There is a problem")
    committee.browser.pick(ZONES, "Asia/Manila")
    committee.press("Save the draft")
    committee.see("There is a problem")
    assert read_zone(committee) == "Asia/Manila"  # what somebody chose is left alone


def test_an_hour_that_comes_twice_is_chosen(people: People) -> None:
    committee = people.committee()
    committee.set_up()
    committee.draft("A vote", "Strike?", slips=9, roster=9)
    year = committee.site.now().year + 1
    committee.open(f"/committee/campaigns/{committee.code}/dates")
    first_sunday = next(day for day in range(1, 8) if is_sunday(year, day))
    committee.fill("Voting opens", f"{year}-11-0{first_sunday}T01:30")
    committee.fill("Voting closes", f"{year}-11-0{first_sunday}T20:00")
    committee.press("Save")
    committee.see_in(".error-summary", "that time comes twice. Choose which.")
    committee.browser.tick(labelled("01:30, after the clocks go back", exact=False))
    committee.press("Save")
    committee.see("Saved.")
    committee.open(f"/committee/campaigns/{committee.code}/dates")
    kept = labelled("01:30, after the clocks go back", exact=False)
    assert committee.browser.is_ticked(kept)


def is_sunday(year: int, day: int) -> bool:
    return date(year, 11, day).weekday() == 6


def test_a_phone_elsewhere_shows_the_campaigns_times(people: People) -> None:
    committee = people.committee()
    committee.set_up()
    committee.draft("A vote", "Strike?", slips=9, roster=9, opens=timedelta(hours=2))
    committee.lock()
    committee.make_key()
    slips: list[Slip] = committee.make_slips()
    near, far = people.member("near"), people.member("far", zone=FAR)
    seen = [read_start(member, slips[0]) for member in (near, far)]
    assert seen[0] == seen[1]
    assert "(America/Los Angeles)" in seen[0]
    for member in (near, far):
        member.open(f"/campaigns/{committee.code}")
    places = [m.browser.read_all(Thing("css", "dl.summary time")) for m in (near, far)]
    assert places[0] == places[1] != []


def read_start(member: Member, slip: Slip) -> str:
    member.scan(slip.address)
    member.heading("Not open yet")
    return member.browser.read(spot("main"))
