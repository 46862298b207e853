"""Whether the factors of more trustees than are needed fit together.

DESIGN, "Trustees": the shares of a Pedersen item lie on one polynomial, and so, in the exponent,
do the factors: any ``threshold`` of them give all the rest.
"""

from __future__ import annotations

from collections.abc import Mapping

from voteapp.errors import ProtocolError
from voteapp.protocol.group import Group
from voteapp.protocol.keys.trustees import Item
from voteapp.protocol.tally import ElementMatrix, compute_lagrange, multiply_powers


def check_consistency(
    group: Group, item: Item, factors: Mapping[int, ElementMatrix], owner: int
) -> None:
    """Check one trustee's factors against the first ``item.threshold`` of a Pedersen item.

    ``factors``: by owner, of those whose proofs hold, in the record's order. Raises ProtocolError
    ``decryption-inconsistent``; of the first ones, and of too few, nothing can be said.
    """
    first = [other for other in factors if other in item.owners][: item.threshold]
    if owner in first or len(first) < item.threshold:
        return
    start = item.owners[0] - 1
    indices = [other - start for other in first]
    expected = multiply_powers(
        group,
        [
            (compute_lagrange(group, indices, index, at=owner - start), factors[other])
            for other, index in zip(first, indices, strict=True)
        ],
    )
    if expected != factors[owner]:
        names = ", ".join(str(other) for other in sorted([*first, owner]))
        raise ProtocolError(
            "decryption-inconsistent", f"the factors of the trustees {names} do not fit together"
        )
