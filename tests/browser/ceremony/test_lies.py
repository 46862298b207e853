"""Lies while the key is made: each is refused where it is told, and whoever told it is named."""

from __future__ import annotations

import io
import json
import re
import secrets
import zipfile
from typing import Any

from playwright.sync_api import Route

from tests.players.browser.browser import button, link
from tests.players.browser.people import Committee, People
from tests.players.browser.signers.offline_trustees import unfold_offline_work
from tests.players.browser.signers.trustees import LONG, Trustee, gather, name_trustees
from voteapp.campaign.canonical import encode_canonical
from voteapp.campaign.ceremony import steps
from voteapp.campaign.ceremony.transcript import Transcript
from voteapp.protocol.encoding import encode_json
from voteapp.protocol.group import get_group
from voteapp.protocol.keys.channels import send_message
from voteapp.protocol.keys.pki import compute_private_keys, create_seed

NAMES = ["Ana Ruiz", "Ben Okafor", "Chloé Martin"]
GROUP = get_group("Ed25519")


def exchange(route: Route, change: Any) -> None:
    """Answer with a changed task."""
    body = route.fetch().json()
    change(body["entries"])
    route.fulfill(status=200, body=json.dumps(body), content_type="application/json")


def show_exchanged(trustee: Trustee, change: Any) -> None:
    """A server that tells one trustee something else than all others."""
    for path in ("**/ceremony/task", "**/ceremony/*/messages/*"):
        trustee.page.route(path, lambda route: exchange(route, change))


def certify(size: int, index: int) -> str:
    """A sound certificate of a key that nobody of them knows."""
    made = steps.start(
        GROUP,
        create_seed(secrets.token_bytes),
        size=size,
        threshold=2,
        index=index,
        random_bytes=secrets.token_bytes,
    )
    return encode_json(made).decode()


def replace_message(entries: list[dict[str, Any]], trustee: int, step: str, text: str) -> None:
    for entry in entries:
        if (entry["trustee"], entry["step"]) == (trustee, step):
            entry["message"] = text


def test_exchanged_messages_are_refused(people: People, committee: Committee) -> None:
    links = name_trustees(committee, NAMES, 2)
    ana, ben, chloe = gather(people, NAMES, links)
    # Ana is shown a certificate of Ben's that was made for another ceremony: named at once.
    # Chloé is shown a sound one of somebody in the middle: only the words can tell.
    other, middle = certify(2, 2), certify(3, 2)
    show_exchanged(ana, lambda entries: replace_message(entries, 2, "certificate", other))
    show_exchanged(chloe, lambda entries: replace_message(entries, 2, "certificate", middle))
    ben.make_key()
    ana.heading("Do not go on")
    ana.see_in("main", f"The message of {ben.name}")
    ana.see_in("main", "trustee-certificate")
    assert ana.posts("/messages/certificate") == []
    ana.page.unroute("**/ceremony/task")
    ana.page.unroute("**/ceremony/*/messages/*")
    ana.browser.reload()
    ana.make_key()
    chloe.make_key()
    assert ana.words() == ben.words()
    assert chloe.words() != ana.words()
    # When the server tells her the truth later, it has told two stories.
    chloe.page.unroute("**/ceremony/task")
    chloe.page.unroute("**/ceremony/*/messages/*")
    ana.say_same()
    chloe.heading("Do not go on")
    chloe.see_in("main", "messages were changed")
    chloe.press("Check again")
    chloe.heading("Go on with your key")
    chloe.fill("Your key’s passphrase", chloe.passphrase)
    chloe.press("Go on")
    assert chloe.words() == ben.words()
    # Ana is shown another commitment of Ben's; the list that Ben signed gives it away.
    show_exchanged(ana, change_commitment)
    ana.page.route("**/messages/acknowledge", swallow)
    chloe.say_same()
    ben.say_same()
    ana.heading("Do not go on", timeout=LONG)
    ana.see_in("main", "ceremony-acknowledgement")
    named = re.compile(f"The message of ({NAMES[1]}|{NAMES[2]}) in the step")
    ana.see_in("main", named)
    assert ana.posts("/messages/reveal") == []


