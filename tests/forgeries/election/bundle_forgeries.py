"""Bundles that were put together wrongly."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

from tests.forgeries.election.bench import contents, play
from voteapp.campaign.bundle.archive import encode_zip

FORGERIES: dict[Callable[[], bytes], str] = {}


def forges(code: str) -> Callable[[Callable[[], bytes]], Callable[[], bytes]]:
    """Register a forgery with the one code that it must give."""

    def register(forge: Callable[[], bytes]) -> Callable[[], bytes]:
        FORGERIES[forge] = code
        return forge

    return register


def zip_by_hand(
    members: list[tuple[str, bytes]], date: tuple[int, int, int, int, int, int], mode: int
) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, body in members:
            info = zipfile.ZipInfo(name, date)
            info.create_system = 3
            info.external_attr = mode << 16
            archive.writestr(info, body)
    return stream.getvalue()


DATE = (1980, 1, 1, 0, 0, 0)


@forges("bundle-format")
def members_in_another_order() -> bytes:
    members = sorted(contents(play()[1]).items(), reverse=True)
    return zip_by_hand(members, DATE, 0o100644)


@forges("bundle-format")
def members_with_a_date() -> bytes:
    members = sorted(contents(play()[1]).items())
    return zip_by_hand(members, (2026, 11, 21, 8, 0, 0), 0o100644)


@forges("bundle-format")
def members_that_may_be_executed() -> bytes:
    return zip_by_hand(sorted(contents(play()[1]).items()), DATE, 0o100755)


@forges("bundle-format")
def bytes_before_the_directory() -> bytes:
    election = play()[1]
    honest = encode_zip(contents(election))
    start = honest.index(b"PK\x01\x02")
    end = honest[-22:-6] + (start + 4).to_bytes(4, "little") + honest[-2:]
    return honest[:start] + b"junk" + honest[start:-22] + end


@forges("bundle-member")
def a_stray_member() -> bytes:
    return encode_zip({**contents(play()[1]), "run-me.exe": b"MZ"})


@forges("bundle-member")
def a_second_record() -> bytes:
    election = play()[1]
    return encode_zip({**contents(election), "zzzzzzzzzzzzzz.bel": election.record})


@forges("bundle-missing")
def no_readme() -> bytes:
    members = contents(play()[1])
    del members["README.txt"]
    return encode_zip(members)


@forges("bundle-missing")
def no_auditor_page() -> bytes:
    members = contents(play()[1])
    del members["auditor.html"]
    return encode_zip(members)


@forges("bundle-name")
def a_record_under_another_name() -> bytes:
    election = play()[1]
    members = contents(election)
    members["AnotherUuid123.bel"] = members.pop(f"{election.uuid}.bel")
    return encode_zip(members)


@forges("bundle-checksum")
def a_damaged_readme() -> bytes:
    honest = encode_zip(contents(play()[1]))
    return honest.replace(b"How to check", b"How to chEck")
