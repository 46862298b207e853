"""A server that shows a trustee's browser something else than the board: it never gets a factor."""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from tests.forgeries.record.factor_forgeries import ciphertexts
from tests.forgeries.workshop import GROUP, Step
from tests.players.browser.backstage import (
    Backstage,
    SeveralTrustees,
    bend_record,
    change_task,
    lie,
)
from tests.players.browser.browser import spot
from tests.players.browser.people import KEY_PASSPHRASE, Committee, People, Person
from tests.players.browser.site import Site
from tests.players.services.world import SURVEY, VOTE
from voteapp.campaign.canonical import encode_canonical
from voteapp.campaign.statements.people import Signer
from voteapp.campaign.statements.signing import create_statement
from voteapp.protocol.encoding import encode_json, hash_hex
from voteapp.protocol.proofs import Pair
from voteapp.protocol.tally import SizedEncryptedTally, encode_tally
from voteapp.services.results import files

OTHER = replace(SURVEY, k=5)


def find(steps: list[Step], kind: str) -> list[Step]:
    return [step for step in steps if step.kind == kind]


def put_tally(steps: list[Step], ballots: list[bytes]) -> None:
    """The encrypted tally of these ballots only."""
    matrices = [ciphertexts(body) for body in ballots]
    total = [
        [
            Pair(
                GROUP.product(matrix[i][j].alpha for matrix in matrices),
                GROUP.product(matrix[i][j].beta for matrix in matrices),
            )
            for j in range(len(row))
        ]
        for i, row in enumerate(matrices[0])
    ]
    tally = encode_json(encode_tally(GROUP, total))
    sized = SizedEncryptedTally(len(ballots), len(ballots), hash_hex(tally))
    (step,) = find(steps, "EncryptedTally")
    step.objects = [tally, encode_json(sized)]


def tally_of_one_ballot(steps: list[Step]) -> None:
    put_tally(steps, [step.objects[0] for step in find(steps, "Ballot")][:1])


def tally_of_all_but_one(steps: list[Step]) -> None:
    put_tally(steps, [step.objects[0] for step in find(steps, "Ballot")][:-1])


def board_without_the_last_ballot(steps: list[Step]) -> None:
    ballots = find(steps, "Ballot")
    steps.remove(ballots[-1])
    put_tally(steps, [step.objects[0] for step in ballots[:-1]])


def one_ballot_changed(steps: list[Step]) -> None:
    """Another number in a proof; hashes and chain are right."""
    step = find(steps, "Ballot")[2]
    body = step.objects[0]
    place = body.rindex(b'"response":"') + 12
    step.objects = [
        body[:place] + (b"1" if body[place : place + 1] != b"1" else b"2") + body[place + 1 :]
    ]


LIES: list[tuple[Callable[[list[Step]], None], str]] = [
    (tally_of_one_ballot, "tally-ciphertexts"),
    (tally_of_all_but_one, "tally-ciphertexts"),
    (board_without_the_last_ballot, "head-event"),
    (one_ballot_changed, "ballot-"),
]


def address(stage: Backstage) -> str:
    return f"/committee/campaigns/{stage.code}/decrypt"


def refused(person: Person, *words: str) -> None:
    """The page refuses and says why; there is nothing that could be pressed."""
    person.heading("Do not open this", timeout=60_000)
    for text in words:
        person.see_in("main", text)
    assert person.browser.count(spot("main input, main button")) == 0
    assert person.posts("/decryption") == []


def unlock(person: Person, key: Path, *, several: bool = False) -> None:
    """From the checked record: compare, choose the key, sign."""
    person.heading("Open the totals", timeout=60_000)
    if several:
        person.tick("We compared the words", exact=False)
    person.use_key(key, "Sign and open the totals")


def check(person: Person, path: str) -> None:
    person.open(path)
    person.press("Download and check")


def test_no_tally_but_the_own_product_is_decrypted(
    committee: Committee, site: Site, tmp_path: Path
) -> None:
    stage = Backstage(site, VOTE, OTHER)
    stage.begin()
    stage.make_key()
    stage.start()
    stage.vote(range(6))
    stage.finish()
    told = stage.tell()
    first, second = stage.uuids
    for bend, code in LIES:
        lie(committee.page, {f"/{first}/record": bend_record(told[f"/{first}/record"], bend)})
        check(committee, address(stage))
        refused(committee, code)
        committee.page.unroute_all()
    # The record of the campaign's other election, alone and with everything that belongs to it.
    swapped = {
        f"/{first}/{what}": told[f"/{second}/{what}"] for what in ("record", "manifest", "evidence")
    }
    lie(committee.page, dict([next(iter(swapped.items()))]))
    check(committee, address(stage))
    refused(committee, "This is the record of another election.")
    lie(committee.page, swapped)
    check(committee, address(stage))
    refused(committee, "This is the record of another election.")
    committee.page.unroute_all()
    # The right record, and a signature asked for something that does not follow from it.
    change_task(
        committee.page,
        address(stage),
        lambda task: task["elections"][0].update(closing_text=task["elections"][1]["closing_text"]),
    )
    check(committee, address(stage))
    refused(committee, "The server wants something else to be signed than what was found.")
    committee.page.unroute_all()
    assert committee.posts("/statement") == []

    check(committee, address(stage))
    unlock(committee, stage.save_key(tmp_path))
    committee.heading("The totals are open", timeout=60_000)
    assert len(committee.posts("/decryption")) == 2


