"""Whole elections of threshold trustees in memory, audited as bundles."""

from __future__ import annotations

from itertools import combinations

import pytest

from tests.players.campaign.elections import AUDITOR, README, VOTES, Stream, Workshop
from voteapp.campaign.audit import verify_bundle
from voteapp.campaign.keys.threshold import open_secrets
from voteapp.campaign.playing.election import PlayedElection
from voteapp.campaign.playing.trustees import PlayedKeys, hold_ceremony
from voteapp.errors import InvalidInputError, MisuseError
from voteapp.protocol.archive import BytesSource
from voteapp.protocol.audit.report import Report


@pytest.fixture(scope="module")
def keys() -> PlayedKeys:
    return hold_ceremony(3, 2, Stream("three"))


@pytest.fixture(scope="module")
def mixed() -> PlayedKeys:
    return hold_ceremony(3, 2, Stream("mixed"), singles=1)


def hold_election(keys: PlayedKeys, owners: tuple[int, ...]) -> PlayedElection:
    """Signed by everybody and decrypted by these; the result is not there yet."""
    workshop = Workshop("threshold")
    workshop.public_keys = keys.assembled.items
    workshop.signing = [trustee.signing_key for trustee in keys.trustees]
    election = workshop.open()
    election.replace(ceremony=keys.assembled.ceremony)
    election.seal([workshop.vote(election, i, choices) for i, choices in enumerate(VOTES)])
    election.close(workshop.slips())
    election.compute_tally()
    for trustee in keys.trustees:
        election.agree(trustee.number, trustee.signing_key)
    for owner in owners:
        election.decrypt(owner, keys.trustees[owner - 1].private_key)
    return election


def audit(election: PlayedElection) -> Report:
    return verify_bundle(BytesSource(election.bundle(AUDITOR, README)))


@pytest.mark.parametrize("owners", [*combinations((1, 2, 3), 2), (1, 2, 3)])
def test_any_two_of_three_give_the_result(keys: PlayedKeys, owners: tuple[int, ...]) -> None:
    election = hold_election(keys, owners)
    election.publish()
    report = audit(election)
    assert report.findings == [] and report.warnings == []
    assert report.result == [[1, 4, 2]]


def test_one_of_three_gives_none(keys: PlayedKeys) -> None:
    election = hold_election(keys, (2,))
    with pytest.raises(MisuseError):
        election.publish()


@pytest.mark.slow
@pytest.mark.parametrize("owners", [(1, 3, 4), (2, 3, 4), (1, 2, 3, 4)])
def test_two_of_three_and_the_single_one_give_the_result(
    mixed: PlayedKeys, owners: tuple[int, ...]
) -> None:
    election = hold_election(mixed, owners)
    election.publish()
    report = audit(election)
    assert report.findings == [] and report.warnings == []
    assert report.result == [[1, 4, 2]]


def test_without_the_single_one_there_is_none(mixed: PlayedKeys) -> None:
    election = hold_election(mixed, (1, 2, 3))
    with pytest.raises(MisuseError):
        election.publish()


@pytest.mark.parametrize(("size", "threshold"), [(2, 1), (16, 9)])
def test_sizes_that_are_refused(size: int, threshold: int) -> None:
    with pytest.raises(InvalidInputError):
        hold_ceremony(size, threshold, Stream("refused"))


def test_everybody_gets_a_key_file(mixed: PlayedKeys) -> None:
    for number, trustee in enumerate(mixed.trustees, 1):
        data = mixed.protect(number, "correct horse battery", Stream("file"), n=2**14)
        secrets = open_secrets(data, "correct horse battery", number)
        assert (secrets.private_key, secrets.number) == (trustee.private_key, number)
