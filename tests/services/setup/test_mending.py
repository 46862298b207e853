"""A file of the pinned booth is exchanged while people vote, if two of three trustees signed."""

from __future__ import annotations

import json

import pytest
from sqlalchemy import select

from tests.players.services.table import open_with_trustees
from tests.players.services.world import ADA, World, create_draft
from voteapp.campaign.audit import verify_bundle
from voteapp.campaign.setup.proposals import decode_proposal, write_text
from voteapp.campaign.statements.signing import Statement
from voteapp.errors import ConflictError, InvalidInputError, NotFoundError, ProtocolError
from voteapp.protocol.archive import BytesSource
from voteapp.services import overview
from voteapp.services.assembly import create_context
from voteapp.services.errors import WrongStateError
from voteapp.services.results import publishing
from voteapp.services.setup import amending, booths
from voteapp.services.setup.booths import FRESH, get_kept_booth, get_kept_file
from voteapp.services.setup.mending import mend_booth, propose_mended
from voteapp.services.voting import board
from voteapp.store.board.booths import BoothFile, BoothPath
from voteapp.web.words.amendments import list_changes

MAIN, WORKER = "/static/lean/booth/main.js", "/static/lean/booth/worker.js"
BOOTH = {MAIN: b"main 1", WORKER: b"worker 1"}
MENDED = {MAIN: b"main 2", WORKER: b"worker 1"}
REASON = "A hole in the page."

pytestmark = pytest.mark.slow


@pytest.fixture
def voting(world: World) -> World:
    world.booth = BOOTH
    open_with_trustees(world, size=3, threshold=2)
    return world


def propose(world: World, installed: dict[str, bytes] | None = None) -> bytes:
    return propose_mended(world.context, world.code, installed or MENDED, REASON)


def sign(world: World, data: bytes, *owners: int) -> list[Statement]:
    proposal = decode_proposal(data)
    return [
        world.trustees[owner - 1].agree(write_text(proposal, file))
        for owner in owners
        for file in proposal.files
    ]


def mend(world: World, installed: dict[str, bytes] | None = None) -> None:
    data = propose(world, installed)
    mend_booth(world.context, "Operator", data, sign(world, data, 1, 3))


def list_fields(world: World) -> list[str]:
    amendments = board.get_public_campaign(world.context, world.code).amendments
    assert amendments[0].field == "opens"  # by hand, after an hour
    return [one.field for one in amendments[1:]]


def test_two_of_three_trustees_mend_a_file(voting: World) -> None:
    mend(voting)
    assert dict(get_kept_booth(voting.context, voting.code)) == MENDED
    with voting.context.board.read() as session:
        assert booths.list_unkept(session) == []
    public = board.get_public_campaign(voting.context, voting.code)
    change, _opened = list_changes(public.amendments)
    assert (change.field, change.path, change.signed) == ("booth", MAIN, 2)
    assert (change.reason, public.log[-1].what, public.log[-1].note) == (REASON, "amended", REASON)
    report = verify_bundle(BytesSource(publishing.get_bundle(voting.context, voting.uuids[0])))
    assert report.findings == []
    mend(voting, {MAIN: b"main 3", WORKER: b"worker 2"})
    assert list_fields(voting) == ["booth", "booth", "booth"]
    report = verify_bundle(BytesSource(publishing.get_bundle(voting.context, voting.uuids[0])))
    assert report.findings == []


def test_what_was_mended_can_be_taken_back_but_not_put_in_again_by_the_old_signatures(
    voting: World,
) -> None:
    data = propose(voting)
    signed = sign(voting, data, 1, 2)
    mend_booth(voting.context, "Operator", data, signed)
    mend(voting, BOOTH)
    assert dict(get_kept_booth(voting.context, voting.code)) == BOOTH
    with pytest.raises(InvalidInputError):
        mend_booth(voting.context, "Operator", data, signed)
    with pytest.raises(ProtocolError) as caught:
        mend_booth(voting.context, "Operator", propose(voting), signed)
    assert caught.value.code == "booth-missing"
    assert dict(get_kept_booth(voting.context, voting.code)) == BOOTH


def test_too_few_and_wrong_signatures_change_nothing(voting: World) -> None:
    both = {MAIN: b"main 2", WORKER: b"worker 2"}
    data = propose(voting, both)
    one, two = sign(voting, data, 1), sign(voting, data, 2)
    forged = [replace_signer(statement, 3) for statement in one]
    half = [*one, two[0]]  # the second file has one signature only
    for signed, code in (
        ([], "booth-missing"),
        (one, "booth-missing"),
        ([*one, *one], "booth-missing"),
        (half, "booth-missing"),
        ([*one, *forged], "booth-signature"),
    ):
        with pytest.raises(ProtocolError) as caught:
            mend_booth(voting.context, "Operator", data, signed)
        assert caught.value.code == code
        assert dict(get_kept_booth(voting.context, voting.code)) == BOOTH
        assert list_fields(voting) == []
    with voting.context.board.read() as session:
        assert set(session.scalars(select(BoothFile.data))) == set(BOOTH.values())
    mend_booth(voting.context, "Operator", data, [*two, *one])
    assert dict(get_kept_booth(voting.context, voting.code)) == both


