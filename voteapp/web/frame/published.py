"""Sends what was written once: from the disk, by the proxy where there is one, in parts if asked.

A phone that takes it slowly costs neither memory nor a thread: the server reads the file as fast as
the phone does.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import IO

from flask import Response, request
from werkzeug.wsgi import wrap_file

from voteapp.store.written import Written
from voteapp.web.frame.sessions import get_context

_READ_BYTES = 64 * 1024


def send_download(written: Written, mimetype: str, name: str) -> Response:
    """A file that the browser saves under a name."""
    prefix = get_context().settings.published_prefix
    response = Response(mimetype=mimetype) if prefix else send_written(written, mimetype)
    if prefix:
        # nginx's own header; docs/how-to has the lines for Caddy.
        response.headers["X-Accel-Redirect"] = f"{prefix}/{written.path.name}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def send_written(written: Written, mimetype: str) -> Response:
    """A file, or the one part of it that was asked for, or 304 where the asker has it."""
    response = Response(mimetype=mimetype)
    response.set_etag(written.tag)
    response.headers["Accept-Ranges"] = "bytes"
    if request.if_none_match.contains(written.tag):
        response.status_code = 304
        return response
    begin, end = 0, written.size
    if _asks_for_part(written):
        found = request.range and request.range.range_for_length(written.size)
        if not found:
            response.status_code = 416
            response.headers["Content-Range"] = f"bytes */{written.size}"
            return response
        begin, end = found
        response.status_code = 206
        response.headers["Content-Range"] = f"bytes {begin}-{end - 1}/{written.size}"
    response.content_length = end - begin
    if request.method != "HEAD":
        response.response = _read(written, begin, end)
        response.direct_passthrough = True
    return response


def _asks_for_part(written: Written) -> bool:
    """Whether one part is asked for, and of this very version; else all of it is sent."""
    wanted, known = request.range, request.if_range
    if wanted is None or wanted.units != "bytes" or len(wanted.ranges) != 1:
        return False
    return known.date is None and known.etag in (None, written.tag)


def _read(written: Written, begin: int, end: int) -> Iterable[bytes]:
    """The bytes [begin, end): by the server itself, if it can, as far as Content-Length says."""
    file = written.path.open("rb")
    file.seek(begin)
    if "wsgi.file_wrapper" in request.environ:
        return wrap_file(request.environ, file, _READ_BYTES)
    return _read_blocks(file, end - begin)


def _read_blocks(file: IO[bytes], left: int) -> Iterator[bytes]:
    with file:
        while left > 0 and (block := file.read(min(left, _READ_BYTES))):
            left -= len(block)
            yield block
