"""Downloads for commands that check what a server says: the same files that anybody is given.

Nothing is sent but the address, and by a mirror what it signed. Only https, or this machine; no
other host is ever followed to. A busy server is left alone as long as it asks to be.
"""

from __future__ import annotations

import http.client
import ipaddress
import re
import shutil
import time
import urllib.error
import urllib.request
import zlib
from collections.abc import Mapping
from email.message import Message
from pathlib import Path
from typing import IO, NamedTuple
from urllib.parse import SplitResult, urlsplit

from voteapp.cli import Failure
from voteapp.cli.texts import clean
from voteapp.cli.texts import gettext as _
from voteapp.cli.waiting import Patience

MOST_FETCHED_BYTES = 512 << 20
FETCH_SILENT_SECONDS = 60.0
"""Without a byte from the server."""

MOST_FETCH_SECONDS = 3600.0
"""For one file: whoever sends a byte a minute holds nobody up for days."""

_PLACE = re.compile(r"(?P<before>(?:/[^/]+)*)/(?:campaigns|b)/(?P<code>[0-9A-Za-z]+)/?")


def is_loopback(host: str) -> bool:
    """Whether a host's name or address is this machine's own."""
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def split_address(text: str) -> SplitResult:
    """An address that may be fetched; Failure, which does not repeat it, for any other."""
    try:
        parts = urlsplit(text)
        host = parts.hostname or ""
        valid = parts.port is None or parts.port > 0
    except ValueError:
        valid, host = False, ""
    if not valid or not host or parts.username is not None:
        raise Failure(_("The address must look like https://vote.example.org"))
    if parts.scheme == "http" and not is_loopback(host):
        raise Failure(_("The address must begin with https: others could change what it gives."))
    if parts.scheme not in ("http", "https"):
        raise Failure(_("The address must look like https://vote.example.org"))
    return parts


def read_campaign_address(address: str) -> tuple[str, str]:
    """The server's base address and the campaign's code, of the campaign's page or its booth.

    Raises Failure: it is no campaign's, or holds a slip's code (which it does not repeat).
    """
    parts = split_address(address)
    if parts.fragment or "%23" in address:
        raise Failure(
            _(
                "An address with a slip's code in it is never given here: other programs of this "
                "machine can read it. Give it without what follows the #; the code is asked for."
            )
        )
    place = _PLACE.fullmatch(parts.path)
    if place is None or parts.query:
        raise Failure(_("The address must look like https://vote.example.org/campaigns/CODE"))
    return f"{parts.scheme}://{parts.netloc}{place['before']}", place["code"].upper()


class _SameHost(urllib.request.HTTPRedirectHandler):
    """Follows to the same scheme, host and port only."""

    def redirect_request(
        self,
        req: urllib.request.Request,
        fp: IO[bytes],
        code: int,
        msg: str,
        headers: Message,
        newurl: str,
    ) -> urllib.request.Request | None:
        old, new = urlsplit(req.full_url), urlsplit(newurl)
        if (old.scheme, old.netloc) != (new.scheme, new.netloc):
            raise urllib.error.URLError(_("it leads to another server"))
        return super().redirect_request(req, fp, code, msg, headers, newurl)  # type: ignore[arg-type]


class Fetched(NamedTuple):
    """How a server answered; of 200 and 206 the body begins at byte ``begin`` of the file."""

    status: int
    begin: int = 0


_ANSWERS = (
    http.client.NOT_FOUND,
    http.client.REQUESTED_RANGE_NOT_SATISFIABLE,
    http.client.SERVICE_UNAVAILABLE,
)
"""What is no failure of whoever asks for a part."""


def fetch(address: str, path: Path) -> bool:
    """Write what an address gives into a new file; False where the server has no such page (404).

    Raises Failure, which names the address.
    """
    status = fetch_part(address, path, 0).status
    if status not in (http.client.OK, http.client.NOT_FOUND):
        raise _create_failure(address, f"HTTP {status}")
    return status == http.client.OK


def fetch_part(address: str, path: Path, begin: int) -> Fetched:
    """Write what an address gives from byte ``begin`` on, or all of it, as the server likes, into a
    new file. There is no file where the status is 404, 416 or 503.

    Raises Failure, which names the address, also where the answer is cut off.
    """
    parts = split_address(address)
    asked = urllib.request.Request(address)  # noqa: S310 - the scheme was looked at
    if begin:
        asked.add_header("Range", f"bytes={begin}-")
    opener = _create_opener(parts)
    try:
        with _ask(opener, asked) as answer, path.open("xb") as file:
            size = int(answer.headers.get("Content-Length") or 0)
            if size > MOST_FETCHED_BYTES:
                raise Failure(_("%(name)s is too large") % {"name": address})
            shutil.copyfileobj(_Limited(answer, address), file)
            if size and file.tell() != size:
                raise _create_failure(address, _("the answer was cut off"))
            return Fetched(answer.status, _read_begin(answer, begin))
    except urllib.error.HTTPError as error:
        with error:
            if error.code in _ANSWERS:
                return Fetched(error.code)
            raise _create_failure(address, f"HTTP {error.code}") from None
    except urllib.error.URLError as error:
        raise _create_failure(
            address, str(getattr(error.reason, "strerror", error.reason))
        ) from None
    except (http.client.HTTPException, TimeoutError, ConnectionError, ValueError) as error:
        raise _create_failure(address, str(error) or type(error).__name__) from None


