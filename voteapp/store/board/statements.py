"""Tables of those who sign: what they signed, and who may beside the trustees."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Integer, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from voteapp.store.board.models import Base
from voteapp.store.types import Instant


class Statement(Base):
    """A signed statement, byte for byte, checked before it was kept (docs/formats.md,
    "Statements").

    ``election`` is the election's uuid, empty for openings and outs, which are of the whole
    campaign; ``kind``, ``role`` and ``number`` are those of the format.
    """

    __tablename__ = "statement"

    campaign_id: Mapped[int] = mapped_column(
        ForeignKey("campaign.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    election: Mapped[str] = mapped_column(String(64), primary_key=True)
    kind: Mapped[str] = mapped_column(String(24), primary_key=True)
    role: Mapped[str] = mapped_column(String(8), primary_key=True)
    number: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    data: Mapped[bytes] = mapped_column(LargeBinary)
    at: Mapped[datetime] = mapped_column(Instant)


class Witness(Base):
    """Somebody who signs and decrypts nothing; ``position`` counts from 1. ``key``: the element
    (64 hex) that the witness posted, None before."""

    __tablename__ = "witness"

    campaign_id: Mapped[int] = mapped_column(
        ForeignKey("campaign.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    position: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    name: Mapped[str] = mapped_column(Text)
    key: Mapped[str | None] = mapped_column(String(64))


class Mirror(Base):
    """A copy of the board that another host keeps; ``key`` is an element (64 hex)."""

    __tablename__ = "mirror"

    campaign_id: Mapped[int] = mapped_column(
        ForeignKey("campaign.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    position: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    name: Mapped[str] = mapped_column(Text)
    address: Mapped[str] = mapped_column(Text)
    key: Mapped[str] = mapped_column(String(64))
