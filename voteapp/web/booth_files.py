"""The booth's files as served, with their hashes: the manifest pins them at opening.

A mirror or a member compares what a server sends with this list (DESIGN, "The manifest").
"""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

STATIC = Path(__file__).resolve().parent.parent / "static"
FOLDERS = ("js/booth", "js/campaign", "js/protocol", "js/ui", "js/vendor")
FILES = ("js/i18n.js",)
SUFFIXES = (".js", ".mjs", ".wasm", ".json")


@cache
def list_booth_files() -> dict[str, str]:
    """Served path -> SHA-256 in hex, of every script that the booth may load."""
    found = {}
    folders = [path for folder in FOLDERS for path in (STATIC / folder).rglob("*")]
    for path in [*folders, *(STATIC / name for name in FILES)]:
        if path.is_file() and path.suffix in SUFFIXES:
            served = "/static/" + path.relative_to(STATIC).as_posix()
            found[served] = hashlib.sha256(path.read_bytes()).hexdigest()
    return dict(sorted(found.items()))
