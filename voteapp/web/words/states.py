"""A campaign's state and an election's kind, for people."""

from __future__ import annotations

from voteapp.services.life import State
from voteapp.web.words.boxes import Tag
from voteapp.web.words.i18n import gettext as _

CAMPAIGN_TAGS = {
    State.DRAFT: "",
    State.KEYS: "wait",
    State.SLIPS: "wait",
    State.FIXING: "info",
    State.PRINTING: "wait",
    State.READY: "info",
    State.OPEN: "good",
    State.CLOSED: "wait",
    State.PUBLISHED: "good",
    State.WITHDRAWN: "danger",
    State.CANCELLED: "danger",
}


def state_words(state: State) -> str:
    """A campaign's state, for people."""
    return {
        State.DRAFT: _("Draft"),
        State.KEYS: _("Waiting for the keys"),
        State.SLIPS: _("Waiting for the slips"),
        State.FIXING: _("Ready to be checked and fixed"),
        State.PRINTING: _("Fixed, waiting for printed slips"),
        State.READY: _("Fixed, waiting to open"),
        State.OPEN: _("Open"),
        State.CLOSED: _("Closed"),
        State.PUBLISHED: _("Published"),
        State.WITHDRAWN: _("Withdrawn"),
        State.CANCELLED: _("Cancelled"),
    }[state]


def state_tag(state: State) -> Tag:
    """A campaign's state as the committee sees it."""
    return Tag(state_words(state), CAMPAIGN_TAGS[state])


def kind_words(kind: str) -> str:
    """An election's kind, for people."""
    return {"vote": _("Vote"), "survey": _("Survey")}[kind]
