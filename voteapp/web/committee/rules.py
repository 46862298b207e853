"""The page of a vote's rule: what its answer must reach, and which answer that is."""

from __future__ import annotations

from dataclasses import replace

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from voteapp.campaign.questionnaire.record import create_record_questions
from voteapp.campaign.setup.rules import COMPARISONS, DENOMINATORS, compute_example
from voteapp.errors import NotFoundError
from voteapp.services.drafting import editing
from voteapp.services.drafting.deciding import create_rule, find_deciding_answer, is_confirmed
from voteapp.services.drafting.versions import Piece, find_part
from voteapp.services.values.drafts import AnswerDraft, CampaignDraft, ElectionDraft, RuleDraft
from voteapp.web.committee import committee
from voteapp.web.committee.drafts import (
    Clash,
    Typed,
    begin_form,
    get_part,
    load_draft,
    settle,
    view_draft,
)
from voteapp.web.committee.part_page import back_to_election
from voteapp.web.frame.forms import Form
from voteapp.web.frame.roles import Role, role
from voteapp.web.frame.sessions import actor, get_context
from voteapp.web.words.i18n import gettext as _
from voteapp.web.words.rules import (
    PRESETS,
    blank_words,
    example_words,
    find_preset,
    preset_words,
    rule_words,
)

OWN = ("numerator", "denominator", "comparison", "of")
"""The fields of a fraction of one's own."""


@committee.route("/campaigns/<code>/parts/<part>/rule", methods=["GET", "POST"])
@role(Role.COMMITTEE)
def rule(code: str, part: str) -> ResponseReturnValue:
    """What decides a vote: a preset or a fraction of one's own, and a quorum."""
    piece = Piece("rule", part)

    def show(clash: Clash | None) -> str:
        draft = load_draft(code)
        present = get_vote(draft, part)
        asked = present.questions[0]
        return render_template(
            "committee/part/rule.html",
            form=form,
            code=code,
            part=part,
            clash=clash,
            answers=[(answer.id, answer.text) for answer in list_answers(present)],
            doubt=describe_doubt(present),
            presets=list_presets(draft, present),
            blank=describe_blank(present),
            own=form.value("preset") == "own" or any(name in form.errors for name in OWN),
            question=url_for("committee.question", code=code, part=part, question=asked.id),
        )

    if request.method == "GET":
        draft = load_draft(code)
        fields = rule_fields(get_vote(draft, part))
        form = begin_form(draft, piece, fields)
        return show(None)
    form = Form(request.form)
    found = find_part(view_draft(code), part)
    edited = read_rule(form, list_answers(found) if found else [])

    def save(seen: str) -> None:
        editing.save_rule(get_context(), actor(), code, part, seen, edited)

    told = tell_rule(replace(found, rule=edited)) if found else {}
    typed = Typed(piece, told, lambda draft: tell_rule(get_vote(draft, part)))
    return settle(form, code, typed, save, lambda: back_to_election(code, part), show)


def get_vote(draft: CampaignDraft, part: str) -> ElectionDraft:
    """The vote of that identity. Raises NotFoundError."""
    found = get_part(draft, part)
    if found.kind != "vote":
        raise NotFoundError(_("A survey has no rule."))
    return found


def list_answers(election: ElectionDraft) -> list[AnswerDraft]:
    """The answers that a rule may be about."""
    return [answer for question in election.questions[:1] for answer in question.answers]


def list_presets(draft: CampaignDraft, election: ElectionDraft) -> list[tuple[str, str, str]]:
    """Presets for radio buttons: value, name, and what it means, with an example for this vote."""
    answer = find_deciding_answer(election) or election.questions[0].answers[0]
    questions = create_record_questions(election.questionnaire)
    listed = []
    for value, (name, meaning) in preset_words().items():
        about = replace(PRESETS[value], question=election.questions[0].id, answer=answer.id)
        rule = create_rule(replace(election, rule=about))
        if rule is not None:
            example = compute_example(rule, questions, draft.roster_size)
            listed.append((value, name, f"{meaning} {example_words(example, answer.text)}"))
    return listed


