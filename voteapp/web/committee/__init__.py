"""The committee's pages: accounts, drafting, and the way from draft to published."""

from __future__ import annotations

from flask import Blueprint

committee = Blueprint("committee", __name__, url_prefix="/committee")

# Importing the modules registers their views and filters on the blueprint.
from voteapp.web.committee import (  # noqa: E402
    campaigns,
    counts,
    elections,
    locking,
    rules,
    running,
    settings,
    setup,
    tellers,
    trustees,
    witnesses,
)
from voteapp.web.committee.accounts import managing, passkeys, signing_in  # noqa: E402
from voteapp.web.committee.editor import (  # noqa: E402
    copies,
    kinds,
    languages,
    paths,
    places,
    preview,
    questions,
    scales,
    sections,
    steps,
    survey_rules,
    translations,
)
from voteapp.web.committee.forms import downloading, uploading  # noqa: E402
from voteapp.web.committee.limits import choosing, entering  # noqa: E402

__all__ = [
    "campaigns",
    "choosing",
    "committee",
    "copies",
    "counts",
    "downloading",
    "elections",
    "entering",
    "kinds",
    "languages",
    "locking",
    "managing",
    "passkeys",
    "paths",
    "places",
    "preview",
    "questions",
    "rules",
    "running",
    "scales",
    "sections",
    "settings",
    "setup",
    "signing_in",
    "steps",
    "survey_rules",
    "tellers",
    "translations",
    "trustees",
    "uploading",
    "witnesses",
]
