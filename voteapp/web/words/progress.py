"""Where a campaign is, what is missing, who has to do it, and the one next button."""

from __future__ import annotations

from dataclasses import dataclass

from flask import url_for

from voteapp.services.life import ORDER, Deed, State, Who
from voteapp.services.values.campaigns import ActionView, CampaignView, Missing
from voteapp.web.words.boxes import Tag
from voteapp.web.words.i18n import gettext as _
from voteapp.web.words.i18n import isolate


@dataclass(frozen=True)
class Step:
    """One line of the step list; ``status`` is ``done``, ``now`` or ``later``."""

    state: State
    title: str
    about: str
    who: str
    status: str
    tag: Tag


@dataclass(frozen=True)
class NextAction:
    """The one next button."""

    label: str
    address: str
    about: str


def list_steps(view: CampaignView) -> list[Step]:
    """All steps of a campaign with the present one marked; none of one that ended early."""
    if view.state not in ORDER:
        return []
    present = ORDER.index(view.state)
    steps = []
    for place, (state, title, about, who) in enumerate(_texts()):
        done = place < present or view.state is State.PUBLISHED
        status = "done" if done else "now" if place == present else "later"
        steps.append(Step(state, title, about, who, status, _status_tag(status)))
    return steps


def _status_tag(status: str) -> Tag:
    return {
        "done": Tag(_("Done"), "good"),
        "now": Tag(_("Now"), "info"),
        "later": Tag(_("Later"), ""),
    }[status]


