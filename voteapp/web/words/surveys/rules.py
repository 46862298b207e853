"""A survey's rules in words: what a phone leaves out, fills in, works out or does not take."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

from voteapp.campaign.questionnaire.document import Bin, Question, Questionnaire, read_text
from voteapp.campaign.questionnaire.rules import (
    NOT_APPLICABLE,
    PREFER_NOT,
    Condition,
    Derive,
    Fill,
    Rule,
    Skip,
)
from voteapp.web.words.i18n import gettext as _


def describe_survey_rule(questionnaire: Questionnaire, rule: Rule) -> str:
    """One sentence; questions and answers are named by their texts."""
    return _Teller(questionnaire).tell(rule)


class _Teller:
    """Tells the rules of one questionnaire in the language that was written first."""

    def __init__(self, questionnaire: Questionnaire) -> None:
        self.language = questionnaire.language
        self.words = questionnaire.words[self.language]
        self.known: Mapping[str, Question] = {q.id: q for q in questionnaire.questions}

    def tell(self, rule: Rule) -> str:
        if isinstance(rule, Derive):
            return _(
                "“%(target)s” is worked out from “%(source)s” and the limit of the unit.",
                target=self._ask(rule.question),
                source=self._ask(rule.source),
            )
        condition = self._say(rule.when)
        if isinstance(rule, Skip):
            if len(rule.questions) == 1:
                target = self._ask(rule.questions[0])
                return _(
                    "If %(condition)s, “%(target)s” is left out.",
                    condition=condition,
                    target=target,
                )
            targets = _quote([self._ask(name) for name in rule.questions])
            return _(
                "If %(condition)s, these are left out: %(targets)s.",
                condition=condition,
                targets=targets,
            )
        if isinstance(rule, Fill):
            return _(
                "If %(condition)s, “%(target)s” is filled in with “%(answer)s”.",
                condition=condition,
                target=self._ask(rule.question),
                answer=self._name(rule.question, rule.answer),
            )
        return _("These do not fit together: %(condition)s.", condition=condition)

    def _say(self, condition: Condition, *, within: bool = False) -> str:
        """``within``: as a part of another condition, told apart from it by brackets."""
        if isinstance(condition.negated, Condition):
            inner = self._say(condition.negated, within=True)
            return _("it is not so that %(condition)s", condition=inner)
        for parts, join in ((condition.all, self._join_all), (condition.any, self._join_any)):
            if isinstance(parts, list):
                told = [self._say(part, within=len(parts) > 1) for part in parts]
                joined = join(told)
                return f"({joined})" if within and len(told) > 1 else joined
        return self._say_answers(str(condition.question), list(condition.answers or []))

    def _join_all(self, told: Sequence[str]) -> str:
        first, *rest = told
        for second in rest:
            first = _("%(first)s and %(second)s", first=first, second=second)
        return first

    def _join_any(self, told: Sequence[str]) -> str:
        first, *rest = told
        for second in rest:
            first = _("%(first)s or %(second)s", first=first, second=second)
        return first

    def _say_answers(self, name: str, answers: list[str]) -> str:
        question = self._ask(name)
        numbers = self._say_numbers(name, answers)
        if numbers:
            return numbers
        told = [self._name(name, answer) for answer in answers]
        several = name in self.known and self.known[name].kind == "several"
        if len(told) == 1 and several:
            return _("“%(question)s” has “%(answer)s”", question=question, answer=told[0])
        if len(told) == 1:
            return _("“%(question)s” is “%(answer)s”", question=question, answer=told[0])
        listed = _quote(told)
        if several:
            return _("“%(question)s” has one of %(answers)s", question=question, answers=listed)
        return _("“%(question)s” is one of %(answers)s", question=question, answers=listed)

    def _say_numbers(self, name: str, answers: list[str]) -> str:
        """A run of bins as the numbers that it covers; nothing for anything else."""
        question = self.known.get(name)
        bins = [a.bin for a in question.answers if a.id in answers] if question else []
        found = [one for one in bins if one is not None]
        if question is None or len(found) != len(answers) or not _touch(found):
            return ""
        text, low, high = self._ask(name), found[0].low, found[-1].high
        lowest = next(a.bin.low for a in question.answers if a.bin is not None)
        if high is None:
            return _("“%(question)s” is %(low)d or more", question=text, low=low)
        if low == lowest and len(found) > 1:
            return _("“%(question)s” is %(high)d or less", question=text, high=high)
        if low == high:
            return _("“%(question)s” is %(low)d", question=text, low=low)
        return _("“%(question)s” is from %(low)d to %(high)d", question=text, low=low, high=high)

    def _ask(self, name: str) -> str:
        found = self.known.get(name)
        return read_text(found.texts, self.language) if found else ""

    def _name(self, question: str, answer: str) -> str:
        if answer == NOT_APPLICABLE:
            return self.words.not_applicable
        if answer == PREFER_NOT:
            return self.words.prefer_not
        found = self.known.get(question)
        for one in found.answers if found else ():
            if one.id == answer:
                return read_text(one.texts, self.language)
        return ""


def _touch(bins: Sequence[Bin]) -> bool:
    """Whether these are bins of which each begins where the one before ends."""
    pairs = pairwise(bins)
    return bool(bins) and all(b.high is not None and a.low == b.high + 1 for b, a in pairs)


def _quote(told: Sequence[str]) -> str:
    return ", ".join(_("“%(text)s”", text=text) for text in told)
