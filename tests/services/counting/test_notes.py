"""Notes: appended, signed, the same chain in every part, and nothing else changes by them."""

from __future__ import annotations

import json

import pytest

from tests.players.services.world import ADA, SURVEY, VOTE, World, create_draft
from voteapp.campaign.audit import verify_bundle
from voteapp.errors import InvalidInputError
from voteapp.protocol.archive import BytesSource
from voteapp.services import overview
from voteapp.services.counting import disclosure
from voteapp.services.counting.notes import add_note
from voteapp.services.errors import StaleDraftError
from voteapp.services.life import Deed
from voteapp.services.results import numbers, publishing

YES = [[0, 1, 0]]


@pytest.fixture
def published(each_world: World) -> World:
    """A vote of six ballots with a result, and a survey of none."""
    world = each_world
    world.open(create_draft(VOTE, SURVEY))
    for member in range(6):
        world.cast(world.uuids[0], member, YES)
    world.close()
    world.count_slips(by=("Ana", "Bo"))
    world.tick()
    world.decrypt(world.uuids[0])
    return world


def read_notes(world: World, uuid: str) -> list[dict[str, object]]:
    found: list[dict[str, object]] = json.loads(disclosure.get_evidence(world.context, uuid))[
        "notes"
    ]
    return found


@pytest.mark.slow
def test_notes_are_a_chain_that_the_auditor_checks(published: World) -> None:
    before = json.loads(disclosure.get_evidence(published.context, published.uuids[0]))
    add_note(published.context, ADA, published.code, "11 were handed out, not 12.", seen=0)
    published.clock.advance(days=1)
    add_note(published.context, ADA, published.code, "The list was found.", seen=1)
    for uuid in published.uuids:
        first, second = read_notes(published, uuid)
        assert (first["number"], second["number"]) == (1, 2)
        assert first["previous"] is None and second["previous"]
        assert (first["role"], first["text"]) == ("committee", "11 were handed out, not 12.")
        report = verify_bundle(BytesSource(publishing.get_bundle(published.context, uuid)))
        assert report.findings == []
    after = json.loads(disclosure.get_evidence(published.context, published.uuids[0]))
    assert {**after, "notes": []} == before
    view = numbers.get_results(published.context, published.code)
    assert [note.text for note in view.notes] == [
        "11 were handed out, not 12.",
        "The list was found.",
    ]
    log = overview.get_campaign(published.context, published.code).log
    assert [line.note for line in log if line.what is Deed.NOTED] == [n.text for n in view.notes]


@pytest.mark.slow
def test_a_note_sent_twice_or_beside_another_is_added_once(published: World) -> None:
    add_note(published.context, ADA, published.code, "One.", seen=0)
    with pytest.raises(StaleDraftError):
        add_note(published.context, ADA, published.code, "One.", seen=0)
    assert len(read_notes(published, published.uuids[0])) == 1


@pytest.mark.slow
@pytest.mark.parametrize("text", ["", " \n", "a\x00b", "x" * 1001])
def test_what_is_no_note(published: World, text: str) -> None:
    with pytest.raises(InvalidInputError) as caught:
        add_note(published.context, ADA, published.code, text, seen=0)
    assert caught.value.field == "note"
    assert read_notes(published, published.uuids[0]) == []
