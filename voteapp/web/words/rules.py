"""Rules in words, with worked examples, and the presets that the committee chooses from."""

from __future__ import annotations

from voteapp.campaign.setup.rules import Comparison, Denominator, Example
from voteapp.services.drafting.deciding import is_confirmed
from voteapp.services.values.drafts import ElectionDraft, RuleDraft
from voteapp.services.values.public import PublicRule
from voteapp.web.words.i18n import gettext as _
from voteapp.web.words.i18n import ngettext
from voteapp.web.words.numbers import show_number

PRESETS: dict[str, RuleDraft] = {
    "majority-not-blank": RuleDraft(
        numerator=1, denominator=2, comparison="more-than", of="not-blank"
    ),
    "two-thirds-not-blank": RuleDraft(
        numerator=2, denominator=3, comparison="at-least", of="not-blank"
    ),
    "two-thirds-counted": RuleDraft(
        numerator=2, denominator=3, comparison="at-least", of="counted"
    ),
    "majority-entitled": RuleDraft(
        numerator=1, denominator=2, comparison="more-than", of="entitled"
    ),
}
"""The rules that most constitutions have; ``own`` beside them is any other fraction."""


def find_preset(rule: RuleDraft) -> str:
    """The preset that a rule is (its answer and quorum aside), or ``own``."""
    for name, preset in PRESETS.items():
        if (rule.numerator, rule.denominator, rule.comparison, rule.of) == (
            preset.numerator,
            preset.denominator,
            preset.comparison,
            preset.of,
        ):
            return name
    return "own"


def preset_words() -> dict[str, tuple[str, str]]:
    """Each preset's name, and what it means."""
    return {
        "majority-not-blank": (
            _("Majority of votes cast"),
            _("More than 1/2 of the votes for an answer. Blank votes are not counted."),
        ),
        "two-thirds-not-blank": (
            _("Two thirds of votes cast"),
            _("At least 2/3 of the votes for an answer. Blank votes are not counted."),
        ),
        "two-thirds-counted": (
            _("Two thirds of ballots"),
            _("At least 2/3 of all ballots. A blank vote is a ballot too."),
        ),
        "majority-entitled": (
            _("Majority of all members"),
            _("More than 1/2 of all members who may vote, whether they do or not."),
        ),
    }


def rule_words(election: ElectionDraft) -> str:
    """The whole rule of a vote in one sentence or a few; nothing where there is none yet."""
    rule = election.rule
    if rule is None:
        return ""
    blank = any(question.blank for question in election.questions[:1])
    share = f"{rule.numerator}/{rule.denominator}"
    sentences = [say_rule(rule.text, share, rule.comparison, rule.of, blank=blank)]
    if rule.quorum_numerator:
        sentences.append(say_quorum(f"{rule.quorum_numerator}/{rule.quorum_denominator}"))
    if not is_confirmed(election):
        sentences.append(_("That answer was reworded or removed: the rule must be saved again."))
    return " ".join(sentences)


def public_rule_words(rule: PublicRule) -> list[str]:
    """A fixed rule in sentences, its example last.

    ``static/js/booth/asking/rule.js`` says the same.
    """
    share = f"{rule.numerator}/{rule.denominator}"
    sentences = [say_rule(rule.answer, share, rule.comparison, rule.of, blank=rule.blank)]
    if rule.quorum:
        sentences.append(say_quorum(rule.quorum))
    return [*sentences, example_words(rule.example, rule.answer)]


def say_rule(
    answer: str, share: str, comparison: Comparison, of: Denominator, *, blank: bool
) -> str:
    """What an answer must reach. ``blank``: whether a blank vote can be cast."""
    least = comparison == "at-least"
    values = {"answer": answer, "share": share}
    if of == "entitled":
        if least:
            text = _(
                "“%(answer)s” needs at least %(share)s of all members, whether they vote or not.",
                **values,
            )
        else:
            text = _(
                "“%(answer)s” needs more than %(share)s of all members, whether they vote or not.",
                **values,
            )
        return text
    if not blank:
        if least:
            return _("“%(answer)s” needs at least %(share)s of the votes cast.", **values)
        return _("“%(answer)s” needs more than %(share)s of the votes cast.", **values)
    if of == "not-blank":
        if least:
            text = _(
                "“%(answer)s” needs at least %(share)s of the votes cast. Blank votes are not "
                "counted.",
                **values,
            )
        else:
            text = _(
                "“%(answer)s” needs more than %(share)s of the votes cast. Blank votes are not "
                "counted.",
                **values,
            )
        return text
    if least:
        return _("“%(answer)s” needs at least %(share)s of all votes, blank ones too.", **values)
    return _("“%(answer)s” needs more than %(share)s of all votes, blank ones too.", **values)


def say_quorum(share: str) -> str:
    """How many must take part."""
    return _("The vote counts only if at least %(share)s of all members take part.", share=share)


def example_words(example: Example, answer: str) -> str:
    """A rule worked through, with numbers that the rule itself gave."""
    values = {
        "answer": answer,
        "ballots": show_number(example.counted),
        "blank": show_number(example.blank),
        "votes": show_number(example.votes or 0),
    }
    if example.votes is None:
        return _("With %(ballots)s ballots, no number of “%(answer)s” is enough.", **values)
    if example.of == "entitled":
        return ngettext(
            "With %(ballots)s members, %(votes)s “%(answer)s” is enough, however many vote.",
            "With %(ballots)s members, %(votes)s “%(answer)s” are enough, however many vote.",
            example.votes,
            **{**values, "ballots": show_number(example.entitled)},
        )
    if example.blank:
        return ngettext(
            "With %(ballots)s ballots, %(blank)s of them blank, %(votes)s “%(answer)s” is enough.",
            "With %(ballots)s ballots, %(blank)s of them blank, %(votes)s “%(answer)s” are enough.",
            example.votes,
            **values,
        )
    return ngettext(
        "With %(ballots)s ballots, %(votes)s “%(answer)s” is enough.",
        "With %(ballots)s ballots, %(votes)s “%(answer)s” are enough.",
        example.votes,
        **values,
    )


def blank_words(of: Denominator | None, answer: str) -> str:
    """What a blank vote means for the rule; ``of`` is None where there is no rule yet."""
    if of == "not-blank":
        return _("It counts for turnout. The rule leaves it out: only votes for an answer count.")
    if of == "counted":
        text = _(
            "It counts for turnout, and for the rule as a ballot: with it, “%(answer)s” needs more "
            "votes.",
            answer=answer,
        )
        return text
    if of == "entitled":
        return _("It counts for turnout. For the rule it is the same as not to vote.")
    return _("It counts for turnout, and for no answer.")
