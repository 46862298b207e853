"""Whole ceremonies for tests, made from seeds, step by step."""

from __future__ import annotations

from tests.campaign.elections import GROUP, Stream
from voteapp.campaign import ceremony_steps as steps
from voteapp.protocol.encoding import RandomBytes
from voteapp.protocol.pki import create_seed


class PlayedCeremony:
    """What all trustees said; a test changes one thing and goes on."""

    def __init__(self, size: int = 3, threshold: int = 2, seed: str = "ceremony") -> None:
        self.random_bytes: RandomBytes = Stream(f"{seed}|{size}|{threshold}")
        self.seeds = [create_seed(self.random_bytes) for _ in range(size)]
        self.certs = [
            steps.start(
                GROUP,
                own,
                size=size,
                threshold=threshold,
                index=index,
                random_bytes=self.random_bytes,
            )
            for index, own in enumerate(self.seeds, 1)
        ]
        self.certificates = steps.collect_certificates(GROUP, self.certs, threshold)
        made = [
            steps.commit(GROUP, own, self.certificates, self.random_bytes) for own in self.seeds
        ]
        self.polynomials = [polynomial for polynomial, _ in made]
        self.commitments = [commitment for _, commitment in made]
        self.list = steps.collect_commitments(self.certificates, self.commitments)
        self.acknowledgements = [
            steps.acknowledge(
                GROUP, own, self.certificates, self.list, polynomial, self.random_bytes
            )
            for own, polynomial in zip(self.seeds, self.polynomials, strict=True)
        ]

    def agree(self) -> steps.Agreement:
        return steps.collect_acknowledgements(
            GROUP, self.certificates, self.list, self.acknowledgements
        )

    def finish(self) -> tuple[list[int], steps.Assembled]:
        """Reveal to assemble: everybody's share, and what record and evidence hold."""
        agreed = self.agree()
        shown = [
            steps.reveal(GROUP, own, self.certificates, agreed, polynomial)
            for own, polynomial in zip(self.seeds, self.polynomials, strict=True)
        ]
        made = [
            steps.share(GROUP, own, self.certificates, agreed, shown, self.random_bytes)
            for own in self.seeds
        ]
        voutputs = [voutput for _, voutput in made]
        assembled = steps.assemble(GROUP, self.certificates, agreed, shown, voutputs)
        return [share for share, _ in made], assembled
