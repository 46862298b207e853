"""Whatever the auditor is fed, it ends with a finding or a sentence, never with a crash."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voteapp.errors import NotAnArchiveError, UnsupportedError
from voteapp.protocol.archive import BytesSource
from voteapp.protocol.audit import verify_record

RECORD = next((Path(__file__).parents[1] / "vectors" / "threshold-2-of-3").glob("*.bel"))
DATA = RECORD.read_bytes()


def outcome(data: bytes) -> bool:
    """Whether the auditor is satisfied."""
    try:
        return verify_record(BytesSource(data)).create_report().verified
    except (NotAnArchiveError, UnsupportedError):
        return False


@settings(max_examples=120)
@given(st.integers(0, len(DATA) - 1), st.integers(1, 255))
def test_a_changed_byte_is_always_noticed(place: int, change: int) -> None:
    forged = bytearray(DATA)
    forged[place] ^= change
    assert not outcome(bytes(forged))


@settings(max_examples=60)
@given(st.integers(0, len(DATA) - 1), st.integers(1, 3000))
def test_a_missing_piece_is_always_noticed(place: int, length: int) -> None:
    shorter = DATA[:place] + DATA[place + length :]
    if shorter != DATA[: len(shorter)]:
        assert not outcome(shorter)
    else:
        outcome(shorter)


@settings(max_examples=60)
@given(st.integers(0, len(DATA)), st.binary(min_size=1, max_size=600))
def test_something_put_in_is_always_noticed(place: int, extra: bytes) -> None:
    assert not outcome(DATA[:place] + extra + DATA[place:])


@settings(max_examples=100)
@given(st.binary(max_size=3000))
def test_rubbish_is_no_archive(rubbish: bytes) -> None:
    with pytest.raises(NotAnArchiveError):
        verify_record(BytesSource(rubbish))


def test_only_a_header_is_no_election() -> None:
    report = verify_record(BytesSource(DATA[:1024])).create_report()
    assert [finding.code for finding in report.findings] == ["archive-missing"]


def test_progress_is_told() -> None:
    calls: list[tuple[str, int, int]] = []
    verify_record(BytesSource(DATA), progress=lambda *call: calls.append(call))
    assert ("ballots", 5, 5) in calls
    assert calls[0][0] == "read"
