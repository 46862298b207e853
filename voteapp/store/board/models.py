"""Tables of the board, but those of trustees (``trustees.py``).

A ballot's row keeps neither a time nor an arrival order: its primary key is the pair of election
and public credential, and on SQLite the table has no row numbers.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import (
    Boolean,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from voteapp.store.types import NAMES, Instant


class Base(DeclarativeBase):
    """Root of the board's tables."""

    metadata = MetaData(naming_convention=NAMES)


class Campaign(Base):
    """The elections that one set of slips opens; ``draft`` is services.values.CampaignDraft.

    ``opening`` and ``closing`` are those in force; ``set_up`` is the campaign hash, once manifests
    and election objects are fixed. ``cancelled`` is the end before its time, of a withdrawn
    campaign too; an annulled one keeps its result. ``credentials_posted``: when the last part of
    the slips came, None while one is missing.
    """

    __tablename__ = "campaign"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    code: Mapped[str] = mapped_column(String(16), unique=True)
    state: Mapped[str] = mapped_column(String(16))
    title: Mapped[str] = mapped_column(Text)
    draft: Mapped[bytes] = mapped_column(LargeBinary)
    opening: Mapped[datetime] = mapped_column(Instant)
    closing: Mapped[datetime] = mapped_column(Instant)
    fixed: Mapped[datetime | None] = mapped_column(Instant)
    set_up: Mapped[str | None] = mapped_column(String(64))
    trial: Mapped[bool] = mapped_column(Boolean, default=False)
    created: Mapped[datetime] = mapped_column(Instant)
    opened: Mapped[datetime | None] = mapped_column(Instant)
    closed: Mapped[datetime | None] = mapped_column(Instant)
    published: Mapped[datetime | None] = mapped_column(Instant)
    cancelled: Mapped[datetime | None] = mapped_column(Instant)
    cancel_reason: Mapped[str | None] = mapped_column(Text)
    annulled: Mapped[datetime | None] = mapped_column(Instant)
    annul_reason: Mapped[str | None] = mapped_column(Text)
    credentials_posted: Mapped[datetime | None] = mapped_column(Instant)
    counts_final: Mapped[datetime | None] = mapped_column(Instant)


