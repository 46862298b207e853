"""Fix: what was looked at is fixed, whole, and nothing else is opened; or it is withdrawn."""

from __future__ import annotations

import json

import pytest

from tests.players.services.world import ADA, SURVEY, VOTE, World, create_draft
from tests.support import independent
from voteapp.campaign.setup.opening import compute_campaign_hash
from voteapp.errors import ConflictError, InvalidInputError, NotFoundError
from voteapp.protocol.encoding import hash_hex
from voteapp.services import overview
from voteapp.services.counting import disclosure
from voteapp.services.drafting import drafting, editing
from voteapp.services.drafting.versions import Piece, compute_version
from voteapp.services.errors import NotReadyError, WrongStateError
from voteapp.services.setup import fixing
from voteapp.services.setup.guarding import get_before_fix
from voteapp.services.trustees import keying
from voteapp.services.voting import board, entry
from voteapp.store.board.models import Credential


@pytest.fixture
def ready(world: World) -> World:
    """A vote and a survey, complete, not fixed yet."""
    world.submit(create_draft(VOTE, SURVEY))
    world.make_key()
    world.make_slips()
    return world


def compute(world: World) -> str:
    return fixing.compute_set_up(world.context, world.code, {})


def fix(world: World, version: str, booth: dict[str, str] | None = None) -> None:
    confirmed = [guard.key for guard in get_before_fix(world.context, world.code)]
    fixing.fix_campaign(
        world.context, ADA, world.code, booth=booth or {}, version=version, confirmed=confirmed
    )


def change_organizer(world: World) -> None:
    draft = overview.get_campaign(world.context, world.code).draft
    editing.save_details(
        world.context,
        ADA,
        world.code,
        compute_version(draft, Piece("details")),
        title=draft.title,
        organizer="Local 2",
        facility=draft.facility,
        unit=draft.unit,
    )


def test_what_is_missing_is_said_and_nothing_is_fixed(world: World) -> None:
    world.submit()
    for action in (lambda: compute(world), lambda: world.open_fixed()):
        with pytest.raises((NotReadyError, WrongStateError)):
            action()
    with pytest.raises(NotReadyError) as caught:
        compute(world)
    assert caught.value.missing == ("key", "credentials")
    world.make_key()
    world.make_slips()
    world.clock.advance(days=2)
    assert [m.code for m in fixing.list_missing(world.context, world.code)] == ["closing-passed"]
    with pytest.raises(NotReadyError):
        fix(world, "")
    assert world.state == "fixing"


@pytest.mark.slow
def test_the_hash_that_was_shown_names_what_is_fixed(ready: World) -> None:
    version = compute(ready)
    assert version == compute(ready)
    assert overview.get_campaign(ready.context, ready.code).set_up is None
    fix(ready, version)
    view = overview.get_campaign(ready.context, ready.code)
    assert (view.state, view.set_up) == ("printing", version)
    assert version == compute_campaign_hash([e.fingerprint or "" for e in view.elections])
    assert (view.log[-1].what, view.log[-1].actor) == ("fixed", ADA)
    assert board.get_public_campaign(ready.context, ready.code).set_up == version
    with pytest.raises(WrongStateError):
        fix(ready, version)


@pytest.mark.slow
def test_what_changed_since_it_was_shown_is_not_fixed(ready: World) -> None:
    seen = [compute(ready)]
    for version in ("", "0" * 64, seen[0].upper()):
        with pytest.raises(ConflictError):
            fix(ready, version)
    with pytest.raises(ConflictError):
        fix(ready, seen[0], booth={"/static/lean/booth/main.js": "0" * 64})
    keying.remove_key(ready.context, ADA, ready.code)
    ready.sole = type(ready.sole)(ready.random)
    ready.make_key()
    ready.trustees = [ready.sole]
    seen.append(compute(ready))
    drafting.reopen_draft(ready.context, ADA, ready.code, seen=ready.standing)
    change_organizer(ready)
    ready.lock()
    ready.make_slips()
    seen.append(compute(ready))
    assert len(set(seen)) == 3
    for version in seen[:2]:
        with pytest.raises(ConflictError):
            fix(ready, version)
    assert ready.state == "fixing"
    fix(ready, seen[2])