def test_after_signing_nothing_else_is_signed_or_decrypted(
    committee: Committee, site: Site, tmp_path: Path
) -> None:
    stage = Backstage(site, VOTE)
    stage.begin()
    stage.make_key()
    stage.start()
    stage.vote(range(10))
    stage.seal()
    earlier, fork = stage.tell(), stage.fork(tmp_path / "fork")
    stage.vote(range(10, 11))
    stage.finish()
    fork.finish()
    key = stage.save_key(tmp_path)
    # The server says that a second signature is needed, and so keeps the trustee waiting.
    waiting = {"statements": 1, "trustees": 0, "mirrors": 0}
    change_task(
        committee.page, address(stage), lambda task: task["elections"][0].update(missing=waiting)
    )
    check(committee, address(stage))
    unlock(committee, key)
    committee.heading("Signed", timeout=60_000)
    (first,) = committee.posts("/statement")
    committee.see_in("main", "Waiting for 1 more to sign the same.")
    committee.page.unroute_all()

    (uuid,) = stage.uuids
    files = [f"/{uuid}/{what}" for what in ("record", "manifest", "evidence")]
    lie(committee.page, {end: earlier[end] for end in files})
    check(committee, address(stage))
    refused(committee)
    committee.page.unroute_all()

    # The same election with another end: everything fits together, but it is not what was signed.
    other = fork.tell()
    text = json.loads(other["/decrypt/task"])["elections"][0]["closing_text"]
    assert json.loads(first.body)["message"] != text
    lie(committee.page, {end: other[end] for end in files})
    change_task(
        committee.page, address(stage), lambda task: task["elections"][0].update(closing_text=text)
    )
    check(committee, address(stage))
    refused(committee, "you have signed another closing of this vote before")
    committee.page.unroute_all()
    assert len(committee.posts("/statement")) == 1

    check(committee, address(stage))
    unlock(committee, key)
    committee.heading("The totals are open", timeout=60_000)
    assert len(committee.posts("/statement")) == 1
    assert len(committee.posts("/decryption")) == 1


def test_forged_statements_of_others_open_nothing(
    people: People, site: Site, committee: Committee, tmp_path: Path
) -> None:
    stage = SeveralTrustees(site, VOTE)
    stage.begin()
    stage.make_keys()
    stage.start()
    stage.vote(range(10))
    stage.seal()
    fork = stage.fork(tmp_path / "fork")
    stage.vote(range(10, 11))
    stage.finish()
    fork.finish()
    (uuid,) = stage.uuids
    keys = stage.save_keys(tmp_path)
    text = json.loads(stage.tell(1)["/decrypt/task"])["elections"][0]["closing_text"]
    other = json.loads(fork.tell(1)["/decrypt/task"])["elections"][0]["closing_text"]
    path = f"/trustee/{stage.code}/decrypt"
    ana = stage.admit(people, 1)
    signing = stage.table.people[1].signing_key
    cases = [
        # Nobody but Ben can sign; what Ben signed of another end of voting does not count either.
        (12345, text, "closing-statement-signature: trustee 2"),
        (signing, other, "closing-statement-text: trustee 2"),
        (stage.table.people[1].private_key, text, "closing-statement-signature: trustee 2"),
    ]

    def claim(task: dict[str, Any]) -> None:
        task["elections"][0]["signed"] = [{"role": "trustee", "number": i} for i in (1, 2, 3)]
        task["elections"][0]["missing"] = {"statements": 0, "trustees": 0, "mirrors": 0}

    for number, (key, message, words) in enumerate(cases):
        check(ana, path)
        ana.heading("Open the totals", timeout=60_000)
        signer = Signer("trustee", 2)
        forged = create_statement(GROUP, signer, key, message, secrets.token_bytes)
        if number > 0:
            # The evidence as it is at first, so that the lie is told after verification.
            own = json.loads(stage.tell(1)[f"/{uuid}/evidence"])["closing_statements"]
            assert [statement["number"] for statement in own] == [1]
        unlock_to_signed(ana, keys[0])
        evidence = json.loads(stage.tell(1)[f"/{uuid}/evidence"])
        evidence["closing_statements"].append(json.loads(encode_canonical(forged)))
        lie(ana.page, {f"/{uuid}/evidence": encode_canonical(evidence)})
        change_task(ana.page, path, claim)
        refused(ana, words)
        ana.page.unroute_all()
    assert len(ana.posts("/statement")) == 1

    # Claimed without anything to show for it: the page counts signatures, not claims.
    change_task(ana.page, path, claim)
    check(ana, path)
    unlock_to_signed(ana, keys[0])
    for _ in range(3):  # once the next round asks for the statements, the last one is decided
        with ana.page.expect_request(f"**/{uuid}/evidence"):
            pass
    ana.heading("Signed")
    assert ana.posts("/decryption") == []
    ana.page.unroute_all()

    # Told at once, before anything is verified, the audit names it.
    lie(ana.page, {f"/{uuid}/evidence": encode_canonical(evidence)})
    check(ana, path)
    refused(ana, "closing-statement-")
    ana.page.unroute_all()

    for position in (1, 2, 3):
        person = ana if position == 1 else stage.admit(people, position)
        check(person, path)
        unlock(person, keys[position - 1], several=True)
        person.heading("The totals are open" if position == 3 else "Signed", timeout=60_000)
    ana.heading("The totals are open", timeout=60_000)


