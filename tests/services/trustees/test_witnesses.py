"""Witnesses and mirrors: named until Fix, keyed, fixed in the manifest, heard like trustees."""

from __future__ import annotations

import json

import pytest

from tests.players.services.table import Table
from tests.players.services.world import ADA, GROUP, World
from voteapp.campaign.audit import verify_bundle
from voteapp.campaign.canonical import encode_canonical
from voteapp.campaign.statements.people import Signer
from voteapp.campaign.statements.signing import create_statement
from voteapp.errors import ConflictError, InvalidInputError, NotFoundError
from voteapp.protocol.archive import BytesSource
from voteapp.services import overview
from voteapp.services.counting import confirming, disclosure, tallying
from voteapp.services.counting.tasks import get_decryption_task
from voteapp.services.errors import NotReadyError, WrongStateError
from voteapp.services.results import publishing
from voteapp.services.trustees import openings, planning, witnesses
from voteapp.services.trustees.seats import Seat, open_seat
from voteapp.services.values.roles import MissingView

pytestmark = pytest.mark.slow

YES = [[0, 1, 0]]
KEYS = (501, 502)
"""Private keys of witnesses."""
MIRROR = ("North", "https://mirror.example/a", GROUP.encode(GROUP.base_power(900)))


def public(key: int) -> str:
    return GROUP.encode(GROUP.base_power(key))


def get_seat(world: World, number: int = 1) -> Seat:
    return Seat(world.code, number, role="witness")


def plan(world: World, size: int = 3, threshold: int = 2) -> Table:
    world.submit()
    return Table(world, size, threshold)


def sign(world: World, text: str | None, number: int = 1) -> bytes:
    signer = Signer("witness", number)
    made = create_statement(GROUP, signer, KEYS[number - 1], text or "", world.random)
    return encode_canonical(made)


def name(world: World, *names: str) -> list[int]:
    return witnesses.name_witnesses(world.context, ADA, world.code, names)


def test_who_may_be_named(world: World) -> None:
    world.submit()
    with pytest.raises(ConflictError, match="several trustees"):
        name(world, "Zoe")
    table = Table(world, 5, 3)
    for wrong in (("Zoe", "zoe"), ("Bea",), ("",), ("x\x07",), ("A", "B", "C"), ("y" * 201,)):
        with pytest.raises(InvalidInputError) as caught:
            name(world, *wrong)
        assert caught.value.field == "witnesses"
    assert name(world, "Zoe", "Yan") == [1, 2]
    assert name(world, "Zoe", "Yan") == []
    witnesses.post_witness_key(world.context, get_seat(world), public(KEYS[0]))
    assert name(world, "Zoe", "Xu") == [2]
    named = witnesses.list_named(world.context, world.code)
    assert [(one.name, one.key) for one in named.witnesses] == [
        ("Zoe", public(KEYS[0])),
        ("Xu", None),
    ]
    assert name(world, "Zoe") == [2]
    planning.remove_ceremony(world.context, ADA, world.code)
    assert witnesses.list_named(world.context, world.code).witnesses == ()
    assert table.size == 5


def test_a_key_is_an_element_and_nobody_elses(world: World) -> None:
    plan(world, 5, 3)
    name(world, "Zoe", "Yan")
    witnesses.name_mirrors(world.context, ADA, world.code, [MIRROR])
    witnesses.post_witness_key(world.context, get_seat(world, 2), public(KEYS[1]))
    for wrong in ("", "00" * 32, "zz" * 32, public(KEYS[1]), MIRROR[2], public(KEYS[0]).upper()):
        with pytest.raises(InvalidInputError) as caught:
            witnesses.post_witness_key(world.context, get_seat(world), wrong)
        assert caught.value.field == "key"
    for number in (1, 1):
        witnesses.post_witness_key(world.context, get_seat(world, number), public(KEYS[0]))
    with pytest.raises(NotFoundError):
        witnesses.post_witness_key(world.context, get_seat(world, 3), public(KEYS[0]))
    with pytest.raises(NotFoundError):
        witnesses.post_witness_key(world.context, Seat(world.code, 1), public(KEYS[0]))
    log = overview.get_campaign(world.context, world.code).log
    assert [line.what for line in log].count("posted-witness-key") == 2


