"""From a form's bytes to a questionnaire: docs/how-to/forms.md says what is carried over."""

from __future__ import annotations

import json
from codecs import BOM_UTF8
from collections.abc import Iterable, Mapping
from functools import partial
from types import MappingProxyType
from typing import NamedTuple

from voteapp.campaign.canonical import encode_canonical
from voteapp.campaign.forms.rows.choices import Lists
from voteapp.campaign.forms.rows.extras import read_extras
from voteapp.campaign.forms.rows.leftovers import note_columns, note_sheets, note_translations
from voteapp.campaign.forms.rows.settings import Settings, read_settings
from voteapp.campaign.forms.rows.survey import Survey
from voteapp.campaign.forms.rows.texts import Frame
from voteapp.campaign.forms.sheets.grids import MOST_FORM_BYTES, Grid, read_grids
from voteapp.campaign.forms.sheets.remarks import EnoughError, Place, Remark, Remarks
from voteapp.campaign.forms.sheets.tables import Table, read_table
from voteapp.campaign.questionnaire.checks import check_questionnaire, decode_questionnaire
from voteapp.campaign.questionnaire.document import (
    MOST_ANSWERS,
    MOST_QUESTIONS,
    Questionnaire,
    Text,
    Texts,
)
from voteapp.campaign.questionnaire.identities import create_id
from voteapp.errors import InvalidInputError, MisuseError, ProtocolError, Sentence
from voteapp.errors import gettext as _
from voteapp.protocol.encoding import RandomBytes
from voteapp.protocol.limits import check_json_limits


class Imported(NamedTuple):
    """``questionnaire`` is None where there are errors, or where notes left nothing to ask.

    ``places``: by a question's identity the row that it was made of; none for JSON.
    """

    questionnaire: Questionnaire | None
    errors: list[Remark]
    notes: list[Remark]
    places: Mapping[str, Place] = MappingProxyType({})


def import_file(data: bytes, name: str, random_bytes: RandomBytes) -> Imported:
    """A questionnaire from an XLSForm (.xlsx, .xls, .csv) or from our own JSON.

    ``name``: the file's, without its ending, for a form without a title. Identities are new for
    a form and stay for JSON. Raises InvalidInputError (``file``): the bytes are neither.
    """
    if data.removeprefix(BOM_UTF8).lstrip().startswith(b"{"):
        return _import_json(data)
    return _import_form(data, name, random_bytes)


def _import_json(data: bytes) -> Imported:
    remarks = Remarks()
    questionnaire = _decode(data)
    try:
        decode_questionnaire(encode_canonical(questionnaire))
    except ProtocolError as error:
        if error.code == "questionnaire-encoding":
            raise InvalidInputError("file", error.message) from None
        remarks.refuse(None, _fail(error))
        return Imported(None, remarks.errors, [])
    found = decode_questionnaire(encode_canonical(questionnaire))
    _check_counts(found, remarks)
    return Imported(None if remarks.errors else found, remarks.errors, [])


def _decode(data: bytes) -> object:
    """Any spelling of the same values; no name may stand twice in an object."""
    if len(data) > MOST_FORM_BYTES:
        raise InvalidInputError("file", _("The file is larger than any questionnaire."))
    try:
        check_json_limits(data, "file", "the file")
        value: object = json.loads(data.decode("utf-8-sig"), object_pairs_hook=_build_object)
        encode_canonical(value)
    except (ValueError, RecursionError, MisuseError, ProtocolError):
        raise InvalidInputError("file", _("The JSON of this file cannot be read.")) from None
    return value


def _build_object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name stands twice")
    return found


def _fail(error: ProtocolError) -> Sentence:
    return _("No questionnaire can be made of this: %(reason)s.", reason=error.message)


def _check_counts(questionnaire: Questionnaire, remarks: Remarks) -> None:
    answers = max((len(question.answers) for question in questionnaire.questions), default=0)
    if len(questionnaire.questions) > MOST_QUESTIONS or answers > MOST_ANSWERS:
        remarks.refuse(
            None,
            _(
                "At most %(questions)d questions with at most %(answers)d answers each fit. Split "
                "the questionnaire into parts.",
                questions=MOST_QUESTIONS,
                answers=MOST_ANSWERS,
            ),
        )


def _import_form(data: bytes, name: str, random_bytes: RandomBytes) -> Imported:
    remarks = Remarks()
    grids = read_grids(data)
    if "survey" not in grids:
        raise InvalidInputError("file", _("This is no form: the workbook has no sheet “survey”."))
    try:
        return _read_form(grids, name, random_bytes, remarks)
    except EnoughError:
        return Imported(None, remarks.errors, remarks.notes)


def _read_form(
    grids: Mapping[str, Grid], name: str, random_bytes: RandomBytes, remarks: Remarks
) -> Imported:
    tables = {
        sheet: read_table(sheet, grids.get(sheet, []), remarks)
        for sheet in ("survey", "choices", "settings", "voteapp")
    }
    if not tables["survey"].rows:
        remarks.refuse(Place("survey"), _("The sheet is empty: the form asks nothing."))
        return Imported(None, remarks.errors, remarks.notes)
    if not any(column.key == "type" for column in tables["survey"].headings):
        raise InvalidInputError(
            "file", _("This is no form: the sheet “survey” has no column “type”.")
        )
    settings = read_settings(tables, name, remarks)
    frame = Frame(
        remarks,
        partial(create_id, random_bytes),
        settings.language,
        settings.languages,
        settings.words,
        settings.own,
    )
    lists = Lists(tables["choices"], frame)
    survey = Survey(tables["survey"], lists, settings.title, frame)
    if survey.people:
        return Imported(None, survey.people, [])
    note_columns(tables.values(), remarks)
    note_sheets(grids, remarks)
    return _finish(settings, survey, tables["voteapp"], frame)


def _finish(settings: Settings, survey: Survey, extras: Table, frame: Frame) -> Imported:
    remarks = frame.remarks
    if not survey.questions and not remarks.errors:
        if not survey.left_out:
            remarks.refuse(Place("survey"), _("The form asks nothing."))
        else:
            remarks.note(
                Place("survey"),
                _("Nothing is left to ask, so there is no questionnaire."),
            )
        return Imported(None, remarks.errors, remarks.notes)
    more = read_extras(extras, survey.known, survey.list_skips(), frame)
    questionnaire = Questionnaire(
        part=frame.draw(),
        kind=settings.kind,
        language=settings.language,
        texts=_introduce(settings.title, survey.headings.introduction),
        words=settings.words,
        sections=survey.sections,
        questions=survey.questions,
        limits=more.limits,
        asked=more.asked,
        rules=more.rules,
    )
    if not remarks.errors:
        try:
            check_questionnaire(questionnaire)
        except ProtocolError as error:
            remarks.refuse(None, _fail(error))
    if not remarks.errors:
        note_translations(questionnaire, settings.languages, remarks)
    made = None if remarks.errors else questionnaire
    return Imported(made, remarks.errors, remarks.notes, survey.places)


def _introduce(title: Texts, said: Iterable[Mapping[str, str]]) -> Texts:
    """The title, with the notes that stand before the first question as introduction."""
    notes = list(said)
    first = next(iter(title.values()))
    return {
        code: Text(
            text=title.get(code, first).text,
            help="\n\n".join(note[code] for note in notes if note.get(code)),
        )
        for code in dict.fromkeys([*title, *(code for note in notes for code in note)])
    }
