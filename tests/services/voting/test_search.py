"""Where a ballot is: by its tracker, by its four words, in any part of its campaign."""

from __future__ import annotations

from tests.players.services.world import SURVEY, VOTE, World, create_draft
from voteapp.campaign.board.signing import decode_receipt
from voteapp.campaign.words import compute_words
from voteapp.services.voting import board, casting, search

YES = [[0, 1, 0]]
K = 5


def cast(world: World, uuid: str, choices: list[list[int]], k: int = K) -> list[str]:
    """As many as one seal takes half of; their trackers."""
    ballots = [world.ballot(uuid, member, choices) for member in range(2 * k)]
    receipts = [casting.cast(world.context, uuid, ballot) for ballot in ballots]
    return [decode_receipt(receipt).tracker for receipt in receipts]


def seal(world: World, uuid: str, k: int = K) -> list[str]:
    """The trackers that the next hour's seal took."""
    world.clock.advance(hours=1)
    world.tick()
    trackers = list(search.list_sealed(world.context, uuid).trackers)
    assert len(trackers) == k
    return trackers


def find(world: World, uuid: str, text: str) -> tuple[str, str | None]:
    found = search.find_tracker(world.context, uuid, text)
    return found.state, found.uuid


def test_words_find_a_sealed_ballot_alone(world: World) -> None:
    world.open()
    (uuid,) = world.uuids
    trackers = cast(world, uuid, YES)
    for tracker in trackers:
        assert find(world, uuid, compute_words(tracker))[0] == "absent"
        assert find(world, uuid, tracker)[0] == "absent"
    sealed = seal(world, uuid)
    for tracker in trackers:
        state = "sealed" if tracker in sealed else "absent"
        assert find(world, uuid, compute_words(tracker))[0] == state
    words = compute_words(sealed[0])
    for typed in (words, words.upper(), words.replace(" ", ", "), f" {words}. "):
        assert find(world, uuid, typed)[0] == "sealed"
        (line,) = board.get_board_page(world.context, uuid, query=typed).lines
        assert line.tracker == sealed[0]
    wrong = " ".join(reversed(words.split()))
    for typed in (wrong, words.rsplit(" ", 1)[0], f"{words} {words}", words[1:]):
        if typed != words:
            assert find(world, uuid, typed)[0] == "absent"
            assert board.get_board_page(world.context, uuid, query=typed).lines == ()


def test_words_of_another_part_lead_there(world: World) -> None:
    world.open(create_draft(VOTE, SURVEY, slips=20, roster_size=20))
    vote, survey = world.uuids
    trackers = cast(world, survey, [[0, 1, 0, 0], [1, 0, 0, 0]], SURVEY.k)
    assert find(world, vote, trackers[0])[0] == "absent"
    sealed = seal(world, survey, SURVEY.k)[0]
    for text in (sealed, compute_words(sealed)):
        assert find(world, vote, text) == ("sealed", survey)
        title = search.find_tracker(world.context, vote, text).title
        assert title == board.get_board_page(world.context, survey).title


def test_the_list_of_all_sealed_trackers(world: World) -> None:
    world.open()
    (uuid,) = world.uuids
    trackers = cast(world, uuid, YES)
    before = search.list_sealed(world.context, uuid)
    assert (before.batch, before.final, before.trackers) == (0, False, ())
    assert set(seal(world, uuid)) < set(trackers)
    after = search.list_sealed(world.context, uuid)
    assert (after.batch, after.final) == (1, False)
    assert after.server_key == world.context.signer.public_key
    world.close()
    assert search.list_sealed(world.context, uuid).final
