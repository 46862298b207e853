"""Where a campaign is, what is missing, who has to do it, and the one next button."""

from __future__ import annotations

from dataclasses import dataclass

from flask import url_for

from voteapp.services.closing import CLOCK
from voteapp.services.views import CampaignView, Missing
from voteapp.web.i18n import gettext as _

ORDER = ("draft", "keys", "slips", "ready", "open", "closed", "decrypted", "published")


@dataclass(frozen=True)
class Step:
    """One line of the step list; ``status`` is ``done``, ``now`` or ``later``."""

    state: str
    title: str
    about: str
    who: str
    status: str


@dataclass(frozen=True)
class NextAction:
    """The one next button."""

    label: str
    address: str
    about: str


def list_steps(view: CampaignView) -> list[Step]:
    """All steps of a campaign with the present one marked."""
    present = ORDER.index(view.state) if view.state in ORDER else -1
    steps = []
    for place, (state, title, about, who) in enumerate(_texts()):
        done = place < present or view.state == "published"
        status = "done" if done else "now" if place == present else "later"
        steps.append(Step(state, title, about, who, status))
    return steps


def _texts() -> list[tuple[str, str, str, str]]:
    committee, trustee = _("Committee"), _("Trustees")
    return [
        ("draft", _("Draft"), _("Write the questions, the dates and the numbers."), committee),
        (
            "keys",
            _("Keys"),
            _("Name the trustees. They make the key that opens the count, save it, try it once."),
            trustee,
        ),
        ("slips", _("Slips"), _("Make the slips, print them, scan one back in."), _("Teller")),
        ("ready", _("Ready"), _("Hand out the slips, then open."), committee),
        ("open", _("Open"), _("Members answer with their slips."), _("Members")),
        (
            "closed",
            _("Closed"),
            _("Open the totals with the keys. Nobody sees one person's answers."),
            trustee,
        ),
        ("decrypted", _("Counted"), _("Look at the result, then publish it."), committee),
        (
            "published",
            _("Published"),
            _("Everybody can read and check the result."),
            _("Everybody"),
        ),
    ]


def missing_words(missing: Missing) -> str:
    """What is missing, as a sentence."""
    table = {
        "draft": _("The draft has not been checked and locked."),
        "key": _("The key has not been made."),
        "ceremony": _("The trustees have not made their key together yet."),
        "rehearsal": _("The saved key has not been tried yet."),
        "credentials": _("The slips have not been made."),
        "base-url": _("Real slips need a public https address. Ask who runs the server."),
        "closing-passed": _("The closing time has passed. Go back to the draft and change it."),
        "tokens-not-destroyed": _("Nobody has said yet that the file of slips was destroyed."),
        "slip-counts": _("The slips have not been counted and written down."),
        "decryption": _("The totals have not been opened with the keys."),
    }
    return table.get(missing.code, missing.code)


def action_words(what: str) -> str:
    """What somebody did, as the campaign's log says it."""
    table = {
        "created": _("drafted the campaign"),
        "submitted": _("locked the draft"),
        "reopened-draft": _("went back to the draft"),
        "posted-key": _("made the key"),
        "rehearsed": _("tried the saved key"),
        "removed-key": _("gave the key up"),
        "planned-ceremony": _("named the trustees"),
        "removed-ceremony": _("removed all trustees"),
        "restarted-ceremony": _("let the trustees start over"),
        "replaced-trustee": _("replaced a trustee"),
        "made-trustee-link": _("made a trustee’s personal link"),
        "finished-ceremony": _("finished the key that the trustees made together"),
        "failed-ceremony": _("showed that a trustee sent something wrong: the key was not made"),
        "lost-key": _("said that the key is lost"),
        "found-key": _("said that the key was found again"),
        "posted-credentials": _("made the slips"),
        "reprinted": _("printed slips again"),
        "destroyed-tokens": _("destroyed the file of slips"),
        "voided-slip": _("made a slip void"),
        "counted-slips": _("wrote down the slip counts"),
        "opened": _("opened the campaign"),
        "closed": _("closed the campaign"),
        "closed-early": _("closed the campaign early"),
        "extended": _("moved the closing time"),
        "signed-closing": _("signed that voting has ended"),
        "decrypted": _("opened the totals"),
        "published": _("published the results"),
        "cancelled": _("cancelled the campaign"),
    }
    return table.get(what, what)


def actor_words(actor: str) -> str:
    """Who did it: an account's name, or the clock."""
    return _("The clock") if actor == CLOCK else actor


def who_words(who: str) -> str:
    """A role, for people."""
    return {"committee": _("Committee"), "trustee": _("Trustee"), "teller": _("Teller")}.get(
        who, who
    )


def next_action(view: CampaignView) -> NextAction | None:
    """The one next button, or None when there is nothing to press."""
    table = {
        "draft": (_("Check the draft"), "committee.review", _("Read everything once more.")),
        "keys": _keys_action(view),
        "slips": (_("Make the slips"), "teller.slips_page", _("This is for the teller.")),
        "ready": (_("Open the vote"), "committee.open_campaign", _("You will be asked again.")),
        "closed": (_("Open the totals"), "decryption.show", _("This is for the trustee.")),
        "decrypted": (_("Look and publish"), "committee.publish", _("You will be asked again.")),
        "published": (_("See the results"), "public.results", _("This is what everybody sees.")),
    }
    if view.state not in table:
        return None
    label, endpoint, about = table[view.state]
    if view.state == "closed" and view.ceremony:
        label, endpoint = _("See how far the trustees are"), "committee.trustees"
        about = _("They open the totals on their own pages.")
    if view.state == "closed" and all(election.below_k for election in view.elections):
        label, endpoint = _("Publish"), "committee.publish"
        about = _("Too few ballots came, so nothing will be opened.")
    if any(missing.code == "slip-counts" for missing in view.missing):
        label, endpoint = _("Write down the slip counts"), "committee.counts"
        about = _("The ballots are added up after that.")
    return NextAction(label, url_for(endpoint, code=view.code), about)


def _keys_action(view: CampaignView) -> tuple[str, str, str]:
    """Who holds the keys is asked first; afterwards the trustees have pages of their own."""
    if view.ceremony:
        about = _("They make the key on their own pages.")
        return _("See how far the trustees are"), "committee.trustees", about
    if view.key_posted:
        return _("Try the key"), "trustee.keys", _("This is for the trustee.")
    return _("Name the trustees"), "committee.trustees", _("Or choose one trustee only.")
