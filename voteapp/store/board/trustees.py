"""Tables of trustees: their keys, what they said, what they opened."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Boolean, ForeignKey, Integer, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from voteapp.store.board.models import Base
from voteapp.store.types import Instant


class TrusteeKey(Base):
    """The public key of a campaign's one trustee; ``position`` is its owner number, 1."""

    __tablename__ = "trustee_key"

    campaign_id: Mapped[int] = mapped_column(
        ForeignKey("campaign.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    position: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    public_key: Mapped[bytes] = mapped_column(LargeBinary)
    posted_by: Mapped[str] = mapped_column(Text)
    rehearsal: Mapped[bytes | None] = mapped_column(LargeBinary)
    rehearsed: Mapped[datetime | None] = mapped_column(Instant)


class Ceremony(Base):
    """The key ceremony of a campaign with several trustees: t of n, and singles beside them.

    ``attempt`` counts from 1 and never repeats in a campaign; ``version`` changes with everything
    that a waiting page shows. ``certs_hash`` is there once every certificate is, ``trustees`` (the
    record's object) and ``evidence`` (the evidence's ``ceremony``, nothing refused in it) once the
    last message is; ``failure`` is JSON, once a complaint was proven.
    """

    __tablename__ = "ceremony"

    campaign_id: Mapped[int] = mapped_column(
        ForeignKey("campaign.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    size: Mapped[int] = mapped_column(Integer)
    threshold: Mapped[int] = mapped_column(Integer)
    singles: Mapped[int] = mapped_column(Integer)
    attempt: Mapped[int] = mapped_column(Integer)
    version: Mapped[int] = mapped_column(Integer)
    certs_hash: Mapped[str | None] = mapped_column(String(64))
    trustees: Mapped[bytes | None] = mapped_column(LargeBinary)
    evidence: Mapped[bytes | None] = mapped_column(LargeBinary)
    failure: Mapped[str | None] = mapped_column(Text)


class Trustee(Base):
    """One of several trustees; ``position`` is the 1-based owner number in the record.

    ``kind``: ``threshold`` or ``single``. ``lost``: the key was reported lost.
    """

    __tablename__ = "trustee"

    campaign_id: Mapped[int] = mapped_column(
        ForeignKey("campaign.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    position: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    name: Mapped[str] = mapped_column(Text)
    kind: Mapped[str] = mapped_column(String(16))
    lost: Mapped[bool] = mapped_column(Boolean, default=False)
    rehearsal: Mapped[bytes | None] = mapped_column(LargeBinary)
    rehearsed: Mapped[datetime | None] = mapped_column(Instant)


class CeremonyMessage(Base):
    """What a trustee said in an attempt at the ceremony, in order of arrival, byte for byte.

    ``refused`` is the finding code for which it was not taken (None: it was), ``reason`` says why.
    """

    __tablename__ = "ceremony_message"

    campaign_id: Mapped[int] = mapped_column(
        ForeignKey("campaign.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    attempt: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    number: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    trustee: Mapped[int] = mapped_column(Integer)
    step: Mapped[str] = mapped_column(String(16))
    data: Mapped[bytes] = mapped_column(LargeBinary)
    refused: Mapped[str | None] = mapped_column(String(64))
    reason: Mapped[str] = mapped_column(Text, default="")


class PartialDecryption(Base):
    """A trustee's factors with their strong proofs, both checked before they were kept.

    ``number`` is the order of the PartialDecryption events, from 1.
    """

    __tablename__ = "partial_decryption"
    __table_args__ = (UniqueConstraint("election_id", "number"),)

    election_id: Mapped[int] = mapped_column(
        ForeignKey("election.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    owner: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    number: Mapped[int] = mapped_column(Integer)
    data: Mapped[bytes] = mapped_column(LargeBinary)
    strong_proofs: Mapped[bytes] = mapped_column(LargeBinary)