def describe_blank(election: ElectionDraft) -> str:
    """Whether a blank vote can be cast, and what it is to the rule."""
    if not election.questions[0].blank:
        return _("Members cannot cast a blank vote.")
    answer = find_deciding_answer(election)
    of = election.rule.of if election.rule else None
    meaning = blank_words(of, answer.text if answer else "")
    return " ".join((_("Members may cast a blank vote."), meaning))


def tell_rule(election: ElectionDraft) -> dict[str, str]:
    """The rule, and the answers that it may be about, by what people call them."""
    return {
        _("The rule"): rule_words(election),
        _("Answers"): "\n".join(answer.text for answer in list_answers(election)),
    }


def describe_doubt(election: ElectionDraft) -> str | None:
    """Why the rule has to be said again, with both texts of its answer."""
    if election.rule is None or is_confirmed(election):
        return None
    answer = find_deciding_answer(election)
    if answer is None:
        return _(
            "The rule was about the answer “%(before)s”, which was removed. Choose an answer.",
            before=election.rule.text,
        )
    return _(
        "The rule was about the answer “%(before)s”, which now reads “%(now)s”. Choose the answer "
        "that it is about.",
        before=election.rule.text,
        now=answer.text,
    )


def rule_fields(election: ElectionDraft) -> dict[str, str]:
    """A rule as the fields of its form; no answer is chosen where the rule must be said again."""
    present = election.rule or RuleDraft()
    return {
        "answer": present.answer if is_confirmed(election) else "",
        "preset": find_preset(present),
        "numerator": str(present.numerator),
        "denominator": str(present.denominator),
        "comparison": present.comparison,
        "of": present.of,
        "quorum": "yes" if present.quorum_numerator else "no",
        "quorum_numerator": str(present.quorum_numerator or 1),
        "quorum_denominator": str(present.quorum_denominator if present.quorum_numerator else 2),
    }


def read_rule(form: Form, answers: list[AnswerDraft]) -> RuleDraft:
    """The rule that a form holds; problems are noted in the form."""
    offered = {answer.id: answer.text for answer in answers}
    answer = form.choice(
        "answer", ["", *offered], _("Choose the answer that must reach the share.")
    )
    if not answer:
        form.add("answer", _("Choose the answer that must reach the share."))
    preset = form.choice("preset", [*PRESETS, "own"], _("Choose a rule."))
    chosen = PRESETS.get(preset) or RuleDraft(
        numerator=form.integer("numerator", _("Enter the upper number."), low=1, high=1000),
        denominator=form.integer("denominator", _("Enter the lower number."), low=1, high=1000),
        comparison=form.choice("comparison", COMPARISONS, _("Choose “at least” or “more than”.")),
        of=form.choice("of", DENOMINATORS, _("Choose a share of what.")),
    )
    if chosen.numerator > chosen.denominator:
        form.add("numerator", _("The share can be at most the whole."))
    if chosen.comparison == "more-than" and chosen.numerator == chosen.denominator:
        form.add("comparison", _("More than everything is never reached: choose “at least”."))
    quorum = _read_quorum(form)
    return replace(
        chosen,
        answer=answer,
        text=offered.get(answer, ""),
        quorum_numerator=quorum[0],
        quorum_denominator=quorum[1],
    )


def _read_quorum(form: Form) -> tuple[int, int]:
    if form.choice("quorum", ("no", "yes"), _("Choose yes or no.")) == "no":
        return 0, 1
    quorum = (
        form.integer("quorum_numerator", _("Enter the upper number."), low=1, high=1000),
        form.integer("quorum_denominator", _("Enter the lower number."), low=1, high=1000),
    )
    if quorum[0] > quorum[1]:
        form.add("quorum_numerator", _("The share can be at most the whole."))
    return quorum
