"""Kinds of questions, as the committee's pages know them: one entry a kind.

The names are those of ``QuestionDraft.kind``; what a kind is to the use cases stands in
``voteapp/services/drafting/kinds.py``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from voteapp.campaign.forms.logic.numbers import read_bins, write_bin
from voteapp.campaign.questionnaire.document import Bin, Kind
from voteapp.errors import InvalidInputError
from voteapp.services.values.drafts import AnswerDraft, QuestionDraft
from voteapp.web.committee import committee
from voteapp.web.frame.forms import Form
from voteapp.web.words.i18n import gettext as _
from voteapp.web.words.i18n import say


@dataclass(frozen=True)
class FormKind:
    """How a kind of question is written in a form and told in words.

    ``choose``: its name in the form; ``describe``: what a member may choose. ``template``: its own
    fields, if any; ``fill`` gives what they show of any question, ``read`` the question with what
    was typed into them (problems are noted in the form). ``lists``: its answers are a list that is
    written one by one.
    """

    choose: Callable[[], str]
    describe: Callable[[QuestionDraft], str]
    template: str | None
    fill: Callable[[QuestionDraft], dict[str, str]]
    read: Callable[[Form, QuestionDraft], QuestionDraft]
    lists: bool = True


def _describe_several(question: QuestionDraft) -> str:
    return _("From %(low)d to %(high)d answers.", low=question.minimum, high=question.maximum)


def _fill_several(question: QuestionDraft) -> dict[str, str]:
    return {"minimum": str(question.minimum), "maximum": str(question.maximum)}


def _read_one(form: Form, question: QuestionDraft) -> QuestionDraft:
    kind: Kind = "scale" if question.kind == "scale" else "one"
    return replace(question, kind=kind, minimum=1, maximum=1)


def _read_several(form: Form, question: QuestionDraft) -> QuestionDraft:
    most = max(len(question.answers), 1)
    minimum = form.integer("minimum", _("Enter the fewest answers."), low=0, high=most)
    maximum = form.integer("maximum", _("Enter the most answers."), low=1, high=most)
    if minimum > maximum:
        form.add("minimum", _("The fewest can be at most the most."))
    return replace(question, kind="several", minimum=minimum, maximum=maximum)


def _fill_number(question: QuestionDraft) -> dict[str, str]:
    bins = [write_bin(answer.bin) for answer in question.answers if answer.bin is not None]
    return {"bins": ", ".join(bins) if question.kind == "number" else ""}


def _read_number(form: Form, question: QuestionDraft) -> QuestionDraft:
    """Answers of bins that are there already keep their identities and words."""
    known = {answer.bin: answer for answer in question.answers if answer.bin is not None}
    try:
        bins = read_bins(form.value("bins"))
    except InvalidInputError as error:
        form.add("bins", say(error))
        return question
    answers = tuple(known.get(b) or AnswerDraft(write_bin(b), bin=b) for b in bins)
    return replace(question, kind="number", minimum=1, maximum=1, answers=answers)


ONE = FormKind(
    choose=lambda: _("One"),
    describe=lambda question: _("One answer."),
    template=None,
    fill=lambda question: {},
    read=_read_one,
)

SEVERAL = FormKind(
    choose=lambda: _("Several"),
    describe=_describe_several,
    template="committee/editor/question_several.html",
    fill=_fill_several,
    read=_read_several,
)

NUMBER = FormKind(
    choose=lambda: _("None: they type a number"),
    describe=lambda question: _("A number is typed; the phone puts it into one of these answers."),
    template="committee/editor/question_number.html",
    fill=_fill_number,
    read=_read_number,
    lists=False,
)

SCALE = replace(ONE, describe=lambda question: _("One answer of a list that rises."))

KINDS: dict[Kind, FormKind] = {"one": ONE, "several": SEVERAL, "number": NUMBER}
"""Those that a question's form offers."""

_TOLD: dict[Kind, FormKind] = {**KINDS, "scale": SCALE}

KIND_OF_VOTE: Kind = "one"
"""What a vote's question is; a survey's may be of every kind."""


@committee.app_template_filter("choice_words")
def choice_words(question: QuestionDraft) -> str:
    """What a member may choose, in words."""
    return _TOLD[question.kind].describe(question)


@committee.app_template_filter("bin_words")
def bin_words(found: Bin) -> str:
    """The numbers for which an answer stands, in words."""
    if found.high is None:
        return _("It stands for %(low)d and every number above.", low=found.low)
    if found.high == found.low:
        return _("It stands for the number %(low)d.", low=found.low)
    return _("It stands for the numbers from %(low)d to %(high)d.", low=found.low, high=found.high)