def test_another_set_up_is_not_signed(people: People, site: Site, tmp_path: Path) -> None:
    """Before voting: another campaign's set-up, a bent one, amendments that nobody made, another
    text."""
    stage, other = SeveralTrustees(site, VOTE), SeveralTrustees(site, VOTE)
    for each in (stage, other):
        each.begin()
        each.make_keys()
        each.make_slips()
        each.fix_alone()
        each.print_slips()
    keys = stage.save_keys(tmp_path)
    path, code = f"/trustee/{stage.code}/decrypt", stage.code
    ana = stage.admit(people, 1)
    foreign = files.write_setup(stage.context, other.code).path.read_bytes()
    bent = bytearray(files.write_setup(stage.context, code).path.read_bytes())
    bent[bent.index(b'"description":"') + 20] ^= 1
    amendment = encode_canonical([{"type": "voteapp-amendment"}])
    for told, words in (
        ({f"/{code}-setup.zip": foreign}, "The server wants something else to be signed"),
        ({f"/{code}-setup.zip": bytes(bent)}, "setup-archive"),
        ({"/amendments.json": amendment}, "amendment-chain"),
    ):
        lie(ana.page, told)
        ana.open(path)
        ana.heading("Check what opens")
        ana.press("Download and check")
        refused(ana, words)
        ana.page.unroute_all()
    change_task(ana.page, path, lambda task: task.update(opening_text=f"{task['opening_text']}0"))
    ana.open(path)
    ana.press("Download and check")
    refused(ana, "The server wants something else to be signed")
    ana.page.unroute_all()
    ana.open(path)
    ana.press("Download and check")
    ana.heading("This is what opens", timeout=60_000)
    ana.tick("This is the vote that we agreed on", exact=False)
    ana.use_key(keys[1], "Sign that this opens")
    ana.see_in(".error-summary", "This is another key.", timeout=60_000)
    assert ana.posts("/opening") == []
    ana.use_key(keys[0], "Sign that this opens")
    ana.heading("Signed", timeout=60_000)
    assert len(ana.posts("/opening")) == 1


def unlock_to_signed(person: Person, key: Path) -> None:
    unlock(person, key, several=True)
    person.heading("Signed", timeout=60_000)


def test_a_rehearsal_with_the_servers_own_challenge_is_refused(
    committee: Committee, site: Site, tmp_path: Path
) -> None:
    stage = Backstage(site, VOTE)
    stage.begin()
    path = f"/committee/campaigns/{stage.code}/keys"
    chosen = GROUP.encode(GROUP.base_power(4711))
    committee.code = stage.code
    change_task(committee.page, path, lambda task: task.update(challenge=chosen))
    committee.page.route(
        "**/keys/public-key",
        lambda route: answer_with(route, lambda task: task.update(challenge=chosen)),
    )
    try_key(committee, tmp_path)
    committee.see_in(".error-summary", "another exercise", timeout=60_000)
    assert committee.posts("/rehearsal") == []


def answer_with(route: Any, change: Callable[[dict[str, Any]], None]) -> None:
    answer = route.fetch()
    task = answer.json()
    change(task)
    route.fulfill(response=answer, body=json.dumps(task))


def try_key(committee: Committee, folder: Path) -> None:
    """Make a key and try its file."""
    committee.open(f"/committee/campaigns/{committee.code}/keys")
    committee.fill("New passphrase for the file", KEY_PASSPHRASE)
    committee.fill("The same passphrase again", KEY_PASSPHRASE)
    committee.press("Make the key")
    committee.heading("Save the file", timeout=60_000)
    committee.save("Save the key’s file", folder / "key.json")
    committee.press("I have the file: go on")
    committee.heading("Try the key")
    committee.file("The key’s file that you saved", folder / "key.json")
    committee.fill("The file’s passphrase", KEY_PASSPHRASE)
    committee.press("Try the key")
