"""The trustees of a campaign: who they are, their personal links, how far their ceremony is."""

from __future__ import annotations

from dataclasses import asdict

from flask import jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from voteapp.campaign.ceremony.messages import MAX_SIZE
from voteapp.campaign.texts import LONGEST_NAME
from voteapp.errors import ConflictError, InvalidInputError, NotFoundError
from voteapp.services.counting import tasks
from voteapp.services.errors import StaleDraftError
from voteapp.services.life import ENDED, State
from voteapp.services.overview import get_campaign
from voteapp.services.people import trustee_access
from voteapp.services.trustees import planning, reading
from voteapp.services.trustees.seats import Seat
from voteapp.services.values.campaigns import CampaignView
from voteapp.services.values.ceremonies import CeremonyOverview, TrusteeStatus
from voteapp.web.committee import committee
from voteapp.web.committee.drafts import keep_typed
from voteapp.web.frame.forms import Form
from voteapp.web.frame.jsonable import jsonable
from voteapp.web.frame.pages import address_of
from voteapp.web.frame.roles import Role, role
from voteapp.web.frame.sessions import actor, get_context
from voteapp.web.words import trustees as trustee_words
from voteapp.web.words.closing.counting import CountingLine, list_lines
from voteapp.web.words.closing.quorum import describe_quorum, list_proposals
from voteapp.web.words.closing.signing import describe_signers
from voteapp.web.words.i18n import gettext as _


@committee.route("/campaigns/<code>/trustees", methods=["GET", "POST"])
@role(Role.COMMITTEE)
def trustees(code: str) -> ResponseReturnValue:
    """Name the trustees; once they are named, who has done what."""
    view = get_campaign(get_context(), code)
    overview = reading.get_ceremony_overview(get_context(), code)
    if request.method == "POST":
        return _keep_names(code, Form(request.form)) if overview is not None else _plan(view)
    if overview is None:
        return _show_new(view, Form())
    return _show(view, overview)


def _keep_names(code: str, form: Form) -> ResponseReturnValue:
    """Somebody named them meanwhile: what was typed is shown, to be compared."""
    told = {
        _("Trustees"): form.value("names"),
        _("Who must always take part?"): form.value("singles"),
    }
    sentence = _("The trustees are named already. To name others, remove them first.")
    return keep_typed(code, sentence, told)


def _plan(view: CampaignView) -> ResponseReturnValue:
    form = Form(request.form)
    names, singles = read_names(form, "names"), read_names(form, "singles")
    if not form.value("names").strip():
        form.add("names", _("Enter the trustees’ names, one on each line."))
    elif len(names) < 2:
        form.add("names", _("Enter at least two names. For one person, choose “One trustee”."))
    least = len(names) // 2 + 1
    threshold = least
    if form.value("threshold").strip():
        threshold = form.integer("threshold", "", low=1, high=MAX_SIZE)
    if form.ok and not least <= threshold <= len(names):
        form.add("threshold", _threshold_error(len(names), least))
    if form.ok:
        try:
            # Nobody gets in by what others left behind, whatever stopped their removal half-way.
            trustee_access.forget(get_context(), view.code)
            planning.plan_ceremony(get_context(), actor(), view.code, names, threshold, singles)
            return _back(view.code, "planned")
        except ConflictError:
            if reading.get_ceremony_overview(get_context(), view.code) is None:
                raise
            return _keep_names(view.code, form)
        except InvalidInputError as error:
            form.refuse(error)
    return _show_new(view, form), 422


def _show_new(view: CampaignView, form: Form) -> str:
    proposals = list_proposals()
    return render_template(
        "committee/trustees/new.html", campaign=view, form=form, proposals=proposals
    )


def _threshold_error(count: int, least: int) -> str:
    return _(
        "Of %(count)d trustees, from %(low)d to %(high)d can be needed: more than half, so that "
        "no smaller group can open anything.",
        count=count,
        low=least,
        high=count,
    )


def read_names(form: Form, field: str) -> list[str]:
    """The names in a field, one a line; empty lines are left out."""
    names = []
    for line in form.value(field).splitlines():
        if line.strip():
            names.append(form.text(field, "", limit=LONGEST_NAME, raw=" ".join(line.split())))
    if len(names) > MAX_SIZE:
        form.add(field, _("At most %(number)d trustees can take part.", number=MAX_SIZE))
    return names


def read_counting(view: CampaignView, overview: CeremonyOverview | None) -> list[CountingLine]:
    """How far several trustees are with opening the totals; nothing before closing."""
    if overview is None or view.state is not State.CLOSED:
        return []
    task = tasks.get_decryption_task(get_context(), Seat(view.code))
    return list_lines(overview, task)


def _show(view: CampaignView, overview: CeremonyOverview, *, stale: bool = False) -> str:
    access = trustee_access.list_access(get_context(), view.code)
    before_fix = view.state.before_fix
    words = overview.certs_words if before_fix else None
    return render_template(
        "committee/trustees/trustees.html",
        campaign=view,
        overview=overview,
        lines=trustee_words.list_lines(overview, access, get_context().clock()),
        shape=trustee_words.shape_words(overview),
        headline=trustee_words.headline(overview),
        failures=trustee_words.failure_sentences(overview),
        refused=trustee_words.refused_sentences(overview.refused),
        outlook=trustee_words.describe_outlook(overview, view.state),
        counting=read_counting(view, overview),
        signers=describe_signers(view.signers),
        quorum=describe_quorum(overview.sizes),
        before_fix=before_fix,
        can_link=view.state not in ENDED,
        to_compare=words if overview.step == "commit" else None,
        compared=words if overview.step != "commit" else None,
        done=_done_words(request.args.get("done", "")),
        home=_home_address(view.code),
        stale=stale,
    )


