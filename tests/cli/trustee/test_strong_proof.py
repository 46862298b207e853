"""``voteapp trustee strong-proof``: factors by the independent tool, strong proofs by us."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tests.players.campaign.elections import AUDITOR, GROUP, README, VOTES, Stream, Workshop
from tests.players.cli.command import assert_sentence, voteapp
from voteapp.campaign.audit import verify_bundle
from voteapp.campaign.counting.decryptions import decode_decryption
from voteapp.campaign.playing.election import PlayedElection
from voteapp.campaign.playing.trustees import PlayedKeys, hold_ceremony
from voteapp.protocol.archive import BytesSource
from voteapp.protocol.encoding import decode_canonical, encode_json
from voteapp.protocol.keys.pedersen import Voutput
from voteapp.protocol.tally import create_partial_decryption


def hold_election(keys: PlayedKeys) -> PlayedElection:
    """Tallied, signed by all, decrypted by 1."""
    workshop = Workshop("strong proof")
    workshop.public_keys = [keys.assembled.parameters]
    workshop.signing = [trustee.signing_key for trustee in keys.trustees]
    election = workshop.open()
    election.replace(ceremony=keys.assembled.ceremony)
    election.seal([workshop.vote(election, i, choices) for i, choices in enumerate(VOTES)])
    election.close(workshop.slips())
    election.compute_tally()
    for owner in (1, 2, 3):
        election.agree(owner, keys.trustees[owner - 1].signing_key)
    election.decrypt(1, keys.trustees[0].private_key)
    return election


def decrypt_with_tool(tool: Path, keys: PlayedKeys, election: PlayedElection, folder: Path) -> Path:
    """Trustee 2's decryption by the tool, from its own kind of key files."""
    voutput = decode_canonical(
        keys.assembled.ceremony.messages[-2].message.encode(), Voutput, "x", "the voutput"
    )
    (folder / "2.key").write_text(keys.trustees[1].seed)
    (folder / "2.dkey").write_text(voutput.private_key)
    (folder / "record").mkdir()
    (folder / "record" / f"{election.uuid}.bel").write_bytes(election.record)
    command = [tool, "election", "decrypt-threshold", "--dir", folder / "record"]
    command += ["--trustee-id", "2", "--key", folder / "2.key"]
    command += ["--decryption-key", folder / "2.dkey"]
    done = subprocess.run(command, capture_output=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    path = folder / "decryption.json"
    path.write_bytes(done.stdout)
    return path


@pytest.mark.slow
def test_a_decryption_of_the_tool_becomes_ours(belenios_tool: Path, tmp_path: Path) -> None:
    keys = hold_ceremony(3, 2, Stream("tool"))
    election = hold_election(keys)
    path = decrypt_with_tool(belenios_tool, keys, election, tmp_path)
    (tmp_path / "e.zip").write_bytes(election.bundle(AUDITOR, README))
    arguments = ("trustee", "strong-proof", path, tmp_path / "e.zip", tmp_path / "out")
    files = ("--key", tmp_path / "2.key", "--decryption-key", tmp_path / "2.dkey")
    assert_sentence(voteapp(*arguments, expect=2))
    voteapp(*arguments, *files, typed=["y"])
    posted = decode_decryption((tmp_path / "out" / f"{election.uuid}.decryption.json").read_bytes())
    assert posted.owner == 2
    election.take_decryption(posted)
    election.publish()
    report = verify_bundle(BytesSource(election.bundle(AUDITOR, README)))
    assert report.findings == [] and report.result == [[1, 4, 2]]
    other = Stream("elsewhere")
    moved = create_partial_decryption(GROUP, "x", 5, election.tally.totals, other)
    path.write_bytes(encode_json(moved))
    said = voteapp(*arguments, *files, typed=["y"], expect=2)
    assert_sentence(said)
    path.write_bytes(path.read_bytes() + b"\n{}")
    assert_sentence(voteapp(*arguments, *files, typed=["y"], expect=2))


@pytest.mark.slow
@pytest.mark.parametrize("content", [b"", b"\xff", b"{}", b"not a seed!"])
def test_keys_that_are_none(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "k").write_bytes(content)
    arguments = ("trustee", "strong-proof", tmp_path / "k", tmp_path / "k", tmp_path / "out")
    assert_sentence(voteapp(*arguments, "--privkey", tmp_path / "k", expect=2))
    files = ("--key", tmp_path / "k", "--decryption-key", tmp_path / "k")
    assert_sentence(voteapp(*arguments, *files, expect=2))
    assert not (tmp_path / "out").exists()
