"""Two tellers, each in a browser of their own, from the plan to a result that is verified."""

from __future__ import annotations

from pathlib import Path

import pypdfium2

from tests.players.browser.browser import button, spot
from tests.players.browser.people import Committee, People
from voteapp.campaign.audit import verify_bundle
from voteapp.protocol.archive import BytesSource

TITLE = "Do you authorize a strike?"
ANA, BEA = "Ana Secretária", "Bea Müller"
LINES = [f"Teller {ANA}: 4 slips", f"Teller {BEA}: 3 slips"]


def name_tellers(ana: Committee, numbers: dict[str, int]) -> None:
    ana.open(f"/committee/campaigns/{ana.code}")
    ana.follow("Say who makes the slips")
    ana.heading("Who makes the slips?")
    for name, number in numbers.items():
        ana.fill(name, str(number))
    ana.press("These are the tellers")
    ana.see("The tellers are named.")


def check_waiting(ana: Committee, name: str, page: str = "") -> None:
    """The campaign's page says for whom everybody waits."""
    ana.open(f"/committee/campaigns/{ana.code}{page}")
    ana.see_in("section.notice", "Waiting for:")
    ana.see_in("section.notice", name)


def read_cover(committee: Committee) -> str:
    """The first page of what a teller printed."""
    pdf = committee.slips_file.with_suffix(".pdf").read_bytes()
    return str(pypdfium2.PdfDocument(pdf)[0].get_textpage().get_text_bounded())


def test_two_tellers_from_plan_to_audit(people: People, tmp_path: Path) -> None:
    ana = people.committee()
    ana.set_up()
    ana.draft("A vote", TITLE, slips=7, roster=7)
    bea = people.colleague(ana, BEA)
    ana.lock()
    key = ana.make_key()
    name_tellers(ana, {ANA: 4, BEA: 3})

    # Each makes her part; Fix waits for both, by name.
    ana.make_codes()
    ana.see(f"{BEA}: 3 slips, not made yet")
    check_waiting(ana, BEA, "/fix")
    assert ana.browser.count(button("Fix the set-up")) == 0
    bea.make_codes()
    first = bea.posts("/credentials")[0]
    # Her file is lost: she makes them anew, before Fix.
    bea.unfold("The file was lost")
    bea.press("Make my slips anew")
    bea.make_codes_here()
    assert len(bea.posts("/credentials")) == 2 and bea.posts("/credentials")[1] != first
    ana.fix()

    # Each prints her own; nothing opens before both have.
    slips = bea.print_fixed()
    assert len(slips) == 3
    bea.see("Others still print theirs")
    check_waiting(ana, ANA)
    assert ana.browser.count(button("Open now")) == 0
    slips += ana.print_fixed()
    assert len({slip.token for slip in slips}) == 7
    for person in (ana, bea):
        cover = read_cover(person)
        assert all(line in cover for line in LINES), cover
    bea.open(f"/committee/campaigns/{bea.code}/slips")
    for person in (ana, bea):
        person.press("The file is destroyed")
        person.see("The file of codes was destroyed")
    for page in ("", "/poster"):
        ana.open(f"/campaigns/{ana.code}{page}")
        for line in LINES:
            ana.see(line)

    ana.sign_opening(key)
    ana.open_now()
    for number, slip in enumerate(slips[:6]):  # both tellers' slips
        member = people.member(f"member {number}")
        member.scan(slip.address)
        member.press("Start")
        member.choose("Yes" if number else "No")
        member.send()
        member.tracker()
    ana.close("Everybody has voted.")
    ana.count_slips(printed=7, handed_out=6)
    ana.site.tick()
    ana.decrypt(key)
    ana.open(f"/campaigns/{ana.code}/results")
    ana.unfold_all()
    bundle = ana.browser.save(spot('a[href$=".zip"]'))
    report = verify_bundle(BytesSource(bundle))
    assert report.verified and report.findings == [] and report.counted == 6
    assert report.result is not None and sorted(filter(None, report.result[0])) == [1, 5]
