"""Who makes the slips of a campaign: said by the committee before Fix."""

from __future__ import annotations

from dataclasses import dataclass

from flask import render_template, request
from flask.typing import ResponseReturnValue

from voteapp.campaign.units.strata import MOST_MEMBERS
from voteapp.services.life import Deed, is_allowed
from voteapp.services.overview import get_campaign
from voteapp.services.people.managing import list_accounts
from voteapp.services.slips.planning import Share, plan_tellers
from voteapp.services.values.campaigns import CampaignView
from voteapp.services.values.roles import TellerProgress
from voteapp.web.committee import committee
from voteapp.web.committee.reasons import NOTHING, press
from voteapp.web.committee.settings import back_to
from voteapp.web.frame.forms import Form
from voteapp.web.frame.roles import Role, role
from voteapp.web.frame.sessions import actor, get_context
from voteapp.web.words.committee import list_tellers
from voteapp.web.words.i18n import gettext as _


@dataclass(frozen=True)
class ShareField:
    """One field: how many slips of a unit somebody of the committee makes."""

    name: str
    label: str
    hint: str | None
    account: str
    leaf: str


@committee.route("/campaigns/<code>/tellers", methods=["GET", "POST"])
@role(Role.COMMITTEE)
def tellers(code: str) -> ResponseReturnValue:
    """A number of slips for everybody who is to make some; none at all: whoever comes first."""
    view, pressed = get_campaign(get_context(), code), NOTHING
    fields = _list_fields(view)
    form = Form(request.form or _read_present(view, fields))
    if fields:
        form.anchors["tellers"] = fields[0].name
    if request.method == "POST":
        shares = _read_shares(form, view, fields)

        def plan(seen: str) -> None:
            plan_tellers(get_context(), actor(), code, shares, seen=seen)

        pressed = press(form, plan)
        if pressed.done:
            return back_to(code, "tellers")
        view = get_campaign(get_context(), code)
    page = render_template(
        "committee/setup/tellers.html",
        campaign=view,
        form=form,
        fields=fields,
        tellers=list_tellers(view),
        may=is_allowed(view.state, Deed.PLANNED_TELLERS),
        stale=pressed.stale,
    )
    return page, pressed.status


def _list_fields(view: CampaignView) -> list[ShareField]:
    """A field for each unit and each account that can sign in."""
    present = {one.account: one for one in view.tellers}
    several = len(view.leaves) > 1
    return [
        ShareField(
            name=f"slips-{account.id}-{number}",
            label=f"{account.name}: {leaf}" if several else account.name,
            hint=_describe_made(present.get(account.name)),
            account=account.name,
            leaf=leaf,
        )
        for account in list_accounts(get_context())
        if not account.disabled
        for number, leaf in enumerate(view.leaves, 1)
    ]


def _describe_made(teller: TellerProgress | None) -> str | None:
    if teller is None or teller.stage == "waiting":
        return None
    return _("These slips are made. With another number they are worth nothing, and made anew.")


def _read_present(view: CampaignView, fields: list[ShareField]) -> dict[str, str]:
    """The numbers as they are; nothing where whoever comes first makes all."""
    present = {one.account: dict(one.shares) for one in view.tellers}
    numbers = {field.name: present.get(field.account, {}).get(field.leaf, 0) for field in fields}
    return {name: str(number) for name, number in numbers.items() if number}


def _read_shares(form: Form, view: CampaignView, fields: list[ShareField]) -> list[Share]:
    """What was typed; ``tellers`` in an error stands for the first field."""
    shares: dict[str, dict[str, int]] = {}
    for field in fields:
        if form.value(field.name).strip():
            number = form.integer(field.name, "", low=0, high=MOST_MEMBERS)
            if number > 0:
                shares.setdefault(field.account, {})[field.leaf] = number
    if not shares:
        return [Share("", _spread(view))]
    return [Share(account, slips) for account, slips in shares.items()]


def _spread(view: CampaignView) -> dict[str, int]:
    """All slips, as they are shared now: leaf by leaf."""
    slips: dict[str, int] = dict.fromkeys(view.leaves, 0)
    for one in view.tellers:
        for leaf, number in one.shares:
            slips[leaf] += number
    return slips
