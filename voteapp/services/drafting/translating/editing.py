"""Edits of a part's texts in other languages than the first: see ``keeping.edit`` for what is
raised."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace

from voteapp.campaign.lookalikes import find_twin
from voteapp.campaign.questionnaire.translations import (
    WORDS_OF,
    find_shared,
    read_language,
    remove_language,
    write_language,
)
from voteapp.campaign.texts import (
    LONGEST_ANSWER,
    LONGEST_DESCRIPTION,
    LONGEST_EXPLANATION,
    LONGEST_QUESTION,
    LONGEST_TITLE,
)
from voteapp.errors import InvalidInputError
from voteapp.errors import gettext as _
from voteapp.services.context import Context
from voteapp.services.drafting.keeping import edit, in_part
from voteapp.services.drafting.problems import Problems
from voteapp.services.drafting.translating.texts import Kind, Row, list_groups
from voteapp.services.drafting.versions import Piece
from voteapp.services.errors import InvalidDraftError
from voteapp.services.values.drafts import ElectionDraft

_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,2}\Z")

_LONGEST: dict[Kind, int] = {
    "title": LONGEST_TITLE,
    "introduction": LONGEST_DESCRIPTION,
    "heading": LONGEST_TITLE,
    "heading-introduction": LONGEST_EXPLANATION,
    "question": LONGEST_QUESTION,
    "help": LONGEST_QUESTION,
}


def add_language(context: Context, actor: str, code: str, part: str, language: str) -> str:
    """One more language, in which nothing is written yet; returns its code as it is kept.

    InvalidInputError (``language``): this is no code, or the part has it already.
    """
    kept = tidy_language(language)
    if not _LANGUAGE.match(kept):
        raise InvalidInputError(
            "language", _("Write the language’s code, such as so for Somali or pt-BR.")
        )

    def change(election: ElectionDraft) -> ElectionDraft:
        if kept in (election.questionnaire.language, *election.languages):
            raise InvalidInputError("language", _("This language is there already."))
        return replace(election, earlier={**election.earlier, kept: {}})

    edit(context, code, None, "", in_part(part, change))
    return kept


def tidy_language(language: str) -> str:
    """A code with the capitals that people expect: ``zh-Hans``, ``pt-BR``."""
    first, *more = language.strip().split("-")
    parts = [part.title() if len(part) == 4 else part for part in more]
    return "-".join([first.lower(), *(part.upper() if len(part) == 2 else part for part in parts)])


def drop_language(
    context: Context, actor: str, code: str, part: str, language: str, seen: str
) -> None:
    """Without a language, and without every text in it."""

    def change(election: ElectionDraft) -> ElectionDraft:
        return replace(
            election,
            questionnaire=remove_language(election.questionnaire, language),
            earlier={k: v for k, v in election.earlier.items() if k != language},
        )

    edit(context, code, Piece("language", part, language=language), seen, in_part(part, change))


def save_translation(
    context: Context,
    actor: str,
    code: str,
    part: str,
    language: str,
    seen: str,
    typed: Mapping[str, str],
    still: Collection[str] = (),
) -> None:
    """The texts of a language by name (``questionnaire/translations.py``); "" takes one away.

    ``still``: names of translations that fit the first language's wording although that has
    changed. InvalidDraftError names the fields as ``typed`` does.
    """

    def change(election: ElectionDraft) -> ElectionDraft:
        groups = [group.rows for group in list_groups(election, language)]
        questionnaire = election.questionnaire
        cleaned = _clean(groups, typed)
        if questionnaire.kind == "vote":  # no page asks: members read the booth's own words
            first = read_language(questionnaire, questionnaire.language)
            cleaned |= {name: first[name] for name in WORDS_OF}
        shared = find_shared(election.questionnaire)
        names = election.earlier.get(language, {})
        kept = {
            name: text for name, text in names.items() if _name_shown(name, shared) not in still
        }
        return replace(
            election,
            questionnaire=write_language(election.questionnaire, language, cleaned),
            earlier={**election.earlier, language: kept},
        )

    edit(context, code, Piece("language", part, language=language), seen, in_part(part, change))


def _name_shown(name: str, shared: Mapping[str, str]) -> str:
    """The answers of a scale are shown once, under the first item's names."""
    kind, _dot, identity = name.partition(".")
    return f"{kind}.{shared.get(identity, identity)}"


def _clean(groups: Iterable[tuple[Row, ...]], typed: Mapping[str, str]) -> dict[str, str]:
    problems = Problems()
    cleaned = {}
    for rows in groups:
        for row in rows:
            longest = _LONGEST.get(row.kind, LONGEST_ANSWER)
            text = typed.get(row.name, row.text)
            cleaned[row.name] = problems.text(row.name, text, longest, needed=False)
        answers = [row.name for row in rows if row.kind == "answer" and cleaned[row.name]]
        for place, name in enumerate(answers):
            problems.require(
                find_twin([cleaned[one] for one in answers], place) is None,
                name,
                _("This answer looks like another one."),
            )
    if problems.errors:
        raise InvalidDraftError(problems.errors)
    return cleaned
