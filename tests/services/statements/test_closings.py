"""Who is out, what is enough, what mirrors change, who confirms."""

from __future__ import annotations

import json

import pytest

from tests.players.services.table import Table, open_with_trustees
from tests.players.services.world import GROUP, SURVEY, VOTE, World, create_draft
from voteapp.campaign.audit import verify_bundle
from voteapp.campaign.bundle.evidence import compute_frozen_hash, decode_evidence
from voteapp.campaign.canonical import encode_canonical
from voteapp.campaign.statements.people import Signer
from voteapp.campaign.statements.signing import create_statement
from voteapp.errors import ConflictError, InvalidInputError
from voteapp.protocol.archive import BytesSource
from voteapp.protocol.encoding import hash_hex
from voteapp.services import overview
from voteapp.services.counting import confirming, disclosure, tallying
from voteapp.services.counting.tasks import get_decryption_task
from voteapp.services.errors import NotReadyError, WrongStateError
from voteapp.services.results import publishing
from voteapp.services.trustees import openings, planning
from voteapp.services.trustees.seats import Seat
from voteapp.services.values.roles import MissingView
from voteapp.store.board.statements import Mirror

pytestmark = pytest.mark.slow

YES = [[0, 1, 0]]
MIRRORS = (77, 78, 79)
"""Their private keys."""


def vote_and_close(world: World, *, tick: bool = True) -> None:
    for uuid in world.uuids:
        for member in range(10):
            row = YES if uuid == world.uuids[0] else [[0, 1, 0, 0], [0, 1, 1, 0]]
            world.cast(uuid, member, row)
    world.close()
    world.count_slips()
    if tick:
        world.tick()


def list_findings(world: World) -> list[str]:
    return [
        finding.code
        for uuid in world.uuids
        for finding in verify_bundle(
            BytesSource(publishing.get_bundle(world.context, uuid))
        ).findings
    ]


def open_with_mirrors(world: World, size: int = 5, threshold: int = 3) -> Table:
    """With three mirrors in the manifest."""
    world.submit()
    table = Table(world, size, threshold)
    with world.context.board.write() as session:
        row = world.get_row(world.uuids[0])
        for number, key in enumerate(MIRRORS, 1):
            public = GROUP.encode(GROUP.base_power(key))
            name, address = f"Mirror {number}", f"https://m{number}.example"
            session.add(
                Mirror(
                    campaign_id=row.campaign_id,
                    position=number,
                    name=name,
                    address=address,
                    key=public,
                )
            )
    table.hold()
    table.rehearse(*range(1, size + 1))
    world.make_slips()
    world.start()
    world.clock.advance(hours=1)
    return table


def create_end(world: World, number: int, text: str | None = None) -> bytes:
    row = world.get_row(world.uuids[0])
    text = text or f"voteapp-end|{row.fingerprint}|{row.end_tip}"
    signer = Signer("mirror", number)
    statement = create_statement(GROUP, signer, MIRRORS[number - 1], text, world.random)
    return encode_canonical(statement)


def test_two_of_three_need_all_or_an_out(each_world: World) -> None:
    world = each_world
    table = open_with_trustees(world, size=3, threshold=2)
    vote_and_close(world)
    uuid = world.uuids[0]
    table.sign(uuid, 1, 2)
    task = table.describe(uuid)
    assert (task.needed, task.missing) == (3, MissingView(1, 0, 0))
    with pytest.raises(NotReadyError):
        table.decrypt(uuid, 1)
    world.sign_out(3)
    world.sign_out(3)
    task = table.describe(uuid)
    assert (task.needed, task.missing) == (2, MissingView(0, 0, 0))
    table.decrypt(uuid, 1, 2)
    assert world.state == "published"
    assert list_findings(world) == []
    evidence = json.loads(disclosure.get_evidence(world.context, uuid))
    assert [one["number"] for one in evidence["outs"]] == [3]


def test_who_is_out_signs_nothing_and_who_signed_is_not_out(world: World) -> None:
    table = open_with_trustees(world, size=3, threshold=2, opened=(1, 2))
    late = world.create_signed(
        get_decryption_task(world.context, Seat(world.code, 3)).opening_text or "", 3
    )
    out = get_decryption_task(world.context, Seat(world.code, 3)).out_text or ""
    for wrong in (out[:-1], "voteapp-out|"):
        with pytest.raises(InvalidInputError) as caught:
            openings.post_out(world.context, Seat(world.code, 3), world.create_signed(wrong, 3))
        assert caught.value.field == "out"
    world.sign_out(3)
    with pytest.raises(ConflictError, match="signs no closing"):
        openings.post_opening(world.context, Seat(world.code, 3), late)
    vote_and_close(world)
    uuid = world.uuids[0]
    statement = world.create_signed(table.describe(uuid).closing_text or "", 3)
    with pytest.raises(ConflictError, match="signs no closing"):
        tallying.post_closing_statement(world.context, Seat(world.code, 3), uuid, statement)
    table.sign(uuid, 1)
    task = get_decryption_task(world.context, Seat(world.code, 1))
    assert (task.out_text, [(o.role, o.number) for o in task.outs]) == (None, [("trustee", 3)])
    with pytest.raises(ConflictError, match="has signed that voting is over"):
        openings.post_out(world.context, Seat(world.code, 1), world.create_signed(out, 1))


