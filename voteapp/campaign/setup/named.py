"""Everybody who may sign in a campaign, as its manifest names them beside the record's trustees.

docs/formats.md, "Statements". The same as ``static/js/campaign/setup/named.js``.
"""

from __future__ import annotations

from collections.abc import Sequence

from voteapp.campaign.setup.manifest import Manifest
from voteapp.campaign.statements.people import People, create_people
from voteapp.protocol.group import Element, Group
from voteapp.protocol.keys.trustees import Item


def name_people(
    manifest: Manifest, group: Group, trustees: Sequence[Element], items: Sequence[Item]
) -> People:
    """``trustees``: their signing keys, in owner order; ``items``: the checked trustees, which say
    how many decrypt. Nobody signs with the server's or a teller's key.

    Raises ProtocolError ``manifest-witnesses``, ``manifest-mirrors``.
    """
    threshold = sum(item.threshold for item in items)
    others = [manifest.server_key, *(teller.key for teller in manifest.tellers)]
    named = (manifest.witnesses, manifest.mirrors)
    return create_people(group, trustees, threshold, *named, others)
