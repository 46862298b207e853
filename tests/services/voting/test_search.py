"""Where a ballot is: by its tracker, by its four words, in any part of its campaign."""

from __future__ import annotations

from tests.players.services.world import SURVEY, VOTE, World, create_draft
from voteapp.campaign.board.signing import decode_receipt
from voteapp.campaign.words import compute_words
from voteapp.services.voting import board, casting, search

YES = [[0, 1, 0]]


def cast(world: World, uuid: str, choices: list[list[int]]) -> str:
    ballot = world.ballot(uuid, 0, choices)
    return decode_receipt(casting.cast(world.context, uuid, ballot)).tracker


def test_words_find_a_ballot(world: World) -> None:
    world.open()
    (uuid,) = world.uuids
    tracker = cast(world, uuid, YES)
    words = compute_words(tracker)
    assert search.find_tracker(world.context, uuid, words).state == "waiting"
    assert board.get_board_page(world.context, uuid, query=words).lines == ()
    world.clock.advance(hours=4)
    world.tick()
    for typed in (words, words.upper(), words.replace(" ", ", "), f" {words}. "):
        assert search.find_tracker(world.context, uuid, typed).state == "sealed"
        (line,) = board.get_board_page(world.context, uuid, query=typed).lines
        assert line.tracker == tracker
    wrong = " ".join(reversed(words.split()))
    for typed in (wrong, words.rsplit(" ", 1)[0], f"{words} {words}", words[1:]):
        if typed != words:
            assert search.find_tracker(world.context, uuid, typed).state == "absent"
            assert board.get_board_page(world.context, uuid, query=typed).lines == ()


def test_words_of_another_part_lead_there(world: World) -> None:
    world.open(create_draft(VOTE, SURVEY))
    vote, survey = world.uuids
    tracker = cast(world, survey, [[0, 1, 0, 0], [1, 0, 0, 0]])
    for text in (tracker, compute_words(tracker)):
        found = search.find_tracker(world.context, vote, text)
        assert (found.state, found.uuid) == ("waiting", survey)
        assert found.title == board.get_board_page(world.context, survey).title


def test_the_list_of_all_sealed_trackers(world: World) -> None:
    world.open()
    (uuid,) = world.uuids
    tracker = cast(world, uuid, YES)
    before = search.list_sealed(world.context, uuid)
    assert (before.batch, before.final, before.trackers) == (0, False, ())
    world.clock.advance(hours=4)
    world.tick()
    after = search.list_sealed(world.context, uuid)
    assert (after.batch, after.final, after.trackers) == (1, False, (tracker,))
    assert after.server_key == world.context.signer.public_key
    world.close()
    assert search.list_sealed(world.context, uuid).final
