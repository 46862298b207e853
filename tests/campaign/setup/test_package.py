"""``CODE-setup.zip``: what was written is read, and whatever is changed in it has a code."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, datetime
from random import Random

import pytest

from voteapp.campaign.setup.opening import compute_campaign_hash
from voteapp.campaign.setup.package import PackedElection, create_package, read_package
from voteapp.campaign.zips import encode_zip
from voteapp.cli.demo.plan import create_plan
from voteapp.cli.demo.play import Demo, create_demo
from voteapp.errors import ProtocolError
from voteapp.protocol.archive import BytesSource


def play(seed: int) -> Demo:
    random = Random(seed).randbytes
    return create_demo(create_plan("vote", random), 1, datetime(2026, 1, 2, tzinfo=UTC), random)


def pack(game: Demo) -> PackedElection:
    setup, papers = game.election.setup, game.election.papers
    assert papers.manifest and papers.questionnaire
    return PackedElection(
        setup.election, setup.trustees, setup.credentials, papers.manifest, papers.questionnaire
    )


@pytest.fixture(scope="module")
def game() -> Demo:
    return play(1)


@pytest.fixture(scope="module")
def members(game: Demo) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(create_package([pack(game)]))) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def find_code(data: bytes) -> str:
    with pytest.raises(ProtocolError) as caught:
        read_package(BytesSource(data))
    return caught.value.code


def test_what_was_written_is_read(game: Demo, members: dict[str, bytes]) -> None:
    assert len(members) == 5
    setup = read_package(BytesSource(encode_zip(members)))
    assert setup.manifests == (game.election.manifest,)
    assert setup.campaign_hash == compute_campaign_hash([game.election.context.fingerprint])


CODES = {
    "election": "setup-election",
    "trustees": "setup-trustees",
    "public_credentials": "setup-credentials",
    "manifest": "setup-election",
    "questionnaire": "setup-election",
}


@pytest.mark.slow
@pytest.mark.parametrize(("field", "code"), CODES.items())
def test_anothers_file_has_its_code(
    game: Demo, members: dict[str, bytes], field: str, code: str
) -> None:
    """Well formed, but of another election; and not well formed."""
    name = f"{game.election.uuid}/{field}.json"
    other = getattr(pack(play(2)), field)
    if field == "manifest":
        other = members[name].replace(b"Strike", b"Strife")
    if field == "questionnaire":
        other = members[name].replace(b"?", b"!")
    assert other != members[name]
    assert find_code(encode_zip({**members, name: other})) == code
    broken = "setup-manifest" if field == "manifest" else code
    assert find_code(encode_zip({**members, name: b"["})) == broken


def test_no_trustees(game: Demo, members: dict[str, bytes]) -> None:
    name = f"{game.election.uuid}/trustees.json"
    assert find_code(encode_zip({**members, name: b"[]"})) == "setup-trustees"


def test_members_are_just_these(game: Demo, members: dict[str, bytes]) -> None:
    for name in members:
        assert find_code(encode_zip({n: b for n, b in members.items() if n != name})) == (
            "setup-members"
        )
    assert find_code(encode_zip({**members, "README.txt": b""})) == "setup-members"
    large = {**members, f"{game.election.uuid}/election.json": bytes((4 << 20) + 1)}
    assert find_code(encode_zip(large)) == "setup-members"


def test_only_our_own_form_is_read(members: dict[str, bytes]) -> None:
    data = encode_zip(members)
    body = members[next(iter(members))]
    for wrong in (b"", b"PK", data[:-1], data + b" ", data.replace(body, body[:-1] + b" ", 1)):
        assert find_code(wrong) == "setup-archive"
