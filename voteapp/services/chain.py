"""The chains of amendments and notes as the board keeps them: what pages and evidence read."""

from __future__ import annotations

from datetime import datetime

from msgspec import UNSET
from sqlalchemy import select
from sqlalchemy.orm import Session

from voteapp.campaign.bundle.notes import Note
from voteapp.campaign.canonical import decode_strict
from voteapp.campaign.setup.amendments import Amendment
from voteapp.services.campaigns import list_leaves
from voteapp.services.values.campaigns import AmendmentView, NoteView
from voteapp.store.board.models import Amendment as Row
from voteapp.store.board.models import Campaign
from voteapp.store.board.models import Note as NoteRow


def list_amendments(session: Session, campaign: Campaign) -> list[Amendment]:
    """The chain so far, oldest first."""
    query = select(Row.data).where(Row.campaign_id == campaign.id).order_by(Row.number)
    code, what = "evidence-encoding", "an amendment"
    return [decode_strict(data, Amendment, code, what) for data in session.scalars(query)]


def describe_amendments(session: Session, campaign: Campaign) -> tuple[AmendmentView, ...]:
    """The chain for people, oldest first."""
    units = {leaf.code: leaf.unit for leaf in list_leaves(session, campaign)}
    return tuple(
        AmendmentView(
            a.field,
            units.get(a.leaf or "", ""),
            a.old,
            a.new,
            a.reason,
            a.at,
            path="" if a.path is UNSET else a.path,
            signed=0 if a.signed is UNSET else len(a.signed),
        )
        for a in list_amendments(session, campaign)
    )


def list_notes(session: Session, campaign: Campaign) -> list[Note]:
    """The notes so far, oldest first."""
    query = select(NoteRow.data).where(NoteRow.campaign_id == campaign.id).order_by(NoteRow.number)
    code, what = "evidence-encoding", "a note"
    return [decode_strict(data, Note, code, what) for data in session.scalars(query)]


def describe_notes(session: Session, campaign: Campaign) -> tuple[NoteView, ...]:
    """The notes for people, oldest first."""
    return tuple(
        NoteView(note.role, note.text, datetime.fromisoformat(note.at))
        for note in list_notes(session, campaign)
    )
