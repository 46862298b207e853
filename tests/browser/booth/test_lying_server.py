"""A server that lies to the booth: what is not signed, or not for this slip, is no answer."""

from __future__ import annotations

import json
import re

import msgspec
import pytest
from playwright.sync_api import Route

from tests.players.browser.box import Box, cast, choose
from tests.players.browser.browser import PATIENCE, button
from tests.players.browser.people import Member
from voteapp.campaign.board.receipt_addresses import read_receipts
from voteapp.campaign.board.refusals import Refusal
from voteapp.campaign.board.signing import decode_receipt
from voteapp.campaign.canonical import encode_canonical
from voteapp.campaign.signed import sign

INFO = re.compile(r'id="booth-info">(.*?)</script>', re.S)


def test_a_receipt_with_a_wrong_signature(box: Box, member: Member) -> None:
    def forge(route: Route) -> None:
        receipt = json.loads(route.fetch().text())
        receipt["batch"] += 1
        body = json.dumps(receipt, separators=(",", ":"), sort_keys=True)
        route.fulfill(status=200, body=body, content_type="application/json")

    member.page.route("**/ballots", forge)
    member.scan(box.draw().address)
    choose(member)
    member.send()
    member.see("The server’s answer cannot be trusted")
    member.page.unroute("**/ballots")
    member.press("Try now")
    member.tracker()


def send_until_taken(member: Member, sent: list[str | None]) -> None:
    """Once more to the server that lies, then to an honest one: always the very same bytes."""
    member.press("Try now")
    member.page.wait_for_timeout(500)
    member.page.unroute("**/ballots")
    member.press("Try now")
    member.tracker()
    assert len(sent) >= 2 and len(set(sent)) == 1


@pytest.mark.parametrize("code", ["closed", "used", "voided", "withdrawn", "invalid", "unknown"])
def test_a_refusal_that_nobody_signed_is_no_answer(box: Box, member: Member, code: str) -> None:
    refused: list[str | None] = []

    def refuse(route: Route) -> None:
        refused.append(route.request.post_data)
        body = json.dumps({"error": {"code": code, "message": "No.", "refusal": "{}"}})
        route.fulfill(status=409, body=body, content_type="application/json")

    member.page.route("**/ballots", refuse)
    member.scan(box.draw().address)
    choose(member)
    member.send()
    member.see("The server’s answer cannot be trusted")
    member.see("it cannot count twice")
    send_until_taken(member, refused)


@pytest.mark.parametrize("kind", ["receipt", "refusal"])
def test_what_another_key_signed_is_no_answer(box: Box, member: Member, kind: str) -> None:
    """Right to the last letter, but signed by somebody else: it is kept and sent again."""
    sent: list[str | None] = []
    key = bytes(range(32))

    def lie(route: Route) -> None:
        sent.append(route.request.post_data)
        receipt = decode_receipt(route.fetch().body())
        if kind == "receipt":
            own = encode_canonical(sign(receipt, key)).decode()
            route.fulfill(status=200, body=own, content_type="application/json")
            return
        other = sign(msgspec.structs.replace(receipt, tracker="A" * 43), key)
        refusal = Refusal(
            uuid=receipt.uuid,
            fingerprint=receipt.fingerprint,
            credential=receipt.credential,
            tracker=receipt.tracker,
            reason="used",
            receipt=other,
        )
        text = encode_canonical(sign(refusal, key)).decode()
        body = json.dumps({"error": {"code": "used", "message": "No.", "refusal": text}})
        route.fulfill(status=409, body=body, content_type="application/json")

    member.page.route("**/ballots", lie)
    member.scan(box.draw().address)
    choose(member)
    member.send()
    member.see("The server’s answer cannot be trusted")
    member.see("This page keeps what you sealed and sends the very same again by itself")
    send_until_taken(member, sent)


def test_a_void_that_nobody_signed(box: Box, member: Member) -> None:
    """A server cannot say by itself that a slip is void; the same slip then votes."""
    slip = box.draw()

    def lie(route: Route) -> None:
        told = {"state": "voided", "tracker": None, "batch": None, "receipt": None, "refusal": None}
        route.fulfill(status=200, body=json.dumps(told), content_type="application/json")

    member.page.route("**/slip", lie)
    member.scan(slip.address)
    member.heading("The server’s answer cannot be trusted")
    member.see("nothing that it signed shows that")
    assert json.loads(member.save("Save the answer"))["state"] == "voided"
    member.page.unroute("**/slip")
    member.scan(slip.address)
    cast(member)
    member.tracker()


def test_another_ballots_receipt_for_a_used_slip(box: Box, member: Member) -> None:
    """A server that shows two people one ballot: the receipt names the other's slip."""
    first, second = box.draw(), box.draw()
    member.scan(first.address)
    cast(member)
    (receipt,) = read_receipts(member.save("Save the receipt"))
    signed = encode_canonical(receipt).decode()

    def lie(route: Route) -> None:
        body = {"state": "used", "tracker": receipt.tracker, "batch": 1, "receipt": signed}
        route.fulfill(status=200, body=json.dumps(body), content_type="application/json")

    other = box.people.member("shown another's ballot")
    other.page.route("**/slip", lie)
    other.scan(second.address)
    other.heading("The server’s answer cannot be trusted")


@pytest.mark.parametrize("name", ["manifest", "questionnaire"])
def test_what_was_not_fixed_is_refused(box: Box, member: Member, name: str) -> None:
    """Not a letter of what is asked, or of the rules, can be another for one phone."""

    def exchange(route: Route) -> None:
        page = route.fetch().text()
        told = INFO.search(page)
        assert told is not None
        info = json.loads(told[1])
        item = info["elections"][0]
        item[name] = item[name].replace("prefer_not", "prefer-not").replace("opens", "open5")
        lie = page.replace(told[1], json.dumps(info).replace("<", "\\u003c"))
        assert lie != page
        route.fulfill(status=200, body=lie, content_type="text/html")

    member.page.route("**/b/*", exchange)
    member.scan(box.draw().address)
    member.heading("Do not vote with this page")
    member.page.unroute("**/b/*")
    member.press("Try again")
    member.browser.see(button("Start"), timeout=PATIENCE)
    assert member.posts("/ballots") == []
