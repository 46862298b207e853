"""What a committee writes down before keys and slips are made."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from voteapp.campaign.setup.rules import Comparison, Denominator
from voteapp.campaign.units.release import K_FLOOR


@dataclass(frozen=True)
class QuestionDraft:
    """One question: ``minimum`` to ``maximum`` answers, or the blank where ``blank`` is set.

    ``code`` is a survey template's own name for the
    question (``"2d"``), empty for questions written by hand.
    """

    text: str
    answers: tuple[str, ...]
    minimum: int = 1
    maximum: int = 1
    blank: bool = False
    code: str = ""

    @property
    def kind(self) -> str:
        """The name under which every floor has its part of this kind of question.

        ``one``: exactly one answer; ``several``: any other number of them.
        """
        return "one" if (self.minimum, self.maximum) == (1, 1) else "several"


@dataclass(frozen=True)
class RuleDraft:
    """``answer`` (0-based) of question 0 must reach ``numerator/denominator``.

    The quorum is the least share of entitled members whose ballots count; 0/1 means none.
    """

    answer: int = 0
    numerator: int = 1
    denominator: int = 2
    comparison: Comparison = "more-than"
    of: Denominator = "counted"
    quorum_numerator: int = 0
    quorum_denominator: int = 1


@dataclass(frozen=True)
class ElectionDraft:
    """One vote (``kind="vote"``, one question and a rule) or one survey (``kind="survey"``).

    ``k`` is the fewest ballots of which anything is decrypted (at least 5).
    """

    kind: str
    title: str
    questions: tuple[QuestionDraft, ...]
    description: str = ""
    rule: RuleDraft | None = None
    k: int = K_FLOOR


@dataclass(frozen=True)
class CampaignDraft:
    """Everything that the committee writes down before keys and slips are made.

    ``limit`` is the unit's legal limit of patients per nurse, where a survey derives from it.
    """

    title: str
    organizer: str
    opening: datetime
    closing: datetime
    elections: tuple[ElectionDraft, ...]
    slips: int
    roster_size: int
    facility: str = ""
    unit: str = ""
    timezone: str = "UTC"
    language: str = "en"
    limit: int | None = None
