"""Every change that may pass as verified, with the reason; whatever else passes is a failure."""

from __future__ import annotations

import re
from typing import NamedTuple

from tests.forge.attacks import POWERS, Attack, Change, name_pattern


class Allowed(NamedTuple):
    """Changes of the places that ``pattern`` matches wholly, in the ``ways`` that match, made with
    at least ``power``'s help. ``said``: just what is another in the report."""

    pattern: str
    ways: str
    power: str
    said: frozenset[str]
    reason: str


NOTHING: frozenset[str] = frozenset()
FINGERPRINT = frozenset({"fingerprint"})
WORDS = r"^text: |any: (empty text|of another election|of its neighbour)"
ANY_NUMBER = r"^number: |any: (zero|one|of another election|of its neighbour)"
PLACES = r"^list: (neighbours|turned|the first moved)|any: of its neighbour"
NODE = r"manifest/strata(/children/\*)*"

ANOTHER_SET_UP = (
    "Another set-up from the start, which all who sign one helped with: its fingerprint is another,"
    " and the pin on every slip is that of the fingerprint that was fixed."
)
LONGER_CHAIN = (
    "An earlier state of a chain that grows: whoever holds the later entry, which is signed and"
    " numbered, proves that it was left out. (The closing evidence is not bound by what trustees"
    " sign yet: with slice E this entry goes away for closed elections.)"
)
TWO_HISTORIES = (
    "Another history, signed by the server: two entries with one number prove it to whoever has the"
    " other. An auditor of one file cannot know."
)
COUNTED_BY_HAND = (
    "People counted it and no file proves paper: what does not fit is a warning. (With slice E the"
    " trustees sign the counts.)"
)
HOLDER_PROVES = (
    "The holder has the server's signed answer that the slip is void; the judge of refusals says"
    " that the evidence lacks the void. Nobody can vote with it and nobody is counted otherwise."
)
NOBODY_SIGNED = "What was refused in the ceremony is signed by nobody, and only its form is read."

SET_UP: tuple[tuple[str, str], ...] = (
    (r"election/(administrator|credential_authority)", WORDS + "|removed"),
    (r"election/language(/\*)?", WORDS + "|removed|^list: "),
    (r"manifest/(organizer|campaign/name|tellers/\*/name)", WORDS),
    (r"manifest/tellers/\*/made|manifest/issuance", WORDS),
    (rf"{NODE}/(name|code)", WORDS),
    (rf"{NODE}/children", PLACES),
    (NODE, r"two fields exchanged"),
    (rf"{NODE}/children/\*/roster", ANY_NUMBER),
    (r"manifest/(opens|closes|decrypts)", WORDS + "|any: null"),
    (r"manifest/zone", WORDS),
    (r"manifest/rule/(numerator|denominator|answer)", ANY_NUMBER),
    (r"manifest/rule/(of|comparison)", WORDS),
    (r"manifest/rule", r"two fields exchanged|another order"),
    (r"manifest/trial", r"any: (true|false)"),
    (r"manifest/booth(/.*)?", r""),
    (r"manifest/release/k", ANY_NUMBER),
    (r"manifest/server_key", r"element|generator|turned round|other sign|of another election"),
    (r"manifest/tellers/\*/(slips|commitments)(/.*)?", r""),
    (r"evidence/parts(/.*)?", r""),
    (r"questionnaire/(part|texts|words|sections|questions|limits|asked|rules)(/.*)?", r""),
)
"""What may be anything that fits when it is fixed: the place, and the ways of changing it."""

ALLOWED: tuple[Allowed, ...] = (
    *(Allowed(place, ways, "tellers", FINGERPRINT, ANOTHER_SET_UP) for place, ways in SET_UP),
    Allowed(
        r"evidence/(amendments|notes)(/\*)?",
        r"the last taken out|the first taken out|any: (empty list|removed)",
        "nobody",
        NOTHING,
        LONGER_CHAIN,
    ),
    Allowed(
        r"evidence/(amendments|notes)(/\*)?",
        r"^list: |any: of its neighbour",
        "server",
        NOTHING,
        TWO_HISTORIES,
    ),
    Allowed(
        r"evidence/(amendments|notes)/\*/at", r"^text: |of its", "server", NOTHING, TWO_HISTORIES
    ),
    Allowed(r"evidence/notes/\*/(text|role)", WORDS, "server", NOTHING, TWO_HISTORIES),
    Allowed(r"evidence/amendments/\*/(reason|new)", WORDS, "server", NOTHING, TWO_HISTORIES),
    Allowed(
        r"evidence/slips(/\*(/(printed|handed_out|spoiled|returned))?)?",
        ANY_NUMBER + r"|exchanged|any: empty list",
        "nobody",
        NOTHING,
        COUNTED_BY_HAND,
    ),
    Allowed(
        r"evidence/voided(/\*)?",
        r"taken out|any: (removed|empty list)",
        "nobody",
        NOTHING,
        HOLDER_PROVES,
    ),
    Allowed(r"evidence/ceremony/refused(/.*)?", r"", "nobody", NOTHING, NOBODY_SIGNED),
    Allowed(
        r"header/timestamp",
        r"^text: ",
        "nobody",
        NOTHING,
        "The archive's instant is in nothing that is signed, and the format leaves it free.",
    ),
    Allowed(
        r"layout",
        r"ends earlier",
        "nobody",
        frozenset({"result"}),
        "An earlier state, as the server showed it; the report warns that there is no result.",
    ),
    Allowed(
        r"layout",
        r"a ballot left out|an event left out",
        "trustees",
        frozenset({"ballots", "counted", "result"}),
        "A ballot that was sealed is gone, everybody but its voter signing all again: the receipt"
        " and any head of the true record prove it. An auditor of one file cannot know.",
    ),
)


def find_reason(attack: Attack, change: Change, said: set[str]) -> str | None:
    """Why this change may pass, whose report differs in ``said``; None: it may not."""
    found = find_allowed(attack, change, said)
    return None if found is None else found.reason


def find_allowed(attack: Attack, change: Change, said: set[str]) -> Allowed | None:
    """The entry that lets it pass."""
    pattern, power = name_pattern(change.document, change.path), POWERS.index(attack.power)
    for one in ALLOWED:
        fits = re.fullmatch(one.pattern, pattern) and re.search(one.ways, attack.way)
        if fits and power >= POWERS.index(one.power) and said == one.said:
            return one
    return None
