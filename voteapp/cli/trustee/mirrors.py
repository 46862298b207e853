"""Mirrors that a trustee asks herself: what end of voting they saw, beside the evidence's."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import click
import msgspec

from voteapp.campaign.audit.turns import Closing
from voteapp.campaign.canonical import encode_canonical
from voteapp.campaign.setup.manifest import Manifest
from voteapp.campaign.statements.signing import (
    Statement,
    check_statement,
    decode_statement,
    sort_statements,
)
from voteapp.campaign.statements.texts import compute_end_text
from voteapp.cli import Failure
from voteapp.cli.fetching import fetch
from voteapp.cli.files import read_small, replace_file
from voteapp.cli.signers.naming import say_signer
from voteapp.cli.texts import clean
from voteapp.cli.texts import gettext as _
from voteapp.errors import ProtocolError

mirror_option = click.option(
    "--mirror",
    "mirrors",
    multiple=True,
    metavar="ADDRESS|FILE",
    help="Ask this mirror what end of voting it saw: its address, its folder or its UUID.end.json. "
    "Once for each mirror.",
)


class Contradicted(Failure):
    """Ends with exit 1: a mirror does not say what the bundle shows."""

    exit_code = 1


class Asked(NamedTuple):
    """A closing with all the mirrors' ends that are known, and those that are not in the bundle."""

    closing: Closing
    new: list[Statement]


def ask_mirrors(asked: Sequence[str], closing: Closing, manifest: Manifest) -> Asked:
    """Ask before anything is signed.

    Raises Contradicted where an answer is none of a mirror that the set-up names, or of another
    end; Failure where there is none.
    """
    known = {one.signer: one for one in closing.evidence.mirror_ends}
    new = {}
    for source in asked:
        if not manifest.mirrors:
            raise Failure(_("This set-up names no mirrors: leave --mirror out."))
        statement = _ask(source, manifest.uuid)
        _check(statement, source, closing, manifest)
        named = say_signer(statement.signer, manifest)
        click.echo(_("The same end of voting was seen by %s.") % named)
        if statement.signer not in known:
            new[statement.signer] = statement
    ends = sort_statements([*known.values(), *new.values()])
    evidence = msgspec.structs.replace(closing.evidence, mirror_ends=ends)
    return Asked(closing._replace(evidence=evidence), sort_statements(new.values()))


def keep_ends(ends: Sequence[Statement], uuid: str, directory: Path) -> None:
    """Leave them as files: the server has to know them too before it takes factors."""
    for one in ends:
        path = directory / f"{uuid}.mirror-{one.number}.json"
        replace_file(path, encode_canonical(one), 0o644)
        click.echo(_("What the mirror signed; give it to the server with your files: %s") % path)


def _ask(source: str, uuid: str) -> Statement:
    name = f"{uuid}.end.json"
    if source.startswith(("http://", "https://")):
        address = f"{source.rstrip('/')}/elections/{uuid}/{name}"
        with tempfile.TemporaryDirectory(prefix="voteapp-") as folder:
            if not fetch(address, Path(folder) / name):
                raise _has_none(source)
            data = read_small(Path(folder) / name)
    else:
        places = [Path(source), Path(source) / name, Path(source) / uuid / name]
        path = next((place for place in places if place.is_file()), None)
        if path is None:
            raise _has_none(source)
        data = read_small(path)
    try:
        return decode_statement(data, "mirror-end")
    except ProtocolError as error:
        raise Failure(
            _("What %(source)s gives is no statement of a mirror (%(code)s).")
            % {"source": clean(source), "code": error.code}
        ) from None


def _has_none(source: str) -> Failure:
    return Failure(
        _(
            "%s has not signed the end of this election. Compare the address, or ask again later; "
            "without --mirror you can sign, but not count on it."
        )
        % clean(source)
    )


def _check(statement: Statement, source: str, closing: Closing, manifest: Manifest) -> None:
    """It is what a mirror of the set-up signed, and of this closing's end; raises Contradicted."""
    try:
        check_statement(closing.people, "mirror-end", [statement.message], statement)
    except ProtocolError as error:
        raise Contradicted(
            _(
                "What %(source)s gives is not signed by a mirror that the set-up names (%(code)s). "
                "Nothing was signed. Ask whoever keeps the mirror, by another way, and tell the "
                "other trustees."
            )
            % {"source": clean(source), "code": error.code}
        ) from None
    if statement.message != compute_end_text(closing.fingerprint, closing.end):
        raise Contradicted(
            _(
                "Another end of voting than the bundle shows was signed by %(name)s: %(message)s. "
                "Nothing was signed: sign and decrypt nothing. Show the bundle and what %(source)s "
                "gives to the other trustees, the committee and whoever keeps the mirror."
            )
            % {
                "name": say_signer(statement.signer, manifest),
                "message": clean(statement.message),
                "source": clean(source),
            }
        )
