"""What anybody may read: campaigns, boards, results, downloads, how to check, privacy."""

from __future__ import annotations

from flask import Blueprint, Response, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from voteapp.services.counting import disclosure
from voteapp.services.life import State
from voteapp.services.results import exports, figures, files, numbers
from voteapp.services.trustees import reading
from voteapp.services.values.public import BoardPage
from voteapp.services.voting import board, search
from voteapp.survey.charts.layout import WIDE, lay_out
from voteapp.survey.figures.measures import FIVE
from voteapp.survey.figures.survey import SURVEY
from voteapp.web.frame.addresses import mend_code
from voteapp.web.frame.pages import address_of, download
from voteapp.web.frame.published import send_download
from voteapp.web.frame.roles import Role, role
from voteapp.web.frame.sessions import get_context
from voteapp.web.words.amendments import list_changes
from voteapp.web.words.closing.signing import describe_signers
from voteapp.web.words.counts import role_words, signers_words
from voteapp.web.words.i18n import gettext as _
from voteapp.web.words.public import (
    describe_end,
    describe_found,
    describe_phase,
    public_tag,
)
from voteapp.web.words.results import (
    describe_results,
    exceeded_sentences,
    list_answers,
    unpublished_words,
)
from voteapp.web.words.surveys.charts import render_svg
from voteapp.web.words.surveys.dashboard import (
    FIVE_FIGURES,
    choose,
    compare_before,
    describe_dashboard,
    find_chart,
    list_before,
)

public = Blueprint("public", __name__)


@public.get("/")
@role(Role.PUBLIC)
def home() -> ResponseReturnValue:
    """Every campaign that is public."""
    campaigns = board.list_public_campaigns(get_context())
    return render_template(
        "public/home.html", campaigns=[(one, public_tag(one)) for one in campaigns]
    )


@public.get("/sign-in")
@role(Role.PUBLIC)
def sign_in() -> ResponseReturnValue:
    """Who are you? Each door by its name; members need none."""
    campaigns = board.list_public_campaigns(get_context())
    return render_template(
        "public/sign_in.html",
        campaigns=[one for one in campaigns if reading.has_doors(get_context(), one.code)],
    )


@public.get("/campaigns/<code>")
@role(Role.PUBLIC)
def campaign(code: str) -> ResponseReturnValue:
    """One campaign: dates, state, turnout, what was decided when."""
    if mend_code(code) != code:
        found = board.get_public_campaign(get_context(), mend_code(code))
        return redirect(url_for("public.campaign", code=found.code))
    view = board.get_public_campaign(get_context(), code)
    published = view.state is State.PUBLISHED
    return render_template(
        "public/campaign.html",
        campaign=view,
        answers=list_answers(numbers.get_results(get_context(), code)) if published else [],
        surveyed=any(election.kind == SURVEY for election in view.elections),
        tag_words=public_tag(view),
        notice=describe_phase(view),
        ended=describe_end(view),
        exceeded=exceeded_sentences(view.elections),
        changes=list_changes(view.amendments),
        signers=describe_signers(view.signers),
    )


@public.get("/campaigns/<code>/results")
@role(Role.PUBLIC)
def results(code: str) -> ResponseReturnValue:
    """Numbers, bars with the table beside them, the rule, turnout."""
    view = numbers.get_results(get_context(), code)
    return render_template(
        "public/results.html",
        unpublished=unpublished_words(view.state),
        signers=signers_words(view.counts) if view.counts else None,
        role_words=role_words,
        signed=describe_signers(view.signers),
        **describe_results(view, figures.list_figures(get_context(), code)),
    )


@public.get("/campaigns/<code>/results.csv")
@role(Role.PUBLIC)
def results_csv(code: str) -> ResponseReturnValue:
    """The numbers as CSV."""
    data = exports.get_csv(get_context(), code)
    return download(data, "text/csv; charset=utf-8", f"results-{code}.csv")


@public.get("/campaigns/<code>/results.json")
@role(Role.PUBLIC)
def results_json(code: str) -> ResponseReturnValue:
    """The numbers as JSON."""
    data = exports.get_json(get_context(), code)
    return download(data, "application/json", f"results-{code}.json")


@public.get("/campaigns/<code>/codebook.xml")
@role(Role.PUBLIC)
def codebook(code: str) -> ResponseReturnValue:
    """The surveys' questions and totals as DDI-Codebook, for archives."""
    data = exports.get_codebook(get_context(), code)
    return download(data, "application/xml", f"codebook-{code}.xml")


@public.get("/campaigns/<code>/figures")
@role(Role.PUBLIC)
def survey_figures(code: str) -> ResponseReturnValue:
    """The dashboard of a published survey: choose a part, a group, a question."""
    parts = figures.list_figures(get_context(), code)
    if not parts:
        return redirect(url_for("public.results", code=code))
    chosen = choose(parts, request.args)
    others = _list_earlier(code)
    before = request.args.get("before", "")
    if chosen is None or (before and before not in others):
        abort(404)
    wave = None
    if before:
        wave = compare_before(chosen, others[before], figures.list_figures(get_context(), before))
    return render_template(
        "public/figures.html",
        campaign=board.get_public_campaign(get_context(), code),
        wave=wave,
        before_choices=list_before(others, before),
        **describe_dashboard(parts, chosen),
    )


