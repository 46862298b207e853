"""A questionnaire's texts in one language, by name: read, written, and compared with the first's.

Names: ``text.ID`` and ``help.ID`` of what has an identity, ``text.part`` and ``help.part`` of the
title and the introduction, ``words.not_applicable`` and ``words.prefer_not``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

import msgspec

from voteapp.campaign.questionnaire.document import (
    Questionnaire,
    Text,
    Texts,
    Words,
    read_help,
    read_text,
)

WORDS_OF = ("words.not_applicable", "words.prefer_not")

Earlier = Mapping[str, Mapping[str, str]]
"""By language and name, the first language's wording of which a translation was made, where that
reads otherwise by now."""

_replace = msgspec.structs.replace


def list_translated(questionnaire: Questionnaire) -> set[str]:
    """The languages beside the first in which anything is written."""
    found = {language for _name, texts in _list_texts(questionnaire) for language in texts}
    return {*found, *questionnaire.words} - {questionnaire.language}


def read_language(questionnaire: Questionnaire, language: str) -> dict[str, str]:
    """Every text by its name, in the document's order; "" where it is not written."""
    found = {}
    for name, texts in _list_texts(questionnaire):
        found[f"text.{name}"] = read_text(texts, language)
        found[f"help.{name}"] = read_help(texts, language)
    words = questionnaire.words.get(language, Words(not_applicable="", prefer_not=""))
    return {**found, **dict(zip(WORDS_OF, (words.not_applicable, words.prefer_not), strict=True))}


def write_language(
    questionnaire: Questionnaire, language: str, written: Mapping[str, str]
) -> Questionnaire:
    """With these texts by name in one language; "" takes one away, what is not named stays.

    The answers that a scale's items share are named as the first item's.
    """
    shared = find_shared(questionnaire)

    def change(name: str, texts: Texts) -> Texts:
        name = shared.get(name, name)
        text = written.get(f"text.{name}", read_text(texts, language))
        help = written.get(f"help.{name}", read_help(texts, language))
        others = {known: found for known, found in texts.items() if known != language}
        return {**others, language: Text(text=text, help=help)} if text or help else others

    changed = _map_texts(questionnaire, change)
    present = read_language(questionnaire, language)
    not_applicable, prefer_not = (written.get(name, present[name]) for name in WORDS_OF)
    words = {known: found for known, found in questionnaire.words.items() if known != language}
    if not_applicable or prefer_not:
        words[language] = Words(not_applicable=not_applicable, prefer_not=prefer_not)
    return _replace(changed, words=words)


def remove_language(questionnaire: Questionnaire, language: str) -> Questionnaire:
    """Without any text in a language that is not the first."""
    return write_language(
        questionnaire, language, dict.fromkeys(read_language(questionnaire, language), "")
    )


def keep_first_language(questionnaire: Questionnaire) -> Questionnaire:
    """What forms show that edit the first language."""
    language = questionnaire.language
    kept = _map_texts(
        questionnaire,
        lambda name, texts: {language: texts[language]} if language in texts else {},
    )
    words = {known: found for known, found in kept.words.items() if known == language}
    return _replace(kept, words=words)


def find_shared(questionnaire: Questionnaire) -> dict[str, str]:
    """The answers of a scale's further items, each with the first item's that it repeats."""
    first: dict[str, list[str]] = {}
    shared: dict[str, str] = {}
    for question in questionnaire.questions:
        if question.scale is None:
            continue
        own = [answer.id for answer in question.answers]
        begun = first.setdefault(question.scale, own)
        if begun is not own:
            shared.update(zip(own, begun, strict=True))
    return shared


def compute_earlier(
    before: Questionnaire | None, after: Questionnaire, known: Earlier
) -> dict[str, dict[str, str]]:
    """Which translations were made of another wording than the one after an edit.

    A translation that the edit changed was made of what is there now; another one of what is
    ``known``, or else of what was there before. Every language that is known stays.
    """
    sources = read_language(after, after.language)
    same = before is not None and before.language == after.language
    found = {language: dict[str, str]() for language in (*known, *list_translated(after))}
    for language, names in found.items():
        if language == after.language:
            continue
        texts = read_language(after, language)
        if before is None or not same:
            origins, present = sources, texts
        else:
            origins = read_language(before, before.language)
            present = read_language(before, language)
        for name, text in texts.items():
            if not text or present.get(name) != text:
                continue
            origin = known.get(language, {}).get(name, origins.get(name, sources[name]))
            if origin != sources[name]:
                names[name] = origin
    kept = {language: names for language, names in found.items() if names or language in known}
    return {language: names for language, names in kept.items() if language != after.language}


def rename_earlier(earlier: Earlier, named: Mapping[str, str]) -> dict[str, dict[str, str]]:
    """The same for a copy whose identities are ``named`` anew."""

    def rename(name: str) -> str:
        kind, _dot, identity = name.partition(".")
        return f"{kind}.{named.get(identity, identity)}"

    return {
        language: {rename(name): origin for name, origin in names.items()}
        for language, names in earlier.items()
    }


def _list_texts(questionnaire: Questionnaire) -> Iterator[tuple[str, Texts]]:
    yield "part", questionnaire.texts
    for section in questionnaire.sections:
        yield section.id, section.texts
    for question in questionnaire.questions:
        yield question.id, question.texts
        for answer in question.answers:
            yield answer.id, answer.texts


def _map_texts(
    questionnaire: Questionnaire, change: Callable[[str, Texts], Texts]
) -> Questionnaire:
    return _replace(
        questionnaire,
        texts=change("part", questionnaire.texts),
        sections=[_replace(s, texts=change(s.id, s.texts)) for s in questionnaire.sections],
        questions=[
            _replace(
                question,
                texts=change(question.id, question.texts),
                answers=[_replace(a, texts=change(a.id, a.texts)) for a in question.answers],
            )
            for question in questionnaire.questions
        ],
    )
