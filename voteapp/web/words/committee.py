"""What the committee's page of a campaign shows beside its steps, and where it leads."""

from __future__ import annotations

from dataclasses import dataclass

from flask import url_for

from voteapp.services.life import Deed, State, is_allowed
from voteapp.services.values.campaigns import CampaignView
from voteapp.services.values.roles import TellerProgress
from voteapp.survey.figures.survey import SURVEY
from voteapp.web.words.boxes import Tag
from voteapp.web.words.i18n import gettext as _
from voteapp.web.words.i18n import ngettext
from voteapp.web.words.numbers import show_number, show_share


@dataclass(frozen=True)
class Link:
    """One of the other things that can be done."""

    label: str
    address: str


@dataclass(frozen=True)
class TellerLine:
    """A teller, how many slips, how far she is, and what else is known; ``name`` is None where
    whoever comes first may make them."""

    name: str | None
    slips: str
    tag: Tag
    about: list[str]


@dataclass(frozen=True)
class TurnoutLine:
    """One election's ballots, with what stands around the number."""

    title: str
    about: list[str]
    accepted: int


def list_links(view: CampaignView) -> list[Link]:
    """The other things that the committee can do now, in the order of the page."""
    state = view.state

    def may(deed: Deed) -> bool:
        return is_allowed(state, deed)

    still = state.waiting and not view.times.late
    under_way = state is not State.DRAFT and not state.over
    only_trustee = state in (State.DRAFT, State.KEYS) and not view.key_posted
    unsigned = any(missing.code == "openings" for missing in view.missing)
    alone = not view.ceremony and bool(view.signers)
    silent = any(one.confirmed < one.to_confirm for one in view.signers)
    table = [
        (state is not State.DRAFT, _("See the public page"), "public.campaign"),
        (unsigned, _("Open now, although too few trustees have signed"), "committee.open_campaign"),
        (
            alone and state is State.OPEN and not view.signers[0].opening,
            _("Look at the set-up and sign it"),
            "decryption.show",
        ),
        (alone and silent, _("Look at the result and sign it"), "decryption.show"),
        (under_way, _("Poster for the breakroom"), "papers.poster"),
        (under_way, _("Card for stewards"), "papers.steward"),
        (may(Deed.PLANNED_TELLERS), _("Say who makes the slips"), "committee.tellers"),
        (
            state is State.FIXING,
            _("Make slips anew before the set-up is fixed"),
            "teller.slips_page",
        ),
        (may(Deed.REOPENED_DRAFT), _("Go back to the draft"), "committee.reopen"),
        (view.ceremony or only_trustee, _("Trustees"), "committee.trustees"),
        (
            not view.ceremony and may(Deed.NAMED_MIRRORS),
            _("Mirrors: copies of the list on other hosts"),
            "committee.name_witnesses",
        ),
        (
            state in (State.SLIPS, State.FIXING) and not view.ceremony,
            _("The key file was lost"),
            "trustee.remove_key",
        ),
        (
            state is State.READY,
            _("Print slips again, or note that their file was destroyed"),
            "teller.slips_page",
        ),
        (may(Deed.VOIDED_SLIP), _("Make a slip void"), "teller.void"),
        (still, _("Change the opening time"), "committee.amend_opening"),
        (may(Deed.AMENDED), _("Change the closing time"), "committee.amend_closing"),
        (still, _("Correct the number of members"), "committee.amend_entitled"),
        (may(Deed.CLOSED_EARLY), _("Close now"), "committee.close"),
        (
            may(Deed.COUNTED_SLIPS) and not view.counts_final,
            _("Write down the slip counts"),
            "committee.counts",
        ),
        (may(Deed.NOTED), _("Add a note for everybody"), "committee.notes"),
        (True, _("Copy this campaign"), "committee.copy_campaign"),
        (may(Deed.DELETED), _("Throw the draft away"), "committee.delete"),
        (may(Deed.WITHDRAWN), _("Withdraw the campaign"), "committee.withdraw"),
        (may(Deed.ANNULLED) and not view.annul_reason, _("Annul the result"), "committee.annul"),
        (may(Deed.CANCELLED), _("Cancel the campaign"), "committee.cancel"),
        (state is State.PUBLISHED, _("See the results"), "public.results"),
        (
            state is State.PUBLISHED and any(part.draft.kind == SURVEY for part in view.elections),
            _("Figures with charts"),
            "public.survey_figures",
        ),
    ]
    return [Link(label, url_for(name, code=view.code)) for shown, label, name in table if shown]


