"""An instant that was fixed as the earliest: signed at once, opened when it has come."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from tests.players.browser.backstage import Backstage
from tests.players.browser.people import People, Person
from tests.players.browser.site import Site
from tests.players.services.world import VOTE, create_draft

WAIT = timedelta(seconds=50)
"""From the draft: the page has to be at its signature before, on a slow machine too."""


def test_the_page_signs_waits_and_opens(site: Site, people: People, tmp_path: Path) -> None:
    site.offset -= timedelta(hours=2)  # what happens before the end takes no time of the test's
    stage = Backstage(site, VOTE)
    now = site.now().replace(microsecond=0)  # records hold whole seconds
    draft = replace(
        create_draft(VOTE),
        opening=now + timedelta(minutes=1),
        closing=now + timedelta(hours=1),
        decrypts=now + timedelta(hours=2) + WAIT,
    )
    stage.submit(draft)
    stage.make_key()
    stage.start()
    stage.vote(range(6))
    stage.finish()
    site.advance(hours=2, minutes=-2)  # two minutes went by at the start
    committee = people.committee()
    committee.set_up()
    check_and_sign(committee, stage, stage.save_key(tmp_path))
    committee.see("It was fixed that the totals are opened from")
    assert len(committee.posts("/statement")) == 1
    assert committee.posts("/decryption") == []
    committee.heading("The totals are open", timeout=120_000)
    assert site.now() >= draft.decrypts
    assert len(committee.posts("/decryption")) == 1


def check_and_sign(person: Person, stage: Backstage, key: Path) -> None:
    person.open(f"/committee/campaigns/{stage.code}/decrypt")
    person.press("Download and check")
    person.heading("Open the totals", timeout=60_000)
    person.see("It was fixed that the totals are opened from")
    person.use_key(key, "Sign and open the totals")
    person.heading("Signed", timeout=60_000)
