"""Whole ceremonies, byte for byte as JavaScript wrote them into tests/vectors-deterministic:
every message, what they come to, key files, codes on paper, and a proven complaint."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.players.campaign.elections import GROUP
from tests.support.randomness import RandomStream
from voteapp.campaign.canonical import encode_canonical
from voteapp.campaign.ceremony.complaints import create_complaint
from voteapp.campaign.ceremony.steps import start
from voteapp.campaign.ceremony.table import STEPS
from voteapp.campaign.ceremony.transcript import Transcript
from voteapp.campaign.keys.paper import (
    decode_restore_code,
    encode_restore_code,
    encode_restore_qr,
)
from voteapp.campaign.keys.restored import (
    create_single_file,
    restore_single_key,
    restore_threshold_key,
)
from voteapp.campaign.keys.threshold import (
    ThresholdKeyPublic,
    ThresholdKeySecret,
    protect_threshold_key,
)
from voteapp.campaign.playing.trustees import PlayedSingle, PlayedTrustee
from voteapp.campaign.words import compute_hash_words
from voteapp.protocol.encoding import encode_json

FOLDER = Path(__file__).parents[2] / "vectors-deterministic"
VECTORS: list[dict[str, Any]] = json.loads((FOLDER / "transcripts.json").read_bytes())
FINISHED = [vector["finished"] for vector in VECTORS if "finished" in vector]
FAILED = [vector["failed"] for vector in VECTORS if "failed" in vector]


def prepare(vector: dict[str, Any]) -> tuple[Transcript, list[PlayedTrustee]]:
    """A ceremony in which nothing was said, and its trustees with their streams."""
    transcript = Transcript(GROUP, vector["size"], vector["threshold"], vector["singles"])
    players = []
    for number, told in enumerate(vector["trustees"], 1):
        kind = PlayedTrustee if number <= vector["size"] else PlayedSingle
        players.append(kind(number, RandomStream(told["stream"])))
        assert players[-1].seed == told["pki_seed"]
    return transcript, players


def play(transcript: Transcript, players: list[PlayedTrustee], step: str) -> None:
    for player in players:
        if step in player.steps:
            transcript.add(player.number, step, player.say(transcript, step))


def compare_entries(transcript: Transcript, vector: dict[str, Any]) -> None:
    said = [(entry.trustee, entry.step, entry.message) for entry in transcript.entries]
    assert said == [(one["trustee"], one["step"], one["message"]) for one in vector["entries"]]


@pytest.mark.slow
@pytest.mark.parametrize("vector", FINISHED, ids=lambda vector: vector["size"])
def test_finished(vector: dict[str, Any]) -> None:
    transcript, players = prepare(vector)
    for step in STEPS:
        play(transcript, players, step)
    compare_entries(transcript, vector)
    assert transcript.certs_hash == vector["certs_hash"]
    assert compute_hash_words(vector["certs_hash"]) == vector["words"]
    assembled = transcript.assemble()
    assert assembled.trustees.decode() == vector["trustees_text"]
    assert encode_canonical(assembled.ceremony).decode() == vector["ceremony"]
    for player, told in zip(players, vector["trustees"], strict=True):
        assert encode_restore_code(player.seed) == told["restore_code"]
        assert encode_restore_qr(player.seed) == told["restore_qr"]
        assert decode_restore_code(told["restore_qr"]) == player.seed
        assert make_first_file(vector, player, told) == told["first_file"]
        assert make_last_file(vector, player, transcript, told) == told["file"]


def make_first_file(vector: dict[str, Any], player: PlayedTrustee, told: dict[str, Any]) -> str:
    stream, n = RandomStream(f"{told['stream']}, first file"), vector["n"]
    if isinstance(player, PlayedSingle):
        key, data = create_single_file(player.seed, vector["passphrase"], stream, n=n)
        assert encode_json(key).decode() == told["first_said"]
        return data.decode()
    certificate = start(
        GROUP,
        player.seed,
        size=vector["size"],
        threshold=vector["threshold"],
        index=player.number,
        random_bytes=stream,
    )
    assert encode_json(certificate).decode() == told["first_said"]
    public = ThresholdKeyPublic(certificate=certificate)
    secret = ThresholdKeySecret(seed=player.seed)
    return protect_threshold_key(public, secret, vector["passphrase"], stream, n=n).decode()


def make_last_file(
    vector: dict[str, Any], player: PlayedTrustee, transcript: Transcript, told: dict[str, Any]
) -> str:
    stream, n, words = RandomStream(f"{told['stream']}, file"), vector["n"], vector["passphrase"]
    if isinstance(player, PlayedSingle):
        return restore_single_key(player.seed, player.key, words, stream, n=n).decode()
    return restore_threshold_key(player.seed, transcript, words, stream, n=n).decode()


@pytest.mark.parametrize("vector", FAILED, ids=lambda vector: vector["size"])
def test_failed(vector: dict[str, Any]) -> None:
    transcript, players = prepare(vector)
    for step in STEPS[:3]:
        play(transcript, players, step)
    liar, victim = vector["liar"], vector["victim"]
    (lie,) = (
        one["message"]
        for one in vector["entries"]
        if (one["trustee"], one["step"]) == (liar, "reveal")
    )
    for player in players:
        honest = player.number != liar
        data = player.say(transcript, "reveal") if honest else lie.encode()
        transcript.add(player.number, "reveal", data)
    own = players[victim - 1]
    assert transcript.certificates is not None and transcript.polynomials is not None
    complaint = create_complaint(
        GROUP, own.seed, transcript.certificates, transcript.polynomials, liar, own.random_bytes
    )
    transcript.add(victim, "complain", encode_canonical(complaint))
    compare_entries(transcript, vector)
    failure = transcript.failure
    assert failure is not None
    told = vector["failure"]
    assert (failure.trustee, failure.step, failure.code) == (liar, told["step"], told["code"])
