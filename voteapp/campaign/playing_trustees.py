"""A whole key ceremony in memory: all trustees at one table.

For ``voteapp demo`` and the tests; real trustees each do their own steps.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from voteapp.campaign import ceremony_steps as steps
from voteapp.campaign.threshold_files import (
    GROUP_NAME,
    ThresholdKeyPublic,
    ThresholdKeySecret,
    protect_threshold_key,
)
from voteapp.protocol.encoding import RandomBytes
from voteapp.protocol.group import get_group
from voteapp.protocol.pki import SignedMessage, compute_private_keys, create_seed


class PlayedTrustee(NamedTuple):
    """One trustee's secrets after the ceremony."""

    seed: str
    signing_key: int
    private_key: int
    certificate: SignedMessage


class PlayedKeys(NamedTuple):
    """The trustees in the order of their numbers, and what they made together."""

    trustees: list[PlayedTrustee]
    assembled: steps.Assembled

    def protect(self, number: int, passphrase: str, random_bytes: RandomBytes, *, n: int) -> bytes:
        """The key file of trustee ``number`` (from 1)."""
        trustee, ceremony = self.trustees[number - 1], self.assembled.ceremony
        public = ThresholdKeyPublic(
            certificate=trustee.certificate,
            certs_hash=ceremony.certs_hash,
            trustee_public_key=self.assembled.parameters.verification_keys[number - 1],
        )
        secret = ThresholdKeySecret(
            seed=trustee.seed,
            polynomial=ceremony.messages[number - 1],
            commitments=ceremony.commitments,
            private_key=str(trustee.private_key),
        )
        return protect_threshold_key(public, secret, passphrase, random_bytes, n=n)


def hold_ceremony(size: int, threshold: int, random_bytes: RandomBytes) -> PlayedKeys:
    """All steps of all trustees; raises InvalidInputError unless 2t > n and n <= 15."""
    group = get_group(GROUP_NAME)
    seeds = [create_seed(random_bytes) for _ in range(size)]
    certs = [
        steps.start(
            group,
            seed,
            size=size,
            threshold=threshold,
            index=index,
            random_bytes=random_bytes,
        )
        for index, seed in enumerate(seeds, 1)
    ]
    certificates = steps.collect_certificates(group, certs, threshold)
    drawn = [steps.commit(group, seed, certificates, random_bytes) for seed in seeds]
    polynomials = [polynomial for polynomial, _ in drawn]
    commitments = steps.collect_commitments(certificates, [said for _, said in drawn])
    signed = [
        steps.acknowledge(group, seed, certificates, commitments, polynomial, random_bytes)
        for seed, polynomial in zip(seeds, polynomials, strict=True)
    ]
    agreed = steps.collect_acknowledgements(group, certificates, commitments, signed)
    made = [
        steps.share(group, seed, certificates, agreed, polynomials, random_bytes) for seed in seeds
    ]
    voutputs = [voutput for _, voutput in made]
    assembled = steps.assemble(group, certificates, agreed, polynomials, voutputs)
    shares = [share for share, _ in made]
    return PlayedKeys(_collect(seeds, shares, certs), assembled)


def _collect(
    seeds: Sequence[str], shares: Sequence[int], certs: Sequence[SignedMessage]
) -> list[PlayedTrustee]:
    group = get_group(GROUP_NAME)
    return [
        PlayedTrustee(seed, compute_private_keys(group, seed).signing, share, cert)
        for seed, share, cert in zip(seeds, shares, certs, strict=True)
    ]
