"""Why a trustee's factors are refused: what they are the factors of, where that can be found.

DESIGN, "Trustees" (accountability).
"""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy.orm import Session

from voteapp.campaign.counting.decryptions import Decryption
from voteapp.errors import ProtocolError
from voteapp.protocol.audit.explanations import explain_decryption
from voteapp.protocol.group import Element
from voteapp.protocol.tally import PairMatrix
from voteapp.services.campaigns import list_elections
from voteapp.services.context import Context
from voteapp.services.counting.totals import Tallied, is_ballot, load_tallied
from voteapp.services.voting.records import list_objects
from voteapp.store.board.models import Campaign, Election


def explain_refusal(
    context: Context, election: Election, tallied: Tallied, posted: Decryption, public_key: Element
) -> ProtocolError:
    """The error to refuse with in place of ``decryption-proof``: the factors of a single ballot,
    of an older tally, of another election of the campaign; else ``decryption-proof``."""
    with context.board.read() as session:
        bodies = [member.data for member in list_objects(session, election)]
        return explain_decryption(
            tallied.election,
            public_key,
            tallied.totals,
            posted.partial_decryption,
            (body for body in bodies if is_ballot(body)),
            others=_list_others(session, election),
        )


def _list_others(session: Session, election: Election) -> Iterator[tuple[str, PairMatrix]]:
    campaign = session.get_one(Campaign, election.campaign_id)
    for other in list_elections(session, campaign):
        if other.id != election.id and other.tally_tip is not None:
            tallied = load_tallied(session, other)
            yield tallied.election.fingerprint, tallied.totals
