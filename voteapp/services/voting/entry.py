"""What the booth is shown before anything is cast: the campaign, and the state of a slip."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from sqlalchemy.orm import Session

from voteapp.campaign.canonical import encode_canonical
from voteapp.campaign.setup.answers import create_answer
from voteapp.campaign.setup.fixed import FixedTexts
from voteapp.errors import NotFoundError
from voteapp.errors import gettext as _
from voteapp.protocol.encoding import hex_to_base64
from voteapp.services.campaigns import (
    decode_draft,
    find_campaign,
    find_election,
    get_phase,
    get_state,
    list_elections,
    read_now,
)
from voteapp.services.context import Context
from voteapp.services.life import State
from voteapp.services.sealed import read_sealed
from voteapp.services.signing import Signer
from voteapp.services.times import describe_times
from voteapp.services.values.public import BoothElection, BoothView, SlipState
from voteapp.services.voting.refusing import sign_stored, sign_voided
from voteapp.store.board.models import Ballot, Campaign, Credential, Election


def get_booth(context: Context, code: str) -> BoothView:
    """A campaign for the booth, never a draft; its elections are there from Fix on.

    Raises NotFoundError.
    """
    with context.board.read() as session:
        campaign = find_campaign(session, code)
        if get_state(campaign) is State.DRAFT:
            raise NotFoundError(_("There is no campaign of this name here."))
        draft, now = decode_draft(campaign), read_now(context, session)
        elections = _list_fixed(session, campaign)
        times = describe_times(campaign, draft, now)
        return BoothView(
            code=code,
            title=draft.title,
            organizer=draft.organizer,
            phase=get_phase(campaign, now),
            opening=times.opening,
            closing=times.closed or times.closing,
            first_opening=times.first_opening,
            first_closing=times.first_closing,
            timezone=draft.timezone,
            trial=campaign.trial,
            elections=tuple(map(_describe_election, elections)),
            set_up=_sign_set_up(context, code, elections),
        )


def _list_fixed(session: Session, campaign: Campaign) -> list[Election]:
    """What phones are given: nothing before the slips are printed."""
    if get_state(campaign).before_opening and get_state(campaign) is not State.READY:
        return []
    return [one for one in list_elections(session, campaign) if one.election is not None]


def _sign_set_up(context: Context, code: str, elections: Sequence[Election]) -> str | None:
    """What was fixed, signed; None where there is nothing that is handed out."""
    if not elections:
        return None
    texts = [
        FixedTexts(one.election or b"", one.manifest or b"", one.questionnaire or b"")
        for one in elections
    ]
    return _sign_texts(context.signer, code, tuple(texts))


@lru_cache(maxsize=64)
def _sign_texts(signer: Signer, code: str, texts: tuple[FixedTexts, ...]) -> str:
    return encode_canonical(signer.sign(create_answer(code, texts))).decode()


def _describe_election(election: Election) -> BoothElection:
    return BoothElection(
        uuid=election.uuid,
        kind=election.kind,
        title=election.title,
        election=(election.election or b"").decode(),
        fingerprint=election.fingerprint or "",
        questionnaire=(election.questionnaire or b"").decode(),
        manifest=(election.manifest or b"").decode(),
    )


def get_slip_state(context: Context, uuid: str, credential: str) -> SlipState:
    """Whether a public credential may still cast, as of the last signed seal: of a ballot that
    waits nobody is told. Raises NotFoundError for the election."""
    with context.board.read() as session:
        election = find_election(session, uuid)
        row = session.get(Credential, (election.id, credential))
        if row is None:
            return SlipState("unknown")
        if row.voided:
            return SlipState("voided", refusal=sign_voided(context, election, row))
        ballot = session.get(Ballot, (election.id, credential))
        last = read_sealed(session, election).height
        if ballot is None or ballot.height is None or ballot.height > last:
            return SlipState("unused")
        receipt = encode_canonical(sign_stored(context, election, ballot)).decode()
        return SlipState("used", hex_to_base64(ballot.hash), ballot.batch, receipt)
