"""The booth's files as campaigns pinned them, whatever the program's own are by now."""

from __future__ import annotations

from sqlalchemy import ForeignKey, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from voteapp.store.board.models import Base


class BoothFile(Base):
    """A file by its content, once for all campaigns: SHA-256 in hex, bytes."""

    __tablename__ = "booth_file"

    hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    data: Mapped[bytes] = mapped_column(LargeBinary)


class BoothPath(Base):
    """Where a campaign's manifest has a file: its path, as in the manifest, and its hash."""

    __tablename__ = "booth_path"

    campaign_id: Mapped[int] = mapped_column(
        ForeignKey("campaign.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    path: Mapped[str] = mapped_column(Text, primary_key=True)
    hash: Mapped[str] = mapped_column(ForeignKey("booth_file.hash"), index=True)
