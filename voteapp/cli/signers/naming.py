"""Trustees, witnesses and mirrors in words."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from voteapp.campaign.setup.manifest import Manifest
from voteapp.campaign.statements.people import People, Role, Signer
from voteapp.cli.texts import clean
from voteapp.cli.texts import gettext as _


def list_signers(people: People, roles: Sequence[Role]) -> list[Signer]:
    """Everybody in these roles, by number."""
    counts = {
        "trustee": len(people.trustees),
        "witness": len(people.witnesses),
        "mirror": len(people.mirrors),
    }
    return [Signer(role, i + 1) for role in roles for i in range(counts[role])]


def say_signer(signer: Signer, manifest: Manifest) -> str:
    """A signer with the name that the manifest gives, if it gives one."""
    role, number = signer
    if role == "witness":
        named = {"number": number, "name": clean(manifest.witnesses[number - 1].name)}
        return _("witness %(number)d (%(name)s)") % named
    if role == "mirror":
        named = {"number": number, "name": clean(manifest.mirrors[number - 1].name)}
        return _("mirror %(number)d (%(name)s)") % named
    return _("trustee %d") % number


def say_signers(signers: Collection[Signer], manifest: Manifest) -> str:
    """Several, in a row."""
    return ", ".join(say_signer(signer, manifest) for signer in signers)
