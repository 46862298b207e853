"""The address of a slip as scanners change it: every one of them leads to the slip."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.players.browser.box import TITLE, Box
from tests.players.browser.people import Member

WAYS = ("%23", "/%23", "%2523", "lower", "upper", "/#", ".#")


@pytest.mark.parametrize("way", WAYS)
def test_a_changed_address_leads_to_the_slip(box: Box, member: Member, way: str) -> None:
    token, code, site = box.draw().token, box.committee.code, box.site.address
    addresses = {
        "lower": f"{site}/b/{code.lower()}#{token.lower()}",
        "upper": f"{site.upper().replace('HTTP', 'http')}/B/{code}#{token}",
    }
    member.scan(addresses.get(way, f"{site}/b/{code}{way}{token}"))
    member.heading(TITLE)
    assert member.browser.address == f"{site}/b/{code}"
    with_token = [sent for sent in member.recorder.requests if token in sent.address.upper()]
    # The fragment is shown by the browser's own list of requests, and never sent.
    assert [sent for sent in with_token if "#" not in sent.address] == [
        sent for sent in member.recorder.requests[:1] if "23" in way
    ]
    member.page.go_back()
    assert token not in member.browser.address


def test_a_lost_member_finds_the_way(box: Box, member: Member) -> None:
    member.open("/b/NOTHING1")
    member.heading("Page not found")
    member.follow("I have a slip")
    expect(member.page).to_have_url(f"{box.site.address}/b")


CAMERA = """
navigator.mediaDevices.getUserMedia = async () => {
  const canvas = document.createElement("canvas");
  canvas.width = 1280;
  canvas.height = 960;
  canvas.getContext("2d").fillRect(0, 0, 9, 9);
  return canvas.captureStream(5);
};
"""


def test_the_camera_fits_a_small_phone(box: Box, member: Member) -> None:
    member.page.set_viewport_size({"width": 360, "height": 740})
    member.page.add_init_script(CAMERA)
    member.open(f"/b/{box.committee.code}")
    member.press("Scan the slip with the camera")
    member.see("Hold the slip’s square code in front of the camera.")
    assert member.page.evaluate("document.querySelector('video.scanner').videoWidth") == 1280
    assert member.page.evaluate("document.documentElement.scrollWidth") <= 360
