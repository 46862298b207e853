"""The study: who asked whom and when, what was opened, what was not and why, the limits."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from xml.etree.ElementTree import Element

from voteapp import __version__
from voteapp.campaign.questionnaire.document import Limit, read_help, read_text
from voteapp.campaign.shares import compute_permille
from voteapp.survey.exports.elements import LANGUAGE, add, add_texts, say
from voteapp.survey.exports.values import Export, Part
from voteapp.survey.figures.released import Place, Released, Withheld
from voteapp.survey.limits import AVERAGES
from voteapp.survey.wording.places import name_places

AGGREGATES = (
    "All numbers are totals of released groups. No records of single members are published: each"
    " ballot was encrypted on the member's phone, and the trustees decrypt totals. That enough of"
    " them together decrypted nothing else cannot be proved."
)
NO_HOURS = (
    "Answers are those of members who took part. A survey of members does not measure hours per"
    " patient day (HPPD, NQF 0205), and no number here may be called so."
)
BELOW_K = (
    "Withheld, below-k: fewer than {k} ballots came. Their totals are not opened, so that nobody"
    " can guess who answered what."
)
NOT_PUBLISHED = "Withheld, not-published: the totals are not opened, or not published."

REASONS = {"below-k": BELOW_K, "not-published": NOT_PUBLISHED}


def name_group_id(number: int, group: Released) -> str:
    """The name by which frequencies refer to a group; ``number`` of the part, from 1."""
    return f"G{number}-{group.code}"


def say_reason(part: Part, held: Withheld) -> str:
    """Why leaves are withheld."""
    return REASONS[held.reason].format(k=part.release.k)


def add_document(root: Element, export: Export, parts: Sequence[Part]) -> None:
    """``docDscr``: this file."""
    document = add(root, "docDscr")
    citation = add(document, "citation")
    _add_title(citation, export, parts)
    production = add(citation, "prodStmt")
    if export.published is not None:
        add(production, "prodDate", export.published, {"date": export.published})
    add(production, "software", "voteapp", {"version": __version__})
    say(document, "notes", AGGREGATES, {"type": "aggregates"})


def _add_title(citation: Element, export: Export, parts: Sequence[Part]) -> None:
    titles = add(citation, "titlStmt")
    language = parts[0].questionnaire.language
    add(titles, "titl", export.title, {LANGUAGE: language})
    add(titles, "IDNo", export.code, {"level": "study"})
    for part in parts:
        add(titles, "IDNo", part.uuid, {"agency": "voteapp", "level": "study"})


def add_study(root: Element, export: Export, parts: Sequence[Part]) -> None:
    """``stdyDscr``."""
    study = add(root, "stdyDscr")
    citation = add(study, "citation")
    _add_title(citation, export, parts)
    language = parts[0].questionnaire.language
    responsible = add(citation, "rspStmt")
    add(responsible, "AuthEnty", export.organizer, {LANGUAGE: language})
    if export.published is not None:
        distribution = add(citation, "distStmt")
        add(distribution, "distDate", export.published, {"date": export.published})
    _add_information(study, export, parts)
    _add_method(study, parts)
    _add_access(study, parts)
    for kind, subject, text in _list_notes(export, parts):
        say(study, "notes", text, {"type": kind, "subject": subject})


def _add_information(study: Element, export: Export, parts: Sequence[Part]) -> None:
    information = add(study, "stdyInfo")
    for part in parts:
        asked = part.questionnaire
        told = {language: _introduce(part, language) for language in asked.texts}
        add_texts(information, "abstract", told, asked.language)
    summary = add(information, "sumDscr")
    add(summary, "collDate", export.opened, {"date": export.opened, "event": "start"})
    add(summary, "collDate", export.closed, {"date": export.closed, "event": "end"})
    say(
        summary, "anlyUnit", "A member; where a shift is asked about, the member's most recent one."
    )
    for number, part in enumerate(parts, 1):
        _add_groups(summary, number, part)
    say(summary, "dataKind", "Aggregate data: totals of released groups.")


def _introduce(part: Part, language: str) -> str:
    texts = part.questionnaire.texts
    told = (read_text(texts, language), read_help(texts, language))
    return "\n".join(text for text in told if text)


def _add_groups(summary: Element, number: int, part: Part) -> None:
    for group in part.release.groups:
        text = f"{_name(part, group.places)} {_say_members(part, group.places, group.accepted)}"
        attributes = {"ID": name_group_id(number, group), "level": "group", "clusion": "I"}
        say(summary, "universe", text, attributes)
    for place, held in enumerate(part.release.withheld, 1):
        members = _say_members(part, held.places, held.accepted)
        text = f"{_name(part, held.places)} {members} {say_reason(part, held)}"
        attributes = {"ID": f"W{number}-{place}", "level": "withheld", "clusion": "E"}
        say(summary, "universe", text, attributes)


def _name(part: Part, places: Sequence[Place]) -> str:
    return f"{part.title}: {name_places(places)}."


def _say_members(part: Part, places: Sequence[Place], accepted: int | None) -> str:
    members = f"Members entitled: {part.count_entitled(places)}."
    return members if accepted is None else f"{members} Ballots counted: {accepted}."


def _add_method(study: Element, parts: Sequence[Part]) -> None:
    method = add(study, "method")
    collection = add(method, "dataColl")
    say(collection, "sampProc", "No sample is drawn: every member entitled can take part.")
    say(
        collection,
        "collMode",
        "A form on the member's own phone, opened by a slip of paper that names nobody.",
    )
    analysis = add(method, "anlyInfo")
    for part in parts:
        for group in part.release.groups:
            members, accepted = part.count_entitled(group.places), group.accepted
            share = f": {_show(accepted, members)}" if members else ""
            text = f"{_name(part, group.places)} {accepted} of {members}{share}"
            say(analysis, "respRate", text)


def _show(count: int, members: int) -> str:
    permille = compute_permille(count, members)
    return f"{permille // 10}.{permille % 10} %"


def _add_access(study: Element, parts: Sequence[Part]) -> None:
    access = add(study, "dataAccs")
    available = add(access, "setAvail")
    say(available, "avlStatus", "The totals are published. " + AGGREGATES)
    held = [part for part in parts if part.release.withheld]
    complete = "Complete." if not held else "Without what is withheld: see the notes."
    say(available, "complete", complete)
    use = add(access, "useStmt")
    rules = [f"{part.title}: k = {part.release.k}." for part in parts]
    say(
        use,
        "confDec",
        "A group is opened only where at least k ballots came in it; smaller ones are shown"
        f" together, or never opened. {' '.join(rules)}",
        {"required": "no"},
    )
    say(use, "disclaimer", NO_HOURS)
    say(access, "notes", AGGREGATES, {"type": "aggregates"})


def _list_notes(export: Export, parts: Sequence[Part]) -> Iterator[tuple[str, str, str]]:
    """Type, subject and text of what must be known beside the numbers."""
    if export.annulled is not None:
        yield "annulled", export.code, f"The result was annulled: {export.annulled}"
    if export.trial:
        yield "trial", export.code, "This was a trial, not a real survey."
    for part in parts:
        for held in part.release.withheld:
            text = f"{_name(part, held.places)} {say_reason(part, held)}"
            yield "withheld", held.reason, text
    for part in parts:
        yield "fingerprint", part.uuid, part.fingerprint
        yield from _list_limits(part)


def _list_limits(part: Part) -> Iterator[tuple[str, str, str]]:
    release = part.release
    held = [*(one.places for one in release.groups), *(one.places for one in release.withheld)]
    places = [place for some in held for place in some]
    for place in places:
        if place.code not in part.questionnaire.limits:
            continue
        limit = part.questionnaire.limits[place.code]
        text = "There is no limit here." if limit is None else say_limit(limit)
        yield "limit", place.code, f"{_name(part, [place])} {text}"


def say_limit(limit: Limit) -> str:
    """A limit with everything that is known of it."""
    told = [f"At most {limit.limit} for one person; counted: {limit.counted}."]
    if limit.counted in AVERAGES:
        told.append("It is an average: one person can have more without breaking it.")
    told += [f"{name}: {text}." for name, text in _list_facts(limit) if text]
    if limit.source in ("law", "policy") and limit.checked is None:
        told.append("Not checked by us; see the source.")
    return " ".join(told)


def _list_facts(limit: Limit) -> Iterator[tuple[str, str]]:
    # Nothing is called law that nobody compared with its text.
    unchecked_law = limit.source == "law" and limit.checked is None
    yield "Source", "" if unchecked_law else limit.source or ""
    yield "Citation", limit.citation
    yield "Address", limit.address
    yield "Condition", limit.condition
    yield "Shift", limit.shift
    yield "Covers", ", ".join(limit.roles)
    yield "Where it holds", limit.covered
    yield "From", limit.since or ""
    yield "Until", limit.until or ""
    if limit.checked is not None:
        yield "Checked", " ".join((limit.checked, limit.checked_by)).strip()
