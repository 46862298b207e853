"""The booth's files with their hashes: the manifest pins them at Fix.

A mirror or a member compares what a server sends with this list (DESIGN, "The manifest"). The
booth's page asks for the modules of its first page all at once, so that a slow network waits for
one round trip only; then, again all at once, for the rest, without which no slip is opened. Those
that only the camera needs come when a page is shown that offers it, and those that only a check
needs when one is asked for.
They are the modules of folder ``js`` without comments, in folder ``lean`` (scripts/lean-booth.mjs).
tests/browser/booth/test_loading.py compares the lists with what a browser loads.
"""

from __future__ import annotations

import hashlib
import posixpath
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path

from voteapp.campaign.bundle.archive import AUDITOR_NAME, AUDITOR_PATH
from voteapp.web.frame import static_files

FIRST = "lean/booth/fragment.js"
"""Runs before everything else: takes the token out of the address bar."""

WATCHDOG = "lean/public/watchdog.js"
"""Runs where nothing else does: says what to do when the modules do not start."""

MAIN = "lean/booth/main.js"
REST = "lean/booth/slip.js"
"""What opens a slip, with all that it imports: questions, sealing, sending, receipts."""

PREFIX = "/static/"
"""Before the name, in a manifest's paths."""

Read = Callable[[str], str]
"""The text of a file by its name."""

_IMPORT = re.compile(r'\b(?:import|export)\b[^"\'`=;()]*"(\.{1,2}/[^"]+)"')
_WORKER = re.compile(r'new URL\("(\.{1,2}/[^"]+)",\s*import\.meta\.url\)')
_LATER = re.compile(r'\bimport\("(\.{1,2}/[^"]+)"\)')


def read_text(name: str) -> str:
    """One of the program's own files."""
    return (static_files.FOLDER / name).read_text(encoding="utf-8")


def find_modules(read: Read) -> tuple[str, ...]:
    """Every module that the booth loads at once: what its main one imports or starts, and so on."""
    return _follow(MAIN, (_IMPORT, _WORKER), read)


def find_rest(read: Read) -> tuple[str, ...]:
    """Every further module that it loads, while its first page stands, before it opens a slip."""
    at_once = find_modules(read)
    return tuple(name for name in _follow(REST, (_IMPORT,), read) if name not in at_once)


@cache
def list_booth_modules() -> tuple[str, ...]:
    """``find_modules`` of the program's own booth."""
    return find_modules(read_text)


@cache
def list_rest_modules() -> tuple[str, ...]:
    """``find_rest`` of the program's own booth."""
    return find_rest(read_text)


def _follow(start: str, links: tuple[re.Pattern[str], ...], read: Read) -> tuple[str, ...]:
    """The modules to which these links lead from one of them, from folder ``static`` on."""
    found: set[str] = set()
    waiting = [start]
    while waiting:
        module = waiting.pop()
        if module not in found:
            found.add(module)
            text, folder = read(module), posixpath.dirname(module)
            names = [name for link in links for name in link.findall(text)]
            waiting += [posixpath.normpath(posixpath.join(folder, name)) for name in names]
    return tuple(sorted(found))


@cache
def read_booth_files() -> dict[str, bytes]:
    """Path -> bytes of every script that the booth loads, at once or later."""
    names = (FIRST, WATCHDOG, *_follow(MAIN, (_IMPORT, _WORKER, _LATER), read_text))
    return {
        f"{PREFIX}{name}": Path(static_files.FOLDER, name).read_bytes() for name in sorted(names)
    }


@cache
def read_fixed_files() -> dict[str, bytes]:
    """What a manifest fixes: the booth's files, and the auditor page that bundles carry."""
    page = Path(static_files.FOLDER, AUDITOR_NAME).read_bytes()
    return {**read_booth_files(), AUDITOR_PATH: page}


def list_fixed_files() -> dict[str, str]:
    """Path -> SHA-256 in hex, of the same files."""
    return {path: hashlib.sha256(body).hexdigest() for path, body in read_fixed_files().items()}