class DraftStep(Base):
    """An edit of a draft that can be undone, or, once it is ``undone``, done again.

    ``draft`` is the one on the step's other side: as it was before, or as it was after. ``what``
    names the kind of piece that was edited.
    """

    __tablename__ = "draft_step"

    campaign_id: Mapped[int] = mapped_column(
        ForeignKey("campaign.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    number: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    undone: Mapped[bool] = mapped_column(Boolean, default=False)
    what: Mapped[str] = mapped_column(String(16))
    draft: Mapped[bytes] = mapped_column(LargeBinary)


class Leaf(Base):
    """The smallest stratum: a unit. ``roster_size`` is the manifest's number of members;
    ``entitled`` the one in force, None while no amendment changed it."""

    __tablename__ = "leaf"
    __table_args__ = (UniqueConstraint("campaign_id", "code"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id", ondelete="CASCADE"))
    code: Mapped[str] = mapped_column(String(64))
    facility: Mapped[str] = mapped_column(Text)
    unit: Mapped[str] = mapped_column(Text)
    roster_size: Mapped[int] = mapped_column(Integer)
    entitled: Mapped[int | None] = mapped_column(Integer)


class Amendment(Base):
    """A signed change of a fixed set-up, byte for byte, numbered from 1."""

    __tablename__ = "amendment"

    campaign_id: Mapped[int] = mapped_column(
        ForeignKey("campaign.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    number: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    data: Mapped[bytes] = mapped_column(LargeBinary)


class Note(Base):
    """A signed note about a campaign, byte for byte, numbered from 1."""

    __tablename__ = "note"

    campaign_id: Mapped[int] = mapped_column(
        ForeignKey("campaign.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    number: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    data: Mapped[bytes] = mapped_column(LargeBinary)


class SlipCount(Base):
    """Slips of a leaf: printed, handed out, spoiled, returned; who counted, a JSON list."""

    __tablename__ = "slip_count"

    leaf_id: Mapped[int] = mapped_column(
        ForeignKey("leaf.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    printed: Mapped[int] = mapped_column(Integer, default=0)
    handed_out: Mapped[int] = mapped_column(Integer, default=0)
    spoiled: Mapped[int] = mapped_column(Integer, default=0)
    returned: Mapped[int] = mapped_column(Integer, default=0)
    countersigned_by: Mapped[str] = mapped_column(Text, default="[]")


class Election(Base):
    """One election. ``height`` and ``tip`` are the last event's; None before Setup. ``frozen``:
    SHA-256 (hex) of the evidence that closings sign, once the slips' counts are final."""

    __tablename__ = "election"
    __table_args__ = (UniqueConstraint("campaign_id", "position"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id", ondelete="CASCADE"))
    uuid: Mapped[str] = mapped_column(String(64), unique=True)
    position: Mapped[int] = mapped_column(Integer)
    kind: Mapped[str] = mapped_column(String(16))
    title: Mapped[str] = mapped_column(Text)
    k: Mapped[int] = mapped_column(Integer)
    manifest: Mapped[bytes | None] = mapped_column(LargeBinary)
    questionnaire: Mapped[bytes | None] = mapped_column(LargeBinary)
    election: Mapped[bytes | None] = mapped_column(LargeBinary)
    fingerprint: Mapped[str | None] = mapped_column(String(64))
    timestamp: Mapped[str | None] = mapped_column(String(32))
    batch: Mapped[int] = mapped_column(Integer, default=1)
    batch_since: Mapped[datetime | None] = mapped_column(Instant)
    members: Mapped[int] = mapped_column(Integer, default=0)
    height: Mapped[int | None] = mapped_column(Integer)
    tip: Mapped[str | None] = mapped_column(String(64))
    setup_tip: Mapped[str | None] = mapped_column(String(64))
    end_tip: Mapped[str | None] = mapped_column(String(64))
    below_k: Mapped[bool] = mapped_column(Boolean, default=False)
    counted: Mapped[int | None] = mapped_column(Integer)
    tally_tip: Mapped[str | None] = mapped_column(String(64))
    tally_members: Mapped[int | None] = mapped_column(Integer)
    frozen: Mapped[str | None] = mapped_column(String(64))
    result: Mapped[bytes | None] = mapped_column(LargeBinary)


class Credential(Base):
    """A public credential that may cast; nobody is shown its leaf before EndBallots, nor whose slip
    it is: ``teller`` is the position of the one who made it. ``void``: what the slip's holder
    signed, byte for byte, where it is void."""

    __tablename__ = "credential"
    __table_args__ = ({"sqlite_with_rowid": False},)

    election_id: Mapped[int] = mapped_column(
        ForeignKey("election.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    credential: Mapped[str] = mapped_column(String(64), primary_key=True)
    leaf_id: Mapped[int] = mapped_column(ForeignKey("leaf.id", ondelete="CASCADE"))
    teller: Mapped[int] = mapped_column(Integer, default=1)
    voided: Mapped[bool] = mapped_column(Boolean, default=False)
    void: Mapped[bytes | None] = mapped_column(LargeBinary)


class Ballot(Base):
    """A ballot, waiting (``height`` is None, ``data`` is there) or sealed (the other way round).
    ``batch`` is where it stands; of a waiting one the promise: the last that may hold it.

    The primary key is what makes it one ballot for each credential, whatever races.
    """

    __tablename__ = "ballot"
    __table_args__ = (
        UniqueConstraint("election_id", "hash"),
        Index("ix_ballot_election_id_batch", "election_id", "batch"),
        {"sqlite_with_rowid": False},
    )

    election_id: Mapped[int] = mapped_column(
        ForeignKey("election.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    credential: Mapped[str] = mapped_column(String(64), primary_key=True)
    hash: Mapped[str] = mapped_column(String(64))
    batch: Mapped[int] = mapped_column(Integer)
    height: Mapped[int | None] = mapped_column(Integer)
    data: Mapped[bytes | None] = mapped_column(LargeBinary)


class Batch(Base):
    """A sealed batch; ``head`` is the signed head, filled in after the commit."""

    __tablename__ = "batch"

    election_id: Mapped[int] = mapped_column(
        ForeignKey("election.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    number: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    height: Mapped[int] = mapped_column(Integer)
    event: Mapped[str] = mapped_column(String(64))
    ballots: Mapped[int] = mapped_column(Integer)
    final: Mapped[bool] = mapped_column(Boolean, default=False)
    head: Mapped[bytes | None] = mapped_column(LargeBinary)


class Member(Base):
    """A file of an election's record, in order: rows are only ever added."""

    __tablename__ = "record_member"

    election_id: Mapped[int] = mapped_column(
        ForeignKey("election.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    position: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    kind: Mapped[str] = mapped_column(String(8))
    hash: Mapped[str] = mapped_column(String(64))
    data: Mapped[bytes] = mapped_column(LargeBinary)


CLOCK_ROW = 1


class ClockState(Base):
    """One row: the last instant at which the server's clock was plausible; what it said when it
    was no longer, None while it is; and how often a person confirmed it."""

    __tablename__ = "clock"

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    good: Mapped[datetime] = mapped_column(Instant)
    doubt: Mapped[datetime | None] = mapped_column(Instant)
    confirmed: Mapped[int] = mapped_column(Integer, default=0)


SERVER_KEY_ROW = 1


class ServerKey(Base):
    """One row: the public half of the signing key that this database belongs to."""

    __tablename__ = "server_key"

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    public_key: Mapped[str] = mapped_column(String(64))


class Action(Base):
    """What the committee did, for everybody to read."""

    __tablename__ = "action"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    campaign_id: Mapped[int] = mapped_column(
        ForeignKey("campaign.id", ondelete="CASCADE"), index=True
    )
    at: Mapped[datetime] = mapped_column(Instant)
    actor: Mapped[str] = mapped_column(Text)
    what: Mapped[str] = mapped_column(String(32))
    note: Mapped[str] = mapped_column(Text, default="")
