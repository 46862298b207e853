"""The lists of the sheet "choices" as answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from voteapp.campaign.forms.logic.conditions import suggest
from voteapp.campaign.forms.logic.numbers import read_bins
from voteapp.campaign.forms.rows.texts import Frame, read_row_texts, read_switch, tell
from voteapp.campaign.forms.rows.words import ALSO_CALLED
from voteapp.campaign.forms.sheets.remarks import Place
from voteapp.campaign.forms.sheets.tables import Row, Table
from voteapp.campaign.lookalikes import compute_looks, looks_empty, looks_like
from voteapp.campaign.questionnaire.document import MOST_ANSWERS, Answer, Bin, Texts, read_text
from voteapp.campaign.questionnaire.rules import NOT_APPLICABLE, PREFER_NOT
from voteapp.campaign.texts import LONGEST_ANSWER
from voteapp.errors import InvalidInputError, Sentence
from voteapp.errors import gettext as _

MEDIA = ("image", "big-image", "audio", "video", "media")


@dataclass(frozen=True)
class Answers:
    """A question's answers; ``names``: the form's choice -> an answer's identity, or its word."""

    listed: Sequence[Answer]
    names: Mapping[str, str]


class Lists:
    """The lists of the sheet; each is looked through when it is first used."""

    def __init__(self, table: Table, frame: Frame) -> None:
        self._rows: dict[str, list[Row]] = {}
        self._texts: dict[str, list[Texts]] = {}
        for row in table.rows:
            name = row.read("list_name")
            if name:
                self._rows.setdefault(name, []).append(row)
            else:
                frame.remarks.refuse(
                    row.find_place("list_name"),
                    _(
                        "Write which list this choice belongs to. Of cells that are joined, only "
                        "the first one counts."
                    ),
                )

    def list_names(self) -> list[str]:
        """All names, in the sheet's order."""
        return list(self._rows)

    def read_rows(self, name: str) -> list[Row]:
        """The choices of a list; none where there is no such list."""
        return self._rows.get(name, [])

    def read_texts(self, name: str, frame: Frame) -> list[Texts]:
        """Their texts. What is wrong with the list is refused, once."""
        if name not in self._texts:
            rows = self.read_rows(name)
            _check_names(rows, frame)
            self._texts[name] = [_read_texts(row, frame) for row in rows]
            _check_labels(rows, self._texts[name], frame)
        return self._texts[name]


def read_answers(place: Place, name: str, lists: Lists, frame: Frame) -> Answers:
    """The answers of a list that a row at ``place`` asks for, each with an identity of its own.

    What is wrong is refused, at the row or at the choice.
    """
    rows = lists.read_rows(name)
    if not rows:
        offered = suggest(name, lists.list_names())
        frame.remarks.refuse(
            place,
            _(
                "The sheet “choices” has no list “%(list)s”. Is this meant: %(offered)s?",
                list=name,
                offered=offered,
            )
            if offered
            else _(
                "There is no list “%(list)s”, for the form has no choices. Write them into a "
                "sheet “choices”.",
                list=name,
            ),
        )
    elif len(rows) > MOST_ANSWERS:
        frame.remarks.refuse(
            place,
            _(
                "The list “%(list)s” has %(count)d choices; at most %(most)d fit. Put choices "
                "together, or split the question into several.",
                list=name,
                count=len(rows),
                most=MOST_ANSWERS,
            ),
        )
        return Answers((), {})
    return _write_answers(rows, lists.read_texts(name, frame), frame)


def _check_names(rows: Sequence[Row], frame: Frame) -> None:
    seen: dict[str, int] = {}
    for row in rows:
        name = row.read("name")
        if not name:
            frame.remarks.refuse(row.find_place("name"), _("The choice has no name. Give it one."))
        elif name in seen:
            frame.remarks.refuse(
                row.find_place("name"),
                _(
                    "The list has the name “%(name)s” twice (also in row %(row)d). Rename one.",
                    name=name,
                    row=seen[name],
                ),
            )
        seen.setdefault(name, row.number)


def _read_texts(row: Row, frame: Frame) -> Texts:
    for key in MEDIA:
        if row.read_texts(key, frame.language):
            frame.remarks.refuse(row.find_place(key), refuse_media())
    return read_row_texts(row, frame, LONGEST_ANSWER)


def refuse_media() -> Sentence:
    """Why no picture, sound or film is shown."""
    return _("Pictures, sounds and films are not shown. Say it in the label, and empty this cell.")


def _check_labels(rows: Sequence[Row], texts: Sequence[Texts], frame: Frame) -> None:
    """In every language all answers look different."""
    for code in frame.languages:
        seen: dict[str, int] = {}
        for row, found in zip(rows, texts, strict=True):
            label = read_text(found, code)
            looks = frozenset[str]() if looks_empty(label) else compute_looks(label)
            twin = next((seen[look] for look in looks if look in seen), None)
            if twin is not None:
                frame.remarks.refuse(
                    row.find_place("label", code),
                    _(
                        "The label looks like that of row %(row)d. People could not tell the two "
                        "answers apart: reword or delete one.",
                        row=twin,
                    ),
                )
            seen.update(dict.fromkeys(looks - seen.keys(), row.number))


def _write_answers(rows: Sequence[Row], texts: Sequence[Texts], frame: Frame) -> Answers:
    listed, names = [], {}
    for row, found in zip(rows, texts, strict=True):
        word = "" if frame.own else _find_word(read_text(found, frame.language), frame)
        if word:
            frame.remarks.note(
                row.find_place("label", frame.language),
                _("Every question offers this answer by itself, so the choice is left out."),
            )
            names[row.read("name")] = word
            continue
        answer = Answer(
            id=frame.draw(),
            texts=found,
            alone=read_switch(row, "voteapp::alone", frame, usual=False),
            substantive=read_switch(row, "voteapp::substantive", frame, usual=True),
            bin=_read_bin(row, frame),
        )
        listed.append(answer)
        names.setdefault(row.read("name"), answer.id)
    return Answers(listed, names)


def _find_word(label: str, frame: Frame) -> str:
    """Which of the two answers that every question offers a choice is, if it is one of them."""
    words = frame.words[frame.language]
    called = {NOT_APPLICABLE: words.not_applicable, PREFER_NOT: words.prefer_not}
    lists = [ALSO_CALLED[code] for code in ("en", frame.language) if code in ALSO_CALLED]
    for place, (word, own) in enumerate(called.items()):
        others = chain.from_iterable(names[place] for names in lists)
        if any(looks_like(label, other) for other in (own, *others)):
            return word
    return ""


def _read_bin(row: Row, frame: Frame) -> Bin | None:
    cell = row.read("voteapp::bin")
    if not cell:
        return None
    try:
        (found,) = read_bins(cell)
    except InvalidInputError as error:
        frame.remarks.refuse(row.find_place("voteapp::bin"), tell(error))
        return None
    except ValueError:
        frame.remarks.refuse(row.find_place("voteapp::bin"), _("A choice has one bin."))
        return None
    return found
