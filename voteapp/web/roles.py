"""Who may open which route. Everything is refused unless its view declares a role.

``Role.PUBLIC``, ``MEMBER``, ``API`` and ``VISITOR`` views answer anybody; the others need a
signed-in account. In this version every committee account may also act as teller and trustee.
"""

from __future__ import annotations

import enum
from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask, abort, redirect, request, url_for
from flask.typing import ResponseReturnValue

from voteapp.errors import MisuseError
from voteapp.web.sessions import current_account

View = TypeVar("View", bound=Callable[..., Any])
_ROLE = "voteapp_role"
_LIMIT = "voteapp_body_limit"
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
BODY_LIMIT = 256 * 1024
"""Bytes of a request's body where a view says nothing else."""


class Role(enum.Enum):
    """The role that a view is written for."""

    PUBLIC = "public"
    MEMBER = "member"
    API = "api"
    VISITOR = "visitor"
    COMMITTEE = "committee"
    TELLER = "teller"
    TRUSTEE = "trustee"

    @property
    def needs_account(self) -> bool:
        """Whether somebody must be signed in."""
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
        if not needed.needs_account:
            return None
        if request.method not in SAFE_METHODS and _sent_by_another_site():
            abort(403)
        if current_account() is not None:
            return None
        if request.method == "GET" and not request.is_json:
            return redirect(url_for("committee.login", next=request.path))
        abort(401)


def _has_control_characters(text: str) -> bool:
    """Whether a database might choke on it; no address of ours holds such a character."""
    return any(ord(character) < 32 or ord(character) == 127 for character in text)


def _sent_by_another_site() -> bool:
    return request.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none")
