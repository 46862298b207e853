"""Rooms that a newcomer can take in: few modules in a folder, and none that is long."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from pathlib import Path, PurePosixPath

from tests.support.repository import tracked

MOST_MODULES = 16
"""Modules in one folder, an ``__init__.py`` apart."""

MOST_LINES, MOST_LINES_OF_TESTS = 320, 400
FOREIGN = ("voteapp/static/js/vendor/", "voteapp/store/migrations/", "tests/vectors/")


def list_modules(root: Path) -> list[PurePosixPath]:
    """Our own Python and JavaScript, from the repository's root."""
    return [
        PurePosixPath(name)
        for name in sorted(tracked(root))
        if name.endswith((".py", ".js", ".mjs")) and not name.startswith(FOREIGN)
    ]


def find_full(modules: Iterable[PurePosixPath]) -> dict[str, int]:
    """Folders that hold more than ``MOST_MODULES``."""
    rooms = Counter(str(path.parent) for path in modules if path.name != "__init__.py")
    return {room: count for room, count in rooms.items() if count > MOST_MODULES}


def find_long(lengths: dict[PurePosixPath, int]) -> dict[str, int]:
    """Modules of more lines than fit in one sitting."""
    return {
        str(path): lines
        for path, lines in lengths.items()
        if lines > (MOST_LINES_OF_TESTS if path.parts[0] == "tests" else MOST_LINES)
    }


def test_no_folder_holds_too_many_modules(root: Path) -> None:
    assert find_full(list_modules(root)) == {}


def test_no_module_is_too_long(root: Path) -> None:
    lengths = {
        path: len((root / path).read_text(encoding="utf-8").splitlines())
        for path in list_modules(root)
        if (root / path).is_file()
    }
    assert len(lengths) > 500
    assert find_long(lengths) == {}


def test_what_is_too_much_would_be_found() -> None:
    many = [PurePosixPath(f"a/{number}.mjs") for number in range(MOST_MODULES + 1)]
    assert find_full(many[1:]) == {}
    assert find_full(many) == {"a": MOST_MODULES + 1}
    one, test = PurePosixPath("voteapp/one.js"), PurePosixPath("tests/one.py")
    assert find_long({one: MOST_LINES, test: MOST_LINES_OF_TESTS}) == {}
    assert len(find_long({one: MOST_LINES + 1, test: MOST_LINES_OF_TESTS + 1})) == 2
