"""Whether the booth that a server gives is the one that was pinned, as amended."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple
from urllib.parse import urljoin, urlsplit

from voteapp.campaign.canonical import decode_strict
from voteapp.campaign.setup.amendments import Amendment
from voteapp.campaign.setup.answers import decode_answer
from voteapp.campaign.signed import check_signed
from voteapp.cli.booth.page import BoothPage, read_page
from voteapp.cli.booth.pinned import Pinned
from voteapp.cli.fetching import Answer, fetch_page
from voteapp.cli.texts import clean
from voteapp.cli.texts import gettext as _
from voteapp.errors import ProtocolError
from voteapp.protocol.encoding import hash_hex

MOST_PAGE_BYTES = 4 << 20
MOST_FILE_BYTES = 8 << 20
MOST_CHAIN_BYTES = 16 << 20

PHONE = {
    "User-Agent": "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/140.0.0.0 Mobile Safari/537.36",
    "Accept-Encoding": "gzip",
    "Accept-Language": "en-US,en;q=0.9",
}
"""What a phone says of itself: a server that gives others the right booth should not know."""

_PAGE = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
_ANY = {"Accept": "*/*"}


class Served(NamedTuple):
    """What was looked at: how many files are what was pinned, how many of them were mended since,
    and every difference, a sentence each."""

    same: int
    mended: int
    differences: list[str]


class _Place(NamedTuple):
    """Where a campaign's booth is: the server's base address, and the campaign's code."""

    base: str
    code: str

    @property
    def page(self) -> str:
        return f"{self.base}/b/{self.code}"

    def find_path(self, address: str, booth: Mapping[str, str]) -> str | None:
        """The manifest's path of a script's whole address; None where none is pinned there."""
        wanted = urlsplit(address)
        plain = wanted._replace(query="", fragment="").geturl() == address
        path = address.removeprefix(self.page)
        return path if plain and path != address and path in booth else None


def compare_booth(pinned: Pinned, base: str, code: str) -> Served:
    """Fetch page and files and compare them; raises Failure where something is not answered."""
    place = _Place(base, code)
    differences: list[str] = []
    booth, amended = _read_in_force(pinned, place, differences)
    answer = fetch_page(place.page, MOST_PAGE_BYTES, {**PHONE, **_PAGE})
    differences += _compare_page(pinned, place, answer, booth)
    same = 0
    for path in sorted(booth):
        difference = _compare_file(place.page + path, path, booth, pinned.manifest.booth)
        same += difference is None
        differences += [] if difference is None else [difference]
    return Served(same, amended, differences)


def _read_in_force(
    pinned: Pinned, place: _Place, differences: list[str]
) -> tuple[Mapping[str, str], int]:
    """The hashes in force, and how many files were mended. What the server says of amendments
    counts only if it is in order and goes on from what the file knows."""
    address = f"{place.base}/campaigns/{place.code}/amendments.json"
    answer = fetch_page(address, MOST_CHAIN_BYTES, {**PHONE, **_ANY})
    known, held = pinned.amendments, pinned.booth
    try:
        if answer.status == 200:
            code, what = "amendment-encoding", "the server's answer"
            told = decode_strict(answer.body, list[Amendment], code, what)
            judged = pinned.judge(told)
            if told[: len(known)] != known:
                raise ProtocolError("amendment-chain", "they do not extend those of the file")
            held = judged.booth
    except ProtocolError as error:
        text = _("The server’s amendments are not in order: %(reason)s (%(code)s).")
        differences.append(text % {"reason": clean(error.message), "code": error.code})
    return held, sum(held[path] != digest for path, digest in pinned.manifest.booth.items())


def _compare_page(
    pinned: Pinned, place: _Place, answer: Answer, booth: Mapping[str, str]
) -> Iterator[str]:
    if answer.status != 200 or answer.address != place.page:
        yield _("There is no booth at this address, or it leads elsewhere.")
        return
    text = answer.body.decode("utf-8", "replace")
    page = read_page(text, answer.headers.get_all("Content-Security-Policy") or [])
    if not page.is_booth:
        yield _("What stands at this address is not a booth.")
    yield from map(clean, page.faults)
    yield from _compare_set_up(pinned, place.code, page)
    yield from _compare_scripts(place, page.scripts, booth)


def _compare_scripts(
    place: _Place, scripts: Sequence[str], booth: Mapping[str, str]
) -> Iterator[str]:
    for script in scripts:
        try:
            address = urljoin(place.page, script)
            known = place.find_path(address, booth) is not None
        except ValueError:
            known = False
        if not known:
            yield _("The page loads a script that is not pinned: %s") % clean(script)


def _compare_set_up(pinned: Pinned, code: str, page: BoothPage) -> Iterator[str]:
    """Whether the server says of the campaign that just this set-up was fixed."""
    if page.set_up is None:
        return
    try:
        told = decode_answer(page.set_up.encode())
        check_signed(told, pinned.manifest.server_key, "setup-signature")
    except (ProtocolError, UnicodeEncodeError):
        yield _("What the page says of its set-up is not signed by the server that was fixed.")
        return
    if (told.code, told.campaign) != (code, pinned.campaign_hash):
        yield _("The page is that of another campaign, or of another set-up.")


def _compare_file(
    address: str, path: str, booth: Mapping[str, str], before: Mapping[str, str]
) -> str | None:
    answer = fetch_page(address, MOST_FILE_BYTES, {**PHONE, **_ANY})
    named = {"path": clean(path), "wanted": booth[path], "hash": hash_hex(answer.body)}
    if answer.status != 200 or answer.address != address:
        return _("%(path)s is not served there.") % named
    if named["hash"] == booth[path]:
        return None
    if named["hash"] == before[path]:
        return _("%(path)s is still the file from before it was mended.") % named
    return _("%(path)s is another file: %(hash)s instead of %(wanted)s.") % named
