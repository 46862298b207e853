"""Slips, units and plans that do not fit the ballots."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.forgeries.election.bench import close, open_voting, pack, play, replace, sign_again
from tests.forgeries.election.bundle_forgeries import forges
from tests.players.campaign.elections import GROUP, VOTES, Workshop
from voteapp.campaign.board.voids import create_void
from voteapp.campaign.playing.election import PlayedElection
from voteapp.campaign.setup.amendments import Change
from voteapp.campaign.units.release import Group, compute_plan
from voteapp.campaign.units.strata import create_leaf, create_node
from voteapp.protocol.ballots import decode_ballot
from voteapp.protocol.credentials import compute_secret


@forges("credential-voided")
def a_ballot_under_a_voided_slip() -> bytes:
    workshop, election = play("voided")
    election.replace(voided=[workshop.void(election, 2)])
    return pack(election)


def two_slips_given_up() -> bytes:
    """An honest election in which two slips were given up."""
    workshop, election = play("void")
    voids = sorted((workshop.public[voter], voter) for voter in (8, 9))
    election.replace(voided=[workshop.void(election, voter) for _, voter in voids])
    return pack(sign_again(election))


def replace_void(**fields: Any) -> bytes:
    """An election that is right but for the void of an unused slip."""
    workshop, election = play("void")
    election.replace(voided=[replace(workshop.void(election, 8), **fields)])
    return pack(election)


@forges("slips-voided")
def a_voided_slip_that_never_was() -> bytes:
    return replace_void(credential="0" * 64)


@forges("slips-voided")
def a_slip_that_was_voided_twice() -> bytes:
    workshop, election = play("void")
    election.replace(voided=[workshop.void(election, 8)] * 2)
    return pack(election)


@forges("void-signature")
def a_void_by_the_operator_who_does_not_hold_the_slip() -> bytes:
    """Signed with a secret of the operator's own."""
    workshop, election = play("void")
    name, fingerprint = workshop.public[8], election.context.fingerprint
    void = create_void(GROUP, fingerprint, name, 12345, workshop.random_bytes)
    election.replace(voided=[void])
    return pack(election)


@forges("void-signature")
def a_void_of_another_slip_under_this_ones_name() -> bytes:
    return replace_void(credential=play("void")[0].public[9])


@forges("void-signature")
def a_ballots_signature_as_a_void() -> bytes:
    """What a slip signed to vote does not give it up."""
    workshop, election = play("void")
    ballot = decode_ballot(workshop.vote(election, 8, VOTES[0]))
    void = replace(workshop.void(election, 8), proof=ballot.signature.proof)
    election.replace(voided=[void])
    return pack(election)


@forges("void-election")
def a_void_of_another_election() -> bytes:
    """Signed by the slip's holder, for a sibling of the campaign."""
    workshop, election = play("void")
    other = "A" * 43
    secret = compute_secret(GROUP, workshop.uuid, workshop.credentials[8])
    void = create_void(GROUP, other, workshop.public[8], secret, workshop.random_bytes)
    election.replace(voided=[void])
    return pack(election)


def with_slips(change: Any) -> bytes:
    workshop = Workshop("slips")
    election = workshop.play(workshop.open(), VOTES)
    election.replace(slips=change(election.evidence.slips))
    return pack(sign_again(election))


@forges("slips-missing")
def no_slip_counts() -> bytes:
    return with_slips(lambda slips: None)


@forges("slips-leaves")
def a_unit_without_counts() -> bytes:
    return with_slips(lambda slips: slips[1:])


@forges("slips-counts")
def a_negative_count() -> bytes:
    return with_slips(lambda slips: [replace(slips[0], spoiled=-1), *slips[1:]])


@forges("slips-counts")
def a_count_out_of_range() -> bytes:
    return with_slips(lambda slips: [replace(slips[0], printed=2**31), *slips[1:]])


def miscount(**fields: int) -> bytes:
    """Honest counts of six slips and four ballots in the ER, but for some."""
    return with_slips(lambda slips: [replace(slips[0], **fields), *slips[1:]])


MISCOUNTS: dict[str, Callable[[], bytes]] = {
    "slips-more-printed": lambda: miscount(printed=7),
    "slips-more-handed-out": lambda: miscount(handed_out=7),
    "slips-more-back": lambda: miscount(handed_out=6, spoiled=6, returned=1, printed=6),
    "slips-more-ballots": lambda: miscount(returned=3),
}
"""Counts by hand that do not fit, by the warning that tells it: files prove nothing about paper."""


def open_to(icu: int, er: int, seed: str = "entitled") -> tuple[Workshop, PlayedElection]:
    """An honest election of that many members; seven will vote, four of them in the ER."""
    leaves = [create_leaf("icu", "ICU", icu), create_leaf("er", "ER", er)]
    strata = create_node("spring", "Campaign", [create_node("north", "North", leaves)])
    workshop = Workshop(seed, manifest_fields={"strata": strata})
    return workshop, workshop.open()


@forges("ballots-exceed-entitled")
def more_ballots_than_members() -> bytes:
    workshop, election = open_to(2, 4)
    return pack(workshop.play(election, VOTES))


@forges("ballots-exceed-entitled")
def more_ballots_than_members_of_a_unit() -> bytes:
    workshop, election = open_to(12, 3)
    return pack(workshop.play(election, VOTES))


@forges("ballots-exceed-entitled")
def more_ballots_than_an_amendment_allows() -> bytes:
    election = play()[1]
    for leaf, number in (("icu", "2"), ("er", "4")):
        fewer = Change("entitled", number, "Two have left.", leaf=leaf)
        election.amend(fewer, "2026-11-20T10:00:00-08:00")
    return pack(sign_again(election))


@forges("ballots-exceed-entitled")
def more_ballots_than_members_while_voting_runs() -> bytes:
    workshop, election = open_to(1, 2)
    election.seal([workshop.vote(election, i, choices) for i, choices in enumerate(VOTES[:4])])
    return pack(election)


def amended_to_the_members_who_came() -> bytes:
    """No forgery: six members were planned, an amendment made them seven, and seven came."""
    workshop, election = open_to(2, 4)
    for leaf, number in (("icu", "3"),):
        more = Change("entitled", number, "One was forgotten.", leaf=leaf)
        election.amend(more, "2026-11-20T10:00:00-08:00")
    return pack(workshop.play(election, VOTES))


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
