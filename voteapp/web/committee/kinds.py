"""Kinds of questions, as the committee's pages know them: one entry a kind.

The names are those of ``QuestionDraft.kind``; what a kind is to the use cases stands in
``voteapp/services/drafting/kinds.py``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from voteapp.services.values.drafts import QuestionDraft
from voteapp.web.committee import committee
from voteapp.web.frame.forms import Form
from voteapp.web.words.i18n import gettext as _


@dataclass(frozen=True)
class FormKind:
    """How a kind of question is written in a form and told in words.

    ``choose``: its name in the form; ``describe``: what a member may choose. ``template``: its own
    fields, if any; ``fill`` gives what they show of any question, ``read`` the question with what
    was typed into them (problems are noted in the form).
    """

    choose: Callable[[], str]
    describe: Callable[[QuestionDraft], str]
    template: str | None
    fill: Callable[[QuestionDraft], dict[str, str]]
    read: Callable[[Form, QuestionDraft], QuestionDraft]


def _describe_several(question: QuestionDraft) -> str:
    return _("From %(low)d to %(high)d answers.", low=question.minimum, high=question.maximum)


def _fill_several(question: QuestionDraft) -> dict[str, str]:
    return {"minimum": str(question.minimum), "maximum": str(question.maximum)}


def _read_several(form: Form, question: QuestionDraft) -> QuestionDraft:
    most = max(len(question.answers), 1)
    minimum = form.integer("minimum", _("Enter the fewest answers."), low=0, high=most)
    maximum = form.integer("maximum", _("Enter the most answers."), low=1, high=most)
    if minimum > maximum:
        form.add("minimum", _("The fewest can be at most the most."))
    return replace(question, minimum=minimum, maximum=maximum)


ONE = FormKind(
    choose=lambda: _("One"),
    describe=lambda question: _("One answer."),
    template=None,
    fill=lambda question: {},
    read=lambda form, question: replace(question, minimum=1, maximum=1),
)

SEVERAL = FormKind(
    choose=lambda: _("Several"),
    describe=_describe_several,
    template="committee/drafting/question_several.html",
    fill=_fill_several,
    read=_read_several,
)

KINDS: dict[str, FormKind] = {"one": ONE, "several": SEVERAL}

KIND_OF_VOTE = "one"
"""What a vote's question is; a survey's may be of every kind."""


@committee.app_template_filter("choice_words")
def choice_words(question: QuestionDraft) -> str:
    """What a member may choose, in words."""
    return KINDS[question.kind].describe(question)
