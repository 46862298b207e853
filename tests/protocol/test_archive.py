"""The archive: written as the independent implementation writes it, read strictly."""

from __future__ import annotations

import io
import tarfile
from pathlib import Path

import pytest
from msgspec import UNSET

from voteapp.errors import NotAnArchiveError, ProtocolError
from voteapp.protocol.archive import (
    ArchiveWriter,
    BytesSource,
    encode_archive_header,
    encode_member,
    encode_tar_header,
    read_header,
    read_members,
)
from voteapp.protocol.events import EVENT_TYPES, create_event, decode_event, may_follow

VECTORS = Path(__file__).parents[1] / "vectors"
RECORDS = sorted(VECTORS.glob("*/*.bel"))


def parts(data: bytes) -> tuple[int, list[tuple[str, bool, bytes]]]:
    source = BytesSource(data)
    header, offset = read_header(source)
    timestamp = int(header.timestamp)
    return timestamp, [
        (member.digest, member.is_event, member.body)
        for member in read_members(source, offset, timestamp)
    ]


@pytest.mark.parametrize("path", RECORDS, ids=lambda path: path.parent.name)
def test_written_again_it_is_the_same_file(path: Path) -> None:
    """Read, then appended event by event with our writer: the same bytes."""
    data = path.read_bytes()
    timestamp, rows = parts(data)
    writer = ArchiveWriter(timestamp)
    written = [encode_archive_header(timestamp)]
    waiting: list[bytes] = []
    for digest, is_event, body in rows:
        if not is_event:
            waiting.append(body)
            continue
        written += writer.append(decode_event(body).type, waiting)
        assert writer.parent == digest
        waiting = []
    assert b"".join(written) == data


def test_an_ordinary_tar_program_reads_it() -> None:
    data = encode_archive_header(7) + encode_member("a" * 64 + ".data.json", b"[1]", 7)
    with tarfile.open(fileobj=io.BytesIO(data)) as tar:
        assert [member.name for member in tar] == ["BELENIOS", "a" * 64 + ".data.json"]


def test_a_header_is_512_bytes() -> None:
    header = encode_tar_header("x", 3, 5)
    assert len(header) == 512
    assert header[124:136] == b"00000000003\0"
    assert header[156:157] == b"0"


@pytest.mark.parametrize(
    "header",
    [
        b'{"version":1,"timestamp":5}',
        b'{"version":1,"timestamp":"05"}',
        b'{"version":1,"timestamp":"-5"}',
        b'{"version":1,"timestamp":"99999999999"}',
        b'{"version":2,"timestamp":"5"}',
        b'{"timestamp":"5","version":1}',
        b'{"version":1,"timestamp":"5"} ',
    ],
)
def test_other_headers_are_no_archive(header: bytes) -> None:
    with pytest.raises(NotAnArchiveError):
        read_header(BytesSource(encode_member("BELENIOS", header, 5)))


def test_a_header_of_another_name_is_no_archive() -> None:
    body = b'{"version":1,"timestamp":"5"}'
    for name in ("belenios", "BELENIOS2", "../BELENIOS"):
        with pytest.raises(NotAnArchiveError):
            read_header(BytesSource(encode_member(name, body, 5)))


def test_the_events_order() -> None:
    allowed = {
        (None, "Setup"),
        ("Setup", "Ballot"),
        ("Setup", "EndBallots"),
        ("Ballot", "Ballot"),
        ("Ballot", "EndBallots"),
        ("EndBallots", "EncryptedTally"),
        ("EncryptedTally", "Shuffle"),
        ("EncryptedTally", "PartialDecryption"),
        ("EncryptedTally", "Result"),
        ("Shuffle", "Shuffle"),
        ("Shuffle", "EndShuffles"),
        ("EndShuffles", "PartialDecryption"),
        ("EndShuffles", "Result"),
        ("PartialDecryption", "PartialDecryption"),
        ("PartialDecryption", "Result"),
    }
    for before in (None, *EVENT_TYPES):
        for kind in EVENT_TYPES:
            assert may_follow(before, kind) == ((before, kind) in allowed)


def test_events() -> None:
    assert create_event(None, 0, "Setup", "a" * 64) == (
        b'{"height":0,"type":"Setup","payload":"' + b"a" * 64 + b'"}'
    )
    body = create_event("b" * 64, 3, "EndBallots")
    assert decode_event(body).payload is UNSET
    assert decode_event(body).height == 3
    with pytest.raises(ProtocolError):
        decode_event(body.replace(b"b" * 64, b"B" * 64))
