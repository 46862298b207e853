"""A folder in which ``voteapp tokens make`` made slips, with the set-up that was fixed for them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.teller.made import COUNT, UUIDS
from tests.players.campaign.setups import create_setup_zip
from tests.players.cli.command import PASSPHRASE, voteapp


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    directory = tmp_path_factory.mktemp("tokens")
    (directory / "pass").write_text(PASSPHRASE + "\n")
    voteapp(
        *("tokens", "make", str(COUNT), directory, "--campaign", "K7QM2X", "--leaf", "icu"),
        *("--name", "Ada of the ICU"),
        *("--uuid", UUIDS[0], "--uuid", UUIDS[1], "--passphrase-file", directory / "pass"),
    )
    posted = (directory / "credentials.json").read_bytes()
    (directory / "setup.zip").write_bytes(create_setup_zip(posted))
    return directory
