"""A record that lies in two files reads as one, wherever it is cut."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from voteapp.cli.mirror import joined
from voteapp.cli.mirror.joined import Joined, find_last, read_blocks

WHOLE = bytes(range(200)) + b"name" + bytes(range(100))


@pytest.fixture(autouse=True, params=[1, 7, 64, 1 << 20])
def small_blocks(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(joined, "_JOINED_BYTES_AT_ONCE", request.param)


@contextmanager
def join(folder: Path, held: bytes, offered: bytes, begin: int) -> Iterator[Joined]:
    (folder / "held").write_bytes(held)
    (folder / "offered").write_bytes(offered)
    with closing(Joined(folder / "held", len(held), folder / "offered", begin)) as made:
        yield made


@pytest.mark.parametrize("held", [0, 1, 150, 202, len(WHOLE)])
@pytest.mark.parametrize("begin", [0, 1, 120])
def test_two_files_read_as_one(tmp_path: Path, held: int, begin: int) -> None:
    begin = min(begin, held)
    with join(tmp_path, WHOLE[:held], WHOLE[begin:], begin) as whole:
        assert whole.size == len(WHOLE) and whole.fits()
        for offset in range(0, len(WHOLE) + 5, 13):
            for size in (0, 1, 50, 999):
                assert whole.read_at(offset, size) == WHOLE[offset : offset + size]
        assert b"".join(read_blocks(whole, held)) == WHOLE[held:]
        assert find_last(whole, b"name") == 200
        assert find_last(whole, b"nowhere") == 0


@pytest.mark.parametrize("place", [120, 149])
def test_another_byte_does_not_fit(tmp_path: Path, place: int) -> None:
    held = bytearray(WHOLE[:150])
    held[place] ^= 1
    with join(tmp_path, bytes(held), WHOLE[120:], 120) as whole:
        assert not whole.fits()


def test_less_than_is_held_does_not_fit(tmp_path: Path) -> None:
    with join(tmp_path, WHOLE[:150], WHOLE[120:149], 120) as whole:
        assert not whole.fits()
