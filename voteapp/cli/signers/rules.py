"""A fixed rule in sentences, as a terminal says it."""

from __future__ import annotations

from collections.abc import Sequence

from voteapp.campaign.setup.rules import Quorum, Rule
from voteapp.cli.texts import clean
from voteapp.cli.texts import gettext as _
from voteapp.protocol.questions import Question


def list_rule_sentences(rule: Rule | None, questions: Sequence[Question]) -> list[str]:
    """What an answer must reach, and how many must take part."""
    if rule is None:
        return [_("There is no rule: it only asks.")]
    answer = clean(questions[rule.question].answers[rule.answer])
    values = {"answer": answer, "share": f"{rule.numerator}/{rule.denominator}"}
    least = {
        "counted": _("“%(answer)s” needs at least %(share)s of all ballots, blank ones too."),
        "not-blank": _("“%(answer)s” needs at least %(share)s of the ballots that are not blank."),
        "entitled": _("“%(answer)s” needs at least %(share)s of all members entitled."),
    }
    more = {
        "counted": _("“%(answer)s” needs more than %(share)s of all ballots, blank ones too."),
        "not-blank": _("“%(answer)s” needs more than %(share)s of the ballots that are not blank."),
        "entitled": _("“%(answer)s” needs more than %(share)s of all members entitled."),
    }
    sentences = least if rule.comparison == "at-least" else more
    quorum = [] if rule.quorum is None else [_say_quorum(rule.quorum)]
    return [sentences[rule.of] % values, *quorum]


def _say_quorum(quorum: Quorum) -> str:
    share = f"{quorum.numerator}/{quorum.denominator}"
    if quorum.comparison == "at-least":
        return _("It counts only if at least %s of all members entitled take part.") % share
    return _("It counts only if more than %s of all members entitled take part.") % share
