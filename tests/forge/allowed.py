"""Every change that may pass as verified, with the reason; whatever else passes is a failure."""

from __future__ import annotations

import re
from typing import NamedTuple

from tests.forge.attacks import POWERS, Attack, Change, name_pattern
from tests.forge.insiders.renaming import EVERYWHERE
from tests.forge.worlds import create_world


class Allowed(NamedTuple):
    """Changes of the places that ``pattern`` matches wholly, in the ``ways`` that match, made with
    at least ``power``'s help. ``said``: just what is another in the report. ``signed``: whose help
    it takes once a closing is signed, where that is more; ``world``: the only election, if any;
    ``form``: of a bundle, or of a record alone."""

    pattern: str
    ways: str
    power: str
    said: frozenset[str]
    reason: str
    signed: str = ""
    world: str = ""
    form: str = "zip"


NOTHING: frozenset[str] = frozenset()
FINGERPRINT = frozenset({"fingerprint"})
WORDS = r"^text: |any: (empty text|of another election|of its neighbour)"
ANY_NUMBER = r"^number: |any: (zero|one|of another election|of its neighbour)"
TAKEN_OUT = r"removed|taken out"
PLACES = r"^list: (neighbours|turned|the first moved)|any: of its neighbour"
NODE = r"manifest/strata(/children/\*)*"

ANOTHER_SET_UP = (
    "Another set-up from the start, which all who sign one helped with: its fingerprint is another,"
    " and the pin on every slip is that of the fingerprint that was fixed."
)
LONGER_CHAIN = (
    "An earlier state of a chain that grows: whoever holds the later entry, which is signed and"
    " numbered (a phone that saw it, a mirror), proves that it was left out. Once a closing"
    " is signed it names the hash of all amendments: then everybody who signed must sign again."
)
LATER_NOTES = (
    "Notes are what is said after the evidence is frozen, so no closing names them. Whoever holds"
    " the later one, signed and numbered (a mirror, who downloaded it), proves that it is missing."
)
TWO_HISTORIES = (
    "Another history, signed by the server: two entries with one number prove it to whoever has the"
    " other (a phone, a mirror). An auditor of one file cannot know. Once a closing is signed it"
    " names the amendments: then everybody who signed must sign again, and each has what they"
    " signed first in their key's file."
)
TWO_NOTES = (
    "Another note, signed by the server, of those that no closing names: two with one number prove"
    " it to whoever has the other (a mirror, who downloaded it)."
)
COUNTED_BY_HAND = (
    "People counted it and no file proves paper: what does not fit is a warning. Until a closing is"
    " signed anybody may edit a copy, and whoever counted notices; a closing names the counts, and"
    " then it takes everybody who signed it, each of whom read them."
)
HOLDER_PROVES = (
    "The holder has the server's signed answer that the slip is void; the judge of refusals says"
    " that the evidence lacks the void. Nobody can vote with it and nobody is counted otherwise."
    " A closing names the voids: then it takes everybody who signed it."
)
ONE_LESS = (
    "Somebody's statement is left out and the others are enough. Who signed it has it (in the key's"
    " file), and sees that the page names them as silent."
)
AN_EARLIER_STATE = (
    "An earlier state, as the server showed it; the report warns that it is unfinished."
)
SEALED_TO_ONE = (
    "What a trustee sealed to herself in the ceremony, which nobody else can read: she would notice"
    " if she ever took her key from it. A closing names it: then everybody who signed signs again."
)
NOBODY_SIGNED = "What was refused in the ceremony is signed by nobody, and only its form is read."