@pytest.mark.slow
def test_setup_appends_the_very_bytes_that_were_fixed(ready: World) -> None:
    ready.fix()
    booth = entry.get_booth(ready.context, ready.code)
    fixed = {e.uuid: (e.election.encode(), e.manifest.encode()) for e in booth.elections}
    assert set(fixed) == set(ready.uuids)
    for uuid, (_, manifest) in fixed.items():
        assert disclosure.get_manifest(ready.context, uuid) == manifest
        for get in (disclosure.get_record, disclosure.get_evidence):
            with pytest.raises(NotFoundError):
                get(ready.context, uuid)
    ready.restart()
    ready.open_fixed()
    for uuid, (election, manifest) in fixed.items():
        record = disclosure.get_record(ready.context, uuid)
        assert election in [data for _, data, _ in independent.read_members(record)]
        evidence = json.loads(disclosure.get_evidence(ready.context, uuid))
        assert evidence["manifest"] == hash_hex(manifest)


@pytest.mark.slow
def test_a_database_that_holds_something_else_is_not_opened(ready: World) -> None:
    ready.fix()
    with ready.context.board.write() as session:
        election = ready.get_row(ready.uuids[1])
        row = session.get_one(Credential, (election.id, ready.credential(ready.uuids[1], 0)))
        session.delete(row)
    with pytest.raises(ConflictError):
        ready.open_fixed()
    assert ready.state == "ready"
    assert [ready.get_row(uuid).setup_tip for uuid in ready.uuids] == [None, None]


@pytest.mark.slow
def test_nothing_is_made_anew_after_fix(ready: World) -> None:
    ready.fix()
    before = overview.get_campaign(ready.context, ready.code)
    for action in (
        lambda: drafting.reopen_draft(ready.context, ADA, ready.code, seen=ready.standing),
        lambda: change_organizer(ready),
        lambda: keying.remove_key(ready.context, ADA, ready.code),
        ready.make_slips,
    ):
        with pytest.raises(WrongStateError):
            action()
    assert overview.get_campaign(ready.context, ready.code) == before


@pytest.mark.slow
@pytest.mark.parametrize("fixed", [False, True])
def test_withdrawn_whole_for_a_reason_that_everybody_reads(ready: World, fixed: bool) -> None:
    if fixed:
        ready.fix()
    with pytest.raises(InvalidInputError):
        fixing.withdraw_campaign(ready.context, ADA, ready.code, "  ", seen=ready.standing)
    fixing.withdraw_campaign(
        ready.context, ADA, ready.code, "The offer changed.", seen=ready.standing
    )
    public = board.get_public_campaign(ready.context, ready.code)
    assert (public.state, public.phase) == ("withdrawn", "withdrawn")
    assert public.cancel_reason == public.log[-1].note == "The offer changed."
    ready.clock.advance(hours=2)
    ready.tick()
    assert ready.state == "withdrawn"
    for uuid in ready.uuids:
        with pytest.raises(NotFoundError):
            disclosure.get_record(ready.context, uuid)
    for action in (
        lambda: drafting.reopen_draft(ready.context, ADA, ready.code, seen=ready.standing),
        lambda: fixing.withdraw_campaign(
            ready.context, ADA, ready.code, "Again.", seen=ready.standing
        ),
        ready.open_fixed,
    ):
        with pytest.raises(WrongStateError):
            action()


@pytest.mark.slow
def test_a_draft_and_an_open_campaign_are_not_withdrawn(world: World) -> None:
    world.draft()
    with pytest.raises(WrongStateError):
        fixing.withdraw_campaign(world.context, ADA, world.code, "Why not.", seen=world.standing)
    world.open()
    with pytest.raises(WrongStateError):
        fixing.withdraw_campaign(world.context, ADA, world.code, "Why not.", seen=world.standing)
