"""The files of voteapp/static, compressed once in each process and kept in memory.

Members' phones may be on slow networks: the booth has to stay small on the wire also where no
proxy compresses. Files change only with a new version of the program, so a browser may keep them
for some minutes; the booth's page loads each file twice, once for its worker.
"""

from __future__ import annotations

import gzip
import hashlib
from functools import cache, lru_cache
from mimetypes import guess_type
from pathlib import Path
from typing import NamedTuple

from flask import Response, request
from werkzeug.exceptions import NotFound
from werkzeug.security import safe_join

FOLDER = Path(__file__).resolve().parents[2] / "static"
KEPT_SECONDS = 300
LONGEST_PATH = 200
SCRIPTS = (".js", ".mjs")
TEXTS = (*SCRIPTS, ".css", ".svg", ".json", ".html", ".txt")


class StaticFile(NamedTuple):
    """A file's bytes, plain and (for texts) compressed; ``tag`` is its hash."""

    plain: bytes
    compressed: bytes | None
    tag: str


def serve(filename: str) -> Response:
    """One file. Raises NotFound for anything that is not a file of the folder."""
    joined = safe_join(str(FOLDER), filename) if len(filename) <= LONGEST_PATH else None
    path = Path(joined) if joined else FOLDER
    if not path.is_file():
        raise NotFound
    return send(_read(path, path.stat().st_mtime), path.name)


def send(found: StaticFile, name: str) -> Response:
    """A file under its name, compressed where the asker can read that."""
    mimetype = "text/javascript" if name.endswith(SCRIPTS) else guess_type(name)[0]
    response = Response(mimetype=mimetype or "application/octet-stream")
    response.set_data(found.plain)
    if found.compressed is not None:
        response.vary.add("Accept-Encoding")
        if request.accept_encodings.quality("gzip") > 0:
            response.set_data(found.compressed)
            response.content_encoding = "gzip"
    response.set_etag(f"{found.tag}-{response.content_encoding or 'plain'}")
    response.headers["Cache-Control"] = f"max-age={KEPT_SECONDS}"
    response.make_conditional(request)
    return response


def compress_public(response: Response) -> Response:
    """Compress an answer that holds nothing secret and nothing that an asker can choose."""
    data = response.get_data()
    response.vary.add("Accept-Encoding")
    if len(data) > 1000 and request.accept_encodings.quality("gzip") > 0:
        response.set_data(gzip.compress(data, 6, mtime=0))
        response.content_encoding = "gzip"
    return response


@cache
def _read(path: Path, modified: float) -> StaticFile:
    """``modified``: the file as it was then."""
    return prepare(path.read_bytes(), compressed=path.suffix in TEXTS)


@lru_cache(maxsize=1024)
def prepare(data: bytes, *, compressed: bool) -> StaticFile:
    """A file to send, compressed once."""
    small = gzip.compress(data, 9, mtime=0) if compressed else None
    return StaticFile(data, small, hashlib.sha256(data).hexdigest()[:32])
