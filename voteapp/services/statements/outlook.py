"""What can still come of a campaign: who looked at the set-up, who can still sign, whether that is
enough.

ADR 31, ADR 36. A lost key signs nothing; who is out signs no closing; who has not signed the
opening when the evidence is frozen never will.
"""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy.orm import Session

from voteapp.campaign.statements.people import Signer
from voteapp.campaign.statements.quorum import Missing, Sizes, compute_missing
from voteapp.campaign.statements.texts import OPENING
from voteapp.services.campaigns import get_state, list_elections
from voteapp.services.holders import count_needed, list_decrypted, list_owners, suffices
from voteapp.services.statements.rows import list_signers, list_statements
from voteapp.services.statements.signers import list_witnesses, measure_planned
from voteapp.services.values.roles import OpeningView
from voteapp.store.board.models import Campaign, Election


def list_openings(session: Session, campaign: Campaign) -> tuple[OpeningView, ...]:
    """Whose opening statements are there."""
    return tuple(
        OpeningView(one.role, one.number, not one.message.startswith(f"{OPENING}|"))
        for one in list_statements(session, campaign, "opening")
    )


def count_unsigned(session: Session, campaign: Campaign) -> int:
    """How many trustees' openings are missing for the campaign to open by itself."""
    openings = list_openings(session, campaign)
    signed = sum(one.role == "trustee" and not one.late for one in openings)
    return max(count_needed(session, campaign) - signed, 0)


def find_missing(
    session: Session, campaign: Campaign, sizes: Sizes, uuid: str, signed: Collection[Signer]
) -> Missing:
    """What is missing of an election's closing that these have signed."""
    outs = list_signers(session, campaign, "out")
    ends = len(list_signers(session, campaign, "mirror-end", uuid))
    return compute_missing(sizes, signed, outs, ends)


def is_impossible(
    session: Session,
    campaign: Campaign,
    *,
    leaving: Signer | None = None,
    without: Signer | None = None,
    frozen: bool | None = None,
) -> bool:
    """Whether some election can get no result any more: too many keys were reported lost, or too
    many people are out. Who signed or decrypted an election before counts for that election.

    ``leaving``: as if that signer were out; ``without``: as if that signer's key were lost, too;
    ``frozen``: as if the evidence were, or were not.
    Mirrors are taken to do what is asked of them.
    """
    sizes = measure_planned(session, campaign)
    if sizes is None:
        return False
    outs = set(list_signers(session, campaign, "out")) | ({leaving} if leaving else set())
    able = {
        Signer("trustee", one.owner) for one in list_owners(session, campaign) if not one.lost
    } | {Signer("witness", row.position) for row in list_witnesses(session, campaign)}
    able -= outs | ({without} if without else set())
    if campaign.counts_final is not None if frozen is None else frozen:
        able &= set(list_signers(session, campaign, "opening"))
    if not get_state(campaign).over:
        return not _can_close(session, campaign, sizes, outs, able, None)
    return any(
        not _can_close(session, campaign, sizes, outs, able, election)
        for election in list_elections(session, campaign)
        if not election.below_k and election.result is None
    )


def can_lose_another(session: Session, campaign: Campaign) -> bool:
    """Whether any key that is left may be lost, too, and a result still come."""
    left = [Signer("trustee", one.owner) for one in list_owners(session, campaign) if not one.lost]
    return not any(is_impossible(session, campaign, without=signer) for signer in left)


def _can_close(
    session: Session,
    campaign: Campaign,
    sizes: Sizes,
    outs: set[Signer],
    able: set[Signer],
    election: Election | None,
) -> bool:
    """Whether these can still sign and decrypt it, beside what is there."""
    signed, decrypting = set(able), {one.number for one in able if one.role == "trustee"}
    if election is not None:
        signed |= set(list_signers(session, campaign, "closing-statement", election.uuid))
        decrypting |= list_decrypted(session, election.id).keys()
    enough = compute_missing(sizes, signed, outs, sizes.mirrors).enough
    return enough and suffices(session, campaign, decrypting)
