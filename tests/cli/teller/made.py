"""Slips that the command made, and what of them is known."""

from __future__ import annotations

from pathlib import Path

from tests.players.cli.command import PASSPHRASE
from voteapp.campaign.setup.fixed import FixedSetup
from voteapp.campaign.setup.package import read_package
from voteapp.campaign.slips.pins import SlipCode, compute_pin
from voteapp.campaign.slips.token_files import open_token_file
from voteapp.protocol.archive import BytesSource

UUIDS = ["LVT5DeUveUjg2b", "MVT5DeUveUjg2b"]
COUNT = 11
PRINT = ["--base-url", "https://vote.example.org", "--title", "Grève « été » ?"]
PRINT += ["--organizer", "Local 1", "--closes", "Friday, 8 pm"]


def pair(made: Path) -> tuple[Path, Path]:
    """Token file and set-up."""
    return made / "tokens.json", made / "setup.zip"


def read_setup_of(made: Path) -> FixedSetup:
    return read_package(BytesSource((made / "setup.zip").read_bytes()))


def read_codes(made: Path) -> list[SlipCode]:
    """What stands on the slips, by the rule itself."""
    fingerprints = read_setup_of(made).fingerprints
    return [SlipCode(t, compute_pin(t, fingerprints, "icu")) for t in read_tokens(made)]


def read_tokens(made: Path) -> list[str]:
    secret = open_token_file((made / "tokens.json").read_bytes(), PASSPHRASE)
    return [slip.token for slip in secret.slips]
