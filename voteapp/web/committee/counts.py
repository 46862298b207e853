"""What became of the paper: counts as they were counted, and notes once they are final."""

from __future__ import annotations

from collections.abc import Mapping

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from voteapp.campaign.texts import LONGEST_EXPLANATION
from voteapp.errors import ConflictError, InvalidInputError
from voteapp.services import overview
from voteapp.services.counting import finishing
from voteapp.services.counting.notes import add_note
from voteapp.services.errors import CountsMisfitError, StaleDraftError, WrongStateError
from voteapp.services.life import Deed, is_allowed
from voteapp.services.slips.counts import COUNTED, compute_version, record_counts
from voteapp.services.values.campaigns import CampaignView, SlipCounts
from voteapp.web.committee import committee
from voteapp.web.committee.drafts import Clash, Line
from voteapp.web.committee.settings import back_to
from voteapp.web.frame.forms import Form
from voteapp.web.frame.roles import Role, role
from voteapp.web.frame.sessions import actor, get_context
from voteapp.web.words.counts import misfit_words, role_words, signers_words, too_few_signers
from voteapp.web.words.i18n import gettext as _
from voteapp.web.words.i18n import say

FIELDS = (*COUNTED, "first_name", "second_name")
MOST = 1_000_000


@committee.route("/campaigns/<code>/counts", methods=["GET", "POST"])
@role(Role.COMMITTEE)
def counts(code: str) -> ResponseReturnValue:
    """Take every count; what does not fit is said at once, and confirmed before it is saved."""
    context = get_context()
    view = overview.get_campaign(context, code)
    _require(view, Deed.COUNTED_SLIPS)
    if request.method == "GET":
        if view.counts_final:
            return _show_notes(view, Form()), 200
        fields = count_fields(view)
        form = Form({**fields, "seen": compute_version(view.counts)})
        return _show_counts(view, form, misfit_words(view.misfits)), 200
    form = Form(request.form)
    read = read_counts(form)
    if not form.ok:
        return _show_counts(view, form, []), 422
    seen, confirmed = form.value("seen"), form.value("confirmed")
    try:
        record_counts(context, actor(), code, read, seen=seen, confirmed=confirmed)
    except CountsMisfitError as error:
        asked = [*misfit_words(error.misfits), too_few_signers(read)]
        form.data["confirmed"] = error.confirmation
        return _show_counts(view, form, [sentence for sentence in asked if sentence]), 422
    except InvalidInputError as error:
        form.refuse(error, {"countersigned_by": "first_name"})
        return _show_counts(view, form, []), 422
    except WrongStateError:
        raise
    except ConflictError:
        return _meet(overview.get_campaign(context, code), form), 409
    if form.value("then") == "final" and is_allowed(view.state, Deed.FINISHED_COUNTS):
        return redirect(url_for("committee.finish_counts", code=code), 303)
    return back_to(code, "counts")


@committee.route("/campaigns/<code>/counts/final", methods=["GET", "POST"])
@role(Role.COMMITTEE)
def finish_counts(code: str) -> ResponseReturnValue:
    """Ask once more, then let the counts stand for good: the ballots are added up."""
    context, form, problem = get_context(), Form(request.form), None
    view = overview.get_campaign(context, code)
    _require(view, Deed.FINISHED_COUNTS)
    if request.method == "POST":
        try:
            finishing.finish_counts(context, actor(), code, seen=form.value("seen"))
            return back_to(code, "counts-final")
        except WrongStateError:
            raise
        except ConflictError as error:
            problem = say(error)
        view = overview.get_campaign(context, code)
    if view.counts_final:
        return _show_notes(view, Form()), 200
    form.data["seen"] = compute_version(view.counts)
    page = render_template(
        "committee/counting/final.html",
        campaign=view,
        form=form,
        problem=problem,
        misfits=misfit_words(view.misfits),
        counters=signers_words(view.counts) if view.counts else None,
        away=[one.name for one in view.signers if not one.opening and not one.out],
    )
    return page, 409 if problem else 200


