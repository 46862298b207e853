"""What a trustee signs before voting opens: page and command look at the same of a set-up."""

from __future__ import annotations

import base64
import json
import subprocess
from pathlib import Path
from random import Random
from typing import Any

import msgspec
import pytest

from tests.players.campaign.setups import create_setup_zip
from voteapp.campaign.audit.openings import look_at_package
from voteapp.campaign.slips.tellers import create_teller
from voteapp.campaign.slips.token_files import Slip, compute_public_credentials, create_token_batch
from voteapp.campaign.slips.tokens import create_token
from voteapp.errors import ProtocolError
from voteapp.protocol.archive import BytesSource

SCRIPT = Path(__file__).parents[2] / "js" / "package-cli.mjs"
UUIDS = ["LVT5DeUveUjg2b", "MVT5DeUveUjg2b"]


def create(**options: Any) -> bytes:
    """A campaign of two votes."""
    random = Random("openings").randbytes
    slips = [Slip(leaf="icu", token=create_token(random)) for _ in range(3)]
    tokens = [slip.token for slip in slips]
    credentials = {uuid: compute_public_credentials(uuid, tokens) for uuid in UUIDS}
    teller = create_teller("Ada", "command", len(UUIDS), random)
    batch = create_token_batch(UUIDS, slips, credentials, teller)
    return create_setup_zip(msgspec.json.encode(batch), **options)


def describe(file: bytes) -> dict[str, Any]:
    try:
        return {"code": None, "hash": look_at_package(BytesSource(file)).setup.campaign_hash}
    except ProtocolError as error:
        return {"code": error.code}


@pytest.mark.slow
def test_one_opening_is_signed_for_the_same_people_in_every_election(node: Path) -> None:
    """The second election is another's, who alone could open it: nobody signs that it opens."""
    whole = create()
    files = [whole, create(divided=True), whole[:-1]]
    asked = json.dumps([base64.b64encode(file).decode() for file in files])
    command = [str(node), str(SCRIPT)]
    done = subprocess.run(command, input=asked, capture_output=True, text=True, check=True)
    said = json.loads(done.stdout)
    assert said[:2] == [describe(file) for file in files[:2]]
    assert [one["code"] for one in said[:2]] == [None, "setup-campaign"]
    assert said[2]["code"] is not None and describe(files[2])["code"] is not None
