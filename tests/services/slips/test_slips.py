"""The teller: credentials posted, reprints, the end of the token file, voiding, counts."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from tests.players.services.world import ADA, SURVEY, VOTE, World, create_draft
from voteapp.campaign.board.refusals import Refusal, check_refusal, decode_refusal
from voteapp.campaign.canonical import encode_canonical
from voteapp.campaign.playing.tellers import PlayedTeller
from voteapp.campaign.setup.fixed import FixedTexts, check_slips, read_fixed
from voteapp.campaign.slips.tellers import sign_printed
from voteapp.errors import ConflictError, InvalidInputError, NotFoundError, ProtocolError
from voteapp.services import overview
from voteapp.services.errors import VoidedSlipError, WrongStateError
from voteapp.services.life import Who
from voteapp.services.setup import fixing
from voteapp.services.slips import printing, slips
from voteapp.services.voting import entry, voiding

YES = [[0, 1, 0]]


@pytest.fixture
def ready(world: World) -> World:
    """The teller's turn."""
    world.submit(create_draft(VOTE, SURVEY))
    world.make_key()
    return world


def test_the_task_says_what_is_on_the_slips(ready: World) -> None:
    task = slips.get_slip_task(ready.context, ready.code, ADA)
    assert [(e.uuid, e.kind) for e in task.elections] == [
        (ready.uuids[0], "vote"),
        (ready.uuids[1], "survey"),
    ]
    assert (task.slips, task.leaves, task.posted) == (12, (("unit-1", "ICU"),), False)
    assert (task.base_url, task.trial) == ("http://127.0.0.1:8000", True)


def test_posted_lists_open_the_way(ready: World) -> None:
    ready.make_slips()
    assert ready.state == "fixing"
    state = entry.get_slip_state(ready.context, ready.uuids[1], ready.credential(ready.uuids[1], 3))
    assert state.state == "unused"


@pytest.mark.slow
def test_slips_are_printed_for_what_was_fixed(ready: World) -> None:
    """Nothing opens before; what was printed for another set-up does not do."""
    ready.make_slips()
    ready.fix_alone()
    assert ready.state == "printing"
    missing = fixing.list_missing(ready.context, ready.code)
    assert [(one.code, one.who) for one in missing] == [("printed", Who.TELLER)]
    with pytest.raises(WrongStateError):
        ready.open_fixed()
    with pytest.raises(ConflictError):
        printing.record_printed(ready.context, ADA, ready.code, "0" * 64, "0" * 128)
    set_up = overview.get_campaign(ready.context, ready.code).set_up or ""
    other = sign_printed(ready.fingerprints, PlayedTeller(0, ready.random).secret).signature
    half = sign_printed(ready.fingerprints[:1], ready.teller.secret).signature
    for signature in (other, half, "0" * 128):
        with pytest.raises(InvalidInputError) as caught:
            printing.record_printed(ready.context, ADA, ready.code, set_up, signature)
        assert caught.value.field == "signature"
    ready.print_slips()
    assert ready.state == "ready"
    ready.open_fixed()


def test_the_task_holds_what_was_fixed(ready: World) -> None:
    """The teller's page recomputes it: pins, list of slips, and the set-up's sixteen words."""
    ready.make_slips()
    ready.fix_alone()
    task = slips.get_slip_task(ready.context, ready.code, ADA)
    texts = [
        FixedTexts(e.election.encode(), e.manifest.encode(), e.questionnaire.encode())
        for e in task.elections
    ]
    setup = read_fixed(texts)
    assert setup.campaign_hash == overview.get_campaign(ready.context, ready.code).set_up
    parts = {
        uuid: dict.fromkeys(ready.teller.get_public_credentials(uuid), "unit-1")
        for uuid in ready.uuids
    }
    check_slips(setup, ready.teller.secret, parts)
    for wrong_parts, code in (
        ({uuid: dict(list(part.items())[1:]) for uuid, part in parts.items()}, "setup-tellers"),
        ({uuid: dict.fromkeys(part, "unit-2") for uuid, part in parts.items()}, "setup-tellers"),
        ({}, "setup-slips"),
    ):
        with pytest.raises(ProtocolError) as caught:
            check_slips(setup, ready.teller.secret, wrong_parts)
        assert caught.value.code == code
    for wrong in (texts[:1], texts[::-1], []):
        with pytest.raises(ProtocolError) as caught:
            read_fixed(wrong)
        assert caught.value.code == "setup-campaign"
    swapped = [texts[0]._replace(questionnaire=texts[1].questionnaire), texts[1]]
    with pytest.raises(ProtocolError) as caught:
        read_fixed(swapped)
    assert caught.value.code == "setup-election"


def _drop(batch: dict[str, Any]) -> None:
    first = batch["elections"][0]["credentials"]
    first.pop(next(iter(first)))


def _share(batch: dict[str, Any]) -> None:
    first, second = (e["credentials"] for e in batch["elections"])
    second.pop(next(iter(second)))
    second[next(iter(first))] = "unit-1"


