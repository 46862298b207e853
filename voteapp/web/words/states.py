"""A campaign's state and an election's kind, for people."""

from __future__ import annotations

from voteapp.services.life import State
from voteapp.web.words.boxes import Tag
from voteapp.web.words.i18n import gettext as _

CAMPAIGN_TAGS = {
    State.DRAFT: "",
    State.KEYS: "wait",
    State.SLIPS: "wait",
    State.READY: "info",
    State.OPEN: "good",
    State.CLOSED: "wait",
    State.DECRYPTED: "info",
    State.PUBLISHED: "good",
    State.CANCELLED: "danger",
}


def state_words(state: State) -> str:
    """A campaign's state, for people."""
    return {
        State.DRAFT: _("Draft"),
        State.KEYS: _("Waiting for the keys"),
        State.SLIPS: _("Waiting for the slips"),
        State.READY: _("Ready to open"),
        State.OPEN: _("Open"),
        State.CLOSED: _("Closed"),
        State.DECRYPTED: _("Counted, not yet published"),
        State.PUBLISHED: _("Published"),
        State.CANCELLED: _("Cancelled"),
    }[state]


def state_tag(state: State) -> Tag:
    """A campaign's state as the committee sees it."""
    return Tag(state_words(state), CAMPAIGN_TAGS[state])


def kind_words(kind: str) -> str:
    """An election's kind, for people."""
    return {"vote": _("Vote"), "survey": _("Survey")}[kind]
