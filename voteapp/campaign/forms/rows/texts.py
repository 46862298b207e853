"""Texts of a form's rows, cleaned as every text is that people write."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from voteapp.campaign.forms.logic.comparisons import refuse
from voteapp.campaign.forms.rows.marks import strip_marks
from voteapp.campaign.forms.sheets.remarks import Place, Remarks
from voteapp.campaign.forms.sheets.tables import Row
from voteapp.campaign.lookalikes import looks_empty
from voteapp.campaign.questionnaire.document import Text, Texts, Words
from voteapp.campaign.questionnaire.identities import CreateId
from voteapp.campaign.texts import LONGEST_DESCRIPTION, clean_text
from voteapp.errors import InvalidInputError, Sentence, get_sentence
from voteapp.errors import gettext as _

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]+)?\Z")
"""How a cell is read that a spreadsheet program made a day of, as it does of “1-2”."""

_FAILED = frozenset(
    ("#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!", "#DIV/0!", "#SPILL!", "#CALC!")
)
"""What stands in a cell whose formula failed."""

_SWITCH = {"yes": True, "true": True, "1": True, "no": False, "false": False, "0": False}


@dataclass(frozen=True)
class Frame:
    """What all rows of a form share.

    ``language`` is the first one, ``languages`` all; ``words`` what the two answers beside a
    question's own are called; ``own``: the form was written by an export, word for word.
    """

    remarks: Remarks
    draw: CreateId
    language: str
    languages: tuple[str, ...]
    words: Mapping[str, Words]
    own: bool


def read_row_texts(row: Row, frame: Frame, longest: int) -> Texts:
    """A row's label with its hint, by language; without languages that have no label.

    What cannot stand in a text is refused at its cell, and a label that is missing in the first
    language, too.
    """
    labels = read_plain(row, "label", frame, longest)
    hints = read_plain(row, "hint", frame, LONGEST_DESCRIPTION)
    if looks_empty(labels.get(frame.language, "")):
        frame.remarks.refuse(
            row.find_place("label", frame.language),
            _("The label is missing. Write what people are to read."),
        )
    return {code: Text(text=text, help=hints.get(code, "")) for code, text in labels.items()}


def read_plain(row: Row, key: str, frame: Frame, longest: int) -> dict[str, str]:
    """The cells of one property by language, cleaned."""
    found = {}
    for code, text in row.read_texts(key, frame.language).items():
        plain = text if frame.own else strip_marks(text)
        if plain != text:
            frame.remarks.note(
                Place(row.sheet),
                _("Left out: bold letters, colours and the like. The words are carried over."),
            )
        try:
            found[code] = clean_cell(plain, longest)
        except InvalidInputError as error:
            frame.remarks.refuse(row.find_place(key, code), tell(error))
            found[code] = "?"
    return found


def clean_cell(text: str, longest: int) -> str:
    """A text of at most ``longest`` characters. Raises InvalidInputError: it cannot stand here."""
    if re.search(r"\$\{[^}]*\}", text):
        raise refuse(
            _(
                "A text cannot repeat an answer: ${} does not work here. Write the text so that it "
                "fits every answer."
            )
        )
    if text in _FAILED:
        raise refuse(
            _("A formula of this cell failed: it shows “%(text)s”. Write its text.", text=text)
        )
    if _DAY.match(text):
        raise refuse(
            _(
                "The spreadsheet made a day of this cell (%(day)s). Format the cell as text, and "
                "write again what is meant.",
                day=text[:10],
            )
        )
    return clean_text("label", text, longest)


def tell(error: InvalidInputError) -> Sentence:
    """The sentence that an error was raised with."""
    return get_sentence(error) or _("This cell cannot be understood.")


def join_texts(before: Texts, after: Texts, sign: str) -> Texts:
    """Two headings as one, in the languages that both have."""
    return {
        code: Text(text=f"{text.text}{sign}{after[code].text}", help=after[code].help)
        for code, text in before.items()
        if code in after
    }


def add_help(texts: Texts, help: Mapping[str, str]) -> Texts:
    """Texts with something said before their help, in the languages that they have."""
    return {
        code: Text(
            text=text.text,
            help="\n\n".join(part for part in (help.get(code, ""), text.help) if part),
        )
        for code, text in texts.items()
    }


def read_switch(row: Row, key: str, frame: Frame, *, usual: bool) -> bool:
    """A cell that says yes or no; ``usual`` where it is empty."""
    cell = row.read(key).lower()
    if cell and cell not in _SWITCH:
        frame.remarks.refuse(row.find_place(key), _("Write yes or no."))
    return _SWITCH.get(cell, usual)
