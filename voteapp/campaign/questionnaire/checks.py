"""A questionnaire checked by itself, and those of a campaign together: docs/formats.md."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from voteapp.campaign.canonical import check_count, decode_strict, encode_canonical, parse_instant
from voteapp.campaign.questionnaire.checks_of_rules import check_rules
from voteapp.campaign.questionnaire.document import (
    Bin,
    Limit,
    Question,
    Questionnaire,
    Texts,
    list_ids,
    read_text,
)
from voteapp.campaign.questionnaire.identities import is_id
from voteapp.errors import ProtocolError
from voteapp.protocol.limits import MAX_PAPER_BYTES

_FIRST_LAW = 1900
_ADDRESS = re.compile(r"(https?://[!-;=?-~]+)?\Z")
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,2}\Z")


def encode_questionnaire(questionnaire: Questionnaire) -> bytes:
    """Canonical JSON."""
    return encode_canonical(questionnaire)


def decode_questionnaire(data: bytes) -> Questionnaire:
    """Read and check. Raises ProtocolError ``questionnaire-encoding`` and those of the check."""
    code = "questionnaire-encoding"
    what = "the questionnaire"
    questionnaire = decode_strict(data, Questionnaire, code, what, MAX_PAPER_BYTES)
    check_questionnaire(questionnaire)
    return questionnaire


def check_questionnaire(questionnaire: Questionnaire) -> None:
    """Check a questionnaire by itself.

    Raises ProtocolError ``questionnaire-id``, ``questionnaire-text``, ``questionnaire-question``,
    ``questionnaire-section``, ``questionnaire-limit``, ``questionnaire-asked`` or
    ``questionnaire-rule``.
    """
    check_ids([questionnaire])
    _check_texts(questionnaire)
    if not questionnaire.questions:
        raise ProtocolError("questionnaire-question", "nothing is asked")
    for question in questionnaire.questions:
        check_question(question)
    _check_scales(questionnaire.questions)
    if questionnaire.kind == "vote":
        _check_vote(questionnaire)
    _check_sections(questionnaire)
    for limit in questionnaire.limits.values():
        if limit is not None:
            check_limit(limit)
    _check_asked(questionnaire)
    check_rules(questionnaire)


def check_ids(questionnaires: Sequence[Questionnaire]) -> None:
    """Check that every identity of a campaign has its form and stands once.

    Raises ProtocolError ``questionnaire-id``.
    """
    counted = Counter(found for one in questionnaires for found in list_ids(one))
    if not all(map(is_id, counted)):
        raise ProtocolError("questionnaire-id", "an identity is not 8 characters of the alphabet")
    if counted and max(counted.values()) > 1:
        raise ProtocolError("questionnaire-id", "an identity is given twice")


def _check_texts(questionnaire: Questionnaire) -> None:
    language = questionnaire.language
    names = [
        *questionnaire.words,
        *(name for texts in _list_texts(questionnaire) for name in texts),
    ]
    if not _LANGUAGE.match(language) or not all(map(_LANGUAGE.match, names)):
        raise ProtocolError("questionnaire-text", "a language is not named as BCP 47 does")
    if not all(read_text(texts, language) for texts in _list_texts(questionnaire)):
        raise ProtocolError("questionnaire-text", "a text is missing in the first language")
    words = questionnaire.words.get(language)
    if words is None or not words.not_applicable or not words.prefer_not:
        raise ProtocolError("questionnaire-text", "a word is missing in the first language")


def _list_texts(questionnaire: Questionnaire) -> list[Texts]:
    questions = questionnaire.questions
    return [
        questionnaire.texts,
        *(section.texts for section in questionnaire.sections),
        *(question.texts for question in questions),
        *(answer.texts for question in questions for answer in question.answers),
    ]


def check_question(question: Question) -> None:
    """Check kind, numbers and bins. Raises ProtocolError ``questionnaire-question``."""
    code = "questionnaire-question"
    count = len(question.answers)
    if not (0 <= question.min <= question.max <= count and question.max >= 1):
        raise ProtocolError(code, "min, max and the number of answers do not fit each other")
    if question.kind != "several" and (question.min, question.max) != (1, 1):
        raise ProtocolError(code, "this kind of question has one answer")
    if question.scale is not None and question.kind != "scale":
        raise ProtocolError(code, "only items of a scale share their answers")
    bins = [answer.bin for answer in question.answers if answer.bin is not None]
    if question.kind == "number" and not bins:
        raise ProtocolError(code, "a number has no answer to fall into")
    _check_bins(bins, gaps=question.kind != "number")


def _check_bins(bins: Sequence[Bin], *, gaps: bool) -> None:
    code = "questionnaire-question"
    for found in bins:
        check_count(found.low, code, "a bin's lowest number")
        if found.high is not None:
            check_count(found.high, code, "a bin's highest number", least=found.low)
    for found, after in pairwise(bins):
        if found.high is None or after.low <= found.high:
            raise ProtocolError(code, "the bins do not rise")
        if not gaps and after.low != found.high + 1:
            raise ProtocolError(code, "a number falls between two bins")


def _check_scales(questions: Sequence[Question]) -> None:
    """Items of one scale follow each other and offer the same answers."""
    for before, question in pairwise(questions):
        if question.scale is None or question.scale != before.scale:
            continue
        if [(a.texts, a.alone, a.substantive, a.bin) for a in question.answers] != [
            (a.texts, a.alone, a.substantive, a.bin) for a in before.answers
        ]:
            raise ProtocolError("questionnaire-question", "items of a scale offer other answers")
    runs = [
        question.scale
        for place, question in enumerate(questions)
        if question.scale and (not place or questions[place - 1].scale != question.scale)
    ]
    if len(set(runs)) != len(runs):
        raise ProtocolError("questionnaire-question", "a scale's items do not follow each other")


def _check_vote(questionnaire: Questionnaire) -> None:
    (question, *more) = questionnaire.questions
    beside = [*questionnaire.sections, *questionnaire.limits, *questionnaire.rules]
    if more or question.kind != "one" or question.not_applicable or beside:
        raise ProtocolError("questionnaire-question", "a vote asks one question with one answer")


def _check_sections(questionnaire: Questionnaire) -> None:
    places = {question.id: place for place, question in enumerate(questionnaire.questions)}
    begins = [places.get(section.first, -1) for section in questionnaire.sections]
    if -1 in begins or begins != sorted(set(begins)):
        raise ProtocolError("questionnaire-section", "sections do not follow the questions' order")


def check_limit(limit: Limit) -> None:
    """Check a limit's number, days and address. Raises ProtocolError ``questionnaire-limit``."""
    code = "questionnaire-limit"
    check_count(limit.limit, code, "a limit")
    for day in (limit.since, limit.until, limit.checked):
        if day is not None:
            parse_instant(f"{day}T00:00:00+00:00", code, _FIRST_LAW)
    if limit.since is not None and limit.until is not None and limit.until < limit.since:
        raise ProtocolError(code, "a limit ends before it begins")
    if not limit.counted:
        raise ProtocolError(code, "a limit does not say what is counted")
    if not _ADDRESS.match(limit.address):
        raise ProtocolError(code, "a limit's address is not one of the web")
    if (limit.checked is None) != (not limit.checked_by):
        raise ProtocolError(code, "a limit was checked on no day, or by nobody")


def _check_asked(questionnaire: Questionnaire) -> None:
    places = {question.id: place for place, question in enumerate(questionnaire.questions)}
    for questions in questionnaire.asked.values():
        asked = [places.get(name, -1) for name in questions]
        if not asked or -1 in asked or asked != sorted(set(asked)):
            raise ProtocolError("questionnaire-asked", "a variant is not asked in the same order")
