"""Which findings stop a trustee, and which does not."""

from __future__ import annotations

import pytest

from tests.forgeries.election.bench import close, pack, replace
from tests.forgeries.election.people_forgeries import open_to
from tests.players.campaign.elections import VOTES, Workshop
from voteapp.campaign.audit import study_bundle
from voteapp.campaign.audit.turns import prepare_turn
from voteapp.campaign.playing.election import PlayedElection
from voteapp.errors import ConflictError
from voteapp.protocol.archive import BytesSource


def tallied() -> tuple[Workshop, PlayedElection]:
    """Seven ballots of six members, added up."""
    workshop, election = open_to(2, 4)
    election.seal([workshop.vote(election, i, choices) for i, choices in enumerate(VOTES)])
    close(workshop, election)
    return workshop, election


def test_more_ballots_than_members_do_not_end_a_campaign_without_a_result() -> None:
    workshop, election = tallied()
    audit = study_bundle(BytesSource(pack(election)))
    assert [finding.code for finding in audit.findings.items] == ["ballots-exceed-entitled"]
    key = workshop.public_keys[0].public_key
    assert prepare_turn(audit, key).owner == 1


def test_any_other_finding_stops_the_trustee() -> None:
    workshop, election = tallied()
    election.replace(plan=replace(election.plan, k=6))
    audit = study_bundle(BytesSource(pack(election)))
    assert len(audit.findings.items) == 2
    with pytest.raises(ConflictError, match="does not verify"):
        prepare_turn(audit, workshop.public_keys[0].public_key)
