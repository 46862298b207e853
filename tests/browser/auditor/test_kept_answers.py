"""A member who was refused opens the auditor's page from the disk, chooses the election's file, and
then the answer that the phone saved: the page says whether it is true, and what it proves."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from playwright.sync_api import Browser, Route

from tests.players.browser.box import Box, choose
from tests.players.browser.browser import spot
from tests.players.browser.checking import read_sealed_words
from tests.players.browser.people import Member, People
from tests.players.browser.site import run_site
from voteapp.campaign.board.refusals import Refusal, decode_refusal
from voteapp.campaign.board.signing import Receipt
from voteapp.campaign.canonical import encode_canonical
from voteapp.campaign.signed import sign
from voteapp.protocol.ballots import compute_tracker, decode_ballot
from voteapp.services.signing import KEY_FILE

SAVE = "Save the server’s answer"
TIMEOUT = 60_000


class Story:
    """What happened on the phones of one campaign, and the files that they saved."""

    def __init__(self, box: Box, folder: Path) -> None:
        self.box, self.folder = box, folder
        self.key = bytes.fromhex((box.site.folder / "keys" / KEY_FILE).read_text().strip())
        self.words = self.receive()
        self.refuse_used()
        self.refuse_falsely()
        self.void()
        self.refuse_closed()
        self.bundle = self.download()

    def keep(self, name: str, data: bytes) -> None:
        (self.folder / name).write_bytes(data)

    def receive(self) -> str:
        member, slip = self.box.people.member(), self.box.draw()
        second = self.box.people.member("the same slip")
        for phone in (second, member):
            phone.scan(slip.address)
            choose(phone)
            phone.seal()
        words = read_sealed_words(member)
        for phone in (member, second):
            phone.press("Send my vote")
        member.tracker()
        self.keep("receipt.txt", member.save("Save the receipt"))
        self.second = second
        return words

    def refuse_used(self) -> None:
        self.second.heading("Already sent")
        self.keep("used.json", self.second.save(SAVE))

    def refuse_falsely(self) -> None:
        """The server has the key, and signs that something was sent with a slip."""
        member = self.box.people.member("refused falsely")

        def lie(route: Route) -> None:
            data = route.request.post_data_buffer or b""
            ballot = decode_ballot(data)
            own = {"uuid": ballot.election_uuid, "fingerprint": ballot.election_hash}
            slip = {**own, "credential": ballot.credential}
            receipt = sign(Receipt(**slip, tracker="A" * 43, batch=1), self.key)
            tracker = compute_tracker(data)
            refusal = Refusal(**slip, tracker=tracker, reason="used", receipt=receipt)
            text = encode_canonical(sign(refusal, self.key)).decode()
            body = json.dumps({"error": {"code": "used", "message": "No.", "refusal": text}})
            route.fulfill(status=409, body=body, content_type="application/json")

        member.page.route("**/ballots", lie)
        member.scan(self.box.draw().address)
        choose(member)
        member.send()
        member.heading("Already sent")
        self.keep("false.json", member.save(SAVE))

    def void(self) -> None:
        committee = self.box.committee
        committee.open(f"/committee/campaigns/{committee.code}/void")
        committee.fill("The code on the slip", self.box.draw().token, exact=False)
        committee.fill("Why it is void", "Left on a table")
        committee.press("Void this slip")
        committee.heading("The slip is void")
        self.keep("answers.json", committee.save(SAVE))

    def refuse_closed(self) -> None:
        member = self.box.people.member("too late")
        member.scan(self.box.draw().address)
        choose(member)
        member.seal()
        self.box.committee.close("Everybody has voted.")
        member.press("Send my vote")
        member.heading("Closed")
        self.keep("closed.json", member.save(SAVE))

    def download(self) -> Path:
        reader = self.box.people.member("reader")
        reader.open(f"/campaigns/{self.box.committee.code}")
        reader.unfold_all()
        path = self.folder / "election.zip"
        path.write_bytes(reader.browser.save(spot('main a[href$=".zip"]:not([href$="setup.zip"])')))
        return path


@pytest.fixture(scope="module")
def story(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Story]:
    folder = tmp_path_factory.mktemp("kept")
    with run_site(folder / "server") as site:
        people = People(browser, site, folder / "downloads")
        yield Story(Box(people, site), folder)
        people.leave()


@pytest.fixture
def reader(story: Story, pages: Path) -> Iterator[Member]:
    """The auditor's page on a phone, with the election's file chosen; it asks nobody anything."""
    reader = story.box.people.member("judge")
    address = (pages / "auditor.html").as_uri()
    reader.browser.open(address)
    reader.file("The election's file", story.bundle)
    reader.see("This election checks out", timeout=TIMEOUT)
    yield reader
    assert reader.page.evaluate("document.documentElement.scrollWidth") <= 360
    asked = [sent.address for sent in reader.recorder.requests]
    assert [one for one in asked if not one.startswith("blob:")] == [address]


def show(story: Story, reader: Member, name: str) -> str:
    """Choose a kept file; what the page says."""
    reader.file("Or the file that you saved", story.folder / name)
    reader.browser.see(spot("#receipt [role=status] p:first-child"))
    return reader.browser.read(spot("#receipt [role=status]"))


def test_a_refusal_that_was_right(story: Story, reader: Member) -> None:
    said = show(story, reader, "used.json")
    assert "something was sent with this slip before. That is true by this file." in said
    said = show(story, reader, "closed.json")
    assert "The server refused: voting was over. That is true by this file." in said
    assert "prove" not in said


def test_a_false_refusal_is_proven_by_the_two_files(story: Story, reader: Member) -> None:
    said = show(story, reader, "false.json")
    assert "That is false by this file." in said
    assert "Keep the answer and the file: together they prove it." in said


def test_another_signature_or_another_vote_proves_nothing(story: Story, reader: Member) -> None:
    false = decode_refusal((story.folder / "false.json").read_bytes())
    story.keep("own.json", encode_canonical(sign(false, bytes(range(32)))))
    assert "was not signed by this election's server" in show(story, reader, "own.json")
    story.keep("other.json", encode_canonical(msgspec.structs.replace(false, reason="voided")))
    assert "was not signed" in show(story, reader, "other.json")
    story.keep("nothing.json", b'{"error":"used"}')
    assert "it proves nothing" in show(story, reader, "nothing.json")


def test_the_answers_of_a_slip_that_was_given_up(story: Story, reader: Member) -> None:
    said = show(story, reader, "answers.json")
    assert "this slip is void: it was given up. That is true by this file." in said
    assert "whoever gave the slip up held it. It does not show who that was." in said


def test_a_saved_receipt_and_the_words_of_its_ballot(story: Story, reader: Member) -> None:
    assert story.words in (story.folder / "receipt.txt").read_text()
    said = show(story, reader, "receipt.txt")
    assert "Yes: the vote of this receipt is in this file." in said
    assert f"sealed with these sixteen words: {story.words}." in said


def test_pasted_as_text(story: Story, reader: Member) -> None:
    """Where a phone saved no file, its text was copied."""
    text = (story.folder / "false.json").read_text()
    reader.page.get_by_label("Your receipt's tracker").fill(text)
    reader.press("Look for it")
    reader.see_in("#receipt [role=status]", "together they prove it")