def change_commitment(entries: list[dict[str, Any]]) -> None:
    for entry in entries:
        if (entry["trustee"], entry["step"]) == (2, "commit"):
            value = json.loads(entry["message"])
            value["commitment"] = value["commitment"][::-1]
            text = json.dumps(value, separators=(",", ":"), sort_keys=True)
            entry["message"] = text


def swallow(route: Route) -> None:
    """The server keeps Ana's signature to itself and answers as if all were well."""
    task = route.request.url.split("/messages/")[0].rsplit("/", 1)[0] + "/task"
    body = route.fetch(url=task, method="GET").json()
    change_commitment(body["entries"])
    route.fulfill(status=200, body=json.dumps(body), content_type="application/json")


class Liar:
    """A trustee at a command line, whose messages go in through the page, one file each."""

    def __init__(self, trustee: Trustee) -> None:
        self.trustee = trustee
        self.seed = create_seed(secrets.token_bytes)
        self.polynomial: Any = None

    def folder(self) -> Transcript:
        """All messages so far, as the page gives them to carry away."""
        unfold_offline_work(self.trustee.browser)
        saved = self.trustee.browser.save(link("Download the folder of all messages"))
        transcript = Transcript(GROUP, 3, 2)
        with zipfile.ZipFile(io.BytesIO(saved)) as archive:
            for name, step in (
                ("certificate", "certificate"),
                ("commitment", "commit"),
                ("acknowledgement", "acknowledge"),
            ):
                for number in (1, 2, 3):
                    if f"{name}-{number}.json" in archive.namelist():
                        transcript.add(number, step, archive.read(f"{name}-{number}.json"))
        return transcript

    def upload(self, message: Any, path: str) -> None:
        unfold_offline_work(self.trustee.browser)
        data = message if isinstance(message, bytes) else encode_json(message)
        self.trustee.file("The message’s file", data)
        self.trustee.browser.send(button("Send this message"), path)

    def certify(self) -> None:
        certificate = steps.start(
            GROUP, self.seed, size=3, threshold=2, index=3, random_bytes=secrets.token_bytes
        )
        self.upload(certificate, "/messages/certificate")

    def commit(self) -> None:
        certificates = self.folder().certificates
        assert certificates is not None
        made, commitment = steps.commit(GROUP, self.seed, certificates, secrets.token_bytes)
        keys = compute_private_keys(GROUP, self.seed)
        sealed = send_message(
            GROUP,
            keys.signing,
            certificates.keys[0].encryption,
            '{"secret":"12345"}',
            secrets.token_bytes,
        )
        self.polynomial = type(made)(
            polynomial=made.polynomial,
            secrets=[sealed, *made.secrets[1:]],
            coefexps=made.coefexps,
            signature=made.signature,
        )
        self.upload(encode_canonical(commitment), "/messages/commit")

    def acknowledge(self) -> None:
        told = self.folder()
        assert told.certificates is not None and told.commitments is not None
        said = steps.acknowledge(
            GROUP,
            self.seed,
            told.certificates,
            told.commitments,
            self.polynomial,
            secrets.token_bytes,
        )
        self.upload(encode_canonical(said), "/messages/acknowledge")


def test_a_wrong_share_is_proven_and_named(people: People, committee: Committee) -> None:
    links = name_trustees(committee, NAMES, 2)
    ana, ben, chloe = gather(people, NAMES, links)
    liar = Liar(chloe)
    liar.certify()
    chloe.heading("Your key is not on this device")
    for trustee in (ana, ben):
        trustee.make_key()
    for trustee in (ana, ben):
        trustee.words()
        trustee.say_same()
    liar.commit()
    for trustee in (ana, ben):
        trustee.see(f"Waiting for {chloe.name}.", timeout=LONG)
    liar.acknowledge()
    liar.upload(liar.polynomial, "/messages/reveal")
    for trustee in (ana, ben):
        trustee.heading("The key could not be made", timeout=LONG)
        trustee.see_in("main", f"What {chloe.name} sent was wrong")
    assert len(ana.posts("/messages/complain")) == 1
    committee.open(f"/committee/campaigns/{committee.code}/trustees")
    committee.see_in("#live", "The key could not be made")
    committee.see_in("#live", chloe.name)
