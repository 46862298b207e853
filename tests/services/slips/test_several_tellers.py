"""Several tellers: each makes, replaces, prints her own part; everything waits for all of them."""

from __future__ import annotations

import json

import pytest

from tests.players.services.tellers import LEAF, Tellers
from tests.players.services.world import ADA, SURVEY, VOTE, World, create_draft
from voteapp.campaign.audit import verify_bundle
from voteapp.campaign.canonical import encode_canonical
from voteapp.campaign.setup.manifest import decode_manifest
from voteapp.campaign.setup.package import read_package
from voteapp.errors import ConflictError, InvalidInputError, NotAllowedError
from voteapp.protocol.archive import BytesSource
from voteapp.services import overview
from voteapp.services.errors import NotReadyError, StaleDraftError, WrongStateError
from voteapp.services.life import Deed
from voteapp.services.results import files
from voteapp.services.setup import fixing
from voteapp.services.setup.guarding import get_before_opening
from voteapp.services.slips import printing, slips
from voteapp.services.slips.planning import Share, plan_tellers
from voteapp.services.voting import board

BEA, CEM, DIL = "Bea", "Cem", "Dil"
YES = [[0, 1, 0]]


@pytest.fixture
def tellers(world: World) -> Tellers:
    """Twelve slips, of which Bea is to make seven and Cem five."""
    world.submit(create_draft(VOTE, SURVEY))
    world.make_key()
    made = Tellers(world, {BEA: 7, CEM: 5})
    made.plan()
    return made


def stages(world: World) -> list[tuple[str, int, str]]:
    view = overview.get_campaign(world.context, world.code)
    return [(one.name, one.slips, one.stage) for one in view.tellers]


def waits_for(world: World) -> list[tuple[str, tuple[str, ...]]]:
    missing = fixing.list_missing(world.context, world.code)
    return [(one.code, one.names) for one in missing]


@pytest.mark.slow
def test_everything_waits_for_every_teller_by_name(tellers: Tellers) -> None:
    world = tellers.world
    assert stages(world) == [(BEA, 7, "waiting"), (CEM, 5, "waiting")]
    assert waits_for(world) == [("credentials", (BEA, CEM))]
    tellers.make(CEM)
    assert world.state == "slips"
    assert waits_for(world) == [("credentials", (BEA,))]
    with pytest.raises(NotReadyError):
        fixing.compute_set_up(world.context, world.code, {})
    tellers.make(BEA)
    assert world.state == "fixing"
    world.fix_alone()
    with pytest.raises(WrongStateError):
        slips.post_credentials(world.context, BEA, world.code, b"{}")
    tellers.print(BEA)
    assert world.state == "printing"
    assert stages(world) == [("Bea Teller", 7, "printed"), ("Cem Teller", 5, "made")]
    assert waits_for(world) == [("printed", ("Cem Teller",))]
    tellers.print(BEA)  # once more, and it still waits
    with pytest.raises(WrongStateError):
        world.open_fixed()
    tellers.print(CEM)
    assert world.state == "ready"
    log = overview.get_campaign(world.context, world.code).log
    told = [
        (line.actor, line.what, line.note)
        for line in log
        if line.what in (Deed.PLANNED_TELLERS, Deed.POSTED_CREDENTIALS, Deed.PRINTED)
    ]
    assert told == [
        (ADA, Deed.PLANNED_TELLERS, "Bea: 7, Cem: 5"),
        (CEM, Deed.POSTED_CREDENTIALS, "5"),
        (BEA, Deed.POSTED_CREDENTIALS, "7"),
        (BEA, Deed.PRINTED, "7"),
        (CEM, Deed.PRINTED, "5"),
    ]
    public = board.get_public_campaign(world.context, world.code)
    assert not any(
        line.note
        for line in public.log
        if line.what in (Deed.PLANNED_TELLERS, Deed.POSTED_CREDENTIALS, Deed.PRINTED)
    )


@pytest.mark.slow
def test_the_manifest_names_all_and_the_parts_are_opened_at_the_end(tellers: Tellers) -> None:
    world = tellers.world
    tellers.make()
    world.fix_alone()
    manifest = decode_manifest(world.get_row(world.uuids[0]).manifest or b"")
    assert {one.name: one.slips for one in manifest.tellers} == {
        "Bea Teller": {LEAF: 7},
        "Cem Teller": {LEAF: 5},
    }
    tellers.print()
    world.sign_openings()
    world.open_fixed()
    world.clock.advance(hours=1)
    for member in range(12):
        for uuid, choices in zip(world.uuids, (YES, [[1, 0, 0, 0], [0, 1, 0, 0]]), strict=True):
            world.cast(uuid, member, choices)
    evidence = json.loads(world.read_evidence(world.uuids[0]))
    assert evidence["parts"] is None and len(evidence["printed"]) == 2
    world.close()
    world.count_slips()
    world.tick()
    for uuid in world.uuids:
        world.decrypt(uuid)
    for uuid in world.uuids:
        bundle = files.write_bundle(world.context, uuid).path.read_bytes()
        report = verify_bundle(BytesSource(bundle))
        assert report.verified and report.findings == []
    evidence = json.loads(world.read_evidence(world.uuids[1]))
    assert sorted(len(part["leaves"]) for part in evidence["parts"]) == [5, 7]