@committee.route("/campaigns/<code>/notes", methods=["GET", "POST"])
@role(Role.COMMITTEE)
def notes(code: str) -> ResponseReturnValue:
    """Say something that everybody reads beside the results; it is signed, and stays."""
    context = get_context()
    view = overview.get_campaign(context, code)
    _require(view, Deed.NOTED)
    if request.method == "GET":
        return _show_notes(view, Form()), 200
    form = Form(request.form)
    text = form.text("note", _("Write what is to be said."), limit=LONGEST_EXPLANATION)
    if not form.ok:
        return _show_notes(view, form), 422
    seen = form.value("seen")
    try:
        add_note(context, actor(), code, text, seen=int(seen) if seen.isdecimal() else -1)
    except StaleDraftError:
        return _show_notes(overview.get_campaign(context, code), form, stale=True), 409
    except InvalidInputError as error:
        form.refuse(error)
        return _show_notes(view, form), 422
    return back_to(code, "noted")


def _require(view: CampaignView, deed: Deed) -> None:
    if not is_allowed(view.state, deed):
        raise WrongStateError(_("The campaign is no longer at this step."), view.state)


def count_fields(view: CampaignView) -> dict[str, str]:
    """The counts so far as the fields of their form; nobody counted: nothing is put in mouths."""
    if view.counts is None:
        return {}
    names = (*view.counts.countersigned_by, "", "")
    fields = {name: str(getattr(view.counts, name)) for name in COUNTED}
    return {**fields, "first_name": names[0], "second_name": names[1]}


def read_counts(form: Form) -> SlipCounts:
    """The counts that a form holds; only what is no count is a problem."""
    missing = _("Enter a number; 0 if none.")
    read = {name: form.integer(name, missing, low=0, high=MOST) for name in COUNTED}
    names = [form.text(name, "", required=False) for name in ("first_name", "second_name")]
    return SlipCounts(countersigned_by=tuple(name for name in names if name), **read)


def _labels() -> dict[str, str]:
    return {
        "printed": _("Printed"),
        "handed_out": _("Handed out"),
        "spoiled": _("Spoiled"),
        "returned": _("Returned unused"),
        "first_name": _("Counted by"),
        "second_name": _("and by"),
    }


def _compare(view: CampaignView, typed: Mapping[str, str], sentence: str) -> Clash:
    """What is kept and what was typed, side by side."""
    kept = count_fields(view)
    lines = [
        Line(label, kept.get(name, ""), typed.get(name, "").strip())
        for name, label in _labels().items()
        if kept.get(name, "") != typed.get(name, "").strip()
    ]
    return Clash(sentence, lines)


def _meet(view: CampaignView, form: Form) -> str:
    """Somebody was faster: nothing is saved, both stand on the page, and what was typed stays."""
    form.data.pop("confirmed", None)
    if view.counts_final:
        sentence = _("The counts are final by now, and were not changed. Write a note instead.")
        clash = _compare(view, form.data, sentence)
        typed = [f"{label}: {form.value(name)}" for name, label in _labels().items()]
        return _show_notes(view, Form({"note": "\n".join(typed)}), clash=clash)
    sentence = _("Somebody else saved other counts in between. Yours were not saved.")
    clash = _compare(view, form.data, sentence)
    form.data["seen"] = compute_version(view.counts)
    return _show_counts(view, form, [], clash)


def _show_counts(
    view: CampaignView, form: Form, misfits: list[str], clash: Clash | None = None
) -> str:
    return render_template(
        "committee/counting/counts.html", campaign=view, form=form, misfits=misfits, clash=clash
    )


def _show_notes(
    view: CampaignView, form: Form, *, clash: Clash | None = None, stale: bool = False
) -> str:
    form.data["seen"] = str(len(view.notes))
    return render_template(
        "committee/counting/notes.html",
        campaign=view,
        form=form,
        misfits=misfit_words(view.misfits),
        signers=signers_words(view.counts) if view.counts else None,
        clash=clash,
        stale=stale,
        role_words=role_words,
    )
