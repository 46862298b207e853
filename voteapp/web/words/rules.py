"""Rules in words, and the presets that the committee chooses from: a rule is data."""

from __future__ import annotations

from voteapp.campaign.setup.rules import Denominator
from voteapp.services.drafting.deciding import is_confirmed
from voteapp.services.values.drafts import ElectionDraft, RuleDraft
from voteapp.web.words.i18n import gettext as _

PRESETS: dict[str, RuleDraft] = {
    "majority-counted": RuleDraft(numerator=1, denominator=2, comparison="more-than", of="counted"),
    "majority-not-blank": RuleDraft(
        numerator=1, denominator=2, comparison="more-than", of="not-blank"
    ),
    "two-thirds-counted": RuleDraft(
        numerator=2, denominator=3, comparison="at-least", of="counted"
    ),
    "majority-entitled": RuleDraft(
        numerator=1, denominator=2, comparison="more-than", of="entitled"
    ),
    "two-thirds-entitled": RuleDraft(
        numerator=2, denominator=3, comparison="at-least", of="entitled"
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


def preset_words() -> list[tuple[str, str, str]]:
    """Presets for a list of radio buttons: value, name, what it means."""
    return [
        (
            "majority-counted",
            _("Simple majority of ballots"),
            _("More than 1/2 of all ballots counted, blank ones too."),
        ),
        (
            "majority-not-blank",
            _("Simple majority of answers given"),
            _("More than 1/2 of the ballots that are not blank."),
        ),
        (
            "two-thirds-counted",
            _("Two thirds of ballots"),
            _("At least 2/3 of all ballots counted, blank ones too."),
        ),
        (
            "majority-entitled",
            _("Majority of members entitled"),
            _("More than 1/2 of all members who may vote, whether they do or not."),
        ),
        (
            "two-thirds-entitled",
            _("Two thirds of members entitled"),
            _("At least 2/3 of all members who may vote, whether they do or not."),
        ),
        ("own", _("Another fraction"), _("Write it below.")),
    ]


def denominator_words(of: Denominator) -> str:
    """What a rule's fraction is of."""
    return {
        "counted": _("the ballots counted"),
        "not-blank": _("the ballots counted that are not blank"),
        "entitled": _("the members entitled to vote"),
    }[of]


def rule_words(election: ElectionDraft) -> str:
    """The whole rule of a vote as one or two sentences; nothing where there is none yet."""
    rule = election.rule
    if rule is None:
        return ""
    values = {
        "answer": rule.text,
        "share": f"{rule.numerator}/{rule.denominator}",
        "whole": denominator_words(rule.of),
    }
    if rule.comparison == "at-least":
        text = _("“%(answer)s” needs at least %(share)s of %(whole)s.", **values)
    else:
        text = _("“%(answer)s” needs more than %(share)s of %(whole)s.", **values)
    if rule.quorum_numerator:
        quorum = f"{rule.quorum_numerator}/{rule.quorum_denominator}"
        text += " " + _(
            "The vote counts only if at least %(share)s of the members entitled take part.",
            share=quorum,
        )
    if not is_confirmed(election):
        text += " " + _("That answer was reworded or removed: the rule must be saved again.")
    return text
