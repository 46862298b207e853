"""2 of 3 trustees who use three programs, on a real server: trustee 1 the pages, trustee 2 our
command line, trustee 3 belenios-tool 3.3.0 with its own commands and files.

Those without a key in the browser carry everything through their page's "Work without this
browser". All three look at what opens, and sign the end; the first and the third open the totals.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.browser.decrypt.test_decrypt import words_on
from tests.players.browser.browser import Thing, table
from tests.players.browser.people import Committee, People, Slip
from tests.players.browser.secrecy import find_leaks
from tests.players.browser.signers.offline_trustees import DETAILS, Carrier, ToolCarrier
from tests.players.browser.signers.trustees import (
    LONG,
    Trustee,
    committee_words,
    gather,
    lock_vote,
    name_trustees,
)
from tests.players.browser.site import Site
from tests.support.independent import verify
from voteapp.campaign.audit import verify_bundle
from voteapp.protocol.archive import BytesSource

TITLE = "Do you authorize a strike?"
NAMES = ["Ana Ruiz", "Ben Okafor", "Chloé Martin"]
SLIPS, YES, VOTES = 7, 4, 6


@pytest.fixture
def committee(people: People) -> Committee:
    return lock_vote(people, TITLE, SLIPS)


def test_three_programs_make_one_key(
    people: People, site: Site, committee: Committee, belenios_tool: Path, tmp_path: Path
) -> None:
    links = name_trustees(committee, NAMES, 2)
    page, second, third = gather(people, NAMES, links)
    command = Carrier(second, tmp_path / "command")
    tool = ToolCarrier(third, tmp_path / "tool", belenios_tool)
    file = hold_ceremony(committee, page, command, tool)
    page.rehearse_from_file(file)
    command.rehearse()
    slips = committee.make_slips()
    page.sign_opening(committee.code, file)
    for carrier in (command, tool):
        carrier.sign_opening(committee.code)
    uuid = vote(people, site, committee, slips)
    open_totals(committee, page, file, command, tool, uuid)
    check_result(committee, second, uuid, belenios_tool)
    check_secrecy(people, site, command, tool)
    for person in people.everybody:
        assert [line for line in person.recorder.console if line.startswith("error:")] == []


def hold_ceremony(committee: Committee, page: Trustee, command: Carrier, tool: ToolCarrier) -> Path:
    """From the certificates to the saved file of who works in the page."""
    page.make_key()
    command.certify()
    tool.certify()
    words = page.words()
    assert len(words.split()) == 16 and words == committee_words(committee)
    assert words in command.commit()
    assert words in tool.commit()
    page.say_same()
    for before, step in (("commit", "acknowledge"), ("acknowledge", "reveal")):
        wait_for_page(page, before)
        for carrier in (command, tool):
            carrier.take_step(step)
    wait_for_page(page, "reveal")
    command.share()
    tool.share()
    return page.save_and_print()


def wait_for_page(page: Trustee, step: str) -> None:
    """Until the page of trustee 1 has said its part of a step by itself, and the server has it."""
    for _ in range(LONG // 200):
        if any(one.endswith(f"/messages/{step}") for one in page.recorder.answered):
            return
        page.page.wait_for_timeout(200)
    raise AssertionError(f"the page never said its {step}")


def vote(people: People, site: Site, committee: Committee, slips: list[Slip]) -> str:
    """Opening, six votes, closing, counts; the election's uuid."""
    committee.open_vote()
    uuid = ""
    for number in range(VOTES):
        member = people.member(f"member {number}")
        member.scan(slips[number].address)
        member.press("Start")
        member.choose("Yes" if number < YES else "No")
        member.send()
        member.tracker()
        uuid = member.posts("/ballots")[0].address.split("/")[-2]
    committee.close("Everybody has voted.")
    committee.count_slips(printed=SLIPS, handed_out=VOTES)
    site.tick()
    return uuid


def open_totals(
    committee: Committee, page: Trustee, file: Path, command: Carrier, tool: ToolCarrier, uuid: str
) -> None:
    """Two sign by command, the page signs and decrypts, the tool's trustee decrypts."""
    tool.open_totals(committee.code, uuid)
    said = tool.open_round("statement")
    assert "Statements of trustees or witnesses that are missing: 2." in said
    assert not (tool.out / f"{uuid}.decryption.json").exists()
    tool.person.browser.see_words(DETAILS, "Your signature is in.")
    command.open_totals(committee.code, uuid)
    assert "missing: 1." in command.open_round("statement")
    page.check_record(committee.code)
    assert all(" ".join(words) in said for words in words_on(page))
    page.decrypt(file)
    page.heading("Your part is done", timeout=LONG)
    tool.open_round("decryption")
    for trustee in (tool.person, page):
        trustee.heading("The totals are open", timeout=LONG)


def check_result(committee: Committee, second: Trustee, uuid: str, belenios_tool: Path) -> None:
    second.open(f"/trustee/{committee.code}/decrypt")
    second.see_in("main", "your key was not needed")
    committee.open(f"/campaigns/{committee.code}/results")
    numbers = Thing("css", "tbody td.number", inside=table(TITLE))
    assert committee.browser.read_all(numbers)[0] == str(YES)
    committee.unfold_all()
    report = verify_bundle(BytesSource(committee.download(f"/{uuid}.zip")))
    assert (report.findings, report.scope, report.counted) == ([], "election", VOTES)
    assert verify(belenios_tool, uuid, committee.download(f"/{uuid}.bel")) == VOTES


def check_secrecy(people: People, site: Site, command: Carrier, tool: ToolCarrier) -> None:
    """What two of them made without a browser was in none, and never on the server."""
    places = [
        (f"{person.name}: {sent.method} {sent.address}", sent.body)
        for person in people.everybody
        for sent in person.recorder.requests
    ]
    places += [(str(path), data) for path, data in site.stored_bytes()]
    places += [(f"log line {i}", line.encode()) for i, line in enumerate(site.log.lines)]
    assert tool.own("key").read_bytes().strip() in tool.secrets()["Chloé Martin's seed"]
    assert find_leaks({**command.secrets(), **tool.secrets()}, places) == []
    # The search works: what is public of the same ceremony is found.
    public = {"public": {tool.polynomial.strip().encode()}}
    assert "/messages/reveal" in " ".join(find_leaks(public, places))
