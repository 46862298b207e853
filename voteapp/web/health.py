"""For whoever watches the server, or sends requests to one of several: does it answer, is it ready?

No page for people, no session, no secret. A proxy may ask as often as it likes.
"""

from __future__ import annotations

from flask import Blueprint, jsonify
from flask.typing import ResponseReturnValue

from voteapp.services import readiness
from voteapp.web.frame.roles import Role, role
from voteapp.web.frame.sessions import get_context

health = Blueprint("health", __name__)


@health.get("/healthz")
@role(Role.API)
def alive() -> ResponseReturnValue:
    """This process answers; nothing else is looked at."""
    return jsonify({"alive": True})


@health.get("/readyz")
@role(Role.API)
def ready() -> ResponseReturnValue:
    """Whether databases, keys and clock are as they must be: 200, or 503 with what is not."""
    found = readiness.examine(get_context())
    return jsonify({"ready": all(found.values()), **found}), 200 if all(found.values()) else 503
