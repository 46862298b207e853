"""Tables of the roll: committee accounts and trustees' access, sessions, one-time secrets.

A trustee is a campaign's code and a number here: what the campaign is stands on the board.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import (
    ForeignKey,
    ForeignKeyConstraint,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Text,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from voteapp.store.types import NAMES, Instant


class Base(DeclarativeBase):
    """Root of the roll's tables."""

    metadata = MetaData(naming_convention=NAMES)


class Account(Base):
    """A committee member's account. ``name_key`` is the name without regard to case; ``disabled``:
    since when nobody signs in with it."""

    __tablename__ = "account"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    name_key: Mapped[str] = mapped_column(Text, unique=True)
    password_hash: Mapped[str] = mapped_column(Text)
    created: Mapped[datetime] = mapped_column(Instant)
    disabled: Mapped[datetime | None] = mapped_column(Instant)


class AccountPasskey(Base):
    """A passkey with which an account signs in: the credential's id, its COSE key, what its owner
    calls the device."""

    __tablename__ = "account_passkey"

    id: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)
    account_id: Mapped[int] = mapped_column(
        ForeignKey("account.id", ondelete="CASCADE"), index=True
    )
    label: Mapped[str] = mapped_column(Text)
    public_key: Mapped[bytes] = mapped_column(LargeBinary)
    sign_count: Mapped[int] = mapped_column(Integer, default=0)
    created: Mapped[datetime] = mapped_column(Instant)
    used: Mapped[datetime | None] = mapped_column(Instant)


class LoginSession(Base):
    """A signed-in browser: only the hash of its token is kept."""

    __tablename__ = "login_session"

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    account_id: Mapped[int] = mapped_column(
        ForeignKey("account.id", ondelete="CASCADE"), index=True
    )
    expires: Mapped[datetime] = mapped_column(Instant)


class SetupSecret(Base):
    """A one-time address, by the hash of its secret; used ones are deleted. ``made_by``: whose
    invitation it is."""

    __tablename__ = "setup_secret"

    secret_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    purpose: Mapped[str] = mapped_column(String(16))
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"))
    made_by: Mapped[str | None] = mapped_column(Text)
    expires: Mapped[datetime] = mapped_column(Instant)


class KnownDevice(Base):
    """A browser in which somebody has signed in at a door; only the hash of its token is kept.

    A door (64 hex digits) is an account or a trustee's place: see services/people/doors.py.
    """

    __tablename__ = "known_device"

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    door: Mapped[str] = mapped_column(String(64), index=True)
    failures: Mapped[int] = mapped_column(Integer, default=0)
    expires: Mapped[datetime] = mapped_column(Instant)


class Door(Base):
    """Wrong tries at a door from browsers that are not known there."""

    __tablename__ = "door"

    door: Mapped[str] = mapped_column(String(64), primary_key=True)
    failures: Mapped[int] = mapped_column(Integer, default=0)
    last: Mapped[datetime] = mapped_column(Instant)


class SpentTicket(Base):
    """A wait that was paid, and that lets nobody in a second time."""

    __tablename__ = "spent_ticket"

    ticket_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    expires: Mapped[datetime] = mapped_column(Instant)


class TrusteeAccess(Base):
    """How one trustee gets in: by a link that works once, then by what was bound with it.

    ``bound``: ``passphrase``, ``passkey`` or None. Of link and verifier only hashes are kept;
    ``passkey`` is the credential's id, ``public_key`` its COSE key.
    """

    __tablename__ = "trustee_access"

    code: Mapped[str] = mapped_column(String(16), primary_key=True)
    position: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    link_hash: Mapped[str | None] = mapped_column(String(64), unique=True)
    link_expires: Mapped[datetime | None] = mapped_column(Instant)
    bound: Mapped[str | None] = mapped_column(String(16))
    verifier_hash: Mapped[str | None] = mapped_column(String(64))
    passkey: Mapped[bytes | None] = mapped_column(LargeBinary)
    public_key: Mapped[bytes | None] = mapped_column(LargeBinary)
    sign_count: Mapped[int] = mapped_column(Integer, default=0)


class TrusteeSession(Base):
    """A trustee's signed-in browser: only the hash of its token is kept."""

    __tablename__ = "trustee_session"
    __table_args__ = (
        ForeignKeyConstraint(
            ["code", "position"],
            ["trustee_access.code", "trustee_access.position"],
            ondelete="CASCADE",
        ),
    )

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    code: Mapped[str] = mapped_column(String(16))
    position: Mapped[int] = mapped_column(Integer)
    expires: Mapped[datetime] = mapped_column(Instant)


class TrusteeChallenge(Base):
    """What a passkey has to sign, once; ``purpose``: ``bind`` or ``sign-in``."""

    __tablename__ = "trustee_challenge"
    __table_args__ = (
        ForeignKeyConstraint(
            ["code", "position"],
            ["trustee_access.code", "trustee_access.position"],
            ondelete="CASCADE",
        ),
    )

    challenge_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    code: Mapped[str] = mapped_column(String(16))
    position: Mapped[int] = mapped_column(Integer)
    purpose: Mapped[str] = mapped_column(String(16))
    expires: Mapped[datetime] = mapped_column(Instant)
