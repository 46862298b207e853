"""A record that lies in two files, read where it is needed: memory never holds the whole of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from voteapp.cli.files import FileSource
from voteapp.protocol.archive import ByteSource

_JOINED_BYTES_AT_ONCE = 1 << 20


class Joined:
    """A ByteSource: the first ``held`` bytes of one file, and behind them what another has, whose
    first byte is number ``begin`` (at most ``held``) of the whole."""

    def __init__(self, path: Path, held: int, offered: Path, begin: int) -> None:
        self._first = FileSource(path) if held else None
        self._second = FileSource(offered)
        self.held, self.begin = held, begin
        self.size = begin + self._second.size

    def read_at(self, offset: int, size: int) -> bytes:
        """Up to ``size`` bytes from ``offset``."""
        first = b""
        if self._first is not None and offset < self.held:
            first = self._first.read_at(offset, min(size, self.held - offset))
        left = size - len(first)
        if left <= 0:
            return first
        return first + self._second.read_at(offset + len(first) - self.begin, left)

    def close(self) -> None:
        """Both files."""
        self._second.close()
        if self._first is not None:
            self._first.close()

    def fits(self) -> bool:
        """Whether the second file begins with all that the first has from there on."""
        if self.size < self.held:
            return False
        for offset in range(self.begin, self.held, _JOINED_BYTES_AT_ONCE):
            size = min(_JOINED_BYTES_AT_ONCE, self.held - offset)
            first = self._first.read_at(offset, size) if self._first is not None else b""
            if first != self._second.read_at(offset - self.begin, size):
                return False
        return True


def read_blocks(source: ByteSource, offset: int) -> Iterator[bytes]:
    """Everything from ``offset`` on."""
    for begin in range(offset, source.size, _JOINED_BYTES_AT_ONCE):
        yield source.read_at(begin, _JOINED_BYTES_AT_ONCE)


def find_last(source: ByteSource, name: bytes) -> int:
    """Where some short bytes stand for the last time; 0 where they do not."""
    end = source.size
    while end > 0:
        begin = max(0, end - _JOINED_BYTES_AT_ONCE)
        at = source.read_at(begin, end - begin + len(name)).rfind(name)
        if at >= 0:
            return begin + at
        end = begin
    return 0
