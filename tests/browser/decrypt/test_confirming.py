"""After publication, and before opening: a false result is not confirmed; what the command signed
is handed in on the page; a witness's key that the server exchanged is noticed."""

from __future__ import annotations

import json
from pathlib import Path

from tests.browser.decrypt.test_decrypt import path
from tests.browser.decrypt.test_lies import find
from tests.browser.decrypt.test_witnesses import make_key
from tests.browser.decrypt.witnessed import WitnessedTrustees
from tests.forgeries.workshop import Step
from tests.players.browser.backstage import SeveralTrustees, bend_record, change_task, lie
from tests.players.browser.browser import spot
from tests.players.browser.people import KEY_PASSPHRASE, People, Person
from tests.players.cli.command import voteapp
from tests.players.services.world import GROUP
from voteapp.campaign.audit import verify_bundle
from voteapp.campaign.words import compute_hash_words
from voteapp.protocol.archive import BytesSource
from voteapp.services.counting import disclosure
from voteapp.services.results import publishing
from voteapp.services.trustees import witnesses

OFFLINE = "Work without this browser"


def publish(stage: SeveralTrustees) -> str:
    """Ten votes, closed, signed by all three, opened by two; the election's uuid."""
    stage.start()
    stage.vote(range(10))
    stage.finish()
    (uuid,) = stage.uuids
    stage.table.sign(uuid, 1, 2, 3)
    stage.table.decrypt(uuid, 2, 3)
    return uuid


def fix(stage: SeveralTrustees) -> None:
    """Slips made and printed for what was fixed; no trustee has looked at it."""
    stage.make_slips()
    stage.fix_alone()
    stage.print_slips()


def look(person: Person, stage: SeveralTrustees) -> None:
    """From the trustee's page to the check of the published result."""
    person.open(path(stage))
    person.heading("The totals are open", timeout=60_000)
    person.press("Look at the result")
    person.heading("Look at the result")
    person.press("Download and check")


def run(key: Path, what: str, file: Path) -> Path:
    """What ``voteapp trustee WHAT`` leaves of a file that the page offered."""
    folder = file.parent
    (folder / "pass").write_text(KEY_PASSPHRASE)
    passphrase = ("--passphrase-file", folder / "pass")
    voteapp("trustee", what, key, file, folder / "out", *passphrase, typed=["y"] * 4)
    (made,) = (folder / "out").iterdir()
    return made


def fetch(person: Person, folder: Path) -> Path:
    """The file that the page offers for work elsewhere."""
    person.unfold(OFFLINE)
    name, data = person.browser.save_named(spot("details a[download]"))
    file = folder / name
    file.write_bytes(data)
    return file


def other_numbers(steps: list[Step]) -> None:
    (step,) = find(steps, "Result")
    bent = step.objects[0].replace(b"[0,10,0]", b"[10,0,0]")
    assert bent != step.objects[0]
    step.objects = [bent]


def refused(person: Person, words: str) -> None:
    person.heading("Do not confirm this", timeout=60_000)
    person.see_in("main", "Nothing was signed. Save this page and show it to the committee")
    person.see_in("main", words)
    assert person.browser.count(spot("main input, main button")) == 0
    assert person.posts("/confirmation") == []


def test_a_false_result_is_not_confirmed(
    stage: WitnessedTrustees, people: People, tmp_path: Path
) -> None:
    """Other numbers, or another text to be signed than that of the result which is shown."""
    uuid = publish(stage)
    ana = stage.admit(people, 1)
    record = disclosure.get_record(stage.context, uuid)
    lie(ana.page, {f"/{uuid}/record": bend_record(record, other_numbers)})
    look(ana, stage)
    refused(ana, "result-")
    ana.page.unroute_all()

    def ask_for_another(task: dict[str, object]) -> None:
        (election,) = task["elections"]  # type: ignore[misc]
        election["confirmation_text"] = election["confirmation_text"][:-8] + "00000000"

    change_task(ana.page, path(stage), ask_for_another)
    look(ana, stage)
    refused(ana, "The server wants something else to be signed than what was found.")
    ana.page.unroute_all()
    look(ana, stage)
    ana.heading("This is the result", timeout=60_000)