def _texts() -> list[tuple[State, str, str, str]]:
    committee, trustee = _("Committee"), _("Trustees")
    return [
        (State.DRAFT, _("Draft"), _("Write the questions, the dates and the numbers."), committee),
        (
            State.KEYS,
            _("Keys"),
            _("Name the trustees. They make the key that opens the count, save it, try it once."),
            trustee,
        ),
        (
            State.SLIPS,
            _("Slips"),
            _("Make the slips’ codes, and save them in a file."),
            _("Tellers"),
        ),
        (State.FIXING, _("Fix"), _("Check everything once more, then fix it."), committee),
        (
            State.PRINTING,
            _("Print"),
            _("Check what was fixed, print the slips, scan one back in."),
            _("Tellers"),
        ),
        (
            State.READY,
            _("Ready"),
            _("Hand out the slips. It opens by itself at the stated time."),
            committee,
        ),
        (State.OPEN, _("Open"), _("Members answer with their slips."), _("Members")),
        (
            State.CLOSED,
            _("Closed"),
            _("Open the totals with the keys. The last one that is needed publishes them."),
            trustee,
        ),
        (
            State.PUBLISHED,
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
        "witness-keys": _("A witness has not made a key yet."),
        "credentials": _("The slips have not been made."),
        "printed": _("The slips have not been printed, or none was scanned back in."),
        "base-url": _("Real slips need a public https address. Ask who runs the server."),
        "closing-passed": _("The closing time has passed. Change it."),
        "tokens-not-destroyed": _("Nobody has said yet that the file of slips was destroyed."),
        "signers": _(
            "Too few keys are left: nobody could ever open the totals. Whoever finds a key says so."
        ),
        "openings": _(
            "Too few trustees have signed yet that they looked at the set-up. It opens by itself "
            "as soon as enough have."
        ),
        "slip-counts": _("The slips have not been counted and written down."),
        "counts-final": _("Nobody has said yet that the slip counts are final."),
        "decryption": _("The totals have not been opened with the keys."),
    }
    said = table.get(missing.code, missing.code)
    if not missing.names:
        return said
    names = ", ".join(isolate(name) for name in missing.names)
    return said + " " + _("Waiting for: %(names)s.", names=names)


def action_words(what: Deed) -> str:
    """What was done, as the campaign's log says it: a label by itself, who did it stands apart."""
    table = {
        Deed.CREATED: _("Campaign drafted"),
        Deed.SUBMITTED: _("Draft locked"),
        Deed.REOPENED_DRAFT: _("Back to the draft"),
        Deed.POSTED_KEY: _("Key made"),
        Deed.REHEARSED: _("Saved key tried"),
        Deed.REMOVED_KEY: _("Key given up"),
        Deed.PLANNED_CEREMONY: _("Trustees named"),
        Deed.REMOVED_CEREMONY: _("All trustees removed"),
        Deed.RESTARTED_CEREMONY: _("Trustees started over"),
        Deed.REPLACED_TRUSTEE: _("Trustee replaced"),
        Deed.MADE_TRUSTEE_LINK: _("Trustee’s personal link made"),
        Deed.FINISHED_CEREMONY: _("Key finished that the trustees made together"),
        Deed.FAILED_CEREMONY: _("A trustee sent something wrong: the key was not made"),
        Deed.LOST_KEY: _("Key reported as lost"),
        Deed.FOUND_KEY: _("Key found again"),
        Deed.NAMED_WITNESSES: _("Witnesses named"),
        Deed.NAMED_MIRRORS: _("Mirrors named"),
        Deed.POSTED_WITNESS_KEY: _("A witness’s key made"),
        Deed.PLANNED_TELLERS: _("Tellers named"),
        Deed.POSTED_CREDENTIALS: _("Slips made"),
        Deed.PRINTED: _("Slips printed, and one scanned back in"),
        Deed.PRINTED_AGAIN: _("One more print of slips begun, of a file with so many"),
        Deed.REPRINTED: _("Slips printed again"),
        Deed.DESTROYED_TOKENS: _("File of slips said to be destroyed"),
        Deed.VOIDED_SLIP: _("Slip made void"),
        Deed.DOUBTED_CLOCK: _("The server’s clock jumped"),
        Deed.TRUSTED_CLOCK: _("The server’s clock found right"),
        Deed.COUNTED_SLIPS: _("Slip counts written down"),
        Deed.FINISHED_COUNTS: _("Slip counts said to be final"),
        Deed.NOTED: _("Note added"),
        Deed.FIXED: _("Set-up fixed"),
        Deed.AMENDED: _("Time, number or voting page changed"),
        Deed.SIGNED_OPENING: _("Signed: looked at the set-up"),
        Deed.SIGNED_OUT: _("Signed: takes no part in the closing"),
        Deed.OPENED: _("Campaign opened"),
        Deed.CLOSED: _("Campaign closed"),
        Deed.CLOSED_EARLY: _("Campaign closed early"),
        Deed.SIGNED_CLOSING: _("Signed: voting has ended"),
        Deed.SIGNED_END: _("Signed: the end of the list of ballots"),
        Deed.WITNESSED: _("Signed as a witness"),
        Deed.DECRYPTED: _("Totals opened"),
        Deed.PUBLISHED: _("Results published"),
        Deed.CONFIRMED: _("Signed: looked at the result"),
        Deed.ANNULLED: _("Result annulled"),
        Deed.WITHDRAWN: _("Campaign withdrawn"),
        Deed.CANCELLED: _("Campaign cancelled"),
    }
    return table[what]


def doer_words(action: ActionView) -> str:
    """Who did it: an account's name, or the role where the name is not for everybody."""
    if action.actor is not None and action.role is not Who.CLOCK:
        return action.actor
    return {
        Who.COMMITTEE: _("The committee"),
        Who.TRUSTEE: _("A trustee"),
        Who.WITNESS: _("A witness"),
        Who.MIRROR: _("A mirror"),
        Who.TELLER: _("A teller"),
        Who.CLOCK: _("The clock"),
    }[action.role]


def who_words(who: Who) -> str:
    """A role, for people."""
    return {
        Who.COMMITTEE: _("Committee"),
        Who.TRUSTEE: _("Trustee"),
        Who.WITNESS: _("Witness"),
        Who.MIRROR: _("Mirror"),
        Who.TELLER: _("Teller"),
        Who.CLOCK: _("The clock"),
    }[who]


def next_action(view: CampaignView) -> NextAction | None:
    """The one next button, or None when there is nothing to press."""
    again = _("You will be asked again.")
    table = {
        State.DRAFT: (_("Check the draft"), "committee.review", _("Read everything once more.")),
        State.KEYS: _keys_action(view),
        State.SLIPS: (_("Make the slips"), "teller.slips_page", _("This is for the tellers.")),
        State.FIXING: (_("Check and fix the set-up"), "committee.fix", again),
        State.PRINTING: (
            _("Print the slips"),
            "teller.slips_page",
            _("This is for the tellers."),
        ),
        State.READY: (
            _("Open now"),
            "committee.open_campaign",
            _("Or wait: it opens by itself at the stated time."),
        ),
        State.CLOSED: (_("Open the totals"), "decryption.show", _("This is for the trustee.")),
        State.PUBLISHED: (
            _("See the results"),
            "public.results",
            _("This is what everybody sees."),
        ),
    }
    if view.state not in table:
        return None
    label, endpoint, about = table[view.state]
    if view.state is State.CLOSED and view.ceremony:
        label, endpoint = _("See how far the trustees are"), "committee.trustees"
        about = _("They open the totals on their own pages.")
    owed = {missing.code for missing in view.missing}
    if "slip-counts" in owed:
        label, endpoint = _("Write down the slip counts"), "committee.counts"
        about = _("The ballots are added up once you say that they are final.")
    if "counts-final" in owed:
        label, endpoint = _("Say that the counts are final"), "committee.finish_counts"
        about = _("The ballots are added up after that.")
    if "openings" in owed:
        label, endpoint = _("Look at the set-up and sign it"), "decryption.show"
        about = _("This is for the trustee. It opens by itself at its time, once that is signed.")
    if "openings" in owed and view.ceremony:
        label, endpoint = _("See how far the trustees are"), "committee.trustees"
        about = _("It opens by itself at its time, once enough of them have signed.")
    return NextAction(label, url_for(endpoint, code=view.code), about)


def _keys_action(view: CampaignView) -> tuple[str, str, str]:
    """Who holds the keys is asked first; afterwards the trustees have pages of their own."""
    if view.ceremony:
        about = _("They make the key on their own pages.")
        return _("See how far the trustees are"), "committee.trustees", about
    if view.key_posted:
        return _("Try the key"), "trustee.keys", _("This is for the trustee.")
    return _("Name the trustees"), "committee.trustees", _("Or choose one trustee only.")
