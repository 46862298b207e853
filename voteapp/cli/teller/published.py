"""What a campaign's address gives to anybody: its set-up and its bundles.

Nothing of a slip is in what is asked for, and the same is asked for whatever the slip.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

import click
import msgspec

from voteapp.cli import Failure
from voteapp.cli.fetching import fetch, read_campaign_address
from voteapp.cli.files import read_small
from voteapp.cli.teller.reading import read_setup
from voteapp.cli.texts import gettext as _
from voteapp.errors import ProtocolError
from voteapp.protocol.encoding import decode_json


class Published(NamedTuple):
    """The files that were fetched, and whether the server says that the campaign is withdrawn."""

    files: list[Path]
    withdrawn: bool


_WITHDRAWN = "withdrawn"
"""A phase of the HTTP API."""


class _Phase(msgspec.Struct):
    """What is read of ``GET /api/campaigns/CODE``."""

    phase: str


def is_address(text: str) -> bool:
    """Whether it is an address rather than a file."""
    return re.match(r"[A-Za-z][A-Za-z0-9+.-]*://", text) is not None


def fetch_campaign(address: str, folder: Path) -> Published:
    """Fetch CODE-setup.zip and every bundle that is public into a folder.

    Raises Failure: the address is no campaign's, or holds a slip's code (which it does not repeat);
    nothing is fixed yet; the server cannot be reached.
    """
    base, code = read_campaign_address(address)
    click.echo(_("Fetching the campaign's files from %s") % base, err=True)
    setup = folder / f"{code}-setup.zip"
    if not fetch(f"{base}/campaigns/{code}/{code}-setup.zip", setup):
        raise Failure(_("There is no such campaign there, or its set-up is not fixed yet."))
    files = [setup]
    for uuid in (manifest.uuid for manifest in read_setup(setup).manifests):
        bundle = folder / f"{uuid}.zip"
        if fetch(f"{base}/elections/{uuid}/{uuid}.zip", bundle):
            files.append(bundle)
    return Published(files, _is_withdrawn(base, code, folder))


def _is_withdrawn(base: str, code: str, folder: Path) -> bool:
    path = folder / "campaign.json"
    try:
        if not fetch(f"{base}/api/campaigns/{code}", path):
            return False
        return decode_json(read_small(path), _Phase, "campaign", "the answer").phase == _WITHDRAWN
    except ProtocolError:
        raise Failure(_("The server's answer cannot be read.")) from None
