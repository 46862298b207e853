"""The booth's files as served, with their hashes: the manifest pins them at opening.

A mirror or a member compares what a server sends with this list (DESIGN, "The manifest"). The
booth's page asks for the modules of its first page all at once, so that a slow network waits for
one round trip only; then, again all at once, for the rest, without which no slip is opened. Those
that only the camera needs come when a page is shown that offers it.
tests/browser/booth/test_booth.py compares the lists with what a browser loads.
"""

from __future__ import annotations

import hashlib
import re
from functools import cache
from pathlib import Path

from voteapp.campaign.bundle.archive import AUDITOR_NAME, AUDITOR_PATH

STATIC = Path(__file__).resolve().parents[2] / "static"
FIRST = "js/booth/fragment.js"
"""Runs before everything else: takes the token out of the address bar."""

WATCHDOG = "js/public/watchdog.js"
"""Runs where nothing else does: says what to do when the modules do not start."""

MAIN = "js/booth/main.js"
REST = "js/booth/slip.js"
"""What opens a slip, with all that it imports: questions, sealing, sending, receipts."""

_IMPORT = re.compile(r'^(?:import|export)\b(?:[^"=;]*\bfrom)?\s*"(\.{1,2}/[^"]+)";', re.M)
_WORKER = re.compile(r'new URL\("(\.{1,2}/[^"]+)", import\.meta\.url\)')
_LATER = re.compile(r'\bimport\("(\.{1,2}/[^"]+)"\)')


@cache
def list_booth_modules() -> tuple[str, ...]:
    """Every module that the booth loads at once: what its main one imports or starts, and so on."""
    return _follow(MAIN, (_IMPORT, _WORKER))


@cache
def list_rest_modules() -> tuple[str, ...]:
    """Every further module that it loads, while its first page stands, before it opens a slip."""
    return tuple(name for name in _follow(REST, (_IMPORT,)) if name not in list_booth_modules())


def _follow(start: str, links: tuple[re.Pattern[str], ...]) -> tuple[str, ...]:
    """The modules to which these links lead from one of them, from folder ``static`` on."""
    found: set[Path] = set()
    waiting = [STATIC / start]
    while waiting:
        module = waiting.pop()
        if module not in found:
            found.add(module)
            text = module.read_text(encoding="utf-8")
            names = [name for link in links for name in link.findall(text)]
            waiting += [(module.parent / name).resolve() for name in names]
    return tuple(sorted(module.relative_to(STATIC).as_posix() for module in found))


@cache
def list_booth_files() -> dict[str, str]:
    """Served path -> SHA-256 in hex, of every script that the booth loads, at once or later."""
    return {
        f"/static/{name}": hashlib.sha256((STATIC / name).read_bytes()).hexdigest()
        for name in sorted((FIRST, WATCHDOG, *_follow(MAIN, (_IMPORT, _WORKER, _LATER))))
    }


def list_fixed_files() -> dict[str, str]:
    """What the manifest fixes: the booth's files, and the auditor page that bundles carry."""
    page = (STATIC / AUDITOR_NAME).read_bytes()
    return {**list_booth_files(), AUDITOR_PATH: hashlib.sha256(page).hexdigest()}
