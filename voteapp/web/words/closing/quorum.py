"""How many have to sign that voting is over, in words: who may be absent, and who must not be in
league. ADR 31 has the rule."""

from __future__ import annotations

from dataclasses import dataclass

from voteapp.campaign.statements.quorum import Sizes, count_absent
from voteapp.web.words.i18n import gettext as _
from voteapp.web.words.i18n import ngettext

PROPOSED = (Sizes(5, 3), Sizes(3, 2))
"""What is proposed first, and the smallest that is of use."""


@dataclass(frozen=True)
class Proposal:
    """How many trustees there could be, and what that means."""

    title: str
    sentences: list[str]


def list_proposals() -> list[Proposal]:
    """The first one is recommended."""
    return [
        Proposal(
            _("%(needed)d of %(people)d", needed=one.threshold, people=one.trustees),
            describe_quorum(one),
        )
        for one in PROPOSED
    ]


def describe_quorum(sizes: Sizes) -> list[str]:
    """What these people mean for the end of the vote."""
    return [_absent_words(sizes), *_mirror_words(sizes), *_lost_words(sizes), _league_words(sizes)]


def _absent_words(sizes: Sizes) -> str:
    absent = count_absent(sizes)
    if absent == 0:
        return ngettext(
            "The one trustee has to sign that voting is over.",
            "All %(num)d have to sign that voting is over, or say before, signed, that they "
            "cannot.",
            sizes.everybody,
        )
    return ngettext(
        "%(num)d of all %(everybody)d may be absent without a word; the others have to sign that "
        "voting is over.",
        "%(num)d of all %(everybody)d may be absent without a word; the others have to sign that "
        "voting is over.",
        absent,
        everybody=sizes.everybody,
    )


def _mirror_words(sizes: Sizes) -> list[str]:
    if not sizes.mirrors:
        return []
    text = _(
        "That holds while most of the %(mirrors)d mirrors can be reached; otherwise everybody has "
        "to sign.",
        mirrors=sizes.mirrors,
    )
    return [text]


def _lost_words(sizes: Sizes) -> list[str]:
    if sizes.trustees == 1:
        return []
    if count_absent(sizes) == 0:
        return [_("A single lost key is too many: nothing could be opened any more.")]
    spare = min(count_absent(sizes), sizes.trustees - sizes.threshold)
    text = ngettext(
        "%(num)d key may be lost.",
        "%(num)d keys may be lost.",
        spare,
    )
    return [text]


def _league_words(sizes: Sizes) -> str:
    if sizes.trustees == 1:
        return _(
            "Members have to trust that the one trustee does not work together with whoever runs "
            "the server."
        )
    if sizes.witnesses:
        return _(
            "Single ballots are safe as long as at most %(lying)d of all these people, trustees "
            "and witnesses together, work together with whoever runs the server.",
            lying=sizes.lying,
        )
    return _(
        "Single ballots are safe as long as at most %(lying)d of these trustees work together "
        "with whoever runs the server.",
        lying=sizes.lying,
    )
