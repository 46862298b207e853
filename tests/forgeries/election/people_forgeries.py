"""Slips, units and plans that do not fit the ballots."""

from __future__ import annotations

from typing import Any

from tests.forgeries.election.bench import close, open_voting, pack, play, replace
from tests.forgeries.election.bundle_forgeries import forges
from tests.players.campaign.elections import VOTES, Workshop
from voteapp.campaign.units.release import Group, compute_plan


@forges("credential-voided")
def a_ballot_under_a_voided_slip() -> bytes:
    workshop, election = play("voided")
    election.replace(voided=[workshop.public[2]])
    return pack(election)


@forges("slips-voided")
def a_voided_slip_that_never_was() -> bytes:
    election = play()[1]
    election.replace(voided=["0" * 64])
    return pack(election)


@forges("mapping-early")
def a_mapping_opened_while_voting_runs() -> bytes:
    _, finished = play("voting")
    _, election = open_voting("voting")
    election.replace(mapping=finished.evidence.mapping)
    return pack(election)


@forges("mapping-missing")
def a_mapping_never_opened() -> bytes:
    election = play()[1]
    election.replace(mapping=None)
    return pack(election)


@forges("mapping-hash")
def a_slip_moved_to_another_unit() -> bytes:
    workshop, election = play()
    mapping = election.evidence.mapping
    leaves = {**mapping.leaves}
    first, second = workshop.public[8], workshop.public[9]
    leaves[first], leaves[second] = leaves[second], leaves[first]
    election.replace(mapping=replace(mapping, leaves=leaves))
    return pack(election)


@forges("mapping-hash")
def another_salt() -> bytes:
    election = play()[1]
    election.replace(mapping=replace(election.evidence.mapping, salt="0" * 64))
    return pack(election)


def with_slips(change: Any) -> bytes:
    workshop = Workshop("slips")
    election = workshop.play(workshop.open(), VOTES)
    election.replace(slips=change(election.evidence.slips))
    return pack(election)


@forges("slips-missing")
def no_slip_counts() -> bytes:
    return with_slips(lambda slips: None)


@forges("slips-leaves")
def a_unit_without_counts() -> bytes:
    return with_slips(lambda slips: slips[1:])


@forges("slips-counts")
def more_printed_than_made() -> bytes:
    return with_slips(lambda slips: [replace(slips[0], printed=7, handed_out=6), *slips[1:]])


@forges("slips-counts")
def more_back_than_out() -> bytes:
    return with_slips(
        lambda slips: [replace(slips[0], handed_out=2, spoiled=2, returned=1), *slips[1:]]
    )


@forges("slips-accepted")
def more_ballots_than_slips_kept() -> bytes:
    return with_slips(lambda slips: [replace(slips[0], returned=slips[0].printed - 1), *slips[1:]])


@forges("release-early")
def a_plan_made_while_voting_runs() -> bytes:
    _, finished = play("voting")
    _, election = open_voting("voting")
    election.replace(plan=finished.plan)
    return pack(election)


@forges("release-missing")
def a_closed_election_without_a_plan() -> bytes:
    workshop, election = open_voting("no plan")
    close(workshop, election)
    election.replace(plan=None)
    return pack(election)


@forges("release-plan")
def a_plan_with_a_smaller_k() -> bytes:
    _, election = play()
    election.replace(plan=replace(election.plan, k=4))
    return pack(election)


@forges("release-plan")
def a_plan_by_unit_where_only_the_total_was_promised() -> bytes:
    _, election = play()
    counts = election.count_by_leaf()
    election.replace(plan=compute_plan(election.manifest.strata, counts, "partition", 3))
    return pack(election)


@forges("release-below-k")
def four_ballots_decrypted() -> bytes:
    workshop, election = open_voting("below")
    close(workshop, election)
    honest = election.plan
    code = "0" * 12
    election.plan = replace(honest, groups=[_group(code, honest.withheld)])
    election.agree(1, workshop.private_keys[0])
    election.decrypt(1, workshop.private_keys[0])
    election.publish()
    return pack(election)


def _group(code: str, leaves: list[str]) -> Any:
    return Group(code=code, leaves=leaves, ballots=4)
