"""What is exported: a campaign's parts with their questionnaires and what was opened of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from voteapp.campaign.questionnaire.document import Questionnaire
from voteapp.survey.figures.released import Place, Release


@dataclass(frozen=True)
class Part:
    """One election. ``entitled``: members in force, by leaf code."""

    uuid: str
    fingerprint: str
    title: str
    questionnaire: Questionnaire
    release: Release
    entitled: Mapping[str, int]

    def count_entitled(self, places: Sequence[Place]) -> int:
        """The members of some leaves, however many ballots came."""
        return sum(self.entitled[place.code] for place in places)


@dataclass(frozen=True)
class Export:
    """A published campaign. Instants are text, ``2026-11-21T07:00:00+00:00``; ``published`` None:
    nobody told. ``annulled``: why its result does not count, None where it does."""

    code: str
    title: str
    organizer: str
    opened: str
    closed: str
    published: str | None
    trial: bool
    annulled: str | None
    parts: tuple[Part, ...]
