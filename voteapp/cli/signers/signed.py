"""What a key has signed lies beside it as ``KEY.signed.json``, so that nothing is signed twice.

Nothing in it is secret; without it a key would forget what it must never contradict. A copy of the
key elsewhere does not know it, and can still sign twice.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Literal, NamedTuple

import click
import msgspec

from voteapp.campaign.canonical import Record, decode_strict, encode_canonical
from voteapp.campaign.ceremony.messages import Acknowledgement
from voteapp.campaign.statements.people import People, Signer
from voteapp.campaign.statements.remembered import check_may_sign
from voteapp.campaign.statements.signing import (
    Statement,
    check_statement,
    create_statement,
    decode_statement,
)
from voteapp.cli import Failure
from voteapp.cli.files import read_small, replace_file
from voteapp.cli.texts import gettext as _
from voteapp.errors import ProtocolError
from voteapp.protocol.encoding import RandomBytes
from voteapp.protocol.keys.pki import check_signature


class Signed(Record, frozen=True, kw_only=True):
    """A single trustee's acknowledgement in its ceremony, and every statement in order.

    A threshold trustee's key file keeps what it acknowledged itself. ``opened``: SHA-256 (hex) of
    the polynomials in which it looked for its share; it answers to no others, because a complaint
    opens a message, and whoever exchanged polynomials could choose which.
    """

    type: Literal["voteapp-signed"] = "voteapp-signed"
    version: Literal[1] = 1
    acknowledgement: Acknowledgement | None = None
    opened: str | None = None
    statements: list[Statement] = []


def locate_signed(key_file: Path) -> Path:
    """Where it is: beside the file itself, by whatever link somebody gets to it."""
    key_file = key_file.resolve()
    return key_file.with_name(key_file.name + ".signed.json")


def read_signed(key_file: Path) -> Signed:
    """What was signed so far; raises ProtocolError ``file-encoding``."""
    path = locate_signed(key_file)
    if not path.exists():
        return Signed()
    return decode_strict(read_small(path), Signed, "file-encoding", f"the file {path.name}")


def write_signed(key_file: Path, signed: Signed) -> None:
    """Keep it, before anything that was signed is given away."""
    replace_file(locate_signed(key_file), encode_canonical(signed), 0o644)


class Hand(NamedTuple):
    """Who signs among ``people``, the private key, and the file beside which it is remembered."""

    people: People
    signer: Signer
    key: int
    key_file: Path


def sign_once(
    hand: Hand,
    kind: str,
    text: str,
    path: Path,
    published: Sequence[Statement],
    random_bytes: RandomBytes,
) -> Statement:
    """The statement of this text that was given before, or a new one, written to ``path``.

    ``published``: those in the evidence, checked, of which the signer's own are taken as
    remembered: a key restored from paper knows no other way. Raises ConflictError where it must
    not be signed, Failure where ``path`` holds another.
    """
    with locked(hand.key_file):
        signed = _recall(hand, published)
        written = _read_written(hand, kind, text, path)
        known = check_may_sign(signed.statements, text)
        statement = known or written
        if statement is None:
            group, signer = hand.people.group, hand.signer
            statement = create_statement(group, signer, hand.key, text, random_bytes)
        if known is None:
            statements = [*signed.statements, statement]
            signed = msgspec.structs.replace(signed, statements=statements)
        write_signed(hand.key_file, signed)
        if written is None:
            path.parent.mkdir(parents=True, exist_ok=True)
            replace_file(path, encode_canonical(statement), 0o644)
            click.echo(_("Your statement: %s") % path)
    return statement


def _recall(hand: Hand, published: Sequence[Statement]) -> Signed:
    """What is remembered, and what was published of this key besides."""
    signed = read_signed(hand.key_file)
    texts = {one.message for one in signed.statements}
    found = [one for one in published if one.message not in texts and _is_own(hand, one)]
    return msgspec.structs.replace(signed, statements=[*signed.statements, *found])


def _is_own(hand: Hand, statement: Statement) -> bool:
    group, key = hand.people.group, hand.people.find_key(hand.signer)
    if key is None or statement.signer != hand.signer:
        return False
    try:
        check_signature(group, key, statement.message, statement.signature, "signature")
    except ProtocolError:
        return False
    return True


def _read_written(hand: Hand, kind: str, text: str, path: Path) -> Statement | None:
    if not path.exists():
        return None
    written = decode_statement(read_small(path), kind)
    if (written.signer, written.message) != (hand.signer, text):
        raise Failure(
            _("%(name)s holds another statement, and you never sign two. Ask the committee.")
            % {"name": path}
        )
    check_statement(hand.people, kind, [text], written)
    return written


@contextmanager
def locked(key_file: Path) -> Iterator[None]:
    """For reading and writing what a key signed, in one go: two commands at once would both find
    that nothing was signed yet."""
    while True:
        with key_file.open("rb") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            # Whoever had the lock may have put another file in this one's place.
            if os.path.samestat(os.fstat(file.fileno()), key_file.stat()):
                yield
                return
