"""What there is to say about a form, and about which cell."""

from __future__ import annotations

from typing import NamedTuple

from voteapp.errors import Sentence
from voteapp.errors import gettext as _


class Place(NamedTuple):
    """A cell as a spreadsheet shows it: rows count from 1; 0 and "" mean the whole sheet or row."""

    sheet: str
    row: int = 0
    column: str = ""


class Remark(NamedTuple):
    """A sentence about a place; None: about the whole form."""

    place: Place | None
    sentence: Sentence


MOST_REMARKS = 200
"""Errors, and notes: more than that nobody reads before mending some."""


class EnoughError(Exception):
    """There are so many errors that the rest of the form is not looked at."""


class Remarks:
    """Collects what is refused (``errors``) and what is left out (``notes``), in their order.

    One error too many raises EnoughError; one note too many is replaced by a sentence that says so.
    """

    def __init__(self) -> None:
        self.errors: list[Remark] = []
        self.notes: list[Remark] = []

    def refuse(self, place: Place | None, sentence: Sentence) -> None:
        """Say why the form cannot be taken over as it is; the same is said once."""
        if Remark(place, sentence) in self.errors:
            return
        if len(self.errors) == MOST_REMARKS:
            more = _("There are more errors than these %(most)d.", most=MOST_REMARKS)
            self.errors.append(Remark(None, more))
            raise EnoughError
        self.errors.append(Remark(place, sentence))

    def note(self, place: Place | None, sentence: Sentence) -> None:
        """Say what is left out."""
        if len(self.notes) == MOST_REMARKS:
            self.notes.append(Remark(None, _("More is left out than is said here.")))
        if len(self.notes) < MOST_REMARKS and Remark(place, sentence) not in self.notes:
            self.notes.append(Remark(place, sentence))
