"""Where a campaign and a ballot are, in the words of the public pages."""

from __future__ import annotations

from typing import NamedTuple

from voteapp.campaign.words import compute_commitment_words
from voteapp.services.life import ENDED, Phase, State
from voteapp.services.values.campaigns import CampaignView
from voteapp.services.values.public import BoardPage, PublicCampaign, TrackerView
from voteapp.web.words.boxes import Notice, Tag
from voteapp.web.words.i18n import gettext as _
from voteapp.web.words.states import state_tag


def public_tag(campaign: PublicCampaign) -> Tag:
    """A campaign's state for everybody: what a member can do now, not what the committee owes."""
    if campaign.state.before_opening:
        return Tag(_("Not open yet"), "wait")
    if campaign.state is State.OPEN and campaign.phase is Phase.CLOSED:
        return Tag(_("Closed"), "wait")
    return state_tag(campaign.state)


def secrecy_sentences(campaign: PublicCampaign) -> list[str]:
    """What protects an answer, and what could break it: as the booth says it."""
    sentences = [_("Your phone seals your answers before it sends them.")]
    if campaign.trustees_needed > 1:
        text = _(
            "No one person can open your vote: %(needed)d of %(people)d trustees together open "
            "only the totals, and only by breaking the rules together could they open more.",
            needed=campaign.trustees_needed,
            people=len(campaign.trustees),
        )
        sentences.append(text)
    elif campaign.trustees:
        text = _(
            "One person holds the key: it is for opening only the totals, but that person could "
            "open single votes."
        )
        sentences.append(text)
    return sentences


def describe_phase(campaign: PublicCampaign) -> Notice | None:
    """What happens now; None for a campaign that has ended or is published."""
    if campaign.state in ENDED or campaign.state is State.PUBLISHED:
        return None
    if campaign.state is State.CLOSED and campaign.impossible:
        text = _(
            "Voting is over. Too many of the trustees’ keys are lost: this result can never be "
            "opened. The committee decides what happens now."
        )
        return Notice(text, "warning")
    if campaign.state is State.CLOSED and all(election.below_k for election in campaign.elections):
        return Notice(_("Voting is over. Too few ballots came, so nothing is opened."))
    if campaign.state is State.CLOSED or campaign.phase is Phase.CLOSED:
        return Notice(_("Voting is over. The trustees have not opened the totals yet."))
    if campaign.phase is Phase.OPEN:
        return Notice(
            _(
                "Voting is open. Scan your slip with your phone’s camera. Use mobile data, not "
                "the hospital’s Wi-Fi."
            )
        )
    if campaign.phase is Phase.LATE:
        text = _(
            "Voting was to be open by now, but the committee is not ready yet. Keep your slip."
        )
        return Notice(text, "notice wait")
    return Notice(_("Voting is not open yet. It opens by itself at the stated time."))


class Ended(NamedTuple):
    """That a campaign ended before its time, or that its result does not count; and why."""

    title: str
    reason: str


def describe_end(campaign: PublicCampaign | CampaignView) -> Ended | None:
    """Withdrawn, cancelled or annulled; None for any other campaign."""
    if campaign.annul_reason is not None:
        return Ended(_("The result was annulled"), campaign.annul_reason)
    titles = {
        State.WITHDRAWN: _("This campaign was withdrawn before it opened"),
        State.CANCELLED: _("This campaign was cancelled"),
    }
    if campaign.state not in titles:
        return None
    return Ended(titles[campaign.state], campaign.cancel_reason or "")


class Found(NamedTuple):
    """Where a ballot is, what that means, what to do; ``elsewhere``: uuid and title of the part
    of the campaign in which it stands, where that is another one; ``words``: the sixteen that the
    phone showed when it had sealed the ballot."""

    notice: Notice
    advice: tuple[str, ...] = ()
    elsewhere: tuple[str, str] | None = None
    words: str = ""


def describe_found(found: TrackerView, page: BoardPage) -> Found | None:
    """The answer to a search; None where the page lists what begins like it."""
    if found.state == "absent":
        return None if page.lines else _describe_absent(page)
    elsewhere = (found.uuid or "", found.title or "") if found.uuid != page.uuid else None
    text = _("It is in the count.")
    advice = _("The ballot stands on the list, in batch %(batch)d.", batch=found.batch)
    words = compute_commitment_words(found.commitment or "")
    return Found(Notice(text, "panel"), (advice,), elsewhere, words)


def _describe_absent(page: BoardPage) -> Found:
    advice = [
        _(
            "Compare each word with your receipt. If you typed the tracker: capital and small "
            "letters differ."
        ),
        _(
            "Your receipt may be of another vote. Scan the square code of the receipt: it opens "
            "the page that looks in the right place."
        ),
        _(
            "This does not mean that your vote was lost. If the receipt’s square code does not "
            "find it after voting has ended, keep the receipt: it proves that the server "
            "accepted your ballot."
        ),
    ]
    if page.ended:
        return Found(Notice(_("It is not on this list."), "notice wait"), tuple(advice))
    waits = _(
        "Ballots come onto this list from time to time, some much later than others: yours is "
        "here at the latest when voting ends. Look again then, and keep your receipt."
    )
    return Found(Notice(_("It is not on this list yet."), "notice wait"), (waits, *advice))
