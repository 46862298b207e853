"""The list of campaigns, one campaign's page, and drawing up a new one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from voteapp.errors import InvalidInputError
from voteapp.services.drafting import drafting, editing
from voteapp.services.drafting.shift_survey import draft_survey
from voteapp.services.drafting.versions import Piece, compute_version
from voteapp.services.drafting.writing import ask, write_election
from voteapp.services.errors import InvalidDraftError, StaleDraftError
from voteapp.services.overview import get_campaign, list_campaigns
from voteapp.services.timekeeping import find_doubt
from voteapp.services.trustees import reading
from voteapp.services.values.drafts import CampaignDraft, ElectionDraft
from voteapp.survey.templates import BLANK_TEMPLATE, DEFAULT_TEMPLATE, list_names
from voteapp.web.committee import committee
from voteapp.web.committee.drafts import load_draft
from voteapp.web.committee.ready_surveys import (
    ReadySurvey,
    list_ready_surveys,
    list_variants,
)
from voteapp.web.committee.settings import read_dates, read_numbers, zone_options
from voteapp.web.committee.trustees import read_counting
from voteapp.web.frame.forms import Form
from voteapp.web.frame.roles import Role, role
from voteapp.web.frame.sessions import actor, get_context
from voteapp.web.words import committee as committee_words
from voteapp.web.words import progress
from voteapp.web.words import trustees as trustee_words
from voteapp.web.words.amendments import hash_words, list_changes
from voteapp.web.words.closing.signing import describe_signers
from voteapp.web.words.i18n import gettext as _
from voteapp.web.words.public import describe_end
from voteapp.web.words.rules import PRESETS


@dataclass(frozen=True)
class SurveyChoices:
    """Ready-made surveys, and variants of the staffing survey."""

    surveys: list[ReadySurvey]
    variants: list[tuple[str, str]]


KINDS = ("vote", "survey", "both", "own-survey")


@committee.get("/")
@role(Role.COMMITTEE)
def campaigns() -> ResponseReturnValue:
    """All campaigns, newest first."""
    listed = list_campaigns(get_context())
    doubt = find_doubt(get_context())
    return render_template("committee/campaigns.html", campaigns=listed, doubt=doubt)


@committee.get("/campaigns/<code>")
@role(Role.COMMITTEE)
def campaign(code: str) -> ResponseReturnValue:
    """Where the campaign is, what is missing, and the next button."""
    return show_campaign(code)


def show_campaign(code: str, problem: str | None = None) -> str:
    """The page of a campaign; ``problem``: why the last press changed nothing."""
    view = get_campaign(get_context(), code)
    overview = reading.get_ceremony_overview(get_context(), code) if view.ceremony else None
    return render_template(
        "committee/campaign.html",
        campaign=view,
        doubt=find_doubt(get_context()),
        counting=read_counting(view, overview),
        signers=describe_signers(view.signers),
        outlook=trustee_words.describe_outlook(overview, view.state),
        steps=progress.list_steps(view),
        too_few=committee_words.too_few_sentences(view),
        voting=committee_words.voting_words(view),
        tellers=committee_words.list_tellers(view),
        turnout=committee_words.list_turnout(view),
        links=committee_words.list_links(view),
        next=progress.next_action(view),
        missing=[(progress.missing_words(m), progress.who_words(m.who)) for m in view.missing],
        ended=describe_end(view),
        changes=list_changes(view.amendments),
        words=hash_words(view.set_up),
        done=done_words(request.args.get("done", "")),
        order=compute_version(view.draft, Piece("parts")),
        problem=problem,
    )


@committee.post("/campaigns/<code>/parts/<part>/move")
@role(Role.COMMITTEE)
def move_part(code: str, part: str) -> ResponseReturnValue:
    """One place up or down in the order in which members see the parts."""
    load_draft(code)
    by = -1 if request.form.get("by") == "up" else 1
    seen = request.form.get("seen", "")
    try:
        editing.move_part(get_context(), actor(), code, part, seen, by)
    except StaleDraftError:
        sentence = _(
            "Somebody changed the order while you had the page open. Nothing was moved by "
            "you: this is the order now."
        )
        return show_campaign(code, sentence), 409
    return redirect(url_for("committee.campaign", code=code) + f"#part-{part}", 303)


def done_words(code: str) -> str | None:
    """What has just happened, for the top of the campaign's page."""
    return {
        "created": _("The campaign is drafted. Read through it below."),
        "saved": _("Saved."),
        "submitted": _("The draft is locked. Next, the trustees make the key."),
        "reopened": _("The campaign is a draft again."),
        "fixed": _("The set-up is fixed. It opens by itself at the stated time."),
        "amended": _("The change is made, and everybody can see it."),
        "opened": _("The campaign is open."),
        "closed": _("The campaign is closed."),
        "annulled": _("The result is annulled. It stays public, with your reason above it."),
        "withdrawn": _("The campaign is withdrawn. The page stays public and says why."),
        "cancelled": _("The campaign is cancelled. The page stays public and says why."),
        "tellers": _("The tellers are named. Each makes slips on their own page."),
        "counts": _("The slip counts are saved."),
        "counts-final": _("The slip counts are final. The ballots are added up in a moment."),
        "noted": _("The note is added, and everybody can read it."),
        "trustees-removed": _("The trustees are removed. Name others, or choose one."),
        "key-removed": _("The key was given up. A new one is needed."),
        "voided": _("The slip is void: nobody can vote with it any more."),
    }.get(code)


