"""Where a campaign's booth is loaded from: what it pinned, or (before Fix, and once it has ended)
the program's own files.

A pinned file is served at ``/b/CODE`` and its path in the manifest; modules import each other by
relative addresses, so a phone never mixes the two.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

from flask import Response, url_for
from werkzeug.exceptions import NotFound

from voteapp.services.setup.booths import get_kept_booth, get_kept_file
from voteapp.web.frame.booth_files import (
    FIRST,
    MAIN,
    PREFIX,
    WATCHDOG,
    find_modules,
    find_rest,
    list_booth_modules,
    list_rest_modules,
)
from voteapp.web.frame.headers import may_be_kept
from voteapp.web.frame.sessions import get_context
from voteapp.web.frame.static_files import LONGEST_PATH, prepare, send

_STARTER = "lean/booth/rest.js"


class BoothScripts(NamedTuple):
    """The addresses of a booth's scripts: those that the page names one by one, the modules of the
    first page, and the rest."""

    first: str
    watchdog: str
    main: str
    starter: str
    modules: list[str]
    rest: list[str]


def find_scripts(code: str) -> BoothScripts:
    """What the booth's page of a campaign loads. Raises NotFoundError."""
    kept = get_kept_booth(get_context(), code)
    if not kept:
        base, modules, rest = (
            url_for("static", filename=""),
            list_booth_modules(),
            list_rest_modules(),
        )
    else:
        base = url_for("member.kept_file", code=code, name="")
        modules, rest = _find_kept(_Texts(kept))
    return BoothScripts(
        first=base + FIRST,
        watchdog=base + WATCHDOG,
        main=base + MAIN,
        starter=base + _STARTER,
        modules=[base + name for name in modules],
        rest=[base + name for name in rest],
    )


def serve_kept(code: str, name: str) -> Response:
    """A file that a campaign pinned. Raises NotFound, NotFoundError."""
    data = None
    if len(name) <= LONGEST_PATH:
        data = get_kept_file(get_context(), code, PREFIX + name)
    if data is None:
        raise NotFound
    may_be_kept()
    return send(prepare(data, compressed=True), name)


class _Texts:
    """Files by name; the same files are the same key."""

    def __init__(self, kept: Mapping[str, bytes]) -> None:
        self._kept = kept

    def __hash__(self) -> int:
        return id(self._kept)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Texts) and other._kept is self._kept

    def __call__(self, name: str) -> str:
        return self._kept[PREFIX + name].decode()


@lru_cache(maxsize=64)
def _find_kept(read: _Texts) -> tuple[tuple[str, ...], tuple[str, ...]]:
    return find_modules(read), find_rest(read)
