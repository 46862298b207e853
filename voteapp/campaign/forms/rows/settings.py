"""The sheet "settings": title, first language, what every question's own two answers are called."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal, NamedTuple

from voteapp.campaign.forms.rows.texts import clean_cell, tell
from voteapp.campaign.forms.rows.words import find_words
from voteapp.campaign.forms.sheets.languages import read_language
from voteapp.campaign.forms.sheets.remarks import Place, Remarks
from voteapp.campaign.forms.sheets.tables import Column, Row, Table
from voteapp.campaign.lookalikes import looks_empty
from voteapp.campaign.questionnaire.document import WORDS, Text, Texts, Words
from voteapp.campaign.texts import LONGEST_ANSWER, LONGEST_TITLE
from voteapp.errors import InvalidInputError
from voteapp.errors import gettext as _

_WORDS = ("voteapp::not_applicable", "voteapp::prefer_not")


class Settings(NamedTuple):
    """``languages``: all of the form, the first one first; ``own``: written by an export."""

    kind: Literal["vote", "survey"]
    language: str
    languages: tuple[str, ...]
    title: Texts
    words: dict[str, Words]
    own: bool


def read_settings(tables: Mapping[str, Table], name: str, remarks: Remarks) -> Settings:
    """What the sheet says; ``name`` is the title where the form has none."""
    table = tables["settings"]
    row = table.rows[0] if table.rows else Row("settings", 2, {}, table.headings)
    columns = [column for one in ("survey", "choices") for column in tables[one].headings]
    language = _read_first(row, columns, remarks)
    _check_twice(tables, language, remarks)
    found = [c.language for c in columns if c.language and c.key in ("label", "hint")]
    languages = tuple(dict.fromkeys([language, *found]))
    kind = row.read("voteapp::kind") or "survey"
    if kind not in ("vote", "survey"):
        remarks.refuse(row.find_place("voteapp::kind"), _("Write vote or survey."))
    chosen: Literal["vote", "survey"] = "vote" if kind == "vote" else "survey"
    return Settings(
        chosen,
        language,
        languages,
        _read_title(row, language, name, remarks),
        _read_words(row, languages, chosen, remarks),
        bool(row.read("voteapp::version")),
    )


def _read_first(row: Row, columns: Sequence[Column], remarks: Remarks) -> str:
    """``default_language``, or the language of labels without one ("en"), or the first named."""
    labels = [column for column in columns if column.key == "label"]
    named = list(dict.fromkeys(column.language for column in labels if column.language))
    plain = any(not column.language for column in labels)
    cell = row.read("default_language")
    if cell and cell.lower() != "default":
        language = read_language(cell)
        place = row.find_place("default_language")
        if not language:
            remarks.refuse(place, _("Write the language with its code, as in Español (es)."))
        elif language not in named and not plain:
            remarks.refuse(
                place,
                _(
                    "No column of labels is in this language. Name one of these: %(offered)s",
                    offered=", ".join(named) or "?",
                ),
            )
        return language or "en"
    return "en" if plain or not named else named[0]


def _check_twice(tables: Mapping[str, Table], language: str, remarks: Remarks) -> None:
    """A column without a language is in the first one: that may not have one of its own, too."""
    for table in tables.values():
        for column, heading in table.headings.items():
            if column.language == language and Column(column.key, "") in table.headings:
                remarks.refuse(
                    Place(table.name, 1, heading),
                    _(
                        "The column without a language is in the first language already. Delete "
                        "one of the two, or write the first one's language into its heading."
                    ),
                )


def _read_title(row: Row, language: str, name: str, remarks: Remarks) -> Texts:
    found = _read_clean(row, "form_title", language, LONGEST_TITLE, remarks)
    if language not in found:
        # Nobody wrote these to be read: what cannot stand in a title is left out.
        usual = "".join(filter(str.isprintable, row.read("form_id") or name)).strip()
        found = {language: "?" if looks_empty(usual) else usual[:LONGEST_TITLE], **found}
    return {code: Text(text=text) for code, text in found.items()}


def _read_clean(
    row: Row, key: str, language: str, longest: int, remarks: Remarks
) -> dict[str, str]:
    texts = {}
    for code, text in row.read_texts(key, language).items():
        try:
            texts[code] = clean_cell(text, longest)
        except InvalidInputError as error:
            remarks.refuse(row.find_place(key, code), tell(error))
            texts[code] = "?"
    return texts


def _read_words(
    row: Row,
    languages: Sequence[str],
    kind: Literal["vote", "survey"],
    remarks: Remarks,
) -> dict[str, Words]:
    """What the form calls the two answers; else, unless an export wrote it, the usual words."""
    language, own = languages[0], bool(row.read("voteapp::version"))
    given = [_read_clean(row, key, language, LONGEST_ANSWER, remarks) for key in _WORDS]
    found = {}
    for code in dict.fromkeys([*languages, *given[0], *given[1]]):
        one, other = (texts.get(code, "") for texts in given)
        usual = None if own else find_words(code, kind)
        if code == language or one or other:
            usual = usual or WORDS[kind]
        if usual is not None:
            found[code] = Words(
                not_applicable=one or usual.not_applicable, prefer_not=other or usual.prefer_not
            )
    known = language in given[0] and language in given[1]
    if not known and find_words(language, kind) is None:
        remarks.note(
            row.find_place(_WORDS[0]),
            _(
                "Every question offers “%(not_applicable)s” and “%(prefer_not)s”, which are in "
                "English. Write your own words into the columns voteapp::not_applicable and "
                "voteapp::prefer_not of the sheet “settings”.",
                not_applicable=found[language].not_applicable,
                prefer_not=found[language].prefer_not,
            ),
        )
    return found
