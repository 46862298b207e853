"""A campaign behind the scenes with a witness or mirrors beside its three trustees."""

from __future__ import annotations

import secrets
from pathlib import Path

from tests.players.browser.backstage import QUICK, SeveralTrustees
from tests.players.browser.people import KEY_PASSPHRASE, People, Person
from tests.players.services.world import ADA, GROUP
from voteapp.campaign.canonical import encode_canonical
from voteapp.campaign.keys.signing_keys import create_signing_file, read_signing_public
from voteapp.campaign.statements.people import Signer
from voteapp.campaign.statements.signing import create_statement
from voteapp.campaign.statements.texts import compute_end_text
from voteapp.protocol.keys.pki import create_seed
from voteapp.services.people import trustee_access
from voteapp.services.trustees import witnesses
from voteapp.services.trustees.seats import WITNESS_PLACES, Seat

WITNESS = "Zoe"


class WitnessedTrustees(SeveralTrustees):
    """2 of 3; before the set-up is fixed a witness or mirrors are named."""

    @property
    def witness_seat(self) -> Seat:
        return Seat(self.code, 1, role="witness")

    def name_witness(self) -> None:
        witnesses.name_witnesses(self.context, ADA, self.code, [WITNESS])

    def give_witness_key(self, folder: Path) -> Path:
        """The witness's key, made by the command and posted; its file."""
        path = folder / "witness.json"
        seed = create_seed(secrets.token_bytes)
        made = create_signing_file(
            "witness", WITNESS, seed, KEY_PASSPHRASE, secrets.token_bytes, n=QUICK
        )
        path.write_bytes(made)
        key = read_signing_public(made, "witness").key
        witnesses.post_witness_key(self.context, self.witness_seat, key)
        return path

    def admit_witness(self, people: People) -> Person:
        """The witness's browser, signed in by the personal link."""
        secret = trustee_access.create_link(self.context, self.code, WITNESS_PLACES + 1)
        token = trustee_access.bind_passphrase(self.context, secret, "0" * 64).token
        person = Person(people, WITNESS)
        people.everybody.append(person)
        person.browser.add_cookie(self.site.address, "voteapp_trustee", token)
        return person

    def name_mirrors(self, count: int) -> None:
        self.mirror_keys = [GROUP.random_scalar(secrets.token_bytes) for _ in range(count)]
        named = [
            (f"Mirror {i}", f"https://mirror-{i}.example", GROUP.encode(GROUP.base_power(key)))
            for i, key in enumerate(self.mirror_keys, 1)
        ]
        witnesses.name_mirrors(self.context, ADA, self.code, named)

    def sign_end(self, number: int, end: str | None = None) -> bytes:
        """What a mirror signs of the only election's end; ``end``: of another."""
        (uuid,) = self.uuids
        row = self.get_row(uuid)
        text = compute_end_text(row.fingerprint or "", end or row.end_tip or "")
        key = self.mirror_keys[number - 1]
        signer = Signer("mirror", number)
        return encode_canonical(create_statement(GROUP, signer, key, text, secrets.token_bytes))

    def prepare(self) -> None:
        """Slips made, the set-up fixed, every trustee has looked at it."""
        self.make_slips()
        self.fix()

    def open_now(self) -> None:
        self.open_fixed()
        self.site.advance(minutes=2)
