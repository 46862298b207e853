"""DDI-Codebook 2.5 (ddialliance.org): what was asked, and the totals, as archives keep them.

A codebook is written for files of single answers. Here there are none: no ``fileDscr``, and it says
so. Frequencies are in ``catStat``; each names its group (a ``universe``) by ``sdatrefs``. Sentences
of ours are English, as are the standard's own words; texts of the questionnaire are in all their
languages.
"""

from __future__ import annotations

from voteapp.errors import MisuseError
from voteapp.survey.exports.elements import LANGUAGE, OURS, create_root, write_document
from voteapp.survey.exports.study import add_document, add_study
from voteapp.survey.exports.values import Export
from voteapp.survey.exports.variables import add_variables
from voteapp.survey.figures.survey import SURVEY

NAMESPACE = "ddi:codebook:2_5"
VERSION = "2.5"

_SCHEMA = "http://www.ddialliance.org/Specification/DDI-Codebook/2.5/XMLSchema/codebook.xsd"


def write_codebook(export: Export) -> bytes:
    """The surveys of a campaign as one codebook. Raises MisuseError where it has only votes."""
    parts = [part for part in export.parts if part.questionnaire.kind == SURVEY]
    if not parts:
        raise MisuseError("a vote has no codebook")
    root = create_root(
        "codeBook",
        {
            "xmlns": NAMESPACE,
            "xmlns:xsi": "http://www.w3.org/2001/XMLSchema-instance",
            "xsi:schemaLocation": f"{NAMESPACE} {_SCHEMA}",
            "version": VERSION,
            LANGUAGE: OURS,
        },
    )
    add_document(root, export, parts)
    add_study(root, export, parts)
    add_variables(root, parts)
    return write_document(root)
