"""The page of a part, which is its editor: questions in blocks, headings, rules, limits."""

from __future__ import annotations

from dataclasses import dataclass

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from voteapp.campaign.questionnaire.document import Text
from voteapp.campaign.questionnaire.edits import list_blocks
from voteapp.services.drafting import undoing
from voteapp.services.drafting.guards.paths import list_guards_of_part
from voteapp.services.drafting.translating.texts import Progress, measure_all
from voteapp.services.drafting.versions import Piece, compute_version
from voteapp.services.values.drafts import ElectionDraft, QuestionDraft, describe_question
from voteapp.web.committee.drafts import get_part, load_draft
from voteapp.web.committee.limits.entering import describe_limits
from voteapp.web.frame.sessions import get_context
from voteapp.web.words.i18n import gettext as _
from voteapp.web.words.languages import Language, describe_language, name_language
from voteapp.web.words.surveys.rules import describe_survey_rule


@dataclass(frozen=True)
class Block:
    """Questions that are moved together: one, or a scale's. ``place`` counts blocks, ``number``
    and ``last_number`` are the first and the last question's (None: the phone fills it in);
    ``section``: the heading above."""

    place: int
    number: int | None
    last_number: int | None
    questions: tuple[QuestionDraft, ...]
    section: Text | None

    @property
    def first(self) -> str:
        """Of the first question."""
        return self.questions[0].id

    @property
    def last(self) -> str:
        """Of the last question."""
        return self.questions[-1].id

    @property
    def scale(self) -> str | None:
        """The scale that the questions share."""
        return self.questions[0].scale


def list_shown_blocks(found: ElectionDraft) -> list[Block]:
    """A part's questions as its page shows them."""
    questionnaire, language = found.questionnaire, found.questionnaire.language
    sections = {section.first: section.texts.get(language) for section in questionnaire.sections}
    blocks, numbers = [], found.numbers
    for place, block in enumerate(list_blocks(questionnaire)):
        shown = tuple(describe_question(question, language) for question in block)
        first, last = numbers[block[0].id], numbers[block[-1].id]
        blocks.append(Block(place, first, last, shown, sections.get(block[0].id)))
    return blocks


def show_election(code: str, part: str, problem: str | None = None) -> str:
    """The page of a part; ``problem``: why the last press changed nothing."""
    draft = load_draft(code)
    found = get_part(draft, part)
    questionnaire = found.questionnaire
    languages = list_languages(found)
    return render_template(
        "committee/part/election.html",
        code=code,
        draft=draft,
        election=found,
        order=compute_version(draft, Piece("order", part)),
        versions={
            "draft": compute_version(draft, Piece("draft")),
            "rules": compute_version(draft, Piece("rules", part)),
        },
        blocks=list_shown_blocks(found),
        rules=[
            (rule.id, describe_survey_rule(questionnaire, rule)) for rule in questionnaire.rules
        ],
        steps=undoing.get_steps(get_context(), code),
        limits=describe_limits(draft, found),
        faults=describe_faults(found),
        first_language=name_language(questionnaire.language),
        languages=languages,
        outdated=[shown for shown in languages if shown[1].outdated],
        problem=problem,
        saved=request.args.get("done") in ("saved", "copied"),
        copied=request.args.get("done") == "copied",
    )


def list_languages(found: ElectionDraft) -> list[tuple[Language, Progress]]:
    """The languages of a part beside its first, each with how far it is."""
    return [(describe_language(progress.language), progress) for progress in measure_all(found)]


def describe_faults(found: ElectionDraft) -> list[str]:
    """What members could not finish, or never come to, as the part was saved: every path played."""
    sentences = [guard.sentence for guard in list_guards_of_part(found)]
    return [_(sentence.template, **sentence.values) for sentence in sentences]


def back_to_election(code: str, part: str, done: str = "saved") -> ResponseReturnValue:
    """Go to one election's page and say there that it is saved; ``copied``: but for its rules."""
    return redirect(url_for("committee.election", code=code, part=part, done=done), 303)
