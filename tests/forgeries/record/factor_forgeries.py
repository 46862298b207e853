"""Factors of something else than the tally, and factors that do not fit together."""

from __future__ import annotations

import json
from functools import cache

from tests.forgeries.workshop import (
    CHOICES,
    GROUP,
    Honest,
    Step,
    build,
    make_election,
    pair_of,
    stream,
)
from voteapp.campaign.playing.trustees import PlayedKeys, hold_ceremony
from voteapp.protocol.ballots import create_ballot
from voteapp.protocol.election import ElectionContext, SetupData, create_context
from voteapp.protocol.encoding import encode_json, hash_hex, hash_to_integer
from voteapp.protocol.keys.trustees import encode_trustees
from voteapp.protocol.proofs import Proof
from voteapp.protocol.tally import (
    OwnedPartialDecryption,
    PairMatrix,
    PartialDecryption,
    Result,
    SizedEncryptedTally,
    TallyAccumulator,
    create_partial_decryption,
    encode_tally,
)


def ciphertexts(body: bytes) -> PairMatrix:
    return [[pair_of(choice) for choice in row["choices"]] for row in json.loads(body)["answers"]]


def add_up(context: ElectionContext, ballots: list[bytes], weight: int = 1) -> PairMatrix:
    totals = TallyAccumulator(GROUP, [q.width for q in context.election.questions])
    for body in ballots:
        totals.add(ciphertexts(body), weight)
    return totals.totals


def decryption_step(owner: int, decryption: PartialDecryption) -> Step:
    body = encode_json(decryption)
    owned = OwnedPartialDecryption(owner, hash_hex(body))
    return Step("PartialDecryption", [body, encode_json(owned)])


def decrypt_other(honest: Honest, tally: PairMatrix, owner: int = 1) -> bytes:
    """The record in which a trustee decrypts this instead of the tally."""
    context = create_context(honest.election)
    key = honest.private_keys[owner - 1]
    decryption = create_partial_decryption(GROUP, context.fingerprint, key, tally, stream("o"))
    place = honest.index("PartialDecryption", owner - 1)
    honest.steps[place] = decryption_step(owner, decryption)
    return build(honest.steps)


def factors_of_the_first_ballot() -> bytes:
    honest = make_election()
    return decrypt_other(honest, ciphertexts(honest.ballots[0]))


def factors_of_the_last_ballot_by_the_second_trustee() -> bytes:
    honest = make_election(trustees=2)
    return decrypt_other(honest, ciphertexts(honest.ballots[-1]), owner=2)


def one_factor_of_a_ballot_among_the_tallys() -> bytes:
    honest = make_election()
    tally = add_up(create_context(honest.election), honest.ballots)
    tally[1][2] = ciphertexts(honest.ballots[2])[1][2]
    return decrypt_other(honest, tally)


def factors_of_a_ballot_raised_to_its_weight() -> bytes:
    honest = make_election(weights=[3, 1, 2, 1, 1])
    context = create_context(honest.election)
    return decrypt_other(honest, add_up(context, honest.ballots[:1], weight=3))


def factors_of_a_weighted_ballot_itself() -> bytes:
    honest = make_election(weights=[1, 1, 2, 1, 1])
    return decrypt_other(honest, ciphertexts(honest.ballots[2]))


def factors_of_the_tally_before_the_last_ballot() -> bytes:
    honest = make_election()
    return decrypt_other(honest, add_up(create_context(honest.election), honest.ballots[:-1]))


def factors_of_the_tally_of_two() -> bytes:
    honest = make_election(trustees=2)
    return decrypt_other(honest, add_up(create_context(honest.election), honest.ballots[:2]), 2)


def factors_of_the_tally_before_somebody_voted_again() -> bytes:
    """The first voter votes again; trustee 1 decrypts as if that had not happened."""
    honest = make_election(until="Ballot")
    context, before = create_context(honest.election), honest.ballots
    again = create_ballot(context, honest.credentials[0], CHOICES[1], stream("again"))
    honest.steps.append(Step("Ballot", [again]))
    tally = add_up(context, [*before[1:], again])
    finish(honest, tally, len(before))
    older = add_up(context, before)
    decryption = create_partial_decryption(
        GROUP, context.fingerprint, honest.private_keys[0], older, stream("o")
    )
    honest.steps.append(decryption_step(1, decryption))
    return build(honest.steps)


def factors_of_two_ballots_that_are_no_older_tally() -> bytes:
    honest = make_election()
    return decrypt_other(honest, add_up(create_context(honest.election), honest.ballots[2:]))


def factors_of_another_election() -> bytes:
    """The right key on the tally of another election."""
    honest, other = make_election(), make_election(uuid="AnotherVote123")
    tally = add_up(create_context(other.election), other.ballots)
    return decrypt_other(honest, tally)


def finish(honest: Honest, tally: PairMatrix, count: int) -> None:
    """Close and tally."""
    body = encode_json(encode_tally(GROUP, tally))
    sized = SizedEncryptedTally(count, count, hash_hex(body))
    honest.steps += [Step("EndBallots"), Step("EncryptedTally", [body, encode_json(sized)])]


@cache
def threshold_keys() -> PlayedKeys:
    return hold_ceremony(4, 3, stream("table"))