def replace_signer(statement: Statement, number: int) -> Statement:
    return Statement(
        message=statement.message, role="trustee", number=number, signature=statement.signature
    )


def test_another_server_process_serves_it_soon(voting: World) -> None:
    """The operator's command is a process of its own; servers keep files in their memory."""
    code = voting.code
    server = create_context(voting.settings, clock=voting.clock, random_bytes=voting.random)
    try:
        assert get_kept_file(server, code, MAIN) == b"main 1"
        mend(voting)
        assert get_kept_file(server, code, MAIN) == b"main 1"
        voting.clock.advance(seconds=FRESH.total_seconds())
        assert get_kept_file(server, code, MAIN) == b"main 2"
        mend(voting, BOOTH)
        assert dict(get_kept_booth(server, code)) == BOOTH  # a page always looks
    finally:
        server.board.close()
        server.roll.close()


def test_an_amendment_in_between_takes_the_number(voting: World) -> None:
    data = propose(voting)
    later = voting.clock.now.replace(year=2027)
    amending.amend_closing(voting.context, ADA, voting.code, later, "Snow.", seen=voting.standing)
    with pytest.raises(InvalidInputError, match="Propose it again"):
        mend_booth(voting.context, "Operator", data, sign(voting, data, 1, 2))
    mend(voting)
    assert list_fields(voting) == ["closes", "booth"]


def test_doctor_compares_with_what_is_in_force(voting: World) -> None:
    mend(voting)
    with voting.context.board.write() as session:
        row = session.scalars(select(BoothPath).where(BoothPath.path == MAIN)).one()
        row.hash = session.scalars(
            select(BoothFile.hash).where(BoothFile.data == b"main 1")
        ).one()  # what was pinned, and is not in force any more
    with voting.context.board.read() as session:
        assert booths.list_unkept(session) == [voting.code]


def test_what_is_not_proposed(voting: World) -> None:
    with pytest.raises(ConflictError, match="are the ones in force"):
        propose(voting, BOOTH)
    with pytest.raises(InvalidInputError, match="is not pinned"):
        propose(voting, {"/static/other.js": b"x"})
    with pytest.raises(InvalidInputError, match="is no text"):
        propose(voting, {MAIN: b"\xff"})
    with pytest.raises(InvalidInputError, match=r"would load /static/lean/more\.js"):
        propose(voting, {MAIN: b'import "../more.js";'})
    assert decode_proposal(propose(voting, {MAIN: b'import "./worker.js";'})).files[0].path == MAIN
    with pytest.raises(InvalidInputError) as caught:
        propose_mended(voting.context, voting.code, MENDED, " ")
    assert caught.value.field == "reason"
    with pytest.raises(NotFoundError):
        propose_mended(voting.context, "NONE99", MENDED, REASON)


def test_a_proposal_of_another_campaign(voting: World) -> None:
    data = propose(voting)
    bent = json.loads(data) | {"fingerprints": ["A" * 43]}
    bent_data = json.dumps(bent, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    with pytest.raises(InvalidInputError, match="another campaign"):
        mend_booth(voting.context, "Operator", bent_data.encode(), sign(voting, data, 1, 2))


def test_not_before_fix_and_not_after_the_end(voting: World) -> None:
    data = propose(voting)
    signed = sign(voting, data, 1, 2)
    voting.clock.advance(hours=25)
    for _ in range(2):  # over by the clock, though nobody has closed it yet; and closed
        with pytest.raises(WrongStateError):
            propose(voting)
        with pytest.raises(WrongStateError):
            mend_booth(voting.context, "Operator", data, signed)
        voting.tick()
    assert voting.state != "open"


def test_between_fix_and_opening(world: World) -> None:
    """Slips are printed by then: whoever finds a hole need not throw them away."""
    world.submit(create_draft())
    world.booth = BOOTH
    world.make_key()
    world.make_slips()
    with pytest.raises(WrongStateError):
        propose(world)
    world.fix()
    data = propose(world)
    mend_booth(world.context, "Operator", data, sign(world, data, 1))
    assert dict(get_kept_booth(world.context, world.code)) == MENDED
    assert overview.get_campaign(world.context, world.code).amendments[-1].field == "booth"
