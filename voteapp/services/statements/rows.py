"""Signed statements as the board keeps them: read in their order, checked, added once.

docs/formats.md, "Statements".
"""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from voteapp.campaign.statements.people import People, Signer
from voteapp.campaign.statements.signing import (
    Statement,
    check_statement,
    decode_statement,
    sort_statements,
)
from voteapp.errors import ConflictError, InvalidInputError, ProtocolError
from voteapp.errors import gettext as _
from voteapp.services.context import Context
from voteapp.store.board.models import Campaign
from voteapp.store.board.statements import Statement as Row

WHOLE = ""
"""In the place of an election's uuid: a statement of the whole campaign."""


def list_statements(
    session: Session, campaign: Campaign, kind: str, uuid: str = WHOLE
) -> list[Statement]:
    """All statements of a kind in the evidence's order."""
    query = select(Row.data).where(
        Row.campaign_id == campaign.id, Row.kind == kind, Row.election == uuid
    )
    return sort_statements([decode_statement(data, kind) for data in session.scalars(query)])


def list_signers(
    session: Session, campaign: Campaign, kind: str, uuid: str = WHOLE
) -> list[Signer]:
    """Who signed one of a kind, in the evidence's order."""
    return [one.signer for one in list_statements(session, campaign, kind, uuid)]


def has_closed(session: Session, campaign: Campaign, signer: Signer) -> bool:
    """Whether somebody signed the closing of an election of the campaign."""
    query = select(Row.number).where(
        Row.campaign_id == campaign.id,
        Row.kind == "closing-statement",
        Row.role == signer.role,
        Row.number == signer.number,
    )
    return session.scalars(query).first() is not None


def find_statement(
    session: Session, campaign: Campaign, kind: str, uuid: str, signer: Signer
) -> bytes | None:
    """What somebody signed, byte for byte."""
    row = session.get(Row, (campaign.id, uuid, kind, signer.role, signer.number))
    return None if row is None else row.data


def read_statement(
    people: People,
    kind: str,
    texts: Collection[str],
    data: bytes,
    *,
    signer: Signer | None,
    name: str,
) -> Statement:
    """A posted statement, checked. ``signer``: who posts, who speaks for nobody else; None: whoever
    signed it. ``texts``: what may have been signed; ``name``: how errors call who posts.

    Raises InvalidInputError; the field is the kind with ``_`` for ``-``.
    """
    field = kind.replace("-", "_")
    try:
        statement = decode_statement(data, kind)
        if signer is not None and statement.signer != signer:
            text = _(
                "This is %(found)s's, not %(own)s's (%(name)s).",
                found=str(statement.signer),
                own=str(signer),
                name=name,
            )
            raise InvalidInputError(field, text)
        check_statement(people, kind, texts, statement)
    except ProtocolError as error:
        text = _("The statement of %(name)s cannot be used: %(reason)s.", name=name, reason=error)
        raise InvalidInputError(field, text) from None
    return statement


def keep_statement(
    session: Session,
    context: Context,
    campaign: Campaign,
    kind: str,
    uuid: str,
    statement: Statement,
    data: bytes,
) -> bool:
    """Add a statement that was checked; False where this signer's is there already. The caller
    holds the campaign's lock."""
    if find_statement(session, campaign, kind, uuid, statement.signer) is not None:
        return False
    session.add(
        Row(
            campaign_id=campaign.id,
            election=uuid,
            kind=kind,
            role=statement.role,
            number=statement.number,
            data=data,
            at=context.clock(),
        )
    )
    session.flush()
    return True


def require_in(session: Session, campaign: Campaign, signer: Signer) -> None:
    """Who is out signs nothing else for the campaign. Raises ConflictError."""
    if find_statement(session, campaign, "out", WHOLE, signer) is not None:
        raise ConflictError(
            _("This key has signed that it signs no closing of this campaign. Nothing else counts.")
        )