@committee.get("/new")
@role(Role.COMMITTEE)
def new() -> ResponseReturnValue:
    """An empty form, with the times of a vote from tomorrow morning."""
    tomorrow = (get_context().clock() + timedelta(days=1)).replace(hour=7, minute=0)
    form = Form(
        {
            "template": DEFAULT_TEMPLATE,
            "timezone": "America/Los_Angeles",
            "opening": tomorrow.strftime("%Y-%m-%dT%H:%M"),
            "closing": (tomorrow + timedelta(days=2, hours=12)).strftime("%Y-%m-%dT%H:%M"),
        }
    )
    return _show_new(form, fresh=True), 200


@committee.post("/new")
@role(Role.COMMITTEE)
def new_post() -> ResponseReturnValue:
    """Draft the campaign."""
    form = Form(request.form)
    kind = form.choice("kind", KINDS, _("Choose what you want to ask."))
    title = form.text("title", _("Enter a title."))
    organizer = form.text("organizer", _("Enter who calls this campaign."))
    times = read_dates(form)
    slips, roster_size = read_numbers(form)
    survey = read_survey(form)
    if form.ok and times:
        try:
            draft = CampaignDraft(
                title=title,
                organizer=organizer,
                opening=times.opening,
                closing=times.closing,
                timezone=times.timezone,
                decrypts=times.decrypts,
                slips=slips,
                roster_size=roster_size,
                elections=first_elections(kind, title, survey),
            )
            code = drafting.create_campaign(get_context(), actor(), draft)
            return redirect(url_for("committee.campaign", code=code, done="created"), 303)
        except InvalidDraftError as error:
            form.refuse_all(error)
        except InvalidInputError as error:
            form.refuse(error)
    return _show_new(form), 422


def _show_new(form: Form, *, fresh: bool = False) -> str:
    return render_template(
        "committee/drafting/new.html",
        form=form,
        fresh=fresh,
        zones=zone_options(),
        choices=survey_choices(),
    )


def survey_choices() -> SurveyChoices:
    """What a committee that wants a survey chooses from."""
    surveys = list_ready_surveys(get_context().random_bytes)
    return SurveyChoices(surveys, list_variants(DEFAULT_TEMPLATE))


@dataclass(frozen=True)
class ChosenSurvey:
    """A template, the unit's limit of patients per nurse, if any, and the questions' variant."""

    template: str
    limit: int | None
    variant: str | None


def read_survey(form: Form) -> ChosenSurvey:
    """Which ready-made survey a form names; problems are noted in it."""
    name = DEFAULT_TEMPLATE
    if form.value("template"):
        name = form.choice("template", list_names(), _("Choose a survey."))
    # The kind of unit stands in the form whichever survey is chosen.
    variant = form.value("variant") if name == DEFAULT_TEMPLATE else ""
    limit = None
    if form.value("limit").strip():
        limit = form.integer("limit", "", low=1, high=99)
    return ChosenSurvey(name, limit, variant or None)


def first_elections(kind: str, title: str, survey: ChosenSurvey) -> tuple[ElectionDraft, ...]:
    """The elections that a new campaign begins with. Raises InvalidInputError."""
    random_bytes = get_context().random_bytes
    elections: tuple[ElectionDraft, ...] = ()
    if kind in ("vote", "both"):
        elections += (new_vote(title),)
    if kind in ("survey", "both"):
        elections += draft_survey(
            random_bytes, survey.template, limit=survey.limit, variant=survey.variant
        )
    if kind == "own-survey":
        elections += draft_survey(random_bytes, BLANK_TEMPLATE, title=title)
    return elections


def new_vote(title: str) -> ElectionDraft:
    """A yes/no vote, decided by a majority of the votes cast."""
    question, rule = ask(title, (_("Yes"), _("No"))), PRESETS["majority-not-blank"]
    return write_election("vote", title, [question], get_context().random_bytes, rule=rule)
