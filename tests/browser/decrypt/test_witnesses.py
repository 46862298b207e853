"""A trustee is absent: a witness, or mirrors, stand in its place, and sign what they looked at."""

from __future__ import annotations

import json
from pathlib import Path

from tests.browser.decrypt.test_decrypt import check, path, sign, words_on
from tests.browser.decrypt.witnessed import WITNESS, WitnessedTrustees
from tests.players.browser.backstage import Backstage, lie
from tests.players.browser.browser import spot
from tests.players.browser.people import KEY_PASSPHRASE, People, Person, sign_opening
from voteapp.campaign.audit import verify_bundle
from voteapp.campaign.words import compute_hash_words
from voteapp.protocol.archive import BytesSource
from voteapp.services.counting import disclosure
from voteapp.services.results import publishing


def make_key(zoe: Person, stage: Backstage, key: Path) -> str:
    """A witness makes the key on its page; its words. Nothing is sent before it is kept."""
    zoe.open(f"/trustee/{stage.code}/witness")
    zoe.heading("Make your key")
    zoe.fill("New passphrase for the file", KEY_PASSPHRASE)
    zoe.fill("The same passphrase again", KEY_PASSPHRASE)
    zoe.press("Make my key")
    zoe.heading("Save and print your key", timeout=60_000)
    zoe.press("I have both: go on")
    zoe.see_in(".error-summary", "First save the file.")
    zoe.save("Save the key’s file", key)
    zoe.press("I have both: go on")
    zoe.see_in(".error-summary", "First print the page")
    assert zoe.posts("/witness/key") == []
    zoe.unfold("No printer here? Write the code down by hand")
    zoe.press("I have both: go on")
    zoe.heading("Your key in sixteen words")
    return " ".join(zoe.browser.read_all(spot(".key-words-list li")))


def check_as_witness(zoe: Person, stage: Backstage) -> None:
    zoe.open(path(stage))
    zoe.heading("Check what was cast")
    zoe.press("Download and check")
    zoe.heading("Sign that voting is over", timeout=60_000)


def sign_as_witness(zoe: Person, key: Path) -> None:
    zoe.tick("We compared the words", exact=False)
    zoe.use_key(key, "Sign that voting is over")


def confirm(person: Person, key: Path) -> None:
    """Look at the published result and sign it."""
    person.heading("The totals are open", timeout=60_000)
    person.press("Look at the result")
    person.heading("Look at the result")
    person.press("Download and check")
    person.heading("This is the result", timeout=60_000)
    assert list(person.read_table("Strike?").values()) == [0, 10, 0]
    person.use_key(key, "Sign that this is the result")
    person.heading("You have confirmed the result", timeout=60_000)


def test_a_witness_from_the_key_to_a_confirmed_result(
    stage: WitnessedTrustees, people: People, tmp_path: Path
) -> None:
    """Two trustees and the witness sign (N = 4, f = 1: three of four); the third is away."""
    stage.name_witness()
    zoe, key = stage.admit_witness(people), tmp_path / "zoe.json"
    words = make_key(zoe, stage, key)
    (sent,) = zoe.posts("/witness/key")
    assert words == compute_hash_words(json.loads(sent.body)["key"])
    stage.prepare()
    zoe.open(f"/trustee/{stage.code}/witness")
    zoe.follow("Look and sign")
    sign_opening(zoe, key)
    stage.open_now()
    stage.vote(range(10))
    stage.finish()

    keys = stage.save_keys(tmp_path)
    ana, ben = stage.admit(people, 1), stage.admit(people, 2)
    check(ana, stage)
    check_as_witness(zoe, stage)
    assert words_on(zoe) == words_on(ana)
    # A trustee's key is not the witness's.
    sign_as_witness(zoe, keys[0])
    zoe.see_in(".error-summary", "This file cannot be used", timeout=60_000)
    sign(ana, keys[0])
    ana.see_in("main", "Waiting for 2 more to sign the same.", timeout=60_000)
    check(ben, stage)
    sign(ben, keys[1])
    ben.see_in("main", "Waiting for 1 more to sign the same.", timeout=60_000)
    assert ana.posts("/decryption") == [] and zoe.posts("/statement") == []
    sign_as_witness(zoe, key)
    confirm(zoe, key)
    assert zoe.posts("/decryption") == []
    zoe.see_in(".people", f"{WITNESS}, witness")
    zoe.see_in(".people", "not confirmed yet")
    confirm(ana, keys[0])
    ana.browser.reload()
    ana.heading("You have confirmed the result")

    (uuid,) = stage.uuids
    report = verify_bundle(BytesSource(publishing.get_bundle(stage.context, uuid)))
    assert report.findings == [] and report.verified and report.result == [[0, 10, 0]]
    evidence = json.loads(disclosure.get_evidence(stage.context, uuid))
    signed = [(one["role"], one["number"]) for one in evidence["closing_statements"]]
    assert signed == [("trustee", 1), ("trustee", 2), ("witness", 1)]
    confirmed = [(one["role"], one["number"]) for one in evidence["confirmations"]]
    assert confirmed == [("trustee", 1), ("witness", 1)]


