"""What leaves the server of an election's record and evidence, and when.

Before its campaign is published nobody gets anything from which a total could be worked out: the
record ends at the tally, and the evidence holds no strong proofs (whoever guesses a total can test
the guess with either). While voting runs the record ends where the last signed head does. That
holds for trustees too, who need no more to decrypt: what is here is the only way out, for all.
"""

from __future__ import annotations

import json
from typing import IO

import msgspec
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from voteapp.campaign.canonical import encode_canonical
from voteapp.errors import NotFoundError
from voteapp.errors import gettext as _
from voteapp.services.campaigns import find_campaign, find_election, get_state
from voteapp.services.chain import list_amendments
from voteapp.services.context import Context
from voteapp.services.counting.evidence import (
    build_slip_counts,
    encode_public_evidence,
    get_manifest_bytes,
    get_questionnaire_bytes,
)
from voteapp.services.life import State
from voteapp.services.sealed import read_sealed
from voteapp.services.statements.rows import WHOLE
from voteapp.services.trustees.seats import Seat, find_own_election
from voteapp.services.voting.records import count_members, encode_record, iterate_record
from voteapp.store.board.models import Amendment, Batch, Campaign, Credential, Election, Note
from voteapp.store.board.statements import Statement
from voteapp.store.board.trustees import CeremonyMessage, PartialDecryption


def get_record(context: Context, uuid: str, seat: Seat | None = None) -> bytes:
    """``UUID.bel``; for a trustee's program, of the campaign of its seat only.

    Raises NotFoundError before opening, and as ``find_own_election``.
    """
    with context.board.read() as session:
        return encode_disclosed_record(session, find(session, uuid, seat))


def get_manifest(context: Context, uuid: str, seat: Seat | None = None) -> bytes:
    """``manifest.json``. Raises as ``get_record``."""
    with context.board.read() as session:
        return get_manifest_bytes(find(session, uuid, seat))


def get_questionnaire(context: Context, uuid: str, seat: Seat | None = None) -> bytes:
    """``questionnaire.json``. Raises as ``get_record``."""
    with context.board.read() as session:
        return get_questionnaire_bytes(find(session, uuid, seat))


def get_amendments(context: Context, code: str) -> bytes:
    """The campaign's chain of amendments: canonical JSON of an array, from Fix on. Raises
    NotFoundError before."""
    with context.board.read() as session:
        campaign = find_campaign(session, code)
        if campaign.set_up is None:
            raise NotFoundError(_("The set-up is not fixed yet."))
        return encode_canonical(list_amendments(session, campaign))


def get_evidence(context: Context, uuid: str, seat: Seat | None = None) -> bytes:
    """``evidence.json``. Raises as ``get_record``."""
    with context.board.read() as session:
        return encode_disclosed_evidence(session, find(session, uuid, seat))


def find(session: Session, uuid: str, seat: Seat | None = None) -> Election:
    """An election: anybody's, or one of those that a seat is for."""
    if seat is None:
        return find_election(session, uuid)
    _, election = find_own_election(session, seat, uuid)
    return election


def encode_disclosed_record(session: Session, election: Election) -> bytes:
    """The record as far as it is public. Raises NotFoundError before opening."""
    if election.setup_tip is None:
        raise NotFoundError(_("The election is not open yet."))
    return encode_record(session, election, _find_end(session, election))


def write_disclosed_record(session: Session, election: Election, file: IO[bytes]) -> None:
    """The same into a file, member by member."""
    for part in iterate_record(session, election, _find_end(session, election)):
        file.write(part)


def name_record(session: Session, election: Election) -> str:
    """What decides about the public record's bytes. Raises NotFoundError before opening."""
    if election.setup_tip is None:
        raise NotFoundError(_("The election is not open yet."))
    end = _find_end(session, election)
    return f"{election.setup_tip} {election.members if end is None else end}"


def name_evidence(session: Session, election: Election) -> str:
    """What decides about the public evidence's bytes, by numbers of rows where rows are only added.

    Raises NotFoundError before opening.
    """
    campaign = session.get_one(Campaign, election.campaign_id)
    parts = [
        session.scalar(select(func.count()).select_from(table).where(*which))
        for table, which in (
            (Amendment, [Amendment.campaign_id == campaign.id]),
            (Note, [Note.campaign_id == campaign.id]),
            (CeremonyMessage, [CeremonyMessage.campaign_id == campaign.id]),
            (Batch, [Batch.election_id == election.id, Batch.head.is_not(None)]),
            (Credential, [Credential.election_id == election.id, Credential.voided.is_(True)]),
            (
                Statement,
                [
                    Statement.campaign_id == campaign.id,
                    Statement.election.in_((WHOLE, election.uuid)),
                ],
            ),
            (PartialDecryption, [PartialDecryption.election_id == election.id]),
        )
    ]
    counts = build_slip_counts(session, campaign)
    told = [campaign.state, parts, [msgspec.structs.astuple(one) for one in counts or ()]]
    return f"{name_record(session, election)} {json.dumps(told)}"


def name_seal(session: Session, election: Election) -> str:
    """What decides about heads and sealed trackers."""
    sealed = read_sealed(session, election)
    return f"{election.uuid} {sealed.batches} {sealed.height} {sealed.final}"


def _find_end(session: Session, election: Election) -> int | None:
    """How many members of the record are public; None for all."""
    sealed = read_sealed(session, election)
    if not sealed.final:
        return count_members(session, election, sealed.height)
    return None if _is_published(session, election) else election.tally_members


def encode_disclosed_evidence(session: Session, election: Election) -> bytes:
    """The evidence as far as it is public. Raises NotFoundError before opening."""
    decrypted = _is_published(session, election)
    return encode_public_evidence(session, election, decrypted=decrypted)


def _is_published(session: Session, election: Election) -> bool:
    return get_state(session.get_one(Campaign, election.campaign_id)) is State.PUBLISHED