@pytest.mark.slow
def test_nobody_is_shown_anothers_part(tellers: Tellers) -> None:
    """Neither before Fix nor after: what a teller's page gets is her own, and the list of all."""
    world = tellers.world
    tellers.make(CEM)
    with pytest.raises(ConflictError):
        slips.list_fixed(world.context, world.code)
    tellers.make(BEA)
    task = repr(slips.get_slip_task(world.context, world.code, BEA))
    listed = tellers.made[CEM].get_public_credentials(world.uuids[0])
    assert not any(credential in task for credential in listed)
    world.fix_alone()
    lists = slips.list_fixed(world.context, world.code)
    every = [c for one in tellers.made.values() for c in one.get_public_credentials(world.uuids[1])]
    assert lists[world.uuids[1]] == sorted(every)
    task = slips.get_slip_task(world.context, world.code, BEA)
    assert (task.own, task.slips, task.shares) == (True, 7, ((LEAF, 7),))
    assert not any(credential in repr(task) for credential in listed)


def test_a_part_is_replaced_until_fix(tellers: Tellers) -> None:
    world = tellers.world
    tellers.make()
    first = tellers.made[CEM].get_public_credentials(world.uuids[0])
    before = world.standing
    tellers.make(CEM)
    assert world.state == "fixing" and world.standing != before
    second = tellers.made[CEM].get_public_credentials(world.uuids[0])
    world.fix_alone()
    lists = slips.list_fixed(world.context, world.code)[world.uuids[0]]
    assert len(lists) == 12 and set(second) <= set(lists) and not set(first) & set(lists)
    tellers.print()
    assert world.state == "ready"


@pytest.mark.parametrize(
    ("count", "name", "sentence"),
    [
        (6, "", "The list has 6 slips; 5 were planned."),
        (5, "Bea Teller", "Another teller has the same name"),
    ],
)
def test_a_part_that_is_not_hers_is_refused(
    tellers: Tellers, count: int, name: str, sentence: str
) -> None:
    world = tellers.world
    tellers.make(BEA)
    batch = tellers.create_batch(CEM, count, name)
    with pytest.raises(InvalidInputError, match=sentence) as caught:
        slips.post_credentials(world.context, CEM, world.code, batch)
    assert caught.value.field == "batch"
    assert world.state == "slips"


def test_one_file_is_not_two_tellers(world: World) -> None:
    world.submit(create_draft(VOTE, slips=10))
    world.make_key()
    tellers = Tellers(world, {BEA: 5, CEM: 5})
    tellers.plan()
    batch = tellers.create_batch(BEA)
    slips.post_credentials(world.context, BEA, world.code, batch)
    with pytest.raises(InvalidInputError, match="same name"):
        slips.post_credentials(world.context, CEM, world.code, batch)
    named = json.loads(batch)
    # The same slips under another name and key.
    own = json.loads(tellers.create_batch(CEM))
    own["elections"][0]["credentials"] = named["elections"][0]["credentials"]
    with pytest.raises(InvalidInputError, match="statement is not of these slips"):
        slips.post_credentials(world.context, CEM, world.code, encode_canonical(own))
    teller = tellers.made[CEM]
    teller.tokens[:] = tellers.made[BEA].tokens
    twice = encode_canonical(teller.create_batch(world.uuids, LEAF))
    with pytest.raises(InvalidInputError, match="another teller's too"):
        slips.post_credentials(world.context, CEM, world.code, twice)
    with pytest.raises(NotAllowedError):
        slips.post_credentials(world.context, ADA, world.code, tellers.create_batch(CEM))


