"""The booth's page, and that of the second phone which checks it. The slip's token stands in the
address after ``#`` and never comes here.

What the booth is told of the campaign stands in the page: on a slow network asking for it would
take one more round trip before anything is shown.
"""

from __future__ import annotations

from flask import Blueprint, abort, make_response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from voteapp.services.life import Phase
from voteapp.services.voting import board, entry
from voteapp.web.frame.addresses import mend_code
from voteapp.web.frame.booth_info import describe_booth
from voteapp.web.frame.kept_booth import find_scripts, serve_kept
from voteapp.web.frame.pages import address_of
from voteapp.web.frame.roles import Role, role
from voteapp.web.frame.sessions import get_context
from voteapp.web.frame.static_files import compress_public

member = Blueprint("member", __name__)


@member.get("/b")
@role(Role.MEMBER)
def begin() -> ResponseReturnValue:
    """For members without a working QR code: choose the campaign that the slip names."""
    campaigns = [c for c in board.list_public_campaigns(get_context()) if c.phase is Phase.OPEN]
    return render_template("member/begin.html", campaigns=campaigns)


@member.get("/B")
@member.get("/B/")
@member.get("/b/")
@role(Role.MEMBER)
def begin_mended() -> ResponseReturnValue:
    """The same address in capitals, or with a slash."""
    return redirect(url_for("member.begin"))


@member.get("/B/<path:code>")
@member.get("/b/<path:code>")
@role(Role.MEMBER)
def booth_mended(code: str) -> ResponseReturnValue:
    """A slip's address as a scanner changed it. The browser keeps what stands after ``#``."""
    view = entry.get_booth(get_context(), mend_code(code))
    return redirect(url_for("member.booth", code=view.code))


@member.get("/b/<code>")
@role(Role.MEMBER)
def booth(code: str) -> ResponseReturnValue:
    """The booth of one campaign."""
    if mend_code(code) != code:
        return booth_mended(code)
    campaign = describe_booth(code)
    page = render_template(
        "member/booth.html",
        campaign=campaign,
        api=url_for("api.campaign", code="-").removesuffix("/campaigns/-"),
        address=address_of("member.booth", code=code),
        booth=find_scripts(code),
    )
    return compress_public(make_response(page))


@member.get("/b/<code>/static/<path:name>")
@role(Role.MEMBER)
def kept_file(code: str, name: str) -> ResponseReturnValue:
    """A script of the booth as the campaign pinned it."""
    return serve_kept(code, name)


@member.get("/check-ballot")
@role(Role.MEMBER)
def check_ballots() -> ResponseReturnValue:
    """Which vote a second phone checks: the address on the poster names it already."""
    campaigns = [
        one
        for one in board.list_public_campaigns(get_context())
        if one.set_up is not None and not one.state.over
    ]
    return render_template("member/check_ballots.html", campaigns=campaigns)


@member.get("/check-ballot/<code>")
@role(Role.MEMBER)
def check_ballot(code: str) -> ResponseReturnValue:
    """The second phone of a check: it fetches what was fixed, and sends nothing."""
    campaign = board.get_public_campaign(get_context(), mend_code(code))
    if campaign.code != code:
        return redirect(url_for("member.check_ballot", code=campaign.code))
    if campaign.set_up is None:
        abort(404)
    return render_template("member/check_ballot.html", campaign=campaign)