def open_threshold() -> Honest:
    """An election of three of four, up to the last of four ballots."""
    parameters = threshold_keys().assembled.parameters
    trustees = encode_trustees([parameters])
    joint = GROUP.product(
        GROUP.decode(json.loads(signed.message)["coefexps"][0]) for signed in parameters.coefexps
    )
    key = GROUP.encode(joint)
    honest = make_election(until="Ballot", tweak=lambda wire: wire.update(public_key=key))
    election, _, credentials, _ = honest.steps[0].objects
    data = SetupData(
        election=hash_hex(election),
        trustees=hash_hex(trustees),
        credentials=hash_hex(credentials),
    )
    honest.steps[0].objects = [election, trustees, credentials, encode_json(data)]
    honest.private_keys = [trustee.private_key for trustee in threshold_keys().trustees]
    return honest


class Liar:
    """Trustee ``owner`` of a threshold key; fixes a false proof before the last ballot is cast.

    The format's challenge hashes neither ciphertext nor factor: with A = g^w and B fixed, a
    friend's ballot with randomness (b - c·shift)/w makes the proof right for a factor g^shift off.
    """

    def __init__(self, honest: Honest, owner: int, shift: int) -> None:
        self.honest, self.owner, self.shift = honest, owner, shift
        self.context, key = create_context(honest.election), honest.private_keys[owner - 1]
        before = add_up(self.context, honest.ballots)[0][0].alpha
        w, b = (GROUP.random_scalar(stream(f"liar {n}")) for n in range(2))
        first = GROUP.encode(GROUP.base_power(w))
        second = GROUP.multiply(GROUP.power(before, w), GROUP.base_power(b))
        public = GROUP.encode(GROUP.base_power(key))
        text = f"decrypt|{self.context.fingerprint}|{public}|{first},{GROUP.encode(second)}"
        c = hash_to_integer(text) % GROUP.order
        self.proof = Proof(str(c), str((w - key * c) % GROUP.order))
        self.exponent = (b - shift * c) * pow(w, -1, GROUP.order) % GROUP.order

    def cast(self) -> None:
        """The friend's ballot; the first scalar that it draws is the exponent."""
        given, rest = [self.exponent.to_bytes(64, "big")], stream("friend")

        def random_bytes(size: int) -> bytes:
            return given.pop() if given else rest(size)

        name = self.honest.credentials[4]
        body = create_ballot(self.context, name, CHOICES[0], random_bytes)
        self.honest.steps.append(Step("Ballot", [body]))

    def bend(self, decryption: PartialDecryption) -> PartialDecryption:
        """The first factor moved, with the proof of before."""
        factors = [list(row) for row in decryption.decryption_factors]
        proofs = [list(row) for row in decryption.decryption_proofs]
        moved = GROUP.base_power(self.shift % GROUP.order)
        factors[0][0] = GROUP.encode(GROUP.multiply(GROUP.decode(factors[0][0]), moved))
        proofs[0][0] = self.proof
        return PartialDecryption(factors, proofs)


def decrypt_threshold(owners: list[int], liar: int, numbers: list[list[int]] | None) -> bytes:
    """These trustees decrypt, in this order; one (0: none) moves its first factor by g."""
    honest = open_threshold()
    liars = Liar(honest, liar or 1, 1)
    liars.cast()
    tally = add_up(liars.context, honest.ballots)
    finish(honest, tally, len(honest.ballots))
    for owner in owners:
        decryption = create_partial_decryption(
            GROUP,
            liars.context.fingerprint,
            honest.private_keys[owner - 1],
            tally,
            stream(f"d{owner}"),
        )
        honest.steps.append(
            decryption_step(owner, liars.bend(decryption) if owner == liar else decryption)
        )
    if numbers is not None:
        honest.steps.append(Step("Result", [encode_json(Result(numbers))]))
    return build(honest.steps)


TRUE_NUMBERS = [[4, 1], [1, 3, 1, 1]]


def moved_factor_found_by_a_fourth() -> bytes:
    return decrypt_threshold([1, 2, 3, 4], liar=1, numbers=TRUE_NUMBERS)


def moved_factor_of_the_fourth() -> bytes:
    return decrypt_threshold([1, 2, 3, 4], liar=4, numbers=TRUE_NUMBERS)


def moved_factor_in_another_order() -> bytes:
    return decrypt_threshold([4, 2, 1, 3], liar=2, numbers=None)


FACTOR_FORGERIES = {
    factors_of_the_first_ballot: "decryption-single-ballot",
    factors_of_the_last_ballot_by_the_second_trustee: "decryption-single-ballot",
    one_factor_of_a_ballot_among_the_tallys: "decryption-single-ballot",
    factors_of_a_ballot_raised_to_its_weight: "decryption-single-ballot",
    factors_of_a_weighted_ballot_itself: "decryption-single-ballot",
    factors_of_the_tally_before_the_last_ballot: "decryption-older-tally",
    factors_of_the_tally_of_two: "decryption-older-tally",
    factors_of_the_tally_before_somebody_voted_again: "decryption-older-tally",
    factors_of_two_ballots_that_are_no_older_tally: "decryption-proof",
    factors_of_another_election: "decryption-proof",
    moved_factor_found_by_a_fourth: "decryption-inconsistent",
    moved_factor_of_the_fourth: "decryption-inconsistent",
    moved_factor_in_another_order: "decryption-inconsistent",
}
