"""One honest ceremony, and how to change one message of it.

2 of 3 with a single trustee beside them (number 4).
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

import msgspec

from tests.players.campaign.elections import GROUP, Stream
from voteapp.campaign.canonical import encode_canonical
from voteapp.campaign.ceremony.agreement import Entry
from voteapp.campaign.ceremony.messages import Acknowledgement, Commitment, Complaint
from voteapp.campaign.ceremony.transcript import Transcript
from voteapp.campaign.playing.trustees import PlayedKeys, hold_ceremony
from voteapp.protocol.encoding import encode_json
from voteapp.protocol.keys.pedersen import Polynomial, Voutput
from voteapp.protocol.keys.pki import SignedMessage
from voteapp.protocol.keys.trustees import TrusteePublicKey

replace = msgspec.structs.replace
SIZE, THRESHOLD, SINGLES = 3, 2, 1
SINGLE = SIZE + 1
TYPES: dict[str, type] = {
    "certificate": SignedMessage,
    "commit": Commitment,
    "acknowledge": Acknowledgement,
    "reveal": Polynomial,
    "share": Voutput,
}


@cache
def honest(seed: str = "honest") -> PlayedKeys:
    """The honest ceremony, from always the same trustees' randomness."""
    return hold_ceremony(SIZE, THRESHOLD, Stream(seed), singles=SINGLES)


def listen(entries: list[Entry]) -> Transcript:
    """Say all this to a transcript."""
    transcript = Transcript(GROUP, SIZE, THRESHOLD, SINGLES)
    for entry in entries:
        transcript.add(entry.trustee, entry.step, entry.message.encode())
    return transcript


def said(keys: PlayedKeys | None = None) -> list[Entry]:
    """Every message of the honest ceremony."""
    return list((keys or honest()).assembled.ceremony.messages)


def read(trustee: int, step: str, keys: PlayedKeys | None = None) -> Any:
    """An honest message, decoded."""
    for entry in said(keys):
        if (entry.trustee, entry.step) == (trustee, step):
            wanted = TrusteePublicKey if (trustee, step) == (SINGLE, "reveal") else TYPES[step]
            return msgspec.json.decode(entry.message, type=wanted)
    raise LookupError


def write(body: Any) -> str:
    """As it is posted."""
    ours = isinstance(body, (Commitment, Acknowledgement, Complaint))
    return (encode_canonical(body) if ours else encode_json(body)).decode()


def change(trustee: int, step: str, body: Any) -> list[Entry]:
    """The honest messages with this one another."""
    text = body if isinstance(body, str) else write(body)
    return [
        replace(entry, message=text) if (entry.trustee, entry.step) == (trustee, step) else entry
        for entry in said()
    ]


def insert(trustee: int, step: str, body: Any, before: str) -> list[Entry]:
    """The honest messages with one more, before all of step ``before``."""
    text = body if isinstance(body, str) else write(body)
    entries = said()
    place = [entry.step for entry in entries].index(before)
    return [*entries[:place], Entry(trustee=trustee, step=step, message=text), *entries[place:]]


def move(trustee: int, step: str, before: str) -> list[Entry]:
    """The honest messages with this one said before all of step ``before``."""
    entries = said()
    (moved,) = [entry for entry in entries if (entry.trustee, entry.step) == (trustee, step)]
    rest = [entry for entry in entries if entry is not moved]
    place = [entry.step for entry in rest].index(before)
    return [*rest[:place], moved, *rest[place:]]


LIES: dict[Callable[[], list[Entry]], tuple[str, int, str]] = {}
"""What makes the messages: code, trustee, step."""


def lie(code: str, trustee: int, step: str) -> Callable[..., Callable[[], list[Entry]]]:
    def register(make: Callable[[], list[Entry]]) -> Callable[[], list[Entry]]:
        LIES[make] = (code, trustee, step)
        return make

    return register
