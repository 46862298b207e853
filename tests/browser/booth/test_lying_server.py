"""A server that lies to the booth: what is not signed, or not for this slip, is no answer."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import Route

from tests.players.browser.box import Box, cast, choose
from tests.players.browser.people import Member


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
    member.press("Try now")
    member.page.wait_for_timeout(500)
    member.page.unroute("**/ballots")
    member.press("Try now")
    member.tracker()
    assert len(refused) >= 2 and len(set(refused)) == 1


def test_another_ballots_receipt_for_a_used_slip(box: Box, member: Member) -> None:
    """A server that shows two people one ballot: the receipt names the other's slip."""
    first, second = box.draw(), box.draw()
    member.scan(first.address)
    cast(member)
    receipt = member.save("Save the receipt").decode()

    def lie(route: Route) -> None:
        tracker = json.loads(receipt)["tracker"]
        body = {"state": "used", "tracker": tracker, "batch": 1, "receipt": receipt}
        route.fulfill(status=200, body=json.dumps(body), content_type="application/json")

    other = box.people.member("shown another's ballot")
    other.page.route("**/slip", lie)
    other.scan(second.address)
    other.heading("The server’s answer cannot be trusted")


def test_a_wrong_manifest_is_refused(box: Box, member: Member) -> None:
    def forge(route: Route) -> None:
        booth = json.loads(route.fetch().text())
        booth["elections"][0]["manifest"] = booth["elections"][0]["manifest"].replace(
            "vote", "v0te"
        )
        route.fulfill(status=200, body=json.dumps(booth), content_type="application/json")

    member.page.route("**/api/campaigns/*", forge)
    member.browser.open(box.draw().address)
    member.heading("Something went wrong on this page")
    assert member.posts("/slip") == []
