"""Tables of the roll: committee accounts, their sessions, one-time secrets."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Integer, MetaData, String, Text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from voteapp.store.types import Instant

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """Root of the roll's tables."""

    metadata = MetaData(naming_convention=NAMES)


class Account(Base):
    """A committee member's account. ``name_key`` is the name without regard to case."""

    __tablename__ = "account"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    name_key: Mapped[str] = mapped_column(Text, unique=True)
    password_hash: Mapped[str] = mapped_column(Text)
    created: Mapped[datetime] = mapped_column(Instant)
    failures: Mapped[int] = mapped_column(Integer, default=0)
    resting_until: Mapped[datetime | None] = mapped_column(Instant)


class LoginSession(Base):
    """A signed-in browser: only the hash of its token is kept."""

    __tablename__ = "login_session"

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    account_id: Mapped[int] = mapped_column(
        ForeignKey("account.id", ondelete="CASCADE"), index=True
    )
    expires: Mapped[datetime] = mapped_column(Instant)


class SetupSecret(Base):
    """A one-time address, by the hash of its secret; used ones are deleted."""

    __tablename__ = "setup_secret"

    secret_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    purpose: Mapped[str] = mapped_column(String(16))
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"))
    expires: Mapped[datetime] = mapped_column(Instant)
