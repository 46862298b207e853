"""The counts are final: the evidence is frozen, and the ballots are added up.

ADR 36: freezing is said, not guessed. A closing signs the counts; from now on they are corrected by
a note.
"""

from __future__ import annotations

from sqlalchemy.orm import Session

from voteapp.errors import gettext as _
from voteapp.services.campaigns import find_campaign, list_elections, record, require
from voteapp.services.context import Context
from voteapp.services.counting.evidence import build_slip_counts, freeze_evidence
from voteapp.services.errors import NotReadyError, StaleDraftError
from voteapp.services.life import Deed
from voteapp.services.slips.counts import compute_version, sum_counts
from voteapp.services.statements.outlook import is_impossible
from voteapp.store.board.models import Campaign


def finish_counts(context: Context, actor: str, code: str, *, seen: str) -> None:
    """Say that the slips' counts are final; again is no error. ``seen``: the version
    (``slips.counts.compute_version``) of those that were shown.

    Raises WrongStateError, StaleDraftError, and NotReadyError without counts (``slip-counts``),
    before the end is signed (``head``), or while so few have looked at the set-up that no closing
    could ever be signed by enough (``openings``).
    """
    with context.board.write() as session:
        campaign = find_campaign(session, code, lock=True)
        require(campaign, Deed.FINISHED_COUNTS)
        if campaign.counts_final is not None:
            return
        if build_slip_counts(session, campaign) is None:
            raise NotReadyError(_("Write the counts down first."), ["slip-counts"])
        if seen != compute_version(sum_counts(session, campaign)):
            raise StaleDraftError(_("Somebody else has changed the slip counts."))
        if is_too_early(session, campaign):
            raise NotReadyError(
                _(
                    "Too few trustees and witnesses have looked at the set-up. Whoever has not by "
                    "now can never sign that voting is over, and nothing could be opened."
                ),
                ["openings"],
            )
        for election in list_elections(session, campaign, lock=True):
            freeze_evidence(session, election)
        campaign.counts_final = context.clock()
        record(session, context, campaign, Deed.FINISHED_COUNTS, actor)


def is_too_early(session: Session, campaign: Campaign) -> bool:
    """Whether freezing now would make every result impossible that is possible otherwise."""
    return is_impossible(session, campaign, frozen=True) and not is_impossible(
        session, campaign, frozen=False
    )
