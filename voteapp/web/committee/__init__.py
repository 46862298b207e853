"""The committee's pages: accounts, drafting, and the way from draft to published."""

from __future__ import annotations

from flask import Blueprint

committee = Blueprint("committee", __name__, url_prefix="/committee")

# Importing the modules registers their views and filters on the blueprint.
from voteapp.web.committee import (  # noqa: E402
    campaigns,
    counts,
    elections,
    kinds,
    locking,
    questions,
    rules,
    running,
    settings,
    setup,
    trustees,
)
from voteapp.web.committee.accounts import managing, passkeys, signing_in  # noqa: E402

__all__ = [
    "campaigns",
    "committee",
    "counts",
    "elections",
    "kinds",
    "locking",
    "managing",
    "passkeys",
    "questions",
    "rules",
    "running",
    "settings",
    "setup",
    "signing_in",
    "trustees",
]
