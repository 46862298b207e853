"""``voteapp trustee opening``, ``out`` and ``confirm``: what a trustee signs but the closing."""

from __future__ import annotations

import click

from voteapp.cli.signers.key_files import TrusteeKeyFile
from voteapp.cli.signers.opening import sign_opening, sign_out
from voteapp.cli.signers.options import (
    BundleGiven,
    CampaignGiven,
    OpeningGiven,
    take_bundle,
    take_campaign,
    take_opening,
)
from voteapp.cli.signers.results import sign_confirmation


@click.command()
@take_opening
def opening(given: OpeningGiven) -> None:
    """Look at the whole set-up before a campaign opens, and sign that you did.

    SETUP is CODE-setup.zip from the campaign's page. Everything in it is recomputed, your own key
    found in the joint key, and shown: questions, rule, times, tellers, witnesses, sixteen words.
    The command asks whether you know each witness and have compared the words; who says no does
    not sign. Leaves CODE.opening.json in DIR and remembers it beside KEY: without it KEY never
    signs a closing.
    """
    sign_opening(TrusteeKeyFile(given.key_file), given)


@click.command()
@take_campaign
def out(given: CampaignGiven) -> None:
    """Sign that you are out: KEY signs no closing of the campaign of SETUP (CODE-setup.zip).

    For a trustee who cannot take part. KEY then signs nothing else for this campaign, and only
    while it has signed no closing of it. Leaves CODE.out.json in DIR.
    """
    sign_out(TrusteeKeyFile(given.key_file), given)


@click.command()
@take_bundle
def confirm(given: BundleGiven) -> None:
    """Verify a published result's BUNDLE and sign that it is the one that you see.

    Refuses where the closing in it is another than the one that KEY signed. Leaves
    UUID.confirmation.json in DIR.
    """
    sign_confirmation(TrusteeKeyFile(given.key_file), given)
