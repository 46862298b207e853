"""What a decryption that is not the tally's really decrypts."""

from __future__ import annotations

import pytest

from tests.forgeries.record.factor_forgeries import add_up
from tests.forgeries.workshop import CHOICES, GROUP, Honest, make_election, stream
from voteapp.errors import ProtocolError
from voteapp.protocol.audit.consistency import check_consistency
from voteapp.protocol.audit.explanations import explain_decryption
from voteapp.protocol.election import ElectionContext, create_context
from voteapp.protocol.keys.trustees import Item
from voteapp.protocol.tally import PairMatrix, create_partial_decryption


@pytest.fixture(scope="module")
def honest() -> Honest:
    return make_election()


def explain(
    honest: Honest,
    decrypted: PairMatrix,
    others: list[tuple[str, PairMatrix]] | None = None,
    fingerprint: str = "",
) -> ProtocolError:
    context, key = create_context(honest.election), honest.private_keys[0]
    decryption = create_partial_decryption(
        GROUP, fingerprint or context.fingerprint, key, decrypted, stream("explain")
    )
    return explain_decryption(
        context,
        GROUP.base_power(key),
        add_up(context, honest.ballots),
        decryption,
        honest.ballots,
        others=others or [],
    )


def other_election() -> tuple[ElectionContext, PairMatrix]:
    """Another election, in which nobody chose as in the first."""
    other = make_election(uuid="AnotherVote123", choices=CHOICES[:3])
    context = create_context(other.election)
    return context, add_up(context, other.ballots)


def test_a_ballot_an_older_tally_and_nothing_that_is_known(honest: Honest) -> None:
    context = create_context(honest.election)
    ballots = honest.ballots
    for number in range(1, 5):
        found = explain(honest, add_up(context, ballots[number - 1 : number]))
        assert found.code == "decryption-single-ballot"
        assert found.message.endswith(f"number {number}")
    for number in (2, 3):
        found = explain(honest, add_up(context, ballots[:number]))
        assert found.code == "decryption-older-tally"
        assert f"first {number} ballots" in found.message
    assert explain(honest, add_up(context, ballots[1:])).code == "decryption-proof"


def test_another_election_of_the_campaign_where_it_is_known(honest: Honest) -> None:
    context, tally = other_election()
    assert explain(honest, tally).code == "decryption-proof"
    known = [(context.fingerprint, tally)]
    assert explain(honest, tally, known).code == "decryption-other-election"
    whole = explain(honest, tally, known, context.fingerprint)
    assert whole.code == "decryption-other-election"
    assert "question 1, choice 1" in whole.message


def test_of_too_few_factors_and_the_first_ones_nothing_is_said() -> None:
    keys = [3 + 5 * n for n in range(1, 5)]
    base = GROUP.base_power(77)
    factors = {n: [[GROUP.power(base, key)]] for n, key in enumerate(keys, 3)}
    publics = [GROUP.base_power(key) for key in keys]
    item = Item("Pedersen", 2, [3, 4, 5, 6], publics, GROUP.base_power(3))
    for owner in factors:
        check_consistency(GROUP, item, factors, owner)
    factors[5] = [[GROUP.multiply(factors[5][0][0], GROUP.generator)]]
    with pytest.raises(ProtocolError, match="3, 4, 5") as caught:
        check_consistency(GROUP, item, factors, 5)
    assert caught.value.code == "decryption-inconsistent"
    check_consistency(GROUP, item, factors, 6)
    check_consistency(GROUP, item, {5: factors[5], 3: factors[3]}, 3)
    check_consistency(GROUP, item, {5: factors[5]}, 5)
