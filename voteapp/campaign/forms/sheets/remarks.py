"""What there is to say about a form, and about which cell."""

from __future__ import annotations

from typing import NamedTuple

from voteapp.errors import Sentence


class Place(NamedTuple):
    """A cell as a spreadsheet shows it: rows count from 1; 0 and "" mean the whole sheet or row."""

    sheet: str
    row: int = 0
    column: str = ""


class Remark(NamedTuple):
    """A sentence about a place; None: about the whole form."""

    place: Place | None
    sentence: Sentence


class Remarks:
    """Collects what is refused (``errors``) and what is left out (``notes``), in their order."""

    def __init__(self) -> None:
        self.errors: list[Remark] = []
        self.notes: list[Remark] = []

    def refuse(self, place: Place | None, sentence: Sentence) -> None:
        """Say why the form cannot be taken over as it is; the same is said once."""
        if Remark(place, sentence) not in self.errors:
            self.errors.append(Remark(place, sentence))

    def note(self, place: Place | None, sentence: Sentence) -> None:
        """Say what is left out."""
        if Remark(place, sentence) not in self.notes:
            self.notes.append(Remark(place, sentence))
