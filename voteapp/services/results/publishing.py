"""Publishing: the committee shows the result, or cancels and says why; the bundle."""

from __future__ import annotations

from importlib.resources import files

from voteapp.campaign.bundle.archive import create_bundle
from voteapp.errors import gettext as _
from voteapp.services.campaigns import (
    find_campaign,
    find_election,
    get_state,
    list_elections,
    record,
    require,
)
from voteapp.services.context import Context
from voteapp.services.counting.disclosure import encode_disclosed_evidence, encode_disclosed_record
from voteapp.services.counting.evidence import get_manifest_bytes
from voteapp.services.drafting.checks import check_reason
from voteapp.services.errors import NotReadyError
from voteapp.services.life import Deed, State
from voteapp.services.voting.closing import end_voting, finish_closing


def publish(context: Context, actor: str, code: str) -> None:
    """Show the results to everybody (``decrypted -> published``).

    A campaign whose every election has fewer than k ballots is published as it closed.
    Raises WrongStateError, NotReadyError.
    """
    with context.board.write() as session:
        campaign = find_campaign(session, code, lock=True)
        require(campaign, Deed.PUBLISHED)
        elections = list_elections(session, campaign)
        if get_state(campaign) is State.CLOSED and not all(e.below_k for e in elections):
            raise NotReadyError(_("The trustees have to decrypt first."), ["decryption"])
        campaign.published = context.clock()
        record(session, context, campaign, Deed.PUBLISHED, actor)


def cancel(context: Context, actor: str, code: str, reason: str) -> None:
    """Cancel for good, for a reason that everybody can read. Voting, if it runs, ends.

    Raises InvalidInputError (``reason``), WrongStateError.
    """
    reason = check_reason("reason", reason)
    with context.board.write() as session:
        campaign = find_campaign(session, code, lock=True)
        require(campaign, Deed.CANCELLED)
        was_open = get_state(campaign) is State.OPEN
        if was_open:
            end_voting(context, session, campaign)
        campaign.cancelled, campaign.cancel_reason = context.clock(), reason
        record(session, context, campaign, Deed.CANCELLED, actor, reason)
    if was_open:
        finish_closing(context)


def get_bundle(context: Context, uuid: str) -> bytes:
    """``UUID.zip``, the same bytes each time. Raises NotFoundError before opening."""
    with context.board.read() as session:
        election = find_election(session, uuid)
        record = encode_disclosed_record(session, election)
        manifest = get_manifest_bytes(election)
        evidence = encode_disclosed_evidence(session, election)
    return create_bundle(uuid, record, manifest, evidence, read_auditor(), read_readme())


def read_auditor() -> bytes:
    """The auditor page, one file that runs from disk."""
    return files("voteapp.static").joinpath("auditor.html").read_bytes()


def read_readme() -> bytes:
    """The text that stands in every bundle."""
    return files("voteapp.services.results").joinpath("bundle-readme.txt").read_bytes()
