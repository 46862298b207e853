"""Amendments: what the committee changes of a fixed set-up, in a public chain that is signed.

PAPER, "Fixing the set-up"; docs/formats.md, "Amendments". Until Setup the opening time and the
numbers entitled; the closing time and, with t trustees' signatures (``mended.py``), the booth's
files until voting ends. Everything else is fixed for good.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal, NamedTuple

from msgspec import UNSET, UnsetType

from voteapp.campaign.canonical import parse_instant
from voteapp.campaign.linked import Linked, Own, check_link, compute_previous
from voteapp.campaign.setup.manifest import Manifest
from voteapp.campaign.signed import check_signed
from voteapp.campaign.statements.signing import Statement
from voteapp.campaign.units.strata import list_leaves
from voteapp.errors import ProtocolError
from voteapp.protocol.encoding import MAX_INTEGER, is_hex

Field = Literal["opens", "closes", "entitled", "booth"]

_VALUE = "amendment-value"


class Amendment(Linked, frozen=True, kw_only=True):
    """One change: ``field`` (``leaf``: of which unit, where it is ``entitled``) from ``old``, the
    value in force, to ``new``; instants as in the manifest, numbers in decimal, hashes in hex.

    ``path`` and ``signed`` are there where it is ``booth`` only: which file, and the trustees who
    agree, in order.
    """

    type: Literal["voteapp-amendment"] = "voteapp-amendment"
    version: Literal[1] = 1
    field: Field
    leaf: str | None
    old: str
    new: str
    reason: str
    at: str
    path: str | UnsetType = UNSET
    signed: list[Statement] | UnsetType = UNSET


class InForce(NamedTuple):
    """What holds: scheduled instants, members entitled by leaf code, hashes of the booth's files
    by path."""

    opens: str
    closes: str
    entitled: Mapping[str, int]
    booth: Mapping[str, str]

    @property
    def members(self) -> int:
        """All members entitled: what rule and quorum use."""
        return sum(self.entitled.values())


class Change(NamedTuple):
    """What the committee wants changed, and why; ``leaf`` is None but for numbers entitled,
    ``path`` and ``signed`` but for the booth's files."""

    field: Field
    new: str
    reason: str
    leaf: str | None = None
    path: str | None = None
    signed: Sequence[Statement] | None = None


def get_initial(manifest: Manifest) -> InForce:
    """What holds before any amendment."""
    leaves = {leaf.code: leaf.roster for leaf in list_leaves(manifest.strata)}
    return InForce(manifest.opens, manifest.closes, leaves, manifest.booth)


def create_amendment(
    before: Sequence[Amendment], held: InForce, fingerprints: Sequence[str], change: Change, at: str
) -> Amendment:
    """The next amendment of a campaign, not signed yet; ``held`` is what the last one left.

    Raises ProtocolError ``amendment-value`` where it is not allowed at the instant ``at``.
    """
    old = {
        "opens": held.opens,
        "closes": held.closes,
        "entitled": str(held.entitled.get(change.leaf or "", 0)),
        "booth": held.booth.get(change.path or "", ""),
    }[change.field]
    amendment = Amendment(
        fingerprints=list(fingerprints),
        number=len(before) + 1,
        previous=compute_previous(before),
        field=change.field,
        leaf=change.leaf,
        old=old,
        new=change.new,
        reason=change.reason,
        at=at,
        path=UNSET if change.path is None else change.path,
        signed=UNSET if change.signed is None else list(change.signed),
    )
    apply_amendment(held, amendment)
    return amendment