def _list_earlier(code: str) -> dict[str, str]:
    """Titles of the published surveys that were closed before this one, the latest first; none that
    was annulled, and a trial only beside a trial: neither tells how the other's members changed."""
    campaigns = board.list_public_campaigns(get_context())
    this = next(one for one in campaigns if one.code == code)
    return {
        one.code: one.title
        for one in campaigns
        if one.code != code
        and one.state is State.PUBLISHED
        and one.annul_reason is None
        and one.trial == this.trial
        and one.times.closing < this.times.closing
        and any(part.kind == SURVEY for part in one.elections)
    }


@public.get("/campaigns/<code>/figures/<uuid>/<group>/<name>.svg")
@role(Role.PUBLIC)
def chart(code: str, uuid: str, group: str, name: str) -> ResponseReturnValue:
    """One chart as a file of its own; ``name``: one of the five figures, or a question."""
    parts = figures.list_figures(get_context(), code)
    question = FIVE_FIGURES if name in FIVE else name
    chosen = choose(parts, {"part": uuid, "group": group, "question": question})
    found = None if chosen is None else find_chart(chosen, name)
    if found is None:
        abort(404)
    drawn = render_svg(lay_out(found, WIDE)).encode()
    return download(drawn, "image/svg+xml", f"{name}-{uuid}.svg")


@public.get("/campaigns/<code>/<same>-setup.zip")
@role(Role.PUBLIC)
def setup_package(code: str, same: str) -> ResponseReturnValue:
    """Everything that was fixed, in one file; its name repeats the campaign's code."""
    if same != code:
        abort(404)
    written = files.write_setup(get_context(), code)
    return send_download(written, "application/zip", f"{code}-setup.zip")


@public.get("/campaigns/<code>/amendments.json")
@role(Role.PUBLIC)
def amendments(code: str) -> ResponseReturnValue:
    """What was changed of the fixed set-up: the chain, as it stands in the evidence."""
    return Response(disclosure.get_amendments(get_context(), code), mimetype="application/json")


@public.get("/elections/<uuid>")
@role(Role.PUBLIC)
def election_board(uuid: str) -> ResponseReturnValue:
    """The board of one election, page by page, with a search by tracker."""
    query = request.args.get("tracker", "").strip()
    page = request.args.get("page", "1")
    number = int(page) if page.isascii() and page.isdigit() and len(page) < 7 else 1
    searchable = query if len(query) >= search.SHORTEST_QUERY else ""
    view = board.get_board_page(get_context(), uuid, page=max(1, number), query=searchable)
    found = search.find_tracker(get_context(), uuid, query) if searchable else None
    return render_template(
        "public/board.html",
        board=view,
        found=describe_found(found, view) if found else None,
        query=query,
        pages=_list_pages(view, query),
        too_short=bool(query) and not searchable,
        shortest=search.SHORTEST_QUERY,
    )


def _list_pages(view: BoardPage, query: str) -> list[tuple[str, str]]:
    """The pages before and after this one: name and address."""
    beside = ((_("Previous page"), view.page - 1), (_("Next page"), view.page + 1))
    return [
        (
            label,
            url_for("public.election_board", uuid=view.uuid, page=number, tracker=query or None),
        )
        for label, number in beside
        if 1 <= number <= view.pages
    ]


@public.get("/elections/<uuid>/<name>")
@role(Role.PUBLIC)
def file(uuid: str, name: str) -> ResponseReturnValue:
    """The record, the bundle and what stands beside the record, under their own names."""
    context = get_context()
    if name == f"{uuid}.bel":
        return send_download(files.write_record(context, uuid), "application/octet-stream", name)
    if name == f"{uuid}.zip":
        return send_download(files.write_bundle(context, uuid), "application/zip", name)
    if name == "manifest.json":
        return download(disclosure.get_manifest(context, uuid), "application/json", name)
    if name == "questionnaire.json":
        return download(disclosure.get_questionnaire(context, uuid), "application/json", name)
    if name == "figures.json":
        return download(figures.get_figures_json(context, uuid), "application/json", name)
    if name == "evidence.json":
        return send_download(files.write_evidence(context, uuid), "application/json", name)
    abort(404)


@public.get("/how-to-check")
@role(Role.PUBLIC)
def how_to_verify() -> ResponseReturnValue:
    """How anybody checks a result, step by step."""
    return render_template("public/how_to_verify.html")


@public.get("/check")
@role(Role.PUBLIC)
def check() -> ResponseReturnValue:
    """Where a receipt is looked for: it stands in the fragment, which never comes here."""
    campaigns = [
        one for one in board.list_public_campaigns(get_context()) if one.elections[0].fingerprint
    ]
    return render_template("public/check.html", campaigns=campaigns)


@public.get("/help")
@role(Role.PUBLIC)
def help_page() -> ResponseReturnValue:
    """What a member can do who finds no steward."""
    return render_template("public/help.html")


@public.get("/help/stewards")
@role(Role.PUBLIC)
def help_stewards() -> ResponseReturnValue:
    """What whoever hands slips out says and does; the papers of what is under way."""
    context = get_context()
    campaigns = [one for one in board.list_public_campaigns(context) if not one.state.over]
    return render_template(
        "public/help_stewards.html",
        campaigns=campaigns,
        begin=address_of("member.begin"),
    )


@public.get("/privacy")
@role(Role.PUBLIC)
def privacy() -> ResponseReturnValue:
    """What stays secret, and what cannot."""
    return render_template("public/privacy.html")


@public.get("/favicon.ico")
@role(Role.PUBLIC)
def favicon() -> ResponseReturnValue:
    """Browsers ask for it whatever the page says."""
    return redirect(url_for("static", filename="icon.svg"), 301)
