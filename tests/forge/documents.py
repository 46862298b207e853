"""An election's bundle as JSON values: each object of the record and each paper by name.

Names: ``questionnaire``, ``manifest``, ``evidence``; of the record ``header``, ``election``,
``trustees``, ``credentials``, ``setup``, ``ballot 1`` ..., ``tally``, ``sized``, ``decryption 1``,
``owned 1`` ..., ``result`` and ``event 0`` ...; ``layout`` lists the record's members in order.
``tar`` and ``zip``, where there are any, are functions that change the whole file's bytes.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

from voteapp.campaign.bundle.archive import Papers, create_bundle
from voteapp.campaign.canonical import encode_canonical
from voteapp.errors import MisuseError, ProtocolError
from voteapp.protocol.archive import (
    MAX_TIMESTAMP,
    BytesSource,
    encode_archive_header,
    encode_member,
    read_header,
    read_members,
)
from voteapp.protocol.encoding import encode_json, hash_hex

Documents = dict[str, Any]

PAPERS = ("manifest", "questionnaire", "evidence")
README = b"How to check this election.\n"
AUDITOR = b"<!doctype html><title>Auditor</title>\n"
_LITERAL = re.compile('"\ue000([0-9a-f]*)\ue001"')


def write_literal(text: str) -> str:
    """What stands in a value for JSON that no value can be: ``1.0``, ``"\\ud800"``."""
    return f"\ue000{text.encode().hex()}\ue001"


def encode(name: str, value: Any) -> bytes:
    """A document's bytes; bytes stand for themselves."""
    if isinstance(value, bytes):
        return value
    try:
        data = encode_canonical(value) if name in PAPERS else encode_json(value)
    except (MisuseError, ProtocolError, ValueError):
        data = json.dumps(value, sort_keys=name in PAPERS, separators=(",", ":")).encode()
    if b"\xee\x80\x80" not in data:
        return data
    text = data.decode("utf-8")
    return _LITERAL.sub(lambda found: bytes.fromhex(found[1]).decode(), text).encode()


def read_record(record: bytes) -> Documents:
    """The documents of a record, and its layout."""
    source = BytesSource(record)
    header, offset = read_header(source)
    documents: Documents = {"header": {"version": 1, "timestamp": header.timestamp}}
    bodies: dict[str, bytes] = {}
    waiting: list[str] = []
    layout: list[str] = []
    for member in read_members(source, offset, int(header.timestamp)):
        if not member.is_event:
            bodies[member.digest] = member.body
            waiting.append(member.digest)
            continue
        event = json.loads(member.body)
        names = _name_objects(event["type"], len(layout), layout)
        for name, digest in zip(names, waiting, strict=True):
            documents[name] = json.loads(bodies[digest])
        place = sum(name.startswith("event ") for name in layout)
        documents[f"event {place}"] = event
        layout += [*names, f"event {place}"]
        waiting = []
    return {**documents, "layout": layout}


def _name_objects(kind: str, _place: int, layout: list[str]) -> list[str]:
    def number(prefix: str) -> int:
        return 1 + sum(name.startswith(f"{prefix} ") for name in layout)

    return {
        "Setup": ["election", "trustees", "credentials", "setup"],
        "Ballot": [f"ballot {number('ballot')}"],
        "EncryptedTally": ["tally", "sized"],
        "PartialDecryption": [
            f"decryption {number('decryption')}",
            f"owned {number('owned')}",
        ],
        "Result": ["result"],
    }.get(kind, [])


def read_documents(record: bytes, papers: Papers) -> Documents:
    """All documents of an honest bundle."""
    read = {name: json.loads(body or b"") for name, body in papers._asdict().items()}
    return {**read_record(record), **read}


def list_events(documents: Documents) -> list[str]:
    """The names of the events in the layout's order."""
    layout = documents["layout"]
    return [n for n in layout if isinstance(n, str) and n.startswith("event ") and n in documents]


def list_ballots(documents: Documents) -> list[str]:
    """The names of the ballots in the layout's order, each once."""
    names = [n for n in documents["layout"] if isinstance(n, str) and n.startswith("ballot ")]
    return [name for name in dict.fromkeys(names) if name in documents]


Write = Callable[[str, Any], bytes]


def pack_record(documents: Documents, write: Write = encode) -> bytes:
    """The record's bytes, each member named by its hash; ``write`` gives a document's bytes."""
    header = documents.get("header")
    stamp = header.get("timestamp") if isinstance(header, dict) else None
    sound = isinstance(stamp, str) and stamp.isascii() and stamp.isdigit()
    timestamp = int(stamp) if sound and int(stamp) < MAX_TIMESTAMP else 0
    parts = [encode_member("BELENIOS", encode("header", header), timestamp)]
    if "header" not in documents:
        parts = []
    elif encode("header", header) == encode("header", {"version": 1, "timestamp": str(timestamp)}):
        parts = [encode_archive_header(timestamp)]
    for name in documents["layout"]:
        if not isinstance(name, str) or name not in documents:
            continue
        body = write(name, documents[name])
        kind = "event" if name.startswith("event ") else "data"
        parts.append(encode_member(f"{hash_hex(body)}.{kind}.json", body, timestamp))
    return b"".join(parts)


def pack(documents: Documents, uuid: str, write: Write = encode) -> bytes:
    """The bundle, under the name that the election's ``uuid`` gives its record."""
    papers = Papers(*(write(n, documents[n]) if n in documents else None for n in PAPERS))
    record = documents.get("tar", bytes)(pack_record(documents, write))
    return bytes(documents.get("zip", bytes)(create_bundle(uuid, record, papers, AUDITOR, README)))