def too_few_sentences(view: CampaignView) -> list[str]:
    """After closing, each election of which nothing will be opened."""
    if not view.state.over:
        return []
    return [
        ngettext(
            "“%(title)s”: only %(num)d ballot came.",
            "“%(title)s”: only %(num)d ballots came.",
            election.accepted,
            title=election.title,
        )
        + " "
        + _(
            "Fewer than %(k)d are never opened, so that nobody can guess who answered what.",
            k=election.k,
        )
        for election in view.elections
        if election.below_k
    ]


def list_tellers(view: CampaignView) -> list[TellerLine]:
    """Who makes slips, and for whom everybody waits; nobody in a draft."""
    return [_describe_teller(teller) for teller in view.tellers]


def _describe_teller(teller: TellerProgress) -> TellerLine:
    tags = {
        "waiting": Tag(_("Slips not made"), "wait"),
        "made": Tag(_("Slips made"), "info"),
        "printed": Tag(_("Slips printed, one scanned back"), "good"),
    }
    about = []
    if teller.account not in ("", teller.name):
        about.append(_("Account: %(name)s", name=teller.account))
    if teller.offline:
        about.append(_("Made by the command, offline."))
    if teller.reprints:
        text = ngettext(
            "%(num)d slip came out of the printer once more.",
            "%(num)d slips came out of the printer once more.",
            teller.reprints,
        )
        about.append(text)
    if teller.destroyed_by is not None:
        text = _("%(name)s said that the file of slips is destroyed.", name=teller.destroyed_by)
        about.append(text)
    count = ngettext("%(num)d slip", "%(num)d slips", teller.slips)
    return TellerLine(teller.name or None, count, tags[teller.stage], about)


def voting_words(view: CampaignView) -> str | None:
    """What an open campaign does by itself, and one whose time has come."""
    if view.voting:
        return _("Members can vote now. There is nothing to do: it closes by itself.")
    if view.state is State.OPEN:
        return _("The time for voting is over. The campaign closes by itself in a moment.")
    if not view.times.late or view.state is State.DRAFT:
        return None
    if view.state is State.PRINTING:
        return _(
            "The opening time has passed, and voting is not open. Members are told so. It opens as "
            "soon as the slips are printed, and everything above is done."
        )
    if view.missing and view.state is State.READY:
        return _(
            "The opening time has passed, and voting is not open. Members are told so. It opens as "
            "soon as everything above is done."
        )
    if view.missing:
        return _(
            "The opening time has passed, and voting is not open. Members are told so. It opens as "
            "soon as everything above is done and the set-up is fixed."
        )
    if view.state is State.READY:
        return _("The opening time has come. Voting opens by itself in a moment.")
    return _(
        "The opening time has passed, and voting is not open. Members are told so. It opens as "
        "soon as you have checked and fixed the set-up."
    )


def list_turnout(view: CampaignView) -> list[TurnoutLine]:
    """Ballots of each election once voting has been opened."""
    if not view.state.opened:
        return []
    members = view.entitled
    lines = []
    for election in view.elections:
        share, count = show_share(election.accepted, members), show_number(members)
        about = [_("%(share)s of %(count)s members", share=share, count=count)]
        if view.state is State.OPEN:
            about.append(_("As of the last seal. More may wait; nobody is told how many."))
        lines.append(TurnoutLine(election.title, about, election.accepted))
    return lines