def test_mirrors_have_an_address_and_a_key(world: World) -> None:
    world.submit()
    good = ("South", "https://a.example", public(901))
    for wrong in (
        ("", *good[1:]),
        ("South", "ftp://a", good[2]),
        ("South", "https://a.example", "00" * 32),
        ("South", "https://a.example", "x"),
    ):
        with pytest.raises(InvalidInputError) as caught:
            witnesses.name_mirrors(world.context, ADA, world.code, [wrong])
        assert caught.value.field == "mirrors"
    for wrong_pair in ([good, good], [good, ("West", good[1], good[2])]):
        with pytest.raises(InvalidInputError):
            witnesses.name_mirrors(world.context, ADA, world.code, wrong_pair)
    witnesses.name_mirrors(world.context, ADA, world.code, [good, MIRROR])
    witnesses.name_mirrors(world.context, ADA, world.code, [MIRROR])
    assert [m.name for m in witnesses.list_named(world.context, world.code).mirrors] == ["North"]


def test_fix_waits_for_every_key(world: World) -> None:
    table = plan(world)
    name(world, "Zoe")
    table.hold()
    table.rehearse(1, 2, 3)
    world.make_slips()
    with pytest.raises(NotReadyError) as caught:
        world.fix_alone()
    assert caught.value.missing == ("witness-keys",)
    stolen = GROUP.encode(GROUP.base_power(table.people[1].signing_key))
    witnesses.post_witness_key(world.context, get_seat(world), stolen)
    with pytest.raises(ConflictError, match="another's key"):
        world.fix_alone()
    witnesses.post_witness_key(world.context, get_seat(world), public(KEYS[0]))
    world.fix_alone()
    manifest = json.loads(disclosure.get_manifest(world.context, world.uuids[0]))
    assert manifest["witnesses"] == [{"name": "Zoe", "key": public(KEYS[0])}]
    for late in (
        lambda: name(world),
        lambda: witnesses.post_witness_key(world.context, get_seat(world), public(KEYS[1])),
        lambda: witnesses.name_mirrors(world.context, ADA, world.code, []),
    ):
        with pytest.raises(WrongStateError):
            late()


def test_a_witness_stands_in_for_an_absent_trustee(each_world: World) -> None:
    """2 of 3 with a witness: three of the four are enough, two trustees among them."""
    world = each_world
    table = plan(world)
    name(world, "Zoe")
    seat = open_seat(world.code, 101)
    assert seat == get_seat(world)
    witnesses.post_witness_key(world.context, seat, public(KEYS[0]))
    table.hold()
    table.rehearse(1, 2, 3)
    world.make_slips()
    world.fix_alone()
    world.print_slips()
    task = get_decryption_task(world.context, seat)
    assert (task.role, task.owner, task.opened) == ("witness", 1, False)
    openings.post_opening(world.context, seat, sign(world, task.opening_text))
    world.sign_openings()
    world.open_fixed()
    world.clock.advance(hours=1)
    uuid = world.uuids[0]
    for member in range(6):
        world.cast(uuid, member, YES)
    world.close()
    world.count_slips()
    world.tick()
    table.sign(uuid, 1, 2)
    (election,) = get_decryption_task(world.context, seat).elections
    assert (election.needed, election.missing) == (3, MissingView(1, 0, 0))
    own = sign(world, election.closing_text)
    with pytest.raises(InvalidInputError):
        tallying.post_closing_statement(world.context, Seat(world.code, 1), uuid, own)
    tallying.post_closing_statement(world.context, seat, uuid, own)
    with pytest.raises(NotFoundError):
        tallying.post_decryption(world.context, seat, uuid, table.create_decryption(uuid, 1))
    table.decrypt(uuid, 1, 2)
    (election,) = get_decryption_task(world.context, seat).elections
    confirming.post_confirmation(world.context, seat, uuid, sign(world, election.confirmation_text))
    report = verify_bundle(BytesSource(publishing.get_bundle(world.context, uuid)))
    assert report.findings == []
    evidence = json.loads(disclosure.get_evidence(world.context, uuid))
    assert evidence["confirmations"][0]["role"] == "witness"
    log = overview.get_campaign(world.context, world.code).log
    assert [line.actor for line in log if line.what == "witnessed"] == ["Zoe"] * 3
