"""A whole key ceremony in memory: all trustees at one table.

For ``voteapp demo`` and the tests; real trustees each do their own steps.
"""

from __future__ import annotations

from typing import NamedTuple

from voteapp.campaign.canonical import encode_canonical
from voteapp.campaign.ceremony import steps
from voteapp.campaign.ceremony.singles import (
    acknowledge_single,
    commit_single,
    compute_single_key,
    create_single_key,
)
from voteapp.campaign.ceremony.table import SINGLE_STEPS, STEPS
from voteapp.campaign.ceremony.transcript import Transcript
from voteapp.campaign.keys.rehearsal import compute_digest
from voteapp.campaign.keys.single import protect_trustee_key
from voteapp.campaign.keys.threshold import (
    ThresholdKeyPublic,
    ThresholdKeySecret,
    protect_threshold_key,
)
from voteapp.campaign.playing.owners import PlayedOwner
from voteapp.errors import MisuseError
from voteapp.protocol.encoding import RandomBytes, encode_json
from voteapp.protocol.group import GROUP_NAME, get_group
from voteapp.protocol.keys.pedersen import Polynomial
from voteapp.protocol.keys.pki import SignedMessage, compute_private_keys, create_seed
from voteapp.protocol.keys.trustees import TrusteePublicKey


class PlayedTrustee(PlayedOwner):
    """A threshold trustee: what it says at each step, and its secrets after the ceremony."""

    steps = STEPS
    certificate: SignedMessage
    polynomial: Polynomial

    def __init__(self, number: int, random_bytes: RandomBytes) -> None:
        super().__init__(number, random_bytes)
        self.seed = create_seed(random_bytes)
        self.signing_key = compute_private_keys(self.group, self.seed).signing

    def say(self, transcript: Transcript, step: str) -> bytes:
        """This trustee's message of that step."""
        if step == "certificate":
            self.certificate = steps.start(
                self.group,
                self.seed,
                size=transcript.size,
                threshold=transcript.threshold,
                index=self.number,
                random_bytes=self.random_bytes,
            )
            return encode_json(self.certificate)
        certificates = transcript.get_certificates()
        known = (self.group, self.seed, certificates)
        if step == "commit":
            self.polynomial, message = steps.commit(*known, self.random_bytes)
            return encode_canonical(message)
        if step == "acknowledge":
            listed = transcript.commitments or []
            signed = steps.acknowledge(*known, listed, self.polynomial, self.random_bytes)
            return encode_canonical(signed)
        agreed, polynomials = transcript.agreed, transcript.polynomials
        if agreed is None:
            raise MisuseError("not all trustees acknowledged yet")
        if step == "reveal":
            return encode_json(steps.reveal(*known, agreed, self.polynomial))
        self.private_key, voutput = steps.share(
            *known, agreed, polynomials or [], self.random_bytes
        )
        return encode_json(voutput)

    def get_digest(self, transcript: Transcript) -> str:
        """What the rehearsal of this trustee's key is about."""
        return transcript.certs_hash or ""

    def protect(
        self, keys: PlayedKeys, passphrase: str, random_bytes: RandomBytes, n: int
    ) -> bytes:
        """The key file; scrypt's cost is ``n``."""
        public = ThresholdKeyPublic(
            certificate=self.certificate,
            certs_hash=keys.assembled.ceremony.certs_hash,
            trustee_public_key=keys.assembled.parameters.verification_keys[self.number - 1],
        )
        secret = ThresholdKeySecret(
            seed=self.seed,
            polynomial=encode_json(self.polynomial).decode(),
            commitments=keys.assembled.ceremony.commitments,
            private_key=str(self.private_key),
        )
        return protect_threshold_key(public, secret, passphrase, random_bytes, n=n)


class PlayedSingle(PlayedTrustee):
    """A single trustee beside the others."""

    steps = SINGLE_STEPS
    key: TrusteePublicKey

    def __init__(self, number: int, random_bytes: RandomBytes) -> None:
        super().__init__(number, random_bytes)
        self.private_key = self.signing_key = compute_single_key(self.group, self.seed)
        self.key = create_single_key(self.group, self.seed, random_bytes)

    def say(self, transcript: Transcript, step: str) -> bytes:
        certificates = transcript.get_certificates()
        if step == "commit":
            return encode_canonical(commit_single(certificates, self.number, self.key))
        if step == "acknowledge":
            signed = acknowledge_single(
                self.group,
                self.private_key,
                certificates,
                transcript.commitments or [],
                self.number,
                self.key,
                self.random_bytes,
            )
            return encode_canonical(signed)
        return encode_json(self.key)

    def get_digest(self, transcript: Transcript) -> str:
        return compute_digest(self.key)

    def protect(
        self, keys: PlayedKeys, passphrase: str, random_bytes: RandomBytes, n: int
    ) -> bytes:
        return protect_trustee_key(self.key, self.private_key, passphrase, random_bytes, n=n)


class PlayedKeys(NamedTuple):
    """The trustees in the order of their numbers, and what they made together."""

    trustees: list[PlayedTrustee]
    assembled: steps.Assembled

    def protect(self, number: int, passphrase: str, random_bytes: RandomBytes, *, n: int) -> bytes:
        """The key file of trustee ``number`` (from 1)."""
        return self.trustees[number - 1].protect(self, passphrase, random_bytes, n)


def hold_ceremony(
    size: int, threshold: int, random_bytes: RandomBytes, *, singles: int = 0
) -> PlayedKeys:
    """All steps of all trustees; raises InvalidInputError unless 2t > n and n <= 15."""
    transcript = Transcript(get_group(GROUP_NAME), size, threshold, singles)
    trustees = [PlayedTrustee(number, random_bytes) for number in range(1, size + 1)]
    trustees += [
        PlayedSingle(number, random_bytes) for number in range(size + 1, size + singles + 1)
    ]
    for step in STEPS:
        for trustee in trustees:
            if step in trustee.steps:
                transcript.add(trustee.number, step, trustee.say(transcript, step))
    return PlayedKeys(trustees, transcript.assemble())
