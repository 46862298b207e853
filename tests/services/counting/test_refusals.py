"""A trustee's factors of something else than the tally are refused for what they are."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.players.services.world import ADA, GROUP, SURVEY, VOTE, World, create_draft
from voteapp.campaign.canonical import encode_canonical
from voteapp.campaign.counting.strong_proofs import DecryptionContext
from voteapp.campaign.counting.tallying import compute_tally
from voteapp.cli.server.played_campaign import load_totals
from voteapp.errors import InvalidInputError
from voteapp.protocol.proofs import Pair
from voteapp.protocol.tally import PairMatrix
from voteapp.services.campaigns import find_election
from voteapp.services.counting import tallying
from voteapp.services.counting.tasks import get_decryption_task
from voteapp.services.counting.totals import is_ballot
from voteapp.services.trustees.seats import Seat
from voteapp.services.voting.records import list_objects


@pytest.fixture
def closed(world: World) -> World:
    """Two elections of one campaign, closed, tallied, signed by their trustee."""
    world.open(create_draft(VOTE, replace(SURVEY, k=5)))
    for uuid in world.uuids:
        questions = world.election(uuid).election.questions
        for member in range(6):
            choices = [[int(i == member % 2) for i in range(q.width)] for q in questions]
            world.cast(uuid, member, choices)
    world.close()
    world.count_slips()
    world.tick()
    for uuid in world.uuids:
        world.sign(uuid)
    return world


def board(world: World, uuid: str) -> list[bytes]:
    with world.context.board.read() as session:
        objects = list_objects(session, find_election(session, uuid))
        return [member.data for member in objects if is_ballot(member.data)]


def load(world: World, uuid: str) -> tuple[DecryptionContext, PairMatrix]:
    return load_totals(world.context, uuid, 1)


def post(world: World, uuid: str, bound: DecryptionContext, tally: PairMatrix) -> None:
    made = world.sole.decrypt(uuid, world.describe(uuid).group or "", bound, tally)
    tallying.post_decryption(world.context, world.seat, uuid, encode_canonical(made))


def refuse(world: World, uuid: str, bound: DecryptionContext, tally: PairMatrix) -> str:
    with pytest.raises(InvalidInputError) as caught:
        post(world, uuid, bound, tally)
    assert caught.value.field == "decryption"
    assert ADA in str(caught.value)
    (election, _) = get_decryption_task(world.context, Seat(world.code)).elections
    assert not election.decryption_posted
    return str(caught.value)


@pytest.mark.slow
def test_what_else_was_decrypted_is_said_and_nothing_is_kept(closed: World) -> None:
    first, second = closed.uuids
    (bound, tally), (other, siblings) = load(closed, first), load(closed, second)
    ballots, election = board(closed, first), closed.get_row(first)
    assert election.counted == len(ballots) == 6
    context = closed.election(first)
    single = compute_tally(context, ballots[3:4]).totals
    assert "a single ballot, number 4" in refuse(closed, first, bound, single)
    older = compute_tally(context, ballots[:5]).totals
    assert "an older tally, of the first 5 ballots" in refuse(closed, first, bound, older)
    # The sibling's tally has other questions, and so another shape: its first question's.
    alike = [siblings[0][: len(tally[0])]]
    for context_of in (bound, other):
        said = refuse(closed, first, context_of, alike)
        assert "another election of the campaign" in said
    nothing = [[replace_alpha(pair) for pair in tally[0]]]
    assert "does not verify" in refuse(closed, first, bound, nothing)
    post(closed, first, bound, tally)


def replace_alpha(pair: Pair) -> Pair:
    return pair._replace(alpha=GROUP.multiply(pair.alpha, GROUP.generator))