def _home_address(code: str) -> str:
    """Where trustees sign in once they have used their links."""
    return address_of("linked_trustee.home", code=code)


def _done_words(code: str) -> str | None:
    return {
        "planned": _("The trustees are named. Make a link for each of them."),
        "replaced": _("The trustee is replaced, and the key is made anew. Make a link."),
        "restarted": _("Everybody starts over. The links and sign-ins stay as they are."),
    }.get(code)


def _back(code: str, done: str) -> ResponseReturnValue:
    return redirect(url_for("committee.trustees", code=code, done=done), 303)


@committee.get("/campaigns/<code>/trustees/status")
@role(Role.COMMITTEE)
def trustees_status(code: str) -> ResponseReturnValue:
    """How far everybody is, as JSON: the page asks for it again and again."""
    overview = _get_overview(code)
    access = trustee_access.list_access(get_context(), code)
    body = jsonable(asdict(overview))
    body["access"] = {
        str(position): {"link_made": view.link_made, "bound": view.bound}
        for position, view in sorted(access.items())
    }
    body["headline"] = trustee_words.headline(overview)
    return jsonify(body)


@committee.post("/campaigns/<code>/trustees/<int:position>/link")
@role(Role.COMMITTEE)
def trustee_link(code: str, position: int) -> ResponseReturnValue:
    """Make a personal link and show it once; asks first where it ends an earlier one."""
    context = get_context()
    view = get_campaign(context, code)
    overview = _get_overview(code)
    trustee = _find_trustee(overview, position)
    access = trustee_access.list_access(context, code).get(position)
    earlier = access is not None and (access.link_made or access.bound is not None)
    seen = request.form.get("seen", "")
    if earlier and request.form.get("confirm") != "yes" and _is_seen(overview, seen):
        return render_template(
            "committee/trustees/link_again.html",
            campaign=view,
            trustee=trustee,
            access=access,
            seen_version=overview.plan,
        )
    try:
        planning.log_link(context, actor(), code, position, seen)
    except StaleDraftError:
        return _show(view, _get_overview(code), stale=True), 409
    secret = trustee_access.create_link(context, code, position)
    address = address_of("trustee_access.begin") + "#" + secret
    return render_template(
        "committee/trustees/link.html",
        campaign=view,
        trustee=trustee,
        address=address,
        home=_home_address(code),
    )


@committee.route("/campaigns/<code>/trustees/<int:position>/replace", methods=["GET", "POST"])
@role(Role.COMMITTEE)
def trustee_replace(code: str, position: int) -> ResponseReturnValue:
    """Put somebody else in a trustee's place; everybody starts over."""
    context = get_context()
    view = get_campaign(context, code)
    _find_trustee(_get_overview(code), position)
    form = Form(request.form)
    status = 200
    if request.method == "POST":
        name = form.text("name", _("Enter the new trustee’s name."), limit=LONGEST_NAME)
        status = 422
        try:
            if form.ok:
                seen = form.value("seen")
                planning.replace_trustee(context, actor(), code, position, name, seen)
                trustee_access.reset(context, code, position)
                return _back(code, "replaced")
        except InvalidInputError as error:
            form.refuse(error, {"names": "name", "singles": "name"})
        except StaleDraftError:
            status = 409
    overview = _get_overview(code)
    page = render_template(
        "committee/trustees/replace.html",
        campaign=view,
        trustee=_find_trustee(overview, position),
        form=form,
        seen_version=overview.plan,
        stale=status == 409,
    )
    return page, status


@committee.route("/campaigns/<code>/trustees/restart", methods=["GET", "POST"])
@role(Role.COMMITTEE)
def trustees_restart(code: str) -> ResponseReturnValue:
    """Start the ceremony over, after asking."""
    view = get_campaign(get_context(), code)
    _get_overview(code)
    if request.method == "POST":
        try:
            seen = request.form.get("seen", "")
            planning.restart_ceremony(get_context(), actor(), code, seen)
            return _back(code, "restarted")
        except StaleDraftError:
            return _ask_again("restart", view), 409
    return _ask_again("restart", view, stale=False)


def _ask_again(name: str, view: CampaignView, *, stale: bool = True) -> str:
    """The page that asks before it acts; ``stale``: on other trustees than were seen."""
    overview = _get_overview(view.code)
    return render_template(
        f"committee/trustees/{name}.html",
        campaign=view,
        overview=overview,
        seen_version=overview.plan,
        stale=stale,
    )


@committee.route("/campaigns/<code>/trustees/remove", methods=["GET", "POST"])
@role(Role.COMMITTEE)
def trustees_remove(code: str) -> ResponseReturnValue:
    """Remove all trustees, after asking; their links and sign-ins end."""
    context = get_context()
    view = get_campaign(context, code)
    _get_overview(code)
    if request.method == "POST":
        try:
            planning.remove_ceremony(context, actor(), code, request.form.get("seen", ""))
        except StaleDraftError:
            return _ask_again("remove", view), 409
        trustee_access.forget(context, code)
        return redirect(url_for("committee.campaign", code=code, done="trustees-removed"), 303)
    return _ask_again("remove", view, stale=False)


def _is_seen(overview: CeremonyOverview, seen: str) -> bool:
    """Whether the people are those that a page showed: each attempt has its own."""
    return seen.partition(".")[0] == str(overview.attempt)


def _get_overview(code: str) -> CeremonyOverview:
    overview = reading.get_ceremony_overview(get_context(), code)
    if overview is None:
        raise NotFoundError(_("No trustees are named for this campaign."))
    return overview


def _find_trustee(overview: CeremonyOverview, position: int) -> TrusteeStatus:
    for trustee in overview.trustees:
        if trustee.position == position:
            return trustee
    raise NotFoundError(_("This campaign has no such trustee."))