SET_UP: tuple[tuple[str, str], ...] = (
    (r"election/(administrator|credential_authority)", f"{WORDS}|{TAKEN_OUT}"),
    (r"election/language(/\*)?", rf"{WORDS}|{TAKEN_OUT}|^list: "),
    (r"manifest/(organizer|campaign/name|(tellers|witnesses|mirrors)/\*/name)", WORDS),
    (r"manifest/mirrors/\*/address", WORDS),
    (r"manifest/tellers/\*/made|manifest/issuance", WORDS),
    (rf"{NODE}/(name|code)", WORDS),
    (rf"{NODE}/children", rf"{PLACES}|^list: fields exchanged"),
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

SPARE_STATEMENTS = (r"evidence/openings/2", r"evidence/closing_statements/3")
"""Of the witnessed election: the opening of who is out, and the witness's closing, which three
trustees and both mirrors do without."""

ANOTHER_RECORD = (
    "A record alone names no manifest that could be compared: another election, with ballots if all"
    " who cast them cast them in it, has another fingerprint. The report says that evidence is"
    " missing, but where the description does not say any more that it is one of ours."
)

LESS = tuple(
    map(frozenset, (("ballots",), ("ballots", "counted"), ("ballots", "counted", "result")))
)
"""What is another where a ballot less was cast; of an election that came as far."""

ALLOWED: tuple[Allowed, ...] = (
    *(Allowed(place, ways, "trustees", FINGERPRINT, ANOTHER_SET_UP) for place, ways in SET_UP),
    Allowed(
        r"evidence/amendments(/\*)?",
        r"the last taken out|the first taken out|any: (empty list|removed)",
        "nobody",
        NOTHING,
        LONGER_CHAIN,
        signed="trustees",
    ),
    Allowed(
        r"evidence/notes(/\*)?",
        r"the last taken out|the first taken out|any: (empty list|removed)",
        "nobody",
        NOTHING,
        LATER_NOTES,
    ),
    *(
        Allowed(rf"evidence/{place}", ways, "server", NOTHING, reason, signed)
        for chain, reason, signed in (
            ("amendments", TWO_HISTORIES, "trustees"),
            ("notes", TWO_NOTES, ""),
        )
        for place, ways in (
            (rf"{chain}(/\*)?", r"^list: |any: of its neighbour|two fields exchanged"),
            (rf"{chain}/\*/at", r"^text: |of its"),
            (rf"{chain}/\*/(reason|new|text|role)", WORDS),
        )
    ),
    Allowed(
        r"evidence/slips(/\*(/(printed|handed_out|spoiled|returned))?)?",
        ANY_NUMBER + r"|exchanged|any: empty list",
        "nobody",
        NOTHING,
        COUNTED_BY_HAND,
        signed="trustees",
    ),
    Allowed(
        r"evidence/voided(/\*)?",
        r"taken out|any: (removed|empty list)",
        "nobody",
        NOTHING,
        HOLDER_PROVES,
        signed="trustees",
    ),
    Allowed(
        r"trustees/\*/\*/(certs|coefexps)(/\*(/message)?)?",
        r"within|of its neighbour|turned round|swapped|moved|fields exchanged",
        "trustees",
        NOTHING,
        "Another ceremony that made the same joint key, told by everybody who was in it: all sign"
        " their certificates, commitments and acknowledgements again, and together they can decrypt"
        " whatever stands there. The first event is another then: a phone or a mirror that has a"
        " head of the true record proves it, and each trustee's key file names the ceremony.",
    ),
    Allowed(
        r"evidence/ceremony/messages/\*/message",
        r"^text: another character",
        "nobody",
        NOTHING,
        SEALED_TO_ONE,
        signed="trustees",
    ),
    Allowed(
        r"evidence/(openings|outs|closing_statements|mirror_ends|confirmations)/\*",
        r"a field of any kind said twice",
        "trustees",
        NOTHING,
        "The same statement, said once and signed once more by whose it is.",
    ),
    Allowed(
        r"evidence/ceremony/refused(/.*)?",
        r"",
        "nobody",
        NOTHING,
        NOBODY_SIGNED,
        signed="trustees",
    ),
    Allowed(
        r"evidence/(closing_statements|mirror_ends)(/\*)?",
        rf"{TAKEN_OUT}|any: empty list",
        "nobody",
        NOTHING,
        "As far as it had come a moment before: nothing is decrypted, and the report says so.",
        world="agreed",
    ),
    Allowed(
        r"evidence/(outs|confirmations)(/\*)?",
        rf"{TAKEN_OUT}|any: empty list",
        "nobody",
        NOTHING,
        ONE_LESS,
    ),
    *(
        Allowed(r"evidence/openings(/\*)?", TAKEN_OUT, power, NOTHING, ONE_LESS, world=world)
        for world, power in (("undecrypted", "nobody"), ("agreed", "few"))
    ),
    *(
        Allowed(place, TAKEN_OUT, "nobody", NOTHING, ONE_LESS, world="witnessed")
        for place in SPARE_STATEMENTS
    ),
    Allowed(
        r"header/timestamp",
        r"^text: ",
        "nobody",
        NOTHING,
        "The archive's instant is in nothing that is signed, and the format leaves it free.",
    ),
    Allowed(
        r"header/timestamp",
        r"^text: ",
        "nobody",
        NOTHING,
        "As in a bundle.",
        form="bel",
    ),
    *(
        Allowed(rf"{place}(/.*)?", r"", "anybody", FINGERPRINT, ANOTHER_RECORD, form="bel")
        for place in ("election", "credentials")
    ),
    Allowed(
        r"zip",
        r"another text for people",
        "nobody",
        NOTHING,
        "README and auditor page are no part of the election. A page that is not the one that was"
        " fixed is a warning where files are fixed at all (a trial fixes none); the README is read"
        " by people, and no program believes it.",
    ),
    *(
        Allowed(
            r"layout|tar",
            r"ends earlier|an event left out|cut off at a block",
            "nobody",
            said,
            AN_EARLIER_STATE,
        )
        for said in (frozenset({"result"}), NOTHING)
    ),
    *(
        Allowed(
            r"layout",
            r"a ballot left out|an event left out",
            "server",
            said,
            "A ballot that was sealed is gone and the server signs its heads again: the receipt and"
            " any head of the true record, on a phone or a mirror, prove it. An auditor of one file"
            " cannot know. A closing names the end: then everybody who signed must sign again.",
            signed="trustees",
        )
        for said in LESS
    ),
    Allowed(
        r"layout",
        r"two events exchanged",
        "server",
        NOTHING,
        "The same ballots in other batches, the heads signed again: any head of the true record,"
        " on a phone or a mirror, proves it. Nobody is counted otherwise.",
        signed="trustees",
    ),
)


def find_reason(attack: Attack, change: Change, said: set[str]) -> str | None:
    """Why this change may pass, whose report differs in ``said``; None: it may not."""
    found = find_allowed(attack, change, said)
    return None if found is None else found.reason


def find_allowed(attack: Attack, change: Change, said: set[str]) -> Allowed | None:
    """The entry that lets it pass."""
    if attack.way.startswith(EVERYWHERE):
        return _find_renaming(attack, change, said)
    path = (*change.path, *change.gone)
    names = {name_pattern(change.document, path), "/".join(map(str, (change.document, *path)))}
    power = POWERS.index(attack.power)
    for one in ALLOWED:
        fits = any(re.fullmatch(one.pattern, name) for name in names)
        fits = fits and one.world in ("", attack.world) and one.form == attack.form
        fits = fits and re.search(one.ways, attack.way) is not None
        if fits and power >= POWERS.index(find_power(one, attack.world)) and said == one.said:
            return one
    return None


RENAMED = Allowed(
    r"manifest/.*|questionnaire/.*|election/.*"
    r"|evidence/(slips/\*/leaf|parts/\*/leaves/#|amendments/\*/(leaf|old))",
    r"^everywhere: ",
    "trustees",
    FINGERPRINT,
    f"{ANOTHER_SET_UP} What was fixed stands so wherever it stands.",
)


def _find_renaming(attack: Attack, change: Change, said: set[str]) -> Allowed | None:
    """Every place must be of what is fixed."""
    names = [name_pattern(spot.document, spot.path) for spot in change.spots]
    fits = all(re.fullmatch(RENAMED.pattern, name) for name in names) and said == RENAMED.said
    enough = POWERS.index(attack.power) >= POWERS.index(RENAMED.power)
    return RENAMED if fits and enough else None


def find_power(allowed: Allowed, world: str) -> str:
    """Whose help it takes in this election. Until something is decrypted nobody asks how many have
    signed: who leaves out what the others signed is found out by those others."""
    documents = create_world(world).documents
    if not allowed.signed or not documents["evidence"]["closing_statements"]:
        return allowed.power
    return allowed.signed if "decryption 1" in documents else "few"
