"""Who may open which route. Everything is refused unless its view declares a role.

``Role.PUBLIC``, ``MEMBER``, ``API`` and ``VISITOR`` views answer anybody; ``LINKED_TRUSTEE`` views
a trustee of the very campaign that the address names, who came by a personal link; the others need
a signed-in account. Every committee account may also act as teller and as a campaign's only
trustee.
"""

from __future__ import annotations

import enum
from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask, abort, redirect, request, url_for
from flask.typing import ResponseReturnValue

from voteapp.errors import MisuseError
from voteapp.web.frame.addresses import holds_fragment
from voteapp.web.frame.again import ask_again
from voteapp.web.frame.sessions import current_account, current_trustee

View = TypeVar("View", bound=Callable[..., Any])
_ROLE = "voteapp_role"
_LIMIT = "voteapp_body_limit"
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
BODY_LIMIT = 256 * 1024
"""Bytes of a request's body where a view says nothing else."""

SMALL_BODY = 16 * 1024
"""Bytes of a statement, an answer or a few words."""

CREDENTIAL_BODY = 64 * 1024
"""Bytes of what a passkey gives."""

LARGE_BODY = 32 * 1024 * 1024
"""Bytes of a trustee's factors for all answers of an election."""


class Role(enum.Enum):
    """The role that a view is written for."""

    PUBLIC = "public"
    MEMBER = "member"
    API = "api"
    VISITOR = "visitor"
    COMMITTEE = "committee"
    TELLER = "teller"
    TRUSTEE = "trustee"
    LINKED_TRUSTEE = "linked-trustee"

    @property
    def needs_account(self) -> bool:
        """Whether somebody of the committee must be signed in."""
        return self in (Role.COMMITTEE, Role.TELLER, Role.TRUSTEE)


def role(value: Role, body_limit: int = BODY_LIMIT) -> Callable[[View], View]:
    """Declare the role of a view, and how many bytes it may be sent."""

    def declare(view: View) -> View:
        setattr(view, _ROLE, value)
        setattr(view, _LIMIT, body_limit)
        return view

    return declare


def declared_role(app: Flask, endpoint: str) -> Role | None:
    """The role that the view behind ``endpoint`` declares, or None."""
    value = getattr(app.view_functions[endpoint], _ROLE, None)
    return value if isinstance(value, Role) else None


def list_routes(app: Flask) -> list[tuple[str, str, str]]:
    """Every route as (path, methods, role), sorted; a test pins the whole table."""
    table = []
    for rule in app.url_map.iter_rules():
        methods = " ".join(sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}))
        found = declared_role(app, rule.endpoint)
        table.append((rule.rule, methods, found.value if found else "none"))
    return sorted(table)


def install(app: Flask) -> None:
    """Default deny: guard every request that matched a route; refuse to start with a gap."""
    for endpoint in app.view_functions:
        if declared_role(app, endpoint) is None:
            raise MisuseError(f"the view {endpoint} declares no role")

    @app.before_request
    def guard() -> ResponseReturnValue | None:
        if holds_fragment(request.path):
            # Before anything looks at it: no redirect repeats it, nothing searches for it.
            abort(404)
        if request.endpoint is None:
            return None
        if _has_control_characters(request.path) or any(
            _has_control_characters(value) for value in request.args.values()
        ):
            abort(404)
        needed = declared_role(app, request.endpoint)
        if needed is None:
            abort(403)
        request.max_content_length = getattr(
            app.view_functions[request.endpoint], _LIMIT, BODY_LIMIT
        )
        return _check(needed)


def _check(needed: Role) -> ResponseReturnValue | None:
    """None where the view may answer; a way to sign in, or 401 or 403, where it may not."""
    by_link = needed is Role.LINKED_TRUSTEE
    if not (needed.needs_account or by_link):
        return None
    if request.method not in SAFE_METHODS and _sent_by_another_site():
        abort(403)
    if (current_trustee() if by_link else current_account()) is not None:
        return None
    if by_link:
        if request.method != "GET" or not asks_for_page():
            abort(401)
        code = (request.view_args or {})["code"]
        return redirect(url_for("trustee_access.sign_in", code=code))
    if request.method == "GET" and not request.is_json:
        return redirect(url_for("committee.login", next=request.path))
    if request.form and asks_for_page():
        return ask_again()
    abort(401)


def asks_for_page() -> bool:
    """Whether a browser loads a page; our scripts, and most programs, do not ask for HTML."""
    return "text/html" in request.headers.get("Accept", "")


def _has_control_characters(text: str) -> bool:
    """Whether a database might choke on it; no address of ours holds such a character."""
    return any(ord(character) < 32 or ord(character) == 127 for character in text)


def _sent_by_another_site() -> bool:
    return request.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none")
