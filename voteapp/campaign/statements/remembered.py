"""What a key has signed, and what it therefore never signs any more.

ADR 31 and 36; docs/formats.md, "Statements". An honest key signs one closing of an election, none
without its opening, an out only while it has signed no closing, and nothing after an out.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from voteapp.campaign.statements.signing import Statement
from voteapp.campaign.statements.texts import (
    BOOTH,
    CLOSING,
    CONFIRMATION,
    END,
    LATE_OPENING,
    OPENING,
    OUT,
)
from voteapp.errors import ConflictError
from voteapp.errors import gettext as _

OPENINGS = (OPENING, LATE_OPENING)


class Said(NamedTuple):
    """A signed text taken apart: its beginning, the elections (fingerprints) it names, the rest."""

    kind: str
    fingerprints: tuple[str, ...]
    rest: tuple[str, ...]


def split_text(text: str) -> Said:
    """Take a text apart; of one that we do not write ``kind`` is whatever it begins with."""
    kind, *parts = text.split("|")
    named = {OUT: len(parts), BOOTH: len(parts) - 4} | dict.fromkeys(OPENINGS, len(parts) - 1)
    count = named.get(kind, 1)
    return Said(kind, tuple(parts[:count]), tuple(parts[count:]))


def list_said(
    kept: Sequence[Statement], kinds: Sequence[str], fingerprints: Sequence[str]
) -> list[Statement]:
    """What was signed of these kinds about any of these elections, in the order of signing."""
    found = []
    for one in kept:
        said = split_text(one.message)
        if said.kind in kinds and set(said.fingerprints) & set(fingerprints):
            found.append(one)
    return found


def check_may_sign(kept: Sequence[Statement], text: str) -> Statement | None:
    """The statement of just this text, if it was signed before; None where it may be signed now.

    Raises ConflictError where this key must never sign it, or not yet.
    """
    said = split_text(text)
    for one in kept:
        if one.message == text:
            return one
    about = said.fingerprints
    outs = list_said(kept, [OUT], about)
    if outs and said.kind != OUT:
        raise ConflictError(
            _("This key has signed that it is out: it signs nothing else for this campaign.")
        )
    check = {
        OPENING: _check_opening,
        LATE_OPENING: _check_opening,
        CLOSING: _check_closing,
        OUT: _check_out,
        CONFIRMATION: _check_confirmation,
        END: _check_end,
        BOOTH: _check_booth,
    }
    check[said.kind](kept, said)
    return None


def _check_opening(kept: Sequence[Statement], said: Said) -> None:
    before = list_said(kept, OPENINGS, said.fingerprints)
    for one in before:
        if split_text(one.message).fingerprints != said.fingerprints:
            raise ConflictError(
                _(
                    "This key has signed the opening of a campaign that shares an election with "
                    "this one. Do not sign; tell the other trustees."
                )
            )
    # Late after early is true and may be what the server still takes; never the other way round.
    late = [one for one in before if split_text(one.message).kind == LATE_OPENING]
    if late or (before and said.kind == OPENING):
        raise ConflictError(
            _("This key has signed the opening of this campaign already, and signs no second one.")
        )


def _check_closing(kept: Sequence[Statement], said: Said) -> None:
    if list_said(kept, [CLOSING], said.fingerprints):
        raise ConflictError(
            _(
                "This key has signed another closing of this election; you never sign two. Give "
                "both to the committee and to the other trustees."
            )
        )
    if not list_said(kept, OPENINGS, said.fingerprints):
        raise ConflictError(
            _("This key has not signed the opening of this campaign: look at its set-up first.")
        )


def _check_out(kept: Sequence[Statement], said: Said) -> None:
    if list_said(kept, [CLOSING], said.fingerprints):
        raise ConflictError(
            _(
                "This key has signed a closing of this campaign. That statement is there and "
                "counts: nobody needs you to be out, and this key never signs it."
            )
        )
    if list_said(kept, [OUT], said.fingerprints):
        raise ConflictError(
            _("This key has signed that it is out of a campaign that shares an election with this.")
        )


def _check_confirmation(kept: Sequence[Statement], said: Said) -> None:
    if list_said(kept, [CONFIRMATION], said.fingerprints):
        raise ConflictError(
            _(
                "This key has confirmed another result of this election. Give both to the "
                "committee and to the other trustees."
            )
        )


def _check_end(kept: Sequence[Statement], said: Said) -> None:
    if list_said(kept, [END], said.fingerprints):
        raise ConflictError(
            _("This mirror has signed another end of this election, and signs no second one.")
        )


def _check_booth(kept: Sequence[Statement], said: Said) -> None:
    number = said.rest[0]
    for one in list_said(kept, [BOOTH], said.fingerprints):
        before = split_text(one.message)
        if before.rest[0] == number or before.fingerprints != said.fingerprints:
            raise ConflictError(
                _(
                    "This key has signed another change of the booth under number %(number)s, and "
                    "signs one only. Show both to the other trustees.",
                    number=before.rest[0],
                )
            )
