"""The end of a campaign: cancelled while it runs, annulled once it is published; the bundle."""

from __future__ import annotations

from importlib.resources import files

from voteapp.campaign.bundle.archive import Papers, create_bundle
from voteapp.errors import ConflictError
from voteapp.errors import gettext as _
from voteapp.services.campaigns import (
    find_campaign,
    find_election,
    record,
    require,
    wrong_state,
)
from voteapp.services.context import Context
from voteapp.services.counting.disclosure import encode_disclosed_evidence, encode_disclosed_record
from voteapp.services.counting.evidence import get_manifest_bytes, get_questionnaire_bytes
from voteapp.services.drafting.checks import check_reason
from voteapp.services.life import Deed
from voteapp.services.standing import require_standing
from voteapp.services.voting.closing import end_voting, finish_closing


def annul(context: Context, actor: str, code: str, reason: str, *, seen: str) -> None:
    """Say that a published result does not count, and why; it stays to be seen.

    Raises InvalidInputError (``reason``), ConflictError for a second time, WrongStateError,
    StaleDraftError.
    """
    reason = check_reason("reason", reason)
    with context.board.write() as session:
        campaign = find_campaign(session, code, lock=True)
        require(campaign, Deed.ANNULLED)
        if campaign.annulled is not None:
            raise ConflictError(_("The result is annulled already."))
        require_standing(session, campaign, seen)
        campaign.annulled, campaign.annul_reason = context.clock(), reason
        record(session, context, campaign, Deed.ANNULLED, actor, reason)


def cancel(context: Context, actor: str, code: str, reason: str, *, seen: str) -> None:
    """End voting for good, for a reason that everybody can read; nothing will be opened.

    Only while voting runs. Raises InvalidInputError (``reason``), WrongStateError, StaleDraftError.
    """
    reason = check_reason("reason", reason)
    with context.board.write() as session:
        campaign = find_campaign(session, code, lock=True)
        require(campaign, Deed.CANCELLED)
        if context.clock() >= campaign.closing:
            raise wrong_state(campaign)
        require_standing(session, campaign, seen)
        end_voting(context, session, campaign)
        campaign.cancelled, campaign.cancel_reason = context.clock(), reason
        record(session, context, campaign, Deed.CANCELLED, actor, reason)
    finish_closing(context)


def get_bundle(context: Context, uuid: str) -> bytes:
    """``UUID.zip``, the same bytes each time. Raises NotFoundError before opening."""
    with context.board.read() as session:
        election = find_election(session, uuid)
        record = encode_disclosed_record(session, election)
        papers = Papers(
            get_manifest_bytes(election),
            get_questionnaire_bytes(election),
            encode_disclosed_evidence(session, election),
        )
    return create_bundle(uuid, record, papers, read_auditor(), read_readme())


def read_auditor() -> bytes:
    """The auditor page, one file that runs from disk."""
    return files("voteapp.static").joinpath("auditor.html").read_bytes()


def read_readme() -> bytes:
    """The text that stands in every bundle."""
    return files("voteapp.services.results").joinpath("bundle-readme.txt").read_bytes()
