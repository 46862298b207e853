"""What a committee writes down before keys and slips are made."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from voteapp.campaign.questionnaire.document import (
    Bin,
    Kind,
    Question,
    Questionnaire,
    read_help,
    read_text,
)
from voteapp.campaign.questionnaire.numbering import number_questions
from voteapp.campaign.questionnaire.translations import list_translated
from voteapp.campaign.setup.rules import Comparison, Denominator
from voteapp.campaign.units.release import K_FLOOR


@dataclass(frozen=True)
class AnswerDraft:
    """An answer as a form shows it; ``id`` is empty until it is kept for the first time.

    ``alone``: with no other; ``substantive``: counted in a share's base; ``bin``: its numbers.
    """

    text: str
    id: str = ""
    alone: bool = False
    substantive: bool = True
    bin: Bin | None = None


@dataclass(frozen=True)
class QuestionDraft:
    """One question as a form shows it: in the language written first, what can be edited of it.

    ``minimum`` to ``maximum`` answers, or the blank where ``blank`` is set, or "not applicable"
    where ``not_applicable`` is. ``code`` is a survey template's own name for the question
    (``"2d"``), empty for questions written by hand. ``scale``: shared with the other items.
    """

    text: str
    answers: tuple[AnswerDraft, ...]
    minimum: int = 1
    maximum: int = 1
    blank: bool = False
    not_applicable: bool = False
    code: str = ""
    id: str = ""
    help: str = ""
    kind: Kind = "one"
    scale: str | None = None
    reversed: bool = False


@dataclass(frozen=True)
class ItemDraft:
    """One statement of a scale; ``reversed``: agreement means the opposite of the others."""

    text: str
    id: str = ""
    reversed: bool = False


@dataclass(frozen=True)
class ScaleDraft:
    """Statements that share their answers, as one form shows them. The answers carry the first
    statement's identities."""

    items: tuple[ItemDraft, ...]
    answers: tuple[AnswerDraft, ...]
    blank: bool = True
    not_applicable: bool = True


@dataclass(frozen=True)
class RuleDraft:
    """``answer`` of ``question`` (identities) must reach ``numerator/denominator``.

    ``text`` is the answer's as it was when the committee said so: where it is another by now, or
    gone, the rule must be said again. The quorum is the least share of entitled members whose
    ballots count; 0/1 means none.
    """

    question: str = ""
    answer: str = ""
    text: str = ""
    numerator: int = 1
    denominator: int = 2
    comparison: Comparison = "more-than"
    of: Denominator = "counted"
    quorum_numerator: int = 0
    quorum_denominator: int = 1


@dataclass(frozen=True)
class ElectionDraft:
    """One part of a campaign: what it asks, and for a vote the rule that decides it.

    ``k`` is the fewest ballots of which anything is decrypted (at least 5). ``earlier`` holds, by
    language and by the name of a text (``questionnaire/translations.py``), the wording of which a
    translation was made, where that reads otherwise by now; and every language that was added. It
    stays in the draft: nothing of it is published.
    """

    questionnaire: Questionnaire
    rule: RuleDraft | None = None
    k: int = K_FLOOR
    earlier: dict[str, dict[str, str]] = field(default_factory=dict)

    @property
    def id(self) -> str:
        """The part's identity."""
        return self.questionnaire.part

    @property
    def kind(self) -> str:
        """``vote`` or ``survey``."""
        return self.questionnaire.kind

    @property
    def title(self) -> str:
        """In the language written first."""
        return read_text(self.questionnaire.texts, self.questionnaire.language)

    @property
    def description(self) -> str:
        """The introduction, in the language written first."""
        return read_help(self.questionnaire.texts, self.questionnaire.language)

    @property
    def languages(self) -> list[str]:
        """Those into which it is, or is to be, translated."""
        return sorted({*list_translated(self.questionnaire), *self.earlier})

    @property
    def questions(self) -> tuple[QuestionDraft, ...]:
        """The questions as forms show them."""
        language = self.questionnaire.language
        return tuple(describe_question(q, language) for q in self.questionnaire.questions)

    @property
    def numbers(self) -> dict[str, int | None]:
        """Under which number people know each question; None: the phone fills it in."""
        return number_questions(self.questionnaire)

    @property
    def numbered(self) -> tuple[tuple[int | None, QuestionDraft], ...]:
        """The questions with their numbers."""
        return tuple((self.numbers[question.id], question) for question in self.questions)


def describe_question(question: Question, language: str) -> QuestionDraft:
    """A question as a form shows it."""
    return QuestionDraft(
        text=read_text(question.texts, language),
        answers=tuple(
            AnswerDraft(read_text(a.texts, language), a.id, a.alone, a.substantive, a.bin)
            for a in question.answers
        ),
        minimum=question.min,
        maximum=question.max,
        blank=question.prefer_not,
        not_applicable=question.not_applicable,
        code=question.code,
        id=question.id,
        help=read_help(question.texts, language),
        kind=question.kind,
        scale=question.scale,
        reversed=question.reversed,
    )


@dataclass(frozen=True)
class CampaignDraft:
    """Everything that the committee writes down before keys and slips are made. ``decrypts`` is
    the earliest instant at which totals are opened; None: as soon as voting is over."""

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
    decrypts: datetime | None = None
