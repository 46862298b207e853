"""What can go wrong at the trustee's and the teller's pages, and scanning with a camera."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Route

from tests.players.browser.browser import button, spot, text
from tests.players.browser.film import write_film
from tests.players.browser.people import (
    KEY_PASSPHRASE,
    PASSWORD,
    SLIPS_PASSPHRASE,
    Committee,
    People,
    read_slips,
)
from tests.players.browser.signers.trustees import read_key_page
from tests.players.browser.site import Site
from tests.support.browser import CHROMIUM_ARGUMENTS
from voteapp.campaign.keys.single import open_trustee_key

TITLE = "Do you authorize a strike?"


def test_the_key_page_takes_only_the_saved_file(committee: Committee, tmp_path: Path) -> None:
    committee.draft("A vote", TITLE, slips=5, roster=5)
    committee.lock()
    committee.open(f"/committee/campaigns/{committee.code}/keys")
    committee.fill("New passphrase for the file", "too short")
    committee.fill("The same passphrase again", "too short")
    committee.press("Make the key")
    committee.see_in(".error-summary", "The passphrase is too short")
    committee.fill("New passphrase for the file", KEY_PASSPHRASE)
    committee.press("Make the key")
    committee.see_in(".error-summary", "The two passphrases are not the same.")

    first = committee.make_key()
    # The key is given up; a second one is made, and the first one's file no longer answers.
    committee.open(f"/committee/campaigns/{committee.code}/keys/remove")
    committee.press("Remove the key")
    committee.heading(TITLE)
    first = first.rename(tmp_path / "first.json")
    committee.open(f"/committee/campaigns/{committee.code}/keys")
    committee.fill("New passphrase for the file", KEY_PASSPHRASE)
    committee.fill("The same passphrase again", KEY_PASSPHRASE)
    committee.press("Make the key")
    committee.heading("Save the file", timeout=60_000)
    second = tmp_path / "second.json"
    committee.save("Save the key’s file", second)
    committee.press("I have the file: go on")
    committee.heading("Try the key")

    for file, passphrase, problem in (
        (second, "some other passphrase", "The passphrase does not open this file."),
        (first, KEY_PASSPHRASE, "This is another key."),
        (tmp_path / "noise.json", KEY_PASSPHRASE, "This file cannot be used"),
    ):
        (tmp_path / "noise.json").write_text('{"noise": true}')
        committee.file("The key’s file that you saved", file)
        committee.fill("The file’s passphrase", passphrase)
        committee.press("Try the key")
        committee.see_in(".error-summary", problem, timeout=60_000)
        # The first key's rehearsal is the only one that was ever sent.
        assert len(committee.posts("/rehearsal")) == 1
    committee.file("The key’s file that you saved", second)
    committee.fill("The file’s passphrase", KEY_PASSPHRASE)
    committee.press("Try the key")
    committee.heading("The key works", timeout=60_000)


def test_the_teller_prints_what_was_fixed(
    committee: Committee, people: People, tmp_path: Path
) -> None:
    committee.draft("A vote", TITLE, slips=5, roster=5)
    committee.lock()
    committee.make_key()
    committee.save_slips()

    # Nothing is posted before the file was opened again, with its passphrase typed anew.
    committee.heading("Open the file again")
    other = tmp_path / "other.json"
    other.write_bytes(committee.slips_file.read_bytes().replace(b'"count":5', b'"count":6'))
    for file, passphrase in ((committee.slips_file, "some other passphrase"), (other, "")):
        committee.file("The saved file of codes", file)
        committee.fill("The file’s passphrase", passphrase or SLIPS_PASSPHRASE)
        committee.press("Open the file")
        committee.browser.see(spot(".error-summary"), timeout=60_000)
    assert committee.posts("/credentials") == []

    # The browser is closed by mistake: the saved file brings the same slips back.
    committee.browser.leave_anyway()
    committee.browser.reload()
    committee.heading("Make the slips")
    committee.unfold("Go on with a file that was saved earlier")
    committee.open_slips()
    committee.heading("Send the public half", timeout=60_000)
    committee.press("Send the public half")
    committee.see("The slips are made: 5.", timeout=60_000)
    (posted,) = committee.posts("/credentials")

    # Fixed: now they are printed, and one of this print is read back.
    committee.fix()
    committee.begin_printing()
    printed = read_slips(committee.browser.print("A4"))
    assert {len(slip.token) for slip in printed} == {30}
    assert not any(slip.token[:25].encode() in posted.body for slip in printed)
    again = read_slips(committee.browser.print("Letter"))
    assert {slip.address for slip in again} == {slip.address for slip in printed}
    # The browser's own menu printed both: the server was told, as it is by the page's button.
    committee.press("The slips are printed: go on")
    assert len(committee.posts("/slips/print")) == 2
    wrong_pin = printed[1].token[:-1] + ("A" if printed[1].token[-1] != "A" else "B")
    example = "2BF2M-998QC-G3B06-43SC8-Z4FFJ"
    for typed in ("", example, printed[1].token[:25], wrong_pin, "nonsense"):
        committee.fill("Or type the code of one printed slip", typed)
        committee.press("Check this slip")
        committee.browser.see(spot(".error-summary"))
    committee.fill("Or type the code of one printed slip", printed[2].token.lower())
    committee.press("Check this slip")
    committee.heading("Finish")
    assert committee.posts("/printed") == []
    committee.press("The slips are ready")
    committee.see("The slips are ready: ", timeout=60_000)
    (said,) = committee.posts("/printed")
    assert not any(slip.token[:25].encode() in said.body for slip in printed)

    # Printed again from the file, until voting opens; it is written down.
    committee.open_slips()
    committee.heading("How many were printed again?", timeout=60_000)
    committee.fill("Slips that came out of the printer", "two")
    committee.press("Write it down")
    committee.browser.see(spot(".error-summary"))
    committee.fill("Slips that came out of the printer", "2")
    committee.press("Write it down")
    committee.see("Slips printed again so far: 2.")
    committee.press("The file is destroyed")
    committee.see("The file of codes was destroyed")
    committee.open(f"/committee/campaigns/{committee.code}")
    told = text("One more print of slips begun, of a file with so many")
    assert len(committee.browser.read_all(told)) == 2


def test_the_trustee_refuses_a_record_with_a_changed_byte(
    committee: Committee, people: People
) -> None:
    committee.draft("A vote", TITLE, slips=6, roster=6)
    committee.lock()
    key = committee.make_key()
    slips = committee.make_slips()
    committee.open_vote()
    for number in range(5):
        member = people.member(f"member {number}")
        member.scan(slips[number].address)
        member.press("Start")
        member.choose("Yes" if number else "No")
        member.send()
        member.tracker()
    committee.close("Everybody has voted.")
    committee.count_slips(printed=6, handed_out=5)
    committee.site.tick()

    def change(route: Route) -> None:
        body = bytearray(route.fetch().body())
        place = body.rindex(b'"alpha":"') + 12
        body[place] = ord("0") if body[place] != ord("0") else ord("1")
        route.fulfill(status=200, body=bytes(body), content_type="application/octet-stream")

    committee.page.route("**/record", change)
    committee.open(f"/committee/campaigns/{committee.code}/decrypt")
    committee.press("Download and check")
    committee.heading("Do not open this", timeout=60_000)
    committee.see_in("main", "archive-hash")
    assert committee.browser.count(spot("main input")) == 0
    committee.page.unroute("**/record")
    committee.decrypt(key)
    (posted,) = committee.posts("/decryption")
    assert json.loads(posted.body)["type"] == "voteapp-decryption"


def test_with_fewer_than_k_ballots_nothing_is_opened(committee: Committee, people: People) -> None:
    committee.draft("A vote", TITLE, slips=5, roster=5)
    committee.lock()
    committee.make_key()
    slips = committee.make_slips()
    committee.open_vote()
    member = people.member()
    member.scan(slips[0].address)
    member.press("Start")
    member.choose("Yes")
    member.send()
    member.tracker()
    committee.close("Everybody has voted.")
    committee.count_slips(printed=5, handed_out=1, final=False)
    committee.site.tick()
    committee.open(f"/committee/campaigns/{committee.code}/decrypt")
    committee.heading("Nothing is opened")
    committee.see_in("main", "1 ballot, fewer than 5")
    assert committee.browser.count(spot("main input")) == 0


@pytest.fixture
def campaign(committee: Committee) -> Committee:
    committee.draft("A vote", TITLE, slips=5, roster=5)
    committee.lock()
    committee.make_key()
    return committee


@contextmanager
def film_browser(browser: Browser, chromium: Path, film: Path) -> Iterator[Browser]:
    """A browser whose camera sees the film."""
    camera = (
        "--use-fake-ui-for-media-stream",
        "--use-fake-device-for-media-stream",
        f"--use-file-for-fake-video-capture={film}",
    )
    arguments = [*CHROMIUM_ARGUMENTS, *camera]
    launched = browser.browser_type.launch(executable_path=str(chromium), args=arguments)
    yield launched
    launched.close()


@pytest.fixture
def filmed(
    browser: Browser, chromium: Path, site: Site, campaign: Committee, tmp_path: Path
) -> Iterator[tuple[People, str]]:
    """People whose cameras see the first printed slip, and its address."""
    slip = campaign.make_slips()[0]
    campaign.open_vote()
    film = tmp_path / "slip.y4m"
    write_film(film, slip.picture)
    with film_browser(browser, chromium, film) as launched:
        crowd = People(launched, site, tmp_path / "filmed")
        yield crowd, slip.address
        crowd.leave()


def test_a_slip_is_scanned_within_the_page(filmed: tuple[People, str]) -> None:
    people, address = filmed
    member = people.member()
    member.browser.open(address.split("#")[0])
    member.heading("Open your slip")
    member.press("Scan the slip with the camera")
    member.browser.see(button("Start"), timeout=60_000)
    member.press("Start")
    member.choose("Yes")
    member.send()
    member.tracker()


def test_without_a_camera_the_code_is_typed(campaign: Committee, people: People) -> None:
    campaign.make_slips()
    campaign.open_vote()
    member = people.member()
    member.open(f"/b/{campaign.code}")
    member.heading("Open your slip")
    member.press("Scan the slip with the camera")
    member.see("The camera cannot be used here.")
    member.press("Type the code instead")
    member.heading("Open your slip")


def test_the_printed_key_is_scanned_with_the_camera(
    browser: Browser, chromium: Path, committee: Committee, people: People, tmp_path: Path
) -> None:
    """File and passphrase are lost; the printed page brings the one trustee's key back."""
    committee.draft("A vote", TITLE, slips=5, roster=5)
    committee.lock()
    committee.open(f"/committee/campaigns/{committee.code}/keys")
    committee.fill("New passphrase for the file", KEY_PASSPHRASE)
    committee.fill("The same passphrase again", KEY_PASSPHRASE)
    committee.press("Make the key")
    committee.heading("Save the file", timeout=60_000)
    picture = tmp_path / "code.png"
    read_key_page(committee.browser.print("Letter"), picture, crop=True)
    committee.press("Save the key’s file")
    committee.press("I have the file: go on")
    committee.heading("Try the key")
    assert committee.browser.count(spot(".sheets")) == 0

    write_film(tmp_path / "code.y4m", picture.read_bytes())
    with film_browser(browser, chromium, tmp_path / "code.y4m") as launched:
        crowd = People(launched, people.site, tmp_path / "filmed")
        again = crowd.committee()
        again.open(f"/committee/campaigns/{committee.code}/keys")
        again.fill("Your name", again.name)
        again.fill("Password", PASSWORD)
        again.press("Sign in")
        again.heading("Try the key")
        again.tick("The printed page")
        again.press("Use the camera")
        again.see("The printed page was read.", timeout=60_000)
        again.fill("New passphrase for the file", SLIPS_PASSPHRASE)
        again.fill("The same passphrase again", SLIPS_PASSPHRASE)
        again.press("Try the key")
        again.heading("The key works", timeout=60_000)
        saved = again.save("Save the new file")
        assert open_trustee_key(saved, SLIPS_PASSPHRASE)
        crowd.leave()


def test_a_teller_prints_nothing_that_does_not_fit(committee: Committee, people: People) -> None:
    """The server's list, or what it fixed, is another for this page: it says so, and stops."""
    committee.draft("A vote", TITLE, slips=5, roster=5)
    committee.lock()
    committee.make_key()
    committee.make_codes()
    committee.fix()

    def lie(route: Route) -> None:
        page = route.fetch().text()
        other = page.replace("Local 77", "Local 78")
        assert other != page
        route.fulfill(status=200, body=other, content_type="text/html")

    committee.page.route("**/slips", lie)
    committee.open(f"/committee/campaigns/{committee.code}/slips")
    committee.heading("Check what was fixed")
    committee.open_slips()
    committee.see_in(".error-summary", "does not fit together", timeout=60_000)
    committee.page.unroute("**/slips")
    committee.finish_slips()