def test_a_witness_signs_no_other_record(
    stage: WitnessedTrustees, people: People, tmp_path: Path
) -> None:
    stage.name_witness()
    key = stage.give_witness_key(tmp_path)
    stage.prepare()
    zoe = stage.admit_witness(people)
    zoe.open(path(stage))
    sign_opening(zoe, key)
    stage.open_now()
    stage.vote(range(10))
    other = stage.fork(tmp_path / "other")
    other.vote(range(10, 11))
    for server in (stage, other):
        server.finish()
    (uuid,) = stage.uuids
    lie(zoe.page, {f"/{uuid}/record": disclosure.get_record(other.context, uuid)})
    zoe.open(path(stage))
    zoe.press("Download and check")
    zoe.heading("Do not sign this", timeout=60_000)
    assert zoe.posts("/statement") == [] and zoe.browser.count(spot("main form")) == 0
    # All of another story: its words are others than the trustees'.
    told = {f"/{uuid}/evidence": disclosure.get_evidence(other.context, uuid)}
    lie(zoe.page, told)
    zoe.open(path(stage))
    zoe.press("Download and check")
    zoe.heading("Do not sign this", timeout=60_000)
    zoe.see_in("main", "The server wants something else to be signed than what was found.")
    assert zoe.posts("/statement") == []


def test_mirrors_stand_in_for_a_trustee(
    stage: WitnessedTrustees, people: People, tmp_path: Path
) -> None:
    """Two trustees and two of three mirrors; what these signed is brought as a file or a text."""
    stage.name_mirrors(3)
    stage.prepare()
    stage.open_now()
    stage.vote(range(10))
    stage.finish()
    keys = stage.save_keys(tmp_path)
    ana, ben = stage.admit(people, 1), stage.admit(people, 2)
    check(ana, stage)
    sign(ana, keys[0])
    ana.see_in("main", "Waiting for 1 more to sign the same.", timeout=60_000)
    check(ben, stage)
    sign(ben, keys[1])
    ben.see_in("main", "Waiting for 2 mirrors to sign the same.", timeout=60_000)

    ana.unfold("Bring what a mirror signed")
    ana.press("Send what the mirror signed")
    ana.see_in(".error-summary", "Choose the file.")
    wrong = {
        "END": "This is not what a mirror signs.",
        ana.posts("/statement")[0].body.decode(): "This was signed by a trustee or a witness.",
        stage.sign_end(1, "0" * 64).decode(): "This mirror saw another end of this vote",
    }
    for text, words in wrong.items():
        ana.fill("Or paste what it signed", text)
        ana.press("Send what the mirror signed")
        ana.see_in(".error-summary", words)
    assert ana.posts("/mirror-end") == []
    ana.fill("Or paste what it signed", stage.sign_end(3).decode())
    ana.press("Send what the mirror signed")
    ana.see_in("main", "Waiting for 1 mirror to sign the same.", timeout=60_000)
    assert ben.posts("/decryption") == []
    ben.unfold("Bring what a mirror signed")
    ben.file("The file that the mirror made", stage.sign_end(1))
    ben.press("Send what the mirror signed")
    for person in (ana, ben):
        person.heading("The totals are open", timeout=60_000)
    (uuid,) = stage.uuids
    report = verify_bundle(BytesSource(publishing.get_bundle(stage.context, uuid)))
    assert report.findings == [] and report.verified
