"""What the two answers that every question offers are called, in languages that forms are in.

A form in another language gets the English words, and a note that says so.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from voteapp.campaign.questionnaire.document import WORDS, Words

_SURVEY: Mapping[str, tuple[str, str]] = {
    "de": ("Trifft nicht zu", "Keine Angabe"),
    "es": ("No corresponde", "Prefiero no responder"),
    "fr": ("Sans objet", "Je préfère ne pas répondre"),
    "it": ("Non applicabile", "Preferisco non rispondere"),
    "ko": ("해당 없음", "응답하고 싶지 않음"),
    "pt": ("Não se aplica", "Prefiro não responder"),
    "vi": ("Không áp dụng", "Không muốn trả lời"),
    "zh-Hans": ("不适用", "不愿回答"),
    "zh-Hant": ("不適用", "不願回答"),
}

ALSO_CALLED: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "en": (("N/A", "Not applicable"), ("Prefer not to say", "Prefer not to answer")),
    "es": (("No aplica", "N/A"), ("Prefiero no contestar", "Prefiere no responder")),
    "fr": (("Non applicable", "N/A"), ("Préfère ne pas répondre",)),
    "de": (("Nicht zutreffend",), ("Möchte ich nicht sagen",)),
}
"""By language: other names of "not applicable", and of "prefer not to answer"."""


def find_words(language: str, kind: Literal["vote", "survey"]) -> Words | None:
    """The usual words of a language; None where they are not known here."""
    if language == "en":
        return WORDS[kind]
    if kind == "vote" or language not in _SURVEY:
        return None
    not_applicable, prefer_not = _SURVEY[language]
    return Words(not_applicable=not_applicable, prefer_not=prefer_not)
