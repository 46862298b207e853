"""The form of a unit's limit: entered by hand, or that there is none."""

from __future__ import annotations

from dataclasses import dataclass

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from voteapp.errors import NotFoundError
from voteapp.services.drafting import editing
from voteapp.services.drafting.limits import LeafLimit, list_limits
from voteapp.services.drafting.versions import Piece
from voteapp.services.values.drafts import CampaignDraft, ElectionDraft
from voteapp.survey.limits import load_jurisdictions
from voteapp.web.committee import committee
from voteapp.web.committee.drafts import Clash, Typed, begin_form, get_part, load_draft, settle
from voteapp.web.committee.limits.fields import (
    MORE,
    OTHER,
    limit_sources,
    read_fields,
    tell_fields,
    write_fields,
)
from voteapp.web.frame.forms import Form
from voteapp.web.frame.roles import Role, role
from voteapp.web.frame.sessions import actor, get_context
from voteapp.web.words.i18n import gettext as _
from voteapp.web.words.limits.describing import (
    LimitWords,
    describe_limit,
    name_counted,
    name_shifts,
    undecided_words,
)


@dataclass(frozen=True)
class LeafLine:
    """A unit of a part, and what its limit says; ``name`` is empty where it has none."""

    code: str
    name: str
    words: LimitWords


def describe_leaf(found: LeafLimit) -> LeafLine:
    """For a page."""
    words = describe_limit(found.limit) if found.decided else undecided_words()
    return LeafLine(found.leaf.code, found.leaf.name, words)


def describe_limits(draft: CampaignDraft, election: ElectionDraft) -> list[LeafLine]:
    """The limits of a part, unit by unit; none where nothing looks at one."""
    return [describe_leaf(found) for found in list_limits(draft, election)]


def get_leaf_limit(draft: CampaignDraft, part: str, leaf: str) -> LeafLimit:
    """What is kept of a leaf. Raises NotFoundError where nothing looks at a limit of it."""
    for found in list_limits(draft, get_part(draft, part)):
        if found.leaf.code == leaf:
            return found
    raise NotFoundError(_("Nothing in this part looks at a limit."))


def back_to_part(code: str, part: str) -> ResponseReturnValue:
    """Go to the part's page and say there that it is saved."""
    return redirect(url_for("committee.election", code=code, part=part, done="saved"), 303)


@committee.route("/campaigns/<code>/parts/<part>/limits/<leaf>", methods=["GET", "POST"])
@role(Role.COMMITTEE)
def limit(code: str, part: str, leaf: str) -> ResponseReturnValue:
    """The limit of one unit, or that there is none."""
    piece = Piece("limit", part, leaf=leaf)

    def show(clash: Clash | None) -> str:
        shifts = name_shifts()
        other = form.value("shift")
        return render_template(
            "committee/part/limit.html",
            form=form,
            code=code,
            part=part,
            clash=clash,
            leaf=describe_leaf(get_leaf_limit(load_draft(code), part, leaf)),
            places=sorted((place.name, place.code) for place in load_jurisdictions().values()),
            counted=[*name_counted().items(), (OTHER, _("Something else"))],
            sources=[("", _("Nobody said")), *limit_sources().items()],
            shifts=[*shifts.items(), *([] if other in shifts else [(other, other)])],
            more=any(form.value(name) or form.error(name) for name in MORE),
        )

    if request.method == "GET":
        draft = load_draft(code)
        form = begin_form(draft, piece, write_fields(get_leaf_limit(draft, part, leaf)))
        return show(None)
    form = Form(request.form)
    chosen = read_fields(form)

    def save(seen: str) -> None:
        editing.save_limit(get_context(), actor(), code, part, leaf, seen, chosen)

    typed = Typed(
        piece,
        tell_fields(form.data),
        lambda draft: tell_fields(write_fields(get_leaf_limit(draft, part, leaf))),
    )
    return settle(form, code, typed, save, lambda: back_to_part(code, part), show)