def test_a_confirmation_by_command_is_handed_in(
    stage: WitnessedTrustees, people: People, tmp_path: Path
) -> None:
    uuid = publish(stage)
    keys = stage.save_keys(tmp_path)
    ana = stage.admit(people, 1)
    ana.open(path(stage))
    ana.press("Look at the result")
    made = run(keys[0], "confirm", fetch(ana, tmp_path))
    assert made.name == f"{uuid}.confirmation.json"
    label = "The file that the command made: UUID.confirmation.json"
    ana.file(label, made.read_bytes().replace(b'"challenge":"', b'"challenge":"1'))
    ana.press("Send this file")
    ana.browser.see(spot(".error-summary"))
    ana.file(label, made)
    ana.press("Send this file")
    ana.heading("You have confirmed the result", timeout=60_000)
    evidence = json.loads(disclosure.get_evidence(stage.context, uuid))
    assert [one["number"] for one in evidence["confirmations"]] == [1]
    report = verify_bundle(BytesSource(publishing.get_bundle(stage.context, uuid)))
    assert report.findings == [] and report.verified


def test_an_out_by_command_is_handed_in(
    stage: WitnessedTrustees, people: People, tmp_path: Path
) -> None:
    """Before voting opens: whoever will be away says so with the key at home."""
    fix(stage)
    keys = stage.save_keys(tmp_path)
    ben = stage.admit(people, 2)
    ben.open(path(stage))
    ben.heading("Check what opens")
    made = run(keys[1], "out", fetch(ben, tmp_path))
    assert made.name == f"{stage.code}.out.json"
    ben.file("CODE.opening.json or CODE.out.json", made)
    ben.press("Send this file")
    ben.heading("You take no part", timeout=60_000)
    stage.sign_openings(1, 3)
    stage.open_now()
    evidence = json.loads(disclosure.get_evidence(stage.context, stage.uuids[0]))
    assert [one["number"] for one in evidence["outs"]] == [2]


def test_a_witness_whose_key_the_server_exchanged(
    stage: WitnessedTrustees, people: People, tmp_path: Path
) -> None:
    """The witness made one key; another is fixed. Neither she nor a trustee who heard her words
    signs that it opens."""
    stage.name_witness()
    zoe, key = stage.admit_witness(people), tmp_path / "zoe.json"
    words = make_key(zoe, stage, key)
    other = GROUP.encode(GROUP.base_power(4711))
    witnesses.post_witness_key(stage.context, stage.witness_seat, other)
    fix(stage)
    zoe.open(f"/trustee/{stage.code}/witness")
    zoe.heading("Your key in sixteen words")
    zoe.see("First compare them with the words on your printed page.")
    shown = " ".join(zoe.browser.read_all(spot(".key-words-list li")))
    assert shown == compute_hash_words(other) != words
    zoe.follow("Look and sign")
    agree(zoe)
    zoe.use_key(key, "Sign that this opens")
    zoe.see_in(".error-summary", "This is another key.", timeout=60_000)
    assert zoe.posts("/opening") == []

    keys = stage.save_keys(tmp_path)
    ana = stage.admit(people, 1)
    ana.open(path(stage))
    agree(ana)
    assert " ".join(ana.browser.read_all(spot("#witness-1 li"))) == shown
    ana.use_key(keys[0], "Sign that this opens")
    ana.see_in(".error-summary", "Say whether you know this person.")
    ana.tick("No")
    ana.press("Sign that this opens")
    ana.heading("Nothing was signed")
    ana.see("A witness whom nobody knows could be the operator.")
    assert ana.posts("/opening") == []


def agree(person: Person) -> None:
    """Everything was downloaded, recomputed, and looked at."""
    person.heading("Check what opens")
    person.press("Download and check")
    person.heading("This is what opens", timeout=60_000)
    person.tick("This is the vote that we agreed on", exact=False)