def _rename(batch: dict[str, Any]) -> None:
    first = batch["elections"][0]["credentials"]
    first["0" * 64] = first.pop(next(iter(first)))


@pytest.mark.slow
@pytest.mark.parametrize(
    "change",
    [
        lambda batch: batch["elections"].pop(),
        lambda batch: batch["elections"].reverse(),
        _drop,
        _share,
        _rename,
        lambda batch: batch["elections"][0].update(salt="00"),
        lambda batch: batch["elections"][0]["credentials"].update({"ff" * 32: "unit-1"}),
        lambda batch: [
            e["credentials"].update(dict.fromkeys(e["credentials"], "unit-2"))
            for e in batch["elections"]
        ],
        lambda batch: batch.update(version=2),
        lambda batch: batch.update(token="x"),
    ],
)
def test_a_wrong_list_is_refused(ready: World, change: Callable[[dict[str, Any]], Any]) -> None:
    batch = json.loads(ready.create_batch())
    change(batch)
    with pytest.raises(InvalidInputError) as caught:
        slips.post_credentials(ready.context, ADA, ready.code, encode_canonical(batch))
    assert caught.value.field == "batch"
    assert ready.state == "slips"


def test_reprints_are_noted_also_after_the_file_is_destroyed(ready: World) -> None:
    with pytest.raises(WrongStateError):
        printing.record_destroyed(ready.context, ADA, ready.code)
    ready.make_slips()
    for step in (ready.fix_alone, ready.print_slips):
        with pytest.raises(ConflictError):  # not yet, whatever the state allows
            printing.record_reprint(ready.context, ADA, ready.code, 3)
        with pytest.raises(WrongStateError):
            printing.record_destroyed(ready.context, ADA, ready.code)
        step()
    printing.record_reprint(ready.context, ADA, ready.code, 3)
    with pytest.raises(InvalidInputError):
        printing.record_reprint(ready.context, ADA, ready.code, 0)
    printing.record_destroyed(ready.context, ADA, ready.code)
    printing.record_reprint(ready.context, ADA, ready.code, 1)  # it had been forgotten
    task = slips.get_slip_task(ready.context, ready.code, ADA)
    assert (task.reprints, task.destroyed_by) == (4, ADA)
    ready.open_fixed()
    with pytest.raises(WrongStateError):
        printing.record_reprint(ready.context, ADA, ready.code, 1)


def read_answer(world: World, text: str) -> Refusal:
    """A signed answer to a void, checked as the page does."""
    answer = decode_refusal(text.encode())
    check_refusal(answer, world.context.signer.public_key)
    return answer


@pytest.mark.slow
def test_a_slip_is_voided_in_every_election_while_it_has_no_ballot(each_world: World) -> None:
    world = each_world
    world.open(create_draft(VOTE, SURVEY))
    first = world.void(0, "Found in the bin.")
    assert (
        world.void(0, "Found in the bin.") == first
    )  # the void that was taken, whoever asks again
    for uuid in world.uuids:
        answer = read_answer(world, first[uuid])
        assert (answer.uuid, answer.reason, answer.tracker) == (uuid, "voided", None)
        state = entry.get_slip_state(world.context, uuid, world.credential(uuid, 0))
        assert (state.state, state.refusal) == ("voided", first[uuid])
    with pytest.raises(VoidedSlipError):
        world.cast(world.uuids[0], 0, YES)
    world.cast(world.uuids[0], 1, YES)
    used = world.void(1, "Too late.")
    assert list(used) == [world.uuids[0]]
    answer = read_answer(world, used[world.uuids[0]])
    assert (answer.reason, answer.credential) == ("used", world.credential(world.uuids[0], 1))
    state = entry.get_slip_state(world.context, world.uuids[1], world.credential(world.uuids[1], 1))
    assert state.state == "unused"
    evidence = json.loads(world.read_evidence(world.uuids[0]))
    assert [void["credential"] for void in evidence["voided"]] == [
        world.credential(world.uuids[0], 0)
    ]


@pytest.mark.slow
def test_voiding_wants_the_whole_slip_and_a_reason(world: World) -> None:
    world.open(create_draft(VOTE, SURVEY))
    whole = world.create_voids(0)
    first, second = world.uuids
    swapped = {first: whole[second], second: whole[first]}
    other = world.create_voids(1)[first].replace(
        world.credential(first, 1).encode(), world.credential(first, 0).encode()
    )
    for reason, voids in (
        (" ", whole),
        ("Lost.", {first: whole[first]}),
        ("Lost.", {**whole, second: b"x"}),
        ("Lost.", swapped),
        ("Lost.", {**whole, first: other}),
    ):
        with pytest.raises(InvalidInputError):
            voiding.void_slip(world.context, ADA, world.code, voids, reason)
    world.tokens.append(world.tokens[0][:-2] + "00")
    with pytest.raises(NotFoundError):
        world.void(len(world.tokens) - 1)
    assert json.loads(world.read_evidence(first))["voided"] == []
