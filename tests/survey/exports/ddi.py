"""What DDI-Codebook 2.5 says of the elements that we write: a table of our own, after its
specification; see docs/adr/0027."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element

NAMESPACE = "{ddi:codebook:2_5}"
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"

CHILDREN: dict[str, tuple[str, ...]] = {
    "codeBook": ("docDscr*", "stdyDscr+", "fileDscr*", "dataDscr*", "otherMat*"),
    "docDscr": ("citation?", "guide?", "docStatus?", "docSrc*", "controlledVocabUsed*", "notes*"),
    "stdyDscr": ("citation+", "stdyInfo*", "method*", "dataAccs*", "othrStdyMat*", "notes*"),
    "citation": ("titlStmt", "rspStmt?", "prodStmt?", "distStmt?", "serStmt*", "verStmt*"),
    "titlStmt": ("titl", "subTitl*", "altTitl*", "parTitl*", "IDNo*"),
    "rspStmt": ("AuthEnty*", "othId*"),
    "prodStmt": ("producer*", "copyright?", "prodDate*", "prodPlac*", "software*"),
    "distStmt": ("distrbtr*", "contact*", "depositr*", "depDate*", "distDate?"),
    "stdyInfo": ("studyBudget*", "subject*", "abstract*", "sumDscr*", "notes*"),
    "sumDscr": ("timePrd*", "collDate*", "nation*", "anlyUnit*", "universe*", "dataKind*"),
    "method": ("dataColl*", "notes*", "anlyInfo?"),
    "dataColl": ("timeMeth*", "dataCollector*", "sampProc*", "collMode*"),
    "anlyInfo": ("respRate*", "EstSmpErr*", "dataAppr*"),
    "dataAccs": ("setAvail*", "useStmt*", "notes*"),
    "setAvail": ("accsPlac*", "origArch?", "avlStatus*", "collSize?", "complete?", "notes*"),
    "useStmt": ("confDec?", "specPerm?", "restrctn?", "conditions?", "disclaimer?"),
    "dataDscr": ("varGrp*", "nCubeGrp*", "var*", "nCube*", "notes*"),
    "varGrp": ("labl*", "txt*", "concept*", "defntn?", "universe?", "notes*"),
    "var": (
        *("location*", "labl*", "qstn*", "valrng*", "invalrng*", "universe*", "TotlResp?"),
        *("sumStat*", "txt*", "catgryGrp*", "catgry*", "codInstr*", "derivation?", "varFormat?"),
        "notes*",
    ),
    # In any order: text may stand between them.
    "qstn": ("preQTxt~", "qstnLit~", "postQTxt~", "forward~", "backward~", "ivuInstr~"),
    "invalrng": ("item+",),
    "catgry": ("catValu?", "labl*", "txt*", "catStat*", "mrow?"),
    "derivation": ("drvdesc?", "drvcmd?"),
}
"""By element, what may stand in it and in which order; ``?`` at most once, ``*`` any number, ``+``
once or more, ``~`` anywhere. What is not here holds text alone."""

GLOBAL = {"ID", LANGUAGE, "source"}
ATTRIBUTES: dict[str, set[str]] = {
    "codeBook": {"version", "{http://www.w3.org/2001/XMLSchema-instance}schemaLocation"},
    "IDNo": {"agency", "level"},
    "prodDate": {"date"},
    "distDate": {"date"},
    "software": {"version", "date"},
    "collDate": {"date", "event", "cycle"},
    "universe": {"level", "clusion"},
    "confDec": {"required", "formNo", "URI"},
    "notes": {"type", "subject", "level", "resp", "sdatrefs"},
    "varGrp": {"type", "otherType", "var", "varGrp", "name"},
    "var": {"name", "intrvl", "nature", "representationType", "qstn"},
    "qstn": {"seqNo", "responseDomainType"},
    "backward": {"qstn"},
    "item": {"UNITS", "VALUE"},
    "sumStat": {"type", "wgtd"},
    "catgry": {"missing", "missType", "excls"},
    "catStat": {"type", "wgtd", "sdatrefs"},
    "derivation": {"var"},
    "varFormat": {"type", "schema"},
}
VALUES: dict[tuple[str, str], set[str]] = {
    ("codeBook", "version"): {"2.5"},
    ("IDNo", "level"): {"study", "file", "project"},
    ("collDate", "event"): {"start", "end", "single"},
    ("universe", "clusion"): {"I", "E"},
    ("varGrp", "type"): {"section", "multipleResp", "grid", "other"},
    ("var", "intrvl"): {"contin", "discrete"},
    ("var", "nature"): {"nominal", "ordinal", "interval", "ratio", "percent", "other"},
    ("var", "representationType"): {"text", "numeric", "code", "datetime", "other"},
    ("qstn", "responseDomainType"): {"text", "numeric", "code", "category", "multiple"},
    ("sumStat", "type"): {"mean", "medn", "mode", "vald", "invd", "min", "max", "stdev", "other"},
    ("catgry", "missing"): {"Y", "N"},
    ("catStat", "type"): {"freq", "percent", "crosstab", "other"},
    ("varFormat", "type"): {"numeric", "character"},
}
REFERENCES = {
    ("varGrp", "var"): "var",
    ("var", "qstn"): "qstn",
    ("backward", "qstn"): "qstn",
    ("catStat", "sdatrefs"): "universe",
    ("derivation", "var"): "var",
}
"""Attributes that name other elements by their IDs, and what these are."""


def find_faults(root: Element) -> list[str]:
    """Everything by which a codebook differs from the tables above."""
    return [*_check(root), *_check_references(root)]


def name_of(element: Element) -> str:
    return element.tag.removeprefix(NAMESPACE)


def _check(element: Element) -> Iterator[str]:
    name = name_of(element)
    if not element.tag.startswith(NAMESPACE):
        yield f"{name}: of another namespace"
    if not _fits([name_of(child) for child in element], CHILDREN.get(name, ())):
        yield f"{name}: {[name_of(child) for child in element]}"
    for attribute, value in element.attrib.items():
        if attribute not in GLOBAL | ATTRIBUTES.get(name, set()):
            yield f"{name}: attribute {attribute}"
        if value not in VALUES.get((name, attribute), {value}):
            yield f"{name}: {attribute}={value}"
    for child in element:
        yield from _check(child)


def _fits(found: list[str], allowed: tuple[str, ...]) -> bool:
    if allowed and allowed[0].endswith("~"):
        return {f"{name}~" for name in found} <= set(allowed)
    left = list(found)
    for one in allowed:
        name = one.rstrip("?*+")
        count = next((n for n, other in enumerate([*left, ""]) if other != name), 0)
        most = count if one[-1] in "*+" else 1
        if count > most or (count == 0 and one[-1] not in "?*"):
            return False
        left = left[count:]
    return not left


def _check_references(root: Element) -> Iterator[str]:
    known: dict[str, str] = {}
    for element in root.iter():
        name = element.get("ID")
        if name in known:
            yield f"ID {name} twice"
        if name is not None:
            known[name] = name_of(element)
            if not (name[0].isalpha() and name.replace("-", "").replace("_", "").isalnum()):
                yield f"ID {name} is no name"
    for element in root.iter():
        for attribute, value in element.attrib.items():
            wanted = REFERENCES.get((name_of(element), attribute))
            if wanted and any(known.get(name) != wanted for name in value.split()):
                yield f"{name_of(element)}: {attribute} names {value}"
