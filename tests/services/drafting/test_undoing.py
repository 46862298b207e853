"""Taking edits back: whose they are does not matter, whole drafts return, and not after locking."""

from __future__ import annotations

import pytest

from tests.players.services.world import ADA, SURVEY, VOTE, World, create_draft
from voteapp.services import overview
from voteapp.services.drafting import editing, keeping, undoing
from voteapp.services.drafting.editor.structure import copy_part
from voteapp.services.drafting.versions import Piece, compute_version
from voteapp.services.errors import StaleDraftError, WrongStateError
from voteapp.services.values.drafts import CampaignDraft

BEA = "Bea"


@pytest.fixture
def drafted(world: World) -> World:
    """A vote and a survey of two questions."""
    world.draft(create_draft(VOTE, SURVEY))
    return world


def read(world: World) -> CampaignDraft:
    return overview.get_campaign(world.context, world.code).draft


def see(world: World, piece: Piece | None = None) -> str:
    return compute_version(read(world), piece or Piece("draft"))


def entitle(world: World, place: int, title: str, actor: str = ADA) -> None:
    part = read(world).elections[place]
    seen = see(world, Piece("head", part.id))
    editing.save_head(
        world.context, actor, world.code, part.id, seen, title=title, description="", k=part.k
    )


def undo(world: World, actor: str = ADA) -> None:
    undoing.undo(world.context, actor, world.code, see(world))


def redo(world: World) -> None:
    undoing.redo(world.context, ADA, world.code, see(world))


@pytest.mark.slow
def test_the_last_edit_is_taken_back_whoever_made_it_and_in_whatever_part(drafted: World) -> None:
    states = [read(drafted)]
    entitle(drafted, 0, "By Ada")
    states.append(read(drafted))
    entitle(drafted, 1, "By Bea", BEA)
    states.append(read(drafted))
    undo(drafted)
    assert read(drafted) == states[1]
    undo(drafted, BEA)
    assert read(drafted) == states[0]
    redo(drafted)
    redo(drafted)
    assert read(drafted) == states[2]
    with pytest.raises(StaleDraftError):
        redo(drafted)


def test_a_removed_part_comes_back_where_it_was(drafted: World) -> None:
    before = read(drafted)
    first = before.elections[0].id
    editing.remove_part(
        drafted.context, ADA, drafted.code, first, see(drafted, Piece("part", first))
    )
    entitle(drafted, 0, "Only this")
    undo(drafted)
    undo(drafted)
    assert read(drafted) == before


@pytest.mark.slow
def test_what_was_not_seen_is_not_taken_back(drafted: World) -> None:
    entitle(drafted, 0, "By Ada")
    seen = see(drafted)
    entitle(drafted, 1, "By Bea", BEA)
    before = read(drafted)
    for turn in (undoing.undo, undoing.redo):
        with pytest.raises(StaleDraftError):
            turn(drafted.context, ADA, drafted.code, seen)
    assert read(drafted) == before


def test_a_press_twice_takes_back_one_edit(drafted: World) -> None:
    entitle(drafted, 0, "One")
    entitle(drafted, 0, "Two")
    seen = see(drafted)
    undoing.undo(drafted.context, ADA, drafted.code, seen)
    with pytest.raises(StaleDraftError):
        undoing.undo(drafted.context, ADA, drafted.code, seen)
    assert read(drafted).elections[0].title == "One"


def test_the_title_on_lists_is_the_one_that_came_back(drafted: World) -> None:
    before = read(drafted)
    editing.save_details(
        drafted.context,
        ADA,
        drafted.code,
        see(drafted, Piece("details")),
        title="Another",
        organizer=before.organizer,
        facility=before.facility,
        unit=before.unit,
    )
    undo(drafted)
    (listed,) = overview.list_campaigns(drafted.context)
    assert listed.title == before.title


@pytest.mark.slow
def test_a_new_edit_ends_what_could_be_done_again(drafted: World) -> None:
    entitle(drafted, 0, "One")
    undo(drafted)
    assert undoing.get_steps(drafted.context, drafted.code).redo == "head"
    entitle(drafted, 1, "Two")
    steps = undoing.get_steps(drafted.context, drafted.code)
    assert (steps.undo, steps.redo) == ("head", None)
    with pytest.raises(StaleDraftError):
        redo(drafted)
    assert read(drafted).elections[1].title == "Two"


@pytest.mark.slow
def test_saving_what_is_there_is_no_edit(drafted: World) -> None:
    entitle(drafted, 0, "One")
    undo(drafted)
    title, part = read(drafted).elections[0].title, read(drafted).elections[0]
    editing.save_head(
        drafted.context,
        ADA,
        drafted.code,
        part.id,
        see(drafted, Piece("head", part.id)),
        title=title,
        description=part.description,
        k=part.k,
    )
    steps = undoing.get_steps(drafted.context, drafted.code)
    assert (steps.undo, steps.redo) == (None, "head")


@pytest.mark.slow
def test_so_many_edits_and_no_more_can_be_taken_back(
    drafted: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeping, "MOST_STEPS", 4)
    for number in range(7):
        entitle(drafted, 0, f"Title {number}")
    for _step in range(4):
        undo(drafted)
    assert read(drafted).elections[0].title == "Title 2"
    with pytest.raises(StaleDraftError):
        undo(drafted)


@pytest.mark.slow
def test_nothing_is_taken_back_once_it_is_locked(drafted: World) -> None:
    entitle(drafted, 0, "One")
    copy_part(drafted.context, ADA, drafted.code, read(drafted).elections[1].id)
    undo(drafted)
    drafted.lock()
    locked = read(drafted)
    for turn in (undoing.undo, undoing.redo):
        with pytest.raises(WrongStateError):
            turn(drafted.context, ADA, drafted.code, see(drafted))
    assert read(drafted) == locked


def test_one_campaign_takes_back_nothing_of_another(drafted: World) -> None:
    entitle(drafted, 0, "One")
    first = drafted.code
    drafted.draft(create_draft(VOTE, title="Another campaign"))
    assert drafted.code != first
    with pytest.raises(StaleDraftError):
        undo(drafted)
