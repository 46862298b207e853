"""Rules: what a vote must reach, as data, evaluated in integers.

DESIGN, "Rules and the certificate"; docs/formats.md, "Manifest" (Rule).
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from typing import Literal, get_args

from voteapp.campaign.canonical import Record, check_count
from voteapp.errors import ProtocolError
from voteapp.protocol.kinds import kind_of
from voteapp.protocol.questions import Question

Comparison = Literal["at-least", "more-than"]
Denominator = Literal["counted", "not-blank", "entitled"]
COMPARISONS: tuple[Comparison, ...] = get_args(Comparison)
DENOMINATORS: tuple[Denominator, ...] = get_args(Denominator)


class Quorum(Record, frozen=True, kw_only=True):
    """The share of members entitled whose ballots must have been counted."""

    comparison: Comparison
    numerator: int
    denominator: int


class Rule(Record, frozen=True, kw_only=True):
    """``answer`` of ``question`` (0-based; blank not counted) must reach a fraction ``of``."""

    question: int
    answer: int
    comparison: Comparison
    numerator: int
    denominator: int
    of: Denominator
    quorum: Quorum | None


class Outcome(Record, frozen=True, kw_only=True):
    """A rule applied: ``votes`` of ``total``, compared without rounding.

    ``met`` is the whole: the fraction reached (``reached``) and the quorum, if any, too.
    ``needed`` votes, and ``quorum_needed`` ballots, were the fewest that would have done; None
    of a total of 0, and where there is no quorum.
    """

    votes: int
    total: int
    needed: int | None
    reached: bool
    counted: int
    entitled: int
    quorum_needed: int | None
    quorum_reached: bool
    met: bool


class Example(Record, frozen=True, kw_only=True):
    """A rule with numbers: of ``counted`` ballots ``blank`` are blank, and ``votes`` for the answer
    are just enough (None: no number is). ``entitled`` members could have voted."""

    of: Denominator
    counted: int
    blank: int
    entitled: int
    votes: int | None


def compare(
    votes: int, total: int, comparison: Comparison, numerator: int, denominator: int
) -> bool:
    """Whether ``votes/total`` is at least or more than the fraction; False when total is 0."""
    left, right = votes * denominator, numerator * total
    return total > 0 and (left >= right if comparison == "at-least" else left > right)


def compute_least(
    total: int, comparison: Comparison, numerator: int, denominator: int
) -> int | None:
    """The fewest votes for which ``compare`` holds, more than ``total`` if need be; None where the
    total is 0, and none does."""
    whole, rest = divmod(numerator * total, denominator)
    least = whole + (rest > 0 if comparison == "at-least" else 1)
    return least if total > 0 else None


def _check_fraction(fraction: Rule | Quorum, what: str) -> None:
    check_count(fraction.denominator, "manifest-rule", f"{what}: denominator", least=1)
    check_count(fraction.numerator, "manifest-rule", f"{what}: numerator")
    if fraction.numerator > fraction.denominator:
        raise ProtocolError("manifest-rule", f"{what}: a fraction over 1 can never be reached")


def check_rule(rule: Rule, questions: Sequence[Question] | None = None) -> None:
    """Check fractions and, with ``questions``, that the answer exists and ``not-blank`` is asked
    only where blank votes are possible or not at all. Raises ProtocolError ``manifest-rule``."""
    _check_fraction(rule, "the rule")
    if rule.quorum is not None:
        _check_fraction(rule.quorum, "the quorum")
    check_count(rule.question, "manifest-rule", "the rule's question")
    check_count(rule.answer, "manifest-rule", "the rule's answer")
    if questions is None:
        return
    if rule.question >= len(questions) or rule.answer >= len(questions[rule.question].answers):
        raise ProtocolError("manifest-rule", "the rule names an answer that is not asked for")


def check_decides(rule: Rule) -> None:
    """Require that votes decide: not met whatever comes, nor never, and not by any single vote.

    Raises ProtocolError ``manifest-rule``.
    """
    if rule.numerator == 0:
        raise ProtocolError("manifest-rule", "a share of nothing is reached by anything")
    for fraction in (rule, rule.quorum):
        if fraction is None:
            continue
        if fraction.comparison == "at-least" and fraction.numerator == 0:
            raise ProtocolError("manifest-rule", "at least nothing is always reached")
        if fraction.comparison == "more-than" and fraction.numerator == fraction.denominator:
            raise ProtocolError("manifest-rule", "more than everything is never reached")


def compute_outcome(
    rule: Rule,
    questions: Sequence[Question],
    result: Sequence[Sequence[int]],
    counted: int,
    entitled: int,
) -> Outcome:
    """Apply a checked rule.

    ``result`` is the record's (blank first where the question has one), ``counted`` the ballots
    counted, ``entitled`` the members entitled. Raises MisuseError for another election's numbers.
    """
    question = questions[rule.question]
    totals = kind_of(question).read_totals(question, result[rule.question])
    votes = totals.answers[rule.answer].number
    not_blank = counted - (totals.blank or 0)
    total = {"counted": counted, "not-blank": not_blank, "entitled": entitled}[rule.of]
    reached = compare(votes, total, rule.comparison, rule.numerator, rule.denominator)
    quorum = rule.quorum
    quorum_reached, quorum_needed = True, None
    if quorum is not None:
        fraction = (quorum.comparison, quorum.numerator, quorum.denominator)
        quorum_reached = compare(counted, entitled, *fraction)
        quorum_needed = compute_least(entitled, *fraction)
    return Outcome(
        votes=votes,
        total=total,
        needed=compute_least(total, rule.comparison, rule.numerator, rule.denominator),
        reached=reached,
        counted=counted,
        entitled=entitled,
        quorum_needed=quorum_needed,
        quorum_reached=quorum_reached,
        met=reached and quorum_reached,
    )


def find_least_votes(
    rule: Rule, questions: Sequence[Question], *, counted: int, blank: int, entitled: int
) -> int | None:
    """The fewest votes for the rule's answer with which it is met, by ``compute_outcome`` itself.

    Of ``counted`` ballots ``blank`` are blank (0 where the question has no blank). None: it is not
    met even if all others choose the answer.
    """
    question = questions[rule.question]
    most = counted - blank

    def is_met(votes: int) -> bool:
        row = [votes if place == rule.answer else 0 for place in range(len(question.answers))]
        shown = [blank, *row] if question.has_blank else row
        result: list[list[int]] = [*([[]] * rule.question), shown]
        return compute_outcome(rule, questions, result, counted, entitled).met

    least = bisect_left(range(most + 1), True, key=is_met)
    return least if least <= most else None


def compute_example(rule: Rule, questions: Sequence[Question], entitled: int) -> Example:
    """The rule worked through for a usual turnout: 65 % of the members, 15 % of them blank where
    that can be; as many ballots as the quorum needs, and everybody's where all members count."""
    question = questions[rule.question]
    counted = entitled if rule.of == "entitled" else max(1, (entitled * 65 + 50) // 100)
    if rule.quorum is not None:
        counted = max(counted, _find_least_ballots(rule.quorum, entitled))
    blank = (counted * 15 + 50) // 100 if question.has_blank and rule.of != "entitled" else 0
    votes = find_least_votes(rule, questions, counted=counted, blank=blank, entitled=entitled)
    return Example(of=rule.of, counted=counted, blank=blank, entitled=entitled, votes=votes)


def _find_least_ballots(quorum: Quorum, entitled: int) -> int:
    def is_met(counted: int) -> bool:
        return compare(counted, entitled, quorum.comparison, quorum.numerator, quorum.denominator)

    return min(entitled, bisect_left(range(entitled + 1), True, key=is_met))
