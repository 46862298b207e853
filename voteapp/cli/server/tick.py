"""``voteapp tick``: seal, close and add up what is due, for servers that rest between requests."""

from __future__ import annotations

import os

import click

from voteapp.cli.server.serve import open_context
from voteapp.config import load_settings
from voteapp.services import clockwork


@click.command()
def tick() -> None:
    """Seal, close and add up whatever is due, once; a running server does so by itself."""
    clockwork.tick(open_context(load_settings(os.environ)))
