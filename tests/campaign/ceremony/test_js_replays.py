"""Both languages call every lie in a ceremony by the same name, and name the same liar."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.players.campaign.ceremony_lies import LIES
from tests.players.campaign.ceremony_table import SINGLES, SIZE, THRESHOLD, said
from tests.players.campaign.elections import GROUP
from tests.support.auditors import mutate
from voteapp.campaign.ceremony.agreement import Entry
from voteapp.campaign.ceremony.messages import CeremonyError
from voteapp.campaign.ceremony.transcript import Transcript
from voteapp.errors import MisuseError, ProtocolError
from voteapp.protocol.encoding import encode_json

pytestmark = pytest.mark.slow

REPLAY = Path(__file__).parents[2] / "js" / "replay-cli.mjs"


def judge(entries: list[Entry]) -> list[Any]:
    """What our transcript says: whom it refuses, or how far it came."""
    transcript = Transcript(GROUP, SIZE, THRESHOLD, SINGLES)
    try:
        for entry in entries:
            transcript.add(entry.trustee, entry.step, entry.message.encode())
            if (failure := transcript.failure) is not None:
                return [failure.code, failure.trustee, failure.step]
    except CeremonyError as error:
        return [error.code, error.trustee, error.step]
    return [None, transcript.step, len(transcript.entries)]


def compare(node: Path, folder: Path, runs: dict[str, list[Entry]]) -> None:
    """Replay all in both languages; raises AssertionError with all differences."""
    given = [
        {
            "size": SIZE,
            "threshold": THRESHOLD,
            "singles": SINGLES,
            "entries": [[entry.trustee, entry.step, entry.message] for entry in entries],
        }
        for entries in runs.values()
    ]
    path = folder / "runs.json"
    path.write_text(json.dumps(given))
    done = subprocess.run(
        [node, REPLAY, path], capture_output=True, text=True, timeout=800, check=False
    )
    assert done.stderr == ""
    theirs = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(theirs) == len(runs)
    ours = [judge(entries) for entries in runs.values()]
    named = zip(runs, ours, theirs, strict=True)
    assert {name: (own, other) for name, own, other in named if own != other} == {}


def test_every_lie(node: Path, tmp_path: Path) -> None:
    runs = {make.__name__: make() for make in LIES}
    runs["honest"] = said()
    runs["half"] = said()[:7]
    compare(node, tmp_path, runs)


def test_every_field_of_every_message(node: Path, tmp_path: Path) -> None:
    runs = {}
    for place, entry in enumerate(said()):
        if entry.trustee in (1, SIZE + 1):
            for name, text in list_changes(json.loads(entry.message)):
                changed = Entry(trustee=entry.trustee, step=entry.step, message=text)
                key = f"{entry.step} of {entry.trustee}: {name}"
                runs[key] = [*said()[:place], changed]
    assert len(runs) > 150
    compare(node, tmp_path, runs)


def list_changes(body: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Copies of a message with one change each, those within a text of JSON, too."""
    for name, changed in mutate(body, wide=1):
        yield from write(name, changed)
    for name, text in body.items():
        inner = text[0] if isinstance(text, list) and text else text
        if isinstance(inner, str) and inner.startswith("{"):
            for what, changed in mutate(json.loads(inner), wide=1):
                for label, sealed in write(what, changed):
                    value = [sealed, *text[1:]] if isinstance(text, list) else sealed
                    yield from write(f"{name}: {label}", {**body, name: value})


def write(name: str, value: Any) -> Iterator[tuple[str, str]]:
    try:
        yield name, encode_json(value).decode()
    except (MisuseError, ProtocolError, UnicodeEncodeError):
        return