class Answer(NamedTuple):
    """What a server answered to a page's address: where it led to, what came with it."""

    status: int
    address: str
    headers: Message
    body: bytes


def fetch_page(address: str, most: int, headers: Mapping[str, str]) -> Answer:
    """A page of at most ``most`` bytes, asked for with these headers; of 404 there is no body.

    Raises Failure, which names the address.
    """
    asked = urllib.request.Request(address, headers=dict(headers))  # noqa: S310 - looked at below
    opener = _create_opener(split_address(address))
    try:
        with _ask(opener, asked) as answer:
            body = _read_whole(answer, address, most)
            if answer.headers.get("Content-Encoding", "").lower() == "gzip":
                body = zlib.decompressobj(31).decompress(body, most + 1)
            if len(body) > most:
                raise Failure(_("%(name)s is too large") % {"name": clean(address)})
            return Answer(answer.status, answer.geturl(), answer.headers, body)
    except urllib.error.HTTPError as error:
        with error:
            if error.code == http.client.NOT_FOUND:
                return Answer(error.code, address, error.headers, b"")
            raise _create_failure(address, f"HTTP {error.code}") from None
    except (urllib.error.URLError, http.client.HTTPException, OSError, ValueError) as error:
        raise _create_failure(address, _explain(error)) from None
    except zlib.error:
        raise _create_failure(address, _("the answer was cut off")) from None


def _read_whole(answer: http.client.HTTPResponse, address: str, most: int) -> bytes:
    limited, parts = _Limited(answer, address, most), list[bytes]()
    while part := limited.read(1 << 16):
        parts.append(part)
    body, size = b"".join(parts), answer.headers.get("Content-Length")
    if size is not None and size != str(len(body)):
        raise ValueError(_("the answer was cut off"))
    return body


def send_json(address: str, body: bytes) -> int:
    """Send a small public file to a server; the status that it answers with.

    Raises Failure, which names the address, where there is no answer.
    """
    opener = _create_opener(split_address(address))
    headers = {"Content-Type": "application/json"}
    asked = urllib.request.Request(address, body, headers)  # noqa: S310 - the scheme was looked at
    try:
        with _ask(opener, asked) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        with error:
            return error.code
    except (urllib.error.URLError, http.client.HTTPException, OSError, ValueError) as error:
        raise _create_failure(address, _explain(error)) from None


def _explain(error: Exception) -> str:
    reason = getattr(error, "reason", error)
    return str(getattr(reason, "strerror", None) or reason) or type(error).__name__


def _ask(
    opener: urllib.request.OpenerDirector, asked: urllib.request.Request
) -> http.client.HTTPResponse:
    """The answer, once the server was left alone for as long as it asks to be. Raises as ``open``
    does."""
    patience = Patience()
    while True:
        try:
            answer: http.client.HTTPResponse = opener.open(asked, timeout=FETCH_SILENT_SECONDS)
            return answer
        except urllib.error.HTTPError as error:
            if not patience.wait(error.code, error.headers):
                raise
            error.close()


def _create_opener(parts: SplitResult) -> urllib.request.OpenerDirector:
    handlers: list[urllib.request.BaseHandler] = [_SameHost()]
    if is_loopback(parts.hostname or ""):
        handlers.append(urllib.request.ProxyHandler({}))
    return urllib.request.build_opener(*handlers)


def _read_begin(answer: http.client.HTTPResponse, begin: int) -> int:
    """Where the body begins; ValueError where the server gives another part than the one asked."""
    if answer.status != http.client.PARTIAL_CONTENT:
        return 0
    found = re.match(r"bytes (\d{1,15})-", answer.headers.get("Content-Range") or "")
    if found is None or int(found[1]) != begin:
        raise ValueError(_("the server gave another part than was asked for"))
    return begin


class _Limited:
    """What is read from the network, no more than may be."""

    def __init__(
        self, stream: http.client.HTTPResponse, address: str, most: int = MOST_FETCHED_BYTES
    ) -> None:
        self._stream = stream
        self._address = address
        self._left = most
        self._end = time.monotonic() + MOST_FETCH_SECONDS

    def read(self, size: int = -1, /) -> bytes:
        """The next bytes."""
        part = self._stream.read1(size)
        self._left -= len(part)
        if self._left < 0:
            raise Failure(_("%(name)s is too large") % {"name": self._address})
        if time.monotonic() > self._end:
            raise _create_failure(self._address, _("it takes too long"))
        return part


def _create_failure(address: str, reason: str) -> Failure:
    text = _("%(address)s cannot be fetched: %(reason)s.")
    return Failure(text % {"address": clean(address), "reason": clean(reason)})