def test_no_out_that_would_keep_everything_shut(world: World) -> None:
    """Nor can a campaign's only trustee be out."""
    open_with_trustees(world, size=3, threshold=2)
    world.sign_out(3)
    with pytest.raises(ConflictError, match="never be opened"):
        world.sign_out(2)
    task = get_decryption_task(world.context, Seat(world.code, 2))
    assert (task.impossible, [o.number for o in task.outs]) == (False, [3])


def test_an_only_trustee_is_never_out(world: World) -> None:
    world.open()
    with pytest.raises(ConflictError, match="never be opened"):
        world.sign_out()


def test_a_lost_key_signs_nothing_either(world: World) -> None:
    """Of three all have to sign: one that is lost is one too many, unless it had said it is out."""
    table = open_with_trustees(world, create_draft(VOTE, SURVEY), size=3, threshold=2)
    planning.report_lost_key(world.context, world.code, 3)
    assert table.overview.impossible
    planning.withdraw_lost_key(world.context, world.code, 3)
    assert not table.overview.impossible
    world.sign_out(3)
    planning.report_lost_key(world.context, world.code, 3)
    assert not table.overview.impossible
    vote_and_close(world)
    vote, survey = world.uuids
    table.sign(vote, 1, 2)
    planning.report_lost_key(world.context, world.code, 2)
    assert table.overview.impossible  # it signed one closing and not the other
    planning.withdraw_lost_key(world.context, world.code, 2)
    table.sign(survey, 1, 2)
    table.decrypt(vote, 2)
    table.decrypt(survey, 2)
    planning.report_lost_key(world.context, world.code, 2)
    assert not table.overview.impossible


def test_mirrors_let_three_of_five_open(world: World) -> None:
    table = open_with_mirrors(world)
    with pytest.raises(WrongStateError):
        confirming.post_mirror_end(world.context, world.uuids[0], b"{}")
    vote_and_close(world)
    uuid = world.uuids[0]
    table.sign(uuid, 1, 2, 3)
    assert (table.describe(uuid).needed, table.describe(uuid).missing) == (
        3,
        MissingView(0, 0, 2),
    )
    wrong = [
        create_end(world, 1, f"voteapp-end|{table.describe(uuid).fingerprint}|{'0' * 64}"),
        encode_canonical(json.loads(create_end(world, 1)) | {"number": 2}),
        encode_canonical(json.loads(create_end(world, 1)) | {"role": "trustee"}),
        b"{}",
    ]
    for data in wrong:
        with pytest.raises(InvalidInputError) as caught:
            confirming.post_mirror_end(world.context, uuid, data)
        assert caught.value.field == "mirror_end"
    confirming.post_mirror_end(world.context, uuid, create_end(world, 1))
    confirming.post_mirror_end(world.context, uuid, create_end(world, 1))
    assert table.describe(uuid).ends == (1,)
    with pytest.raises(NotReadyError):
        table.decrypt(uuid, 1)
    confirming.post_mirror_end(world.context, uuid, create_end(world, 3))
    assert table.describe(uuid).missing == MissingView(0, 0, 0)
    table.decrypt(uuid, 1, 2, 3)
    assert list_findings(world) == []
    task = get_decryption_task(world.context, Seat(world.code, 1))
    assert [m.number for m in task.mirrors] == [1, 2, 3]
    assert (task.mirrors[0].name, task.mirrors[0].address) == ("Mirror 1", "https://m1.example")


def test_confirmations_come_after_publication(world: World) -> None:
    table = open_with_trustees(world, size=3, threshold=2)
    vote_and_close(world)
    uuid = world.uuids[0]
    table.sign(uuid, 1, 2, 3)
    assert table.describe(uuid).confirmation_text is None
    with pytest.raises(WrongStateError):
        confirming.post_confirmation(world.context, Seat(world.code, 1), uuid, b"{}")
    table.decrypt(uuid, 1, 2)
    text = table.describe(uuid).confirmation_text or ""
    for wrong in (text[:-1] + "x", text.replace("confirmation", "out")):
        with pytest.raises(InvalidInputError) as caught:
            confirming.post_confirmation(
                world.context, Seat(world.code, 3), uuid, world.create_signed(wrong, 3)
            )
        assert caught.value.field == "confirmation"
    world.confirm(uuid, 3)
    world.confirm(uuid, 3)
    assert (table.describe(uuid, 3).confirmed, table.describe(uuid, 1).confirmed) == (True, False)
    evidence = json.loads(disclosure.get_evidence(world.context, uuid))
    assert [one["number"] for one in evidence["confirmations"]] == [3]
    assert list_findings(world) == []
    log = overview.get_campaign(world.context, world.code).log
    assert [line.what for line in log].count("confirmed") == 1


def test_the_frozen_hash_is_that_of_the_evidence(world: World) -> None:
    """Whatever is said afterwards, the auditor's hash is the one that was signed."""
    table = open_with_trustees(world, size=3, threshold=2)
    vote_and_close(world)
    uuid = world.uuids[0]
    frozen = (table.describe(uuid).closing_text or "").split("|")[-1]
    table.sign(uuid, 1)
    world.sign_out(3)
    evidence = decode_evidence(disclosure.get_evidence(world.context, uuid))
    assert (compute_frozen_hash(evidence), len(frozen)) == (frozen, len(hash_hex(b"")))
