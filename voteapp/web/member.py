"""The booth's page. The slip's token stands in the address after ``#`` and never comes here."""

from __future__ import annotations

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue

from voteapp.services.life import Phase
from voteapp.services.voting import board, casting
from voteapp.web.frame.booth_files import FIRST, list_booth_modules
from voteapp.web.frame.roles import Role, role
from voteapp.web.frame.sessions import get_context

member = Blueprint("member", __name__)


@member.get("/b")
@role(Role.MEMBER)
def begin() -> ResponseReturnValue:
    """For members without a working QR code: choose the campaign that the slip names."""
    campaigns = [c for c in board.list_public_campaigns(get_context()) if c.phase is Phase.OPEN]
    return render_template("member/begin.html", campaigns=campaigns)


@member.get("/b/<code>")
@role(Role.MEMBER)
def booth(code: str) -> ResponseReturnValue:
    """The booth of one campaign."""
    view = casting.get_booth(get_context(), code)
    return render_template(
        "member/booth.html",
        campaign=view,
        api=url_for("api.campaign", code="-").removesuffix("/campaigns/-"),
        booth_first=FIRST,
        booth_modules=list_booth_modules(),
    )
