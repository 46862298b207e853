"""What a campaign's tellers signed, as the board keeps it. Today one teller makes all slips."""

from __future__ import annotations

from voteapp.campaign.canonical import decode_strict
from voteapp.campaign.slips.tellers import Part, Printed, TellerStatement
from voteapp.store.board.models import Campaign


def list_tellers(campaign: Campaign) -> list[TellerStatement]:
    """The tellers' statements, sorted by key; none before the slips are made."""
    if campaign.teller is None:
        return []
    return [decode_strict(campaign.teller, TellerStatement, "teller", "a teller's statement")]


def list_printed(campaign: Campaign) -> list[Printed]:
    """Who signed that the slips are printed, sorted by key."""
    if campaign.printed is None:
        return []
    return [decode_strict(campaign.printed, Printed, "printed", "a teller's word")]


def open_parts(campaign: Campaign, salt: str, leaves: dict[str, str]) -> list[Part]:
    """An election's parts, to be opened when voting is over."""
    return [Part(key=one.key, salt=salt, leaves=leaves) for one in list_tellers(campaign)]
