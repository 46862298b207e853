"""``voteapp fill-demo``: a finished, an open and a drafted campaign for a trial server.

Everything goes through the services, as members, tellers and trustees would; only the answers are
made up, and the clock of the finished campaign stands in the past.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import click

from voteapp.cli import Failure
from voteapp.cli.demo.plan import PATIENTS_A_NURSE
from voteapp.cli.server.fill_demo_play import ACTOR, KEY_PASSPHRASE, Play
from voteapp.cli.texts import gettext as _
from voteapp.config import load_settings
from voteapp.services.assembly import create_context
from voteapp.services.context import Context
from voteapp.services.drafting import drafting
from voteapp.services.drafting.shift_survey import default_survey
from voteapp.services.drafting.writing import ask, write_election
from voteapp.services.values.drafts import CampaignDraft, ElectionDraft, RuleDraft

MEMBERS = 40
ORGANIZER = "Bargaining committee, Local 77"
SHOWN_SLIPS = 3


@click.command("fill-demo")
@click.option(
    "--ballots",
    type=click.IntRange(20, MEMBERS),
    default=26,
    show_default=True,
    help=_("Ballots in the finished campaign."),
)
def fill_demo(ballots: int) -> None:
    """Fill a trial server with a finished, an open and a drafted campaign."""
    settings = load_settings(os.environ)
    if not settings.trial:
        raise Failure(_("This server is for real votes (VOTEAPP_BASE_URL): nothing was changed."))
    clock = Clock()
    context = create_context(settings, clock=clock, random_bytes=secrets.token_bytes)
    _finished, running = fill(context, clock, ballots)
    folder = settings.instance / "demo"
    path = running.save_key(folder)
    click.echo(_("Slips of the open campaign, to try:"))
    for slip in running.slip_codes[:SHOWN_SLIPS]:
        click.echo(f"  {settings.base_url}/b/{running.code}#{slip}")
    text = _("Its key, to open the totals after closing: {path} (passphrase: {passphrase})")
    click.echo(text.format(path=path, passphrase=KEY_PASSPHRASE))


SOON = timedelta(minutes=10)
"""From a draft to its opening: nothing is drafted that opens in the past."""


class Clock:
    """The present instant, moved by ``shift``."""

    def __init__(self) -> None:
        self.shift = timedelta()

    def __call__(self) -> datetime:
        """The instant that the services see."""
        return datetime.now(UTC) + self.shift


def fill(context: Context, clock: Clock, ballots: int) -> tuple[Play, Play]:
    """Make the three campaigns; gives the finished and the open one. ``clock`` is the context's."""
    click.echo(_("A finished campaign: a vote and the shift survey."))
    clock.shift = timedelta(days=-4)
    finished = Play(context, create_finished(clock()), MEMBERS)
    finished.prepare()
    clock.shift += timedelta(hours=1)
    finished.tick()
    with click.progressbar(range(ballots), label=_("ballots")) as members:
        for member in members:
            finished.vote(member)
    clock.shift += timedelta(days=2)
    finished.finish()
    click.echo(_("An open campaign."))
    clock.shift = -2 * SOON
    running = Play(context, create_running(clock() + SOON), 30)
    running.prepare()
    clock.shift = timedelta()
    running.tick()
    for member in range(SHOWN_SLIPS, SHOWN_SLIPS + 9):
        running.vote(member)
    click.echo(_("A drafted campaign."))
    drafting.create_campaign(context, ACTOR, create_drafted(clock()))
    return finished, running


def create_vote(title: str, question: str, rule: RuleDraft) -> ElectionDraft:
    """A yes/no vote with a blank."""
    asked = ask(question, ("Yes", "No"), blank=True)
    return write_election("vote", title, (asked,), secrets.token_bytes, rule=rule)


def create_campaign(
    title: str, opening: datetime, days: int, elections: Sequence[ElectionDraft], slips: int
) -> CampaignDraft:
    """A campaign of the demonstration's local."""
    return CampaignDraft(
        title=title,
        organizer=ORGANIZER,
        opening=opening,
        closing=opening + timedelta(days=days),
        elections=tuple(elections),
        slips=slips,
        roster_size=slips,
        facility="North Hospital",
        unit="4 West",
        timezone="America/Los_Angeles",
    )


def create_finished(start: datetime) -> CampaignDraft:
    """A strike vote and the shift survey under one slip.

    Its scheduled closing lies ahead, so that the clockwork of a running server leaves it alone.
    """
    vote = create_vote(
        "Strike authorization",
        "Do you authorize the committee to call a strike?",
        RuleDraft(
            numerator=2,
            denominator=3,
            comparison="at-least",
            quorum_numerator=1,
            quorum_denominator=2,
        ),
    )
    survey = default_survey(secrets.token_bytes, limit=PATIENTS_A_NURSE)
    return create_campaign(
        "Strike vote and shift survey", start + timedelta(hours=1), 6, (vote, *survey), MEMBERS
    )


def create_running(now: datetime) -> CampaignDraft:
    """A ratification vote that is open now."""
    vote = create_vote(
        "Ratification",
        "Do you accept the tentative agreement of November?",
        RuleDraft(of="not-blank"),
    )
    return create_campaign("Ratification of the agreement", now, 7, (vote,), 30)


def create_drafted(now: datetime) -> CampaignDraft:
    """A survey of the committee's own, still a draft."""
    questions = (
        ask(
            "Which issues matter most to you in the next contract? Choose up to three.",
            ("Staffing", "Pay", "Breaks", "Scheduling", "Safety", "Health insurance"),
            1,
            3,
            blank=True,
        ),
        ask(
            "Would you come to a meeting at the end of your shift?",
            ("Yes", "Only online", "No"),
            blank=True,
        ),
    )
    survey = write_election("survey", "Bargaining priorities", questions, secrets.token_bytes, k=10)
    opening = (now + timedelta(days=3)).replace(minute=0, second=0, microsecond=0)
    return create_campaign("Bargaining priorities", opening, 5, (survey,), 60)
