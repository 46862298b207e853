"""What an operator can hand to one phone: another set-up, with all in it made right again."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any, NamedTuple

import msgspec
from playwright.sync_api import Page, Route

from voteapp.campaign.canonical import encode_canonical
from voteapp.campaign.questionnaire.checks import decode_questionnaire
from voteapp.campaign.questionnaire.record import create_record_questions
from voteapp.campaign.texts import bind_description, split_description
from voteapp.protocol.election import compute_fingerprint, decode_election, encode_election
from voteapp.protocol.encoding import hash_hex

INFO = re.compile(r'id="booth-info">(.*?)</script>', re.S)


class Part(NamedTuple):
    """One election's documents as plain objects, to be changed in place; ``fields`` are those of
    the election object that are replaced."""

    manifest: dict[str, Any]
    questionnaire: dict[str, Any]
    fields: dict[str, Any]


Change = Callable[[list[Part]], list[Part] | None]


def swap(page: Page, change: Change) -> list[str]:
    """From now on this phone is handed what ``change`` makes of the set-up; it may give other
    parts, or the same in another order. Gives a list that holds the fingerprints of what was
    handed out last."""
    fingerprints: list[str] = []

    def lie(route: Route) -> None:
        text = route.fetch().text()
        told = INFO.search(text)
        assert told is not None
        info = json.loads(told[1])
        info["elections"] = _exchange(info["elections"], change)
        fingerprints[:] = [
            compute_fingerprint(one["election"].encode()) for one in info["elections"]
        ]
        route.fulfill(status=200, body=_put(text, told, info), content_type="text/html")

    page.route("**/b/*", lie)
    return fingerprints


def _put(text: str, told: re.Match[str], info: dict[str, Any]) -> str:
    lie = text[: told.start(1)] + json.dumps(info).replace("<", "\\u003c") + text[told.end(1) :]
    assert lie != text
    return lie


def _exchange(items: list[dict[str, Any]], change: Change) -> list[dict[str, Any]]:
    known = {}
    parts = []
    for item in items:
        part = Part(json.loads(item["manifest"]), json.loads(item["questionnaire"]), {})
        known[part.manifest["uuid"]] = item
        parts.append(part)
    changed = change(parts) or parts
    uuids = [part.manifest["uuid"] for part in changed]
    for part in changed:
        part.manifest["campaign"]["uuids"] = uuids
    return [_make(known[part.manifest["uuid"]], part) for part in changed]


def _make(item: dict[str, Any], part: Part) -> dict[str, Any]:
    """The election again, with every hash and line made right."""
    questionnaire = encode_canonical(part.questionnaire)
    part.manifest["questionnaire"] = hash_hex(questionnaire)
    manifest = encode_canonical(part.manifest)
    before = decode_election(item["election"].encode())
    introduction, _digest = split_description(before.description)
    election = encode_election(
        msgspec.structs.replace(
            before,
            description=bind_description(introduction, manifest),
            questions=create_record_questions(decode_questionnaire(questionnaire)),
            **part.fields,
        )
    )
    return {
        **item,
        "election": election.decode(),
        "fingerprint": compute_fingerprint(election),
        "manifest": manifest.decode(),
        "questionnaire": questionnaire.decode(),
    }
