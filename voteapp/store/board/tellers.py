"""Who makes the slips of a campaign, and how far each teller is."""

from __future__ import annotations

from sqlalchemy import ForeignKey, Integer, LargeBinary, Text
from sqlalchemy.orm import Mapped, mapped_column

from voteapp.store.board.models import Base


class Teller(Base):
    """One teller. ``account`` is her name in the committee, empty while whoever comes first may
    make the slips; ``shares`` a JSON object of slips by leaf code, ``salts`` a JSON list of her
    part's salt in each election. ``statement`` and ``printed`` are what she signed, byte for byte;
    ``prints`` counts prints that were begun, ``reprints`` the slips that came out once more.
    """

    __tablename__ = "teller"

    campaign_id: Mapped[int] = mapped_column(
        ForeignKey("campaign.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    position: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    account: Mapped[str] = mapped_column(Text, default="")
    shares: Mapped[str] = mapped_column(Text, default="{}")
    salts: Mapped[str] = mapped_column(Text, default="[]")
    statement: Mapped[bytes | None] = mapped_column(LargeBinary)
    printed: Mapped[bytes | None] = mapped_column(LargeBinary)
    prints: Mapped[int] = mapped_column(Integer, default=0)
    reprints: Mapped[int] = mapped_column(Integer, default=0)
    destroyed_by: Mapped[str | None] = mapped_column(Text)
