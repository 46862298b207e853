"""Papers that anybody may print: the poster, the steward's card, the results for the wall."""

from __future__ import annotations

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from voteapp.services.life import State
from voteapp.services.results import figures, numbers
from voteapp.services.values.public import PublicCampaign
from voteapp.services.voting import board
from voteapp.survey.wording.filing import create_filing
from voteapp.survey.wording.places import list_withheld
from voteapp.survey.wording.speaking import say_unit
from voteapp.web.frame.pages import address_of
from voteapp.web.frame.roles import Role, role
from voteapp.web.frame.sessions import get_context
from voteapp.web.words.amendments import hash_words
from voteapp.web.words.numbers import PageSpeaker
from voteapp.web.words.public import secrecy_sentences
from voteapp.web.words.results import describe_results
from voteapp.web.words.rules import public_rule_words
from voteapp.web.words.surveys.dashboard import FIVE_FIGURES, Chosen, choose, describe_sheet

papers = Blueprint("papers", __name__)


@papers.get("/campaigns/<code>/poster")
@role(Role.PUBLIC)
def poster(code: str) -> ResponseReturnValue:
    """For the breakroom: what it is, three steps, why it is secret, with the addresses."""
    campaign = board.get_public_campaign(get_context(), code)
    return render_template(
        "papers/poster.html",
        **_describe(campaign, address_of("public.campaign", code=campaign.code)),
        check=address_of("public.check"),
        check_ballot=address_of("member.check_ballot", code=campaign.code),
        help=address_of("public.help_page"),
        words=hash_words(campaign.set_up),
        rules=[public_rule_words(part.rule)[:-1] for part in campaign.elections if part.rule],
    )


@papers.get("/campaigns/<code>/steward")
@role(Role.PUBLIC)
def steward(code: str) -> ResponseReturnValue:
    """For whoever hands slips out: what to say, what to do, what never to do, what to count."""
    campaign = board.get_public_campaign(get_context(), code)
    page = _describe(campaign, address_of("public.help_stewards"))
    return render_template("papers/steward.html", **page)


@papers.get("/campaigns/<code>/wall")
@role(Role.PUBLIC)
def wall(code: str) -> ResponseReturnValue:
    """The results on one sheet of paper, with their address."""
    context = get_context()
    view = numbers.get_results(context, code)
    if view.state is not State.PUBLISHED:
        return redirect(url_for("public.results", code=code))
    return render_template(
        "papers/wall.html",
        address=address_of("public.results", code=code),
        trial=board.get_public_campaign(context, code).trial,
        **describe_results(view, figures.list_figures(context, code)),
    )


@papers.get("/campaigns/<code>/sheet")
@role(Role.PUBLIC)
def sheet(code: str) -> ResponseReturnValue:
    """The sheet for the table: a survey's five figures in one group, on one page."""
    parts = figures.list_figures(get_context(), code)
    if not parts:
        return redirect(url_for("public.results", code=code))
    chosen = choose(parts, {**request.args, "question": FIVE_FIGURES})
    if chosen is None:
        abort(404)
    return render_template(
        "papers/sheet.html",
        **_describe_survey(code, chosen),
        **describe_sheet(chosen),
    )


@papers.get("/campaigns/<code>/filing")
@role(Role.PUBLIC)
def filing(code: str) -> ResponseReturnValue:
    """For a complaint: objections that were needed, unit by unit, with limit and citation."""
    parts = figures.list_figures(get_context(), code)
    if not parts:
        return redirect(url_for("public.results", code=code))
    chosen = choose(parts, request.args)
    found = None if chosen is None else create_filing(PageSpeaker(), chosen.figures)
    if chosen is None or found is None:
        abort(404)
    return render_template("papers/filing.html", filing=found, **_describe_survey(code, chosen))


def _describe_survey(code: str, chosen: Chosen) -> dict[str, object]:
    """What a paper of a survey says of its campaign, and where all figures stand."""
    context = get_context()
    return {
        "results": numbers.get_results(context, code),
        "trial": board.get_public_campaign(context, code).trial,
        "address": address_of("public.survey_figures", code=code),
        "chosen": chosen,
        "unit": say_unit(PageSpeaker()),
        "withheld": list_withheld(PageSpeaker(), chosen.figures),
    }


def _describe(campaign: PublicCampaign, address: str) -> dict[str, object]:
    return {
        "campaign": campaign,
        "trial": campaign.trial,
        "address": address,
        "begin": address_of("member.begin"),
        "secrecy": secrecy_sentences(campaign),
    }
