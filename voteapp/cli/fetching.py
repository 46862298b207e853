"""Downloads for commands that check what a server says: the same files that anybody is given.

Nothing is sent but the address. Only https, or this machine; no other host is ever followed to.
"""

from __future__ import annotations

import http.client
import ipaddress
import shutil
import urllib.error
import urllib.request
from email.message import Message
from pathlib import Path
from typing import IO
from urllib.parse import SplitResult, urlsplit

from voteapp.cli import Failure
from voteapp.cli.texts import clean
from voteapp.cli.texts import gettext as _

MOST_FETCHED_BYTES = 512 << 20
FETCH_SILENT_SECONDS = 60.0
"""Without a byte from the server."""


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


def fetch(address: str, path: Path) -> bool:
    """Write what an address gives into a new file; False where the server has no such page (404).

    Raises Failure, which names the address.
    """
    parts = split_address(address)
    handlers: list[urllib.request.BaseHandler] = [_SameHost()]
    if is_loopback(parts.hostname or ""):
        handlers.append(urllib.request.ProxyHandler({}))
    opener = urllib.request.build_opener(*handlers)
    try:
        with opener.open(address, timeout=FETCH_SILENT_SECONDS) as answer, path.open("xb") as file:
            if int(answer.headers.get("Content-Length") or 0) > MOST_FETCHED_BYTES:
                raise Failure(_("%(name)s is too large") % {"name": address})
            shutil.copyfileobj(_Limited(answer, address), file)
    except urllib.error.HTTPError as error:
        with error:
            if error.code == http.client.NOT_FOUND:
                return False
            raise _create_failure(address, f"HTTP {error.code}") from None
    except urllib.error.URLError as error:
        raise _create_failure(
            address, str(getattr(error.reason, "strerror", error.reason))
        ) from None
    except (http.client.HTTPException, TimeoutError, ConnectionError, ValueError) as error:
        raise _create_failure(address, str(error) or type(error).__name__) from None
    return True


class _Limited:
    """What is read from the network, no more than may be."""

    def __init__(self, stream: http.client.HTTPResponse, address: str) -> None:
        self._stream = stream
        self._address = address
        self._left = MOST_FETCHED_BYTES

    def read(self, size: int = -1, /) -> bytes:
        """The next bytes."""
        part = self._stream.read(size)
        self._left -= len(part)
        if self._left < 0:
            raise Failure(_("%(name)s is too large") % {"name": self._address})
        return part


def _create_failure(address: str, reason: str) -> Failure:
    text = _("%(address)s cannot be fetched: %(reason)s.")
    return Failure(text % {"address": clean(address), "reason": clean(reason)})
