"""A trustee and a friend who casts the last ballot: a valid format proof of a false factor.

The format's challenge hashes neither ciphertext nor factor (DESIGN, "The record"): the strong
proof is what refuses it.
"""

from __future__ import annotations

import pytest

from tests.players.services.table import Table, open_with_trustees
from tests.players.services.world import GROUP, World
from voteapp.campaign.canonical import encode_canonical
from voteapp.campaign.counting.decryptions import Decryption
from voteapp.campaign.counting.strong_proofs import create_strong_proofs
from voteapp.campaign.slips.tokens import compute_credential
from voteapp.cli.server.played_campaign import load_totals
from voteapp.errors import InvalidInputError
from voteapp.protocol.ballots import create_ballot, decode_ballot
from voteapp.protocol.encoding import hash_to_integer
from voteapp.protocol.proofs import Proof
from voteapp.protocol.tally import PartialDecryption, check_partial_decryption
from voteapp.services.counting import tallying
from voteapp.services.results import numbers
from voteapp.services.trustees.seats import Seat
from voteapp.services.voting import casting

LIAR, FRIEND = 2, 6
YES, NO = [[0, 1, 0]], [[0, 0, 1]]
SHIFTS = (0, -1, 1)
"""What the liar takes from blank, yes and no: one no becomes a yes."""


def vote_with_a_friend(world: World, uuid: str, key: int) -> list[Proof]:
    """Six honest ballots and the friend's; returns proofs that were made before it."""
    ballots = [world.ballot(uuid, member, YES if member < 3 else NO) for member in range(6)]
    for ballot in ballots:
        casting.cast(world.context, uuid, ballot)
    context = world.election(uuid)
    public = GROUP.encode(GROUP.base_power(key))
    proofs, exponents = [], []
    for place, shift in enumerate(SHIFTS):
        before = GROUP.product(
            GROUP.decode(decode_ballot(ballot).answers[0].choices[place].alpha)
            for ballot in ballots
        )
        w, b = GROUP.random_scalar(world.random), GROUP.random_scalar(world.random)
        first = GROUP.encode(GROUP.base_power(w))
        second = GROUP.encode(GROUP.multiply(GROUP.power(before, w), GROUP.base_power(b)))
        text = f"decrypt|{context.fingerprint}|{public}|{first},{second}"
        c = hash_to_integer(text) % GROUP.order
        exponents.append((b - shift * c) * pow(w, -1, GROUP.order) % GROUP.order)
        proofs.append(Proof(str(c), str((w - key * c) % GROUP.order)))
    given = [exponent.to_bytes(64, "big") for exponent in exponents]

    def random_bytes(size: int) -> bytes:
        return given.pop(0) if given else world.random(size)

    credential = compute_credential(world.tokens[FRIEND])
    casting.cast(world.context, uuid, create_ballot(context, credential, NO, random_bytes))
    return proofs


def move_factors(table: Table, uuid: str, key: int, proofs: list[Proof]) -> bytes:
    """The liar's decryption: moved factors, the proofs of before, strong proofs as they come."""
    world = table.world
    bound, totals = load_totals(world.context, uuid, LIAR)
    factors = []
    for pair, shift in zip(totals[0], SHIFTS, strict=True):
        moved = GROUP.base_power(shift % GROUP.order) if shift else GROUP.neutral
        factors.append(GROUP.encode(GROUP.multiply(GROUP.power(pair.alpha, key), moved)))
    partial = PartialDecryption([factors], [proofs])
    check_partial_decryption(GROUP, bound.fingerprint, bound.public_key, totals, partial)
    posted = Decryption(
        uuid=uuid,
        group=table.describe(uuid).group or "",
        owner=LIAR,
        partial_decryption=partial,
        strong_proofs=create_strong_proofs(bound, key, totals, world.random),
    )
    return encode_canonical(posted)


@pytest.mark.slow
def test_factors_moved_with_the_last_ballots_help_are_refused(world: World) -> None:
    table = open_with_trustees(world, size=3, threshold=2)
    (uuid,) = world.uuids
    key = table.people[LIAR - 1].private_key
    proofs = vote_with_a_friend(world, uuid, key)
    world.close()
    world.count_slips()
    world.tick()
    table.sign(uuid, 1, LIAR, 3)
    lie = move_factors(table, uuid, key, proofs)
    before = world.read_record(uuid)
    with pytest.raises(InvalidInputError, match=r"Cem .*trustee 2: the factor of .* not proved"):
        tallying.post_decryption(world.context, Seat(world.code, LIAR), uuid, lie)
    assert world.read_record(uuid) == before
    table.decrypt(uuid, 3, 1)
    (election,) = numbers.get_results(world.context, world.code).elections
    assert [answer.count for answer in election.questions[0].answers] == [3, 4, 0]
