"""Opening the totals: checking while voting runs, comparing, waiting for each other, lost keys."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from playwright.sync_api import Route, expect

from tests.players.browser.backstage import Backstage, SeveralTrustees
from tests.players.browser.browser import spot
from tests.players.browser.people import People, Person
from tests.players.browser.site import Site
from tests.players.services.world import VOTE
from voteapp.campaign.audit import verify_bundle
from voteapp.campaign.keys.paper import encode_restore_code
from voteapp.campaign.words import compute_hash_words
from voteapp.protocol.archive import BytesSource
from voteapp.services.counting.tasks import get_decryption_task
from voteapp.services.results import publishing
from voteapp.services.trustees import planning
from voteapp.services.trustees.seats import Seat


@pytest.fixture
def stage(site: Site) -> SeveralTrustees:
    """2 of 3 trustees, voting open, ten votes, five of them on the board."""
    made = SeveralTrustees(site, VOTE)
    made.begin()
    made.make_keys()
    made.start()
    made.vote(range(10))
    made.seal()
    return made


def path(stage: Backstage) -> str:
    return f"/trustee/{stage.code}/decrypt"


def words_on(person: Person) -> list[list[str]]:
    """The two lists of sixteen words that the page shows: of the closing, of the fingerprint."""
    lists = person.page.locator(".key-words-list")
    expect(lists).to_have_count(2)
    return [lists.nth(i).locator("li").all_text_contents() for i in range(2)]


def check(person: Person, stage: Backstage) -> None:
    person.open(path(stage))
    person.heading("Check what was cast")
    person.press("Download and check")
    person.heading("Open the totals", timeout=60_000)


def sign(person: Person, key: Path) -> None:
    person.tick("We compared the words", exact=False)
    person.use_key(key, "Sign and open the totals")


def test_two_of_three_compare_wait_and_decrypt(
    stage: SeveralTrustees, people: People, tmp_path: Path
) -> None:
    stage.finish()
    keys = stage.save_keys(tmp_path)
    ana, cleo = stage.admit(people, 1), stage.admit(people, 3)
    check(ana, stage)
    check(cleo, stage)
    assert words_on(ana) == words_on(cleo)
    (uuid,) = stage.uuids
    task = get_decryption_task(stage.context, Seat(stage.code, 1))
    _, _, closing, _, _ = (task.elections[0].closing_text or "").split("|")
    assert " ".join(words_on(ana)[0]) == compute_hash_words(closing)
    ana.see_in("main", "One total of all 10 ballots")

    # Not before the words were compared; not with somebody else's key; with the own one.
    ana.use_key(keys[0], "Sign and open the totals")
    ana.see_in(".error-summary", "Compare the words")
    sign(ana, keys[1])
    ana.see_in(".error-summary", "This is another key.", timeout=60_000)
    assert ana.posts("/statement") == []
    sign(ana, keys[0])
    ana.heading("Signed", timeout=60_000)
    ana.see_in("main", "Waiting for 2 more to sign the same.")
    expect(ana.page.locator(".people li").first).to_contain_text("signed")

    # Cleo's file is lost; the printed page will do.
    code = encode_restore_code(stage.table.people[2].seed)
    cleo.tick("We compared the words", exact=False)
    cleo.tick("The printed page")
    cleo.fill("Or type the code of the printed page", code.lower())
    cleo.press("Sign and open the totals")
    cleo.heading("Signed", timeout=60_000)
    ana.see_in("main", "Waiting for 1 more to sign the same.")
    # Two open the totals; that they are all of one mind takes the third, too.
    ben = stage.admit(people, 2)
    check(ben, stage)
    sign(ben, keys[1])
    for person in (ana, ben, cleo):
        person.heading("The totals are open", timeout=60_000)
        assert len(person.posts("/statement")) == 1
    assert sum(len(person.posts("/decryption")) for person in (ana, ben, cleo)) >= 2
    for person in (ana, cleo):
        assert not any(code.encode() in sent.body for sent in person.recorder.requests)
    bundle = publishing.get_bundle(stage.context, uuid)
    report = verify_bundle(BytesSource(bundle))
    assert report.findings == [] and report.result == [[0, 10, 0]]


def test_checking_while_voting_runs_goes_on_where_it_stopped(
    stage: SeveralTrustees, people: People, tmp_path: Path
) -> None:
    ana = stage.admit(people, 1)
    ana.open(path(stage))
    ana.heading("Voting is still open")
    ana.press("Verify now")
    ana.heading("Verified so far", timeout=60_000)
    ana.see_in("main", "5 ballots are on the list")
    ana.browser.close_tab()
    stage.vote(range(10, 15))
    stage.seal()
    ana.browser.new_tab()
    ana.open(path(stage))
    ana.press("Verify now")
    ana.heading("Verified so far", timeout=60_000)
    ana.see_in("main", "10 ballots are on the list")
    ana.see_in("main", "5 of them were checked here before.")
    remembered = ana.page.evaluate(
        """() => new Promise((resolve) => {
          const request = indexedDB.open("voteapp-verified");
          request.onsuccess = () => {
            const store = request.result.transaction("ballots").objectStore("ballots");
            store.getAllKeys().onsuccess = ({ target }) => resolve(target.result);
          };
        })"""
    )
    fingerprint = stage.get_row(stage.uuids[0]).fingerprint
    assert len(remembered) == 10 and all(key.startswith(f"{fingerprint}/") for key in remembered)
    stage.finish()
    check(ana, stage)
    ana.see_in("main", "One total of all 15 ballots")
    assert ana.posts("/statement") == []


def test_a_wrong_ballot_is_seen_while_voting_runs(stage: SeveralTrustees, people: People) -> None:
    def change(route: Route) -> None:
        body = bytearray(route.fetch().body())
        place = body.rindex(b'"response":"') + 13
        body[place] = ord("1") if body[place] != ord("1") else ord("2")
        route.fulfill(status=200, body=bytes(body), content_type="application/octet-stream")

    ana = stage.admit(people, 1)
    ana.page.route("**/record", change)
    ana.open(path(stage))
    ana.press("Verify now")
    ana.heading("Something is wrong with this record", timeout=60_000)
    ana.see_in("main", "archive-hash")


def test_a_trustee_who_comes_back_signs_no_second_time(
    stage: SeveralTrustees, people: People, tmp_path: Path
) -> None:
    stage.finish()
    keys = stage.save_keys(tmp_path)
    ana, ben, cleo = (stage.admit(people, number) for number in (1, 2, 3))
    check(ana, stage)
    sign(ana, keys[0])
    ana.heading("Signed", timeout=60_000)
    ana.browser.close_tab()
    check(cleo, stage)
    sign(cleo, keys[2])
    cleo.heading("Signed", timeout=60_000)
    cleo.browser.close_tab()
    check(ben, stage)
    sign(ben, keys[1])
    ben.heading("Your part is done", timeout=60_000)
    ben.see_in("main", "Waiting for 1 more trustee.")
    ana.browser.new_tab()
    check(ana, stage)
    sign(ana, keys[0])
    ana.heading("The totals are open", timeout=60_000)
    ben.heading("The totals are open", timeout=60_000)
    assert len(ana.posts("/statement")) == 1
    message = json.loads(ana.posts("/statement")[0].body)["message"]
    assert message == json.loads(ben.posts("/statement")[0].body)["message"]


def test_who_will_be_away_signs_so_and_the_others_are_enough(
    stage: SeveralTrustees, people: People, tmp_path: Path
) -> None:
    keys = stage.save_keys(tmp_path)
    cleo = stage.admit(people, 3)
    cleo.open(path(stage))
    cleo.unfold("I will be away")
    cleo.use_key(keys[2], "Sign that I take no part")
    cleo.see_in(".error-summary", "Tick the box if you mean it.")
    cleo.tick("I take no part in closing this vote")
    cleo.press("Sign that I take no part")
    cleo.heading("You take no part", timeout=60_000)
    stage.finish()
    cleo.open(path(stage))
    cleo.heading("You take no part")
    ana, ben = stage.admit(people, 1), stage.admit(people, 2)
    check(ana, stage)
    sign(ana, keys[0])
    ana.see_in("main", "Waiting for 1 more to sign the same.", timeout=60_000)
    ana.see_in(".people", "takes no part")
    check(ben, stage)
    sign(ben, keys[1])
    for person in (ana, ben):
        person.heading("The totals are open", timeout=60_000)
    report = verify_bundle(BytesSource(publishing.get_bundle(stage.context, stage.uuids[0])))
    assert report.findings == [] and report.verified


def test_a_lost_key_ends_it_unless_somebody_is_out(stage: SeveralTrustees, people: People) -> None:
    """Two of three open the totals, and all three sign; whoever is out before is not waited for."""
    stage.finish()
    ana = stage.admit(people, 1)
    ana.open(path(stage))
    ana.heading("Check what was cast")
    planning.report_lost_key(stage.context, stage.code, 3)
    ana.browser.reload()
    ana.heading("This vote cannot be counted any more")
    ana.see_in("main", "Cleo")
    assert ana.browser.count(spot("main button, main input")) == 0
    planning.withdraw_lost_key(stage.context, stage.code, 3)
    ana.browser.reload()
    ana.heading("Check what was cast")
