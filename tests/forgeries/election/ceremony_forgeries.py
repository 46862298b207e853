"""Ceremonies in the evidence: missing, summed up wrongly, or with a lie among their messages.

The trustees are two of three with a single one beside them. Each lie that is refused when it is
told (tests/players/campaign/ceremony_lies.py) is planted here in a bundle, as if nobody had
listened.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.forgeries.election.bench import exchange_trustees, pack, replace
from tests.forgeries.election.bundle_forgeries import FORGERIES, forges
from tests.players.campaign.ceremony_lies import LIES
from tests.players.campaign.ceremony_table import change, honest, listen, said
from tests.players.campaign.elections import GROUP, Stream, Workshop
from voteapp.campaign.ceremony import steps
from voteapp.campaign.ceremony.agreement import (
    Ceremony,
    Entry,
    RefusedEntry,
    compute_acknowledgement_text,
    compute_certs_hash,
    compute_commitments,
)
from voteapp.protocol.keys.pki import create_signature
from voteapp.protocol.proofs import Proof


def open_with_ceremony(
    change: Any = lambda ceremony: ceremony, items: Any = None, signing: Any = None
) -> bytes:
    """An election just opened, with this ceremony of these trustees and what they sign with."""
    workshop = Workshop("ceremony")
    workshop.public_keys = items or honest().assembled.items
    workshop.signing = signing or [trustee.signing_key for trustee in honest().trustees]
    election = workshop.open()
    election.replace(ceremony=change(honest().assembled.ceremony))
    return pack(election)


def refused(**fields: Any) -> Callable[[Ceremony], Ceremony]:
    """A refused message of the known form, but for these fields."""
    entry = {"trustee": 1, "step": "share", "code": "trustee-proof", "message": "{}", **fields}
    return lambda ceremony: replace(ceremony, refused=[RefusedEntry(**entry)])


@forges("ceremony-refused")
def refused_of_nobody() -> bytes:
    return open_with_ceremony(refused(trustee=5))


@forges("ceremony-refused")
def refused_at_a_step_that_is_none() -> bytes:
    return open_with_ceremony(refused(step="trust me"))


@forges("ceremony-refused")
def refused_for_a_reason_that_is_none() -> bytes:
    return open_with_ceremony(refused(code="The committee wins."))


@forges("ceremony-refused")
def refused_at_length() -> bytes:
    return open_with_ceremony(refused(message="x" * 65_537))


@forges("ceremony-refused")
def refused_again_and_again() -> bytes:
    entry = RefusedEntry(trustee=2, step="share", code="ceremony-step", message="")
    return open_with_ceremony(lambda ceremony: replace(ceremony, refused=[entry] * 6))


def plant(messages: list[Entry]) -> bytes:
    """The honest ceremony's sum with these messages."""
    return open_with_ceremony(lambda ceremony: replace(ceremony, messages=messages))


def _plant_lie(make: Callable[[], list[Entry]], code: str) -> None:
    def forge() -> bytes:
        return plant(make())

    forge.__name__ = f"told_{make.__name__}"
    FORGERIES[forge] = code


for _make, (_code, _trustee, _step) in LIES.items():
    _plant_lie(_make, _code)


@forges("ceremony-missing")
def no_ceremony() -> bytes:
    return open_with_ceremony(lambda ceremony: None)


@forges("ceremony-commitment")
def a_trustee_opened_something_else() -> bytes:
    return open_with_ceremony(lambda c: replace(c, commitments=["0" * 64, *c.commitments[1:]]))


@forges("ceremony-commitment")
def a_ceremony_for_other_certificates() -> bytes:
    return open_with_ceremony(lambda c: replace(c, certs_hash="0" * 64))


@forges("ceremony-acknowledgement")
def a_trustee_who_did_not_acknowledge() -> bytes:
    return open_with_ceremony(lambda c: replace(c, acknowledgements=c.acknowledgements[:-1]))


@forges("ceremony-acknowledgement")
def acknowledgements_exchanged() -> bytes:
    return open_with_ceremony(lambda c: replace(c, acknowledgements=c.acknowledgements[::-1]))


@forges("ceremony-messages")
def no_messages() -> bytes:
    return plant([])


@forges("ceremony-messages")
def the_last_message_is_missing() -> bytes:
    return plant(said()[:-1])


@forges("ceremony-early")
def a_message_in_the_middle_is_missing() -> bytes:
    return plant([entry for entry in said() if (entry.trustee, entry.step) != (2, "acknowledge")])


@forges("ceremony-messages")
def messages_that_give_other_keys() -> bytes:
    """All is right in itself, but the record's key of trustee 3 carries another proof."""
    heard = listen(said())
    assert heard.agreed is not None and heard.polynomials is not None
    _, again = steps.share(
        GROUP,
        honest().trustees[2].seed,
        heard.get_certificates(),
        heard.agreed,
        heard.polynomials,
        Stream("again"),
    )
    return plant(change(3, "share", again))


@forges("ceremony-messages")
def another_acknowledgement_than_was_said() -> bytes:
    """Trustee 1 signed the right list twice; sum and messages differ."""

    def sign_again(ceremony: Ceremony) -> Ceremony:
        text = compute_acknowledgement_text(ceremony.certs_hash, ceremony.commitments)
        key = honest().trustees[0].signing_key
        signature = create_signature(GROUP, key, text, Stream("again"))
        return replace(ceremony, acknowledgements=[signature, *ceremony.acknowledgements[1:]])

    return open_with_ceremony(sign_again)


def sum_up(items: list[Any], signing_keys: list[int]) -> Ceremony:
    """A ceremony of these trustees without a word."""
    certs_hash, commitments = compute_certs_hash(items), compute_commitments(items)
    text = compute_acknowledgement_text(certs_hash, commitments)
    signed = [create_signature(GROUP, key, text, Stream(f"sum {key}")) for key in signing_keys]
    return Ceremony(
        certs_hash=certs_hash, commitments=commitments, acknowledgements=signed, messages=[]
    )


@forges("ceremony-messages")
def a_ceremony_of_single_trustees_alone() -> bytes:
    workshop = Workshop("ceremony", trustees=2)
    election = workshop.open()
    election.replace(ceremony=sum_up(workshop.public_keys, workshop.private_keys))
    return pack(election)


@forges("ceremony-messages")
def the_single_trustee_first() -> bytes:
    """Its number would be another than in the ceremony."""
    pedersen, single = honest().assembled.items
    keys = [trustee.signing_key for trustee in honest().trustees]
    moved = [keys[-1], *keys[:-1]]
    ceremony = replace(sum_up([single, pedersen], moved), messages=said())
    return open_with_ceremony(lambda _: ceremony, [single, pedersen], moved)


@forges("trustee-proof")
def a_single_key_without_proof() -> bytes:
    pedersen, single = honest().assembled.items
    workshop = Workshop("ceremony")
    workshop.public_keys = [pedersen, single]
    right = workshop.open()
    right.replace(ceremony=honest().assembled.ceremony)
    bare = replace(single, pok=Proof("1", "2"))
    return pack(exchange_trustees(workshop, right, [pedersen, bare]))