def test_a_teller_who_does_not_come_is_replaced(tellers: Tellers) -> None:
    """Who keeps her share keeps her slips; the other's are worth nothing, whatever she posts."""
    world = tellers.world
    tellers.make()
    gone = tellers.made[CEM].get_public_credentials(world.uuids[0])
    seen = world.standing
    tellers.shares = {BEA: 7, DIL: 5}
    tellers.plan()
    assert world.state == "slips"
    assert stages(world) == [("Bea Teller", 7, "made"), (DIL, 5, "waiting")]
    with pytest.raises(NotAllowedError):
        slips.post_credentials(world.context, CEM, world.code, b"{}")
    shares = [Share(ADA, {LEAF: 12})]
    with pytest.raises(StaleDraftError):
        plan_tellers(world.context, ADA, world.code, shares, seen=seen)
    del tellers.made[CEM]
    tellers.make(DIL)
    world.fix_alone()
    assert not set(gone) & set(slips.list_fixed(world.context, world.code)[world.uuids[0]])
    tellers.print()
    assert world.state == "ready"


@pytest.mark.slow
@pytest.mark.parametrize(
    "shares",
    [
        [],
        [Share(BEA, {LEAF: 11})],
        [Share(BEA, {LEAF: 12}), Share(CEM, {LEAF: 0})],
        [Share(BEA, {LEAF: 13}), Share(CEM, {LEAF: -1})],
        [Share(BEA, {LEAF: 6}), Share(BEA, {LEAF: 6})],
        [Share(BEA, {LEAF: 6}), Share("", {LEAF: 6})],
        [Share(BEA, {LEAF: 6, "unit-2": 6})],
        [Share(f"T{i}", {LEAF: 1}) for i in range(65)],
    ],
)
def test_a_plan_that_cannot_work_changes_nothing(tellers: Tellers, shares: list[Share]) -> None:
    world = tellers.world
    tellers.make(BEA)
    with pytest.raises(InvalidInputError) as caught:
        plan_tellers(world.context, ADA, world.code, shares, seen=world.standing)
    assert caught.value.field == "tellers"
    assert stages(world) == [("Bea Teller", 7, "made"), (CEM, 5, "waiting")]


def test_without_a_plan_whoever_comes_first_makes_all(world: World) -> None:
    world.submit(create_draft(VOTE))
    world.make_key()
    assert waits_for(world) == [("credentials", ())]
    world.make_slips()
    assert [one.account for one in overview.get_campaign(world.context, world.code).tellers] == [
        ADA
    ]
    assert not slips.get_slip_task(world.context, world.code, BEA).own


def test_each_file_is_destroyed_by_itself(tellers: Tellers) -> None:
    world = tellers.world
    tellers.make()
    world.fix_alone()
    tellers.print()

    def asked() -> list[str]:
        guards = get_before_opening(world.context, world.code)
        return [guard.place for guard in guards if guard.code == "tokens-not-destroyed"]

    assert asked() == ["slips-file.1", "slips-file.2"]
    with pytest.raises(NotAllowedError):
        printing.record_destroyed(world.context, ADA, world.code)
    printing.record_destroyed(world.context, BEA, world.code)
    assert asked() == ["slips-file.2"]
    printing.record_destroyed(world.context, CEM, world.code)
    assert asked() == []


@pytest.mark.slow
def test_every_print_after_the_first_is_told(tellers: Tellers) -> None:
    world = tellers.world
    tellers.make()
    world.fix_alone()

    def told() -> list[tuple[str, str]]:
        log = board.get_public_campaign(world.context, world.code).log
        return [(line.what, line.note) for line in log if line.what is Deed.PRINTED_AGAIN]

    printing.record_print(world.context, BEA, world.code)
    assert told() == []
    printing.record_print(world.context, BEA, world.code)
    tellers.print(BEA)
    printing.record_print(world.context, BEA, world.code)
    assert told() == [(Deed.PRINTED_AGAIN, "7")] * 2
    with pytest.raises(NotAllowedError):
        printing.record_print(world.context, ADA, world.code)
    # Cem prints by the command, for the third time when he says so.
    set_up = overview.get_campaign(world.context, world.code).set_up or ""
    for prints in (0, 10**6):
        with pytest.raises(InvalidInputError) as caught:
            printing.record_printed(
                world.context, CEM, world.code, set_up, tellers.sign(CEM), prints=prints
            )
        assert caught.value.field == "prints"
    signature = tellers.sign(CEM)
    printing.record_printed(world.context, CEM, world.code, set_up, signature, prints=3)
    assert told() == [(Deed.PRINTED_AGAIN, "7")] * 2 + [(Deed.PRINTED_AGAIN, "5")] * 2
    world.open_fixed()
    with pytest.raises(WrongStateError):
        printing.record_print(world.context, CEM, world.code)


def test_the_package_is_of_all_tellers(tellers: Tellers) -> None:
    world = tellers.world
    tellers.make()
    world.fix_alone()
    package = files.write_setup(world.context, world.code).path.read_bytes()
    setup = read_package(BytesSource(package))
    assert [len(one) for one in setup.lists] == [12, 12]