def apply_amendment(held: InForce, amendment: Amendment) -> InForce:
    """What holds afterwards. Raises ProtocolError ``amendment-value`` for a change that is not
    allowed, or not of what held."""
    at, closes = parse_instant(amendment.at, _VALUE), parse_instant(held.closes, _VALUE)
    if at > closes:
        raise ProtocolError(_VALUE, "voting was over when something was changed")
    if not amendment.reason:
        raise ProtocolError(_VALUE, "an amendment gives no reason")
    if (amendment.field == "entitled") != (amendment.leaf is not None):
        raise ProtocolError(_VALUE, "a unit is named where none is meant, or none where one is")
    mended = amendment.field == "booth"
    if {amendment.path is not UNSET, amendment.signed is not UNSET} != {mended}:
        raise ProtocolError(_VALUE, "a file is named where none is meant, or none where one is")
    change = {
        "opens": _move_opening,
        "closes": _move_closing,
        "entitled": _correct_number,
        "booth": _mend_file,
    }
    return change[amendment.field](held, amendment, at)


def _move_opening(held: InForce, amendment: Amendment, at: int) -> InForce:
    new = parse_instant(amendment.new, _VALUE)
    _require_old(held.opens, amendment)
    if not at <= new < parse_instant(held.closes, _VALUE):
        raise ProtocolError(_VALUE, "voting cannot open in the past, or after it closes")
    return held._replace(opens=amendment.new)


def _move_closing(held: InForce, amendment: Amendment, at: int) -> InForce:
    new = parse_instant(amendment.new, _VALUE)
    _require_old(held.closes, amendment)
    if new < at or new <= parse_instant(held.opens, _VALUE):
        raise ProtocolError(_VALUE, "voting cannot close in the past, or before it opens")
    return held._replace(closes=amendment.new)


def _correct_number(held: InForce, amendment: Amendment, at: int) -> InForce:
    leaf, new = amendment.leaf or "", amendment.new
    if leaf not in held.entitled:
        raise ProtocolError(_VALUE, "an amendment names a unit that does not exist")
    _require_old(str(held.entitled[leaf]), amendment)
    if not (new.isascii() and new.isdigit() and len(new) < 11 and not new.startswith("0")):
        raise ProtocolError(_VALUE, "a number entitled is not a positive number")
    if int(new) >= MAX_INTEGER:
        raise ProtocolError(_VALUE, "a number entitled is out of range")
    if at > parse_instant(held.opens, _VALUE):
        raise ProtocolError(_VALUE, "voting had begun when a number entitled was changed")
    return held._replace(entitled={**held.entitled, leaf: int(new)})


def _mend_file(held: InForce, amendment: Amendment, _at: int) -> InForce:
    path = "" if amendment.path is UNSET else amendment.path
    if path not in held.booth:
        raise ProtocolError(_VALUE, "an amendment names a file that is not pinned")
    _require_old(held.booth[path], amendment)
    if not is_hex(amendment.new, 32):
        raise ProtocolError(_VALUE, "a mended file's hash is not written as hex")
    return held._replace(booth={**held.booth, path: amendment.new})


def _require_old(held: str, amendment: Amendment) -> None:
    if amendment.old != held:
        raise ProtocolError(_VALUE, "an amendment does not change what was in force")
    if amendment.new == amendment.old:
        raise ProtocolError(_VALUE, "an amendment changes nothing")


def check_amendments(
    amendments: Sequence[Amendment], manifest: Manifest, fingerprint: str
) -> InForce:
    """Check the chain of an election's evidence; returns what held in the end. Who agreed to mended
    files is another question (``check_mended``).

    Raises ProtocolError ``amendment-signature``, ``amendment-chain`` or ``amendment-value``.
    """
    held, uuids = get_initial(manifest), manifest.campaign.uuids
    own = Own(uuids.index(manifest.uuid), len(uuids), fingerprint)
    for i, amendment in enumerate(amendments):
        check_signed(amendment, manifest.server_key, "amendment-signature")
        check_link(amendments, i, own, "amendment-chain")
        if i and parse_instant(amendment.at, _VALUE) < parse_instant(amendments[i - 1].at, _VALUE):
            raise ProtocolError(_VALUE, "an amendment is older than the one before")
        held = apply_amendment(held, amendment)
    return held
