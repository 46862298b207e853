"""Giving a slip up: only the server's signed answer says that it is void, to whoever asks."""

from __future__ import annotations

import json

from playwright.sync_api import Route

from tests.players.browser.box import Box, cast
from tests.players.browser.people import Member
from voteapp.campaign.board.refusals import decode_refusal
from voteapp.campaign.canonical import encode_canonical


def test_a_voided_slip(box: Box, member: Member) -> None:
    slip = box.draw()
    committee = box.committee
    committee.open(f"/committee/campaigns/{committee.code}/void")
    committee.fill("The code on the slip", slip.token, exact=False)
    committee.fill("Why it is void", "Left on a table")
    committee.press("Void this slip")
    committee.heading("The slip is void")
    committee.see("this page has checked that")
    (signed,) = json.loads(committee.save("Save the server’s answer")).values()
    member.scan(slip.address)
    member.heading("This slip was made void")
    member.see("This phone has checked the signatures")
    refusal = decode_refusal(member.save("Save the server’s answer"))
    assert (refusal.reason, refusal.tracker) == ("voided", None)
    assert encode_canonical(refusal).decode() == signed


def test_a_used_slip_is_not_void(box: Box, member: Member) -> None:
    """The signed answer says so; another one, signed by nobody, is not believed."""
    slip = box.draw()
    member.scan(slip.address)
    cast(member)
    committee = box.committee
    for lies, heading in (
        (True, "The server’s answer cannot be trusted"),
        (False, "Something was sent with this slip"),
    ):
        committee.open(f"/committee/campaigns/{committee.code}/void")
        if lies:
            committee.page.route("**/void", answer_nothing)
        committee.fill("The code on the slip", slip.token, exact=False)
        committee.fill("Why it is void", "Given back")
        committee.press("Void this slip")
        committee.heading(heading)
        committee.see("Hand out no other slip")
        if lies:
            committee.page.unroute("**/void")


def answer_nothing(route: Route) -> None:
    """As if the slip were void, without a signature."""
    if route.request.method == "POST":
        route.fulfill(status=200, body='{"answers":{}}', content_type="application/json")
    else:
        route.continue_()
