"""Lines of text for paper: broken where their language breaks, ordered as they are read."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any, NamedTuple

from bidi import algorithm
from uniseg.graphemecluster import grapheme_clusters
from uniseg.linebreak import line_break_units

from voteapp.cli.paper.faces import LEADING, Face, Shaped, find_face, find_script, refuse_letter

SIGN = "…"
"""What stands where a text was cut."""


@cache
def _split_words(text: str) -> tuple[str, ...]:
    return tuple(line_break_units(text))


@cache
def split_letters(text: str) -> tuple[str, ...]:
    """Letters with their marks, as people see them."""
    return tuple(grapheme_clusters(text))


_STEERING = dict.fromkeys(map(ord, "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"))


class Run(NamedTuple):
    """What one face draws, in one direction."""

    face: Face
    shaped: Shaped


def _is_latin(text: str) -> bool:
    return all(find_script(character) in (None, "LATIN") for character in text)


class Line(NamedTuple):
    """Runs from left to right, and how wide they are together (ems)."""

    runs: tuple[Run, ...]
    width: float
    from_right: bool

    @property
    def leading(self) -> float:
        """How far its base line is from the one above (ems)."""
        tall = (run.face.leading for run in self.runs if not _is_latin(run.shaped.text))
        return max(tall, default=LEADING)

    def draw(self, canvas: Any, left: float, right: float, base: float, size: float) -> None:
        """Draw it between two edges (points): at the side on which its language begins."""
        x = right - self.width * size if self.from_right else left
        for run in self.runs:
            run.face.draw(canvas, run.shaped, x, base, size)
            x += run.shaped.width * size


class Setter:
    """Sets texts in the faces of one weight.

    Raises InvalidInputError (``font``) at a letter that none of them holds.
    """

    def __init__(self, faces: Sequence[Face]) -> None:
        self._faces = faces
        self._measure = cache(self._measure_unit)

    def break_lines(self, text: str, width: float, most: int | None = None) -> list[Line]:
        """Lines that are at most ``width`` ems wide; what is more than ``most`` lines is cut, and
        a sign says so."""
        text = clean(text)
        level = find_direction(text)
        lines = self._fill(text, width)
        if most is not None and len(lines) > most:
            lines = [*lines[: most - 1], self._cut("".join(lines[most - 1 :]), width)]
        return [self._order(line.rstrip(), level) for line in lines]

    def fits(self, text: str, width: float, most: int) -> bool:
        """Whether it has at most so many lines."""
        return len(self._fill(clean(text), width)) <= most

    def _measure_unit(self, unit: str) -> float:
        """How wide a word is, with the space after it (ems)."""
        return self._order(unit, 0).width

    def _fill(self, text: str, width: float) -> list[str]:
        lines, line, taken = [], "", 0.0
        for unit in self._units(text, width):
            if line and taken + self._measure(unit.rstrip()) > width:
                lines.append(line)
                line, taken = "", 0.0
            line += unit
            taken += self._measure(unit)
        return [*lines, line]

    def _units(self, text: str, width: float) -> Iterator[str]:
        """What stays together: words; of a word that is wider than a line, its letters."""
        for unit in _split_words(text):
            if self._measure(unit.rstrip()) > width:
                yield from split_letters(unit)
            else:
                yield unit

    def _cut(self, text: str, width: float) -> str:
        clusters = list(split_letters(text))
        sign = SIGN if find_face(self._faces, SIGN) else "..."
        most = width - self._measure(sign)
        taken = sum(self._measure(cluster) for cluster in clusters)
        while clusters and taken > most:
            taken -= self._measure(clusters.pop())
        return "".join(clusters).rstrip() + sign

    def _order(self, line: str, level: int) -> Line:
        """Shape a line's runs and put them in the order in which they stand on paper."""
        levels = find_levels(line, level)
        runs: list[tuple[int, Run]] = []
        start = 0
        for end, face in self._split(line, levels):
            direction = "rtl" if levels[start] % 2 else "ltr"
            runs.append((levels[start], Run(face, face.shape(line[start:end], direction))))
            start = end
        ordered = tuple(reorder(runs))
        return Line(ordered, sum(run.shaped.width for run in ordered), level % 2 == 1)

    def _split(self, line: str, levels: Sequence[int]) -> Iterator[tuple[int, Face]]:
        """Ends of runs of one direction, one script and one face, with their face."""
        place, before = 0, None
        script: str | None = None
        for cluster in split_letters(line):
            face = self._choose(cluster, before[1] if before else None)
            found = find_script(cluster[0])
            now = (levels[place], face)
            if before is not None and (now != before or (script and found not in (None, script))):
                yield place, before[1]
                script = None
            script = found or script
            before = now
            place += len(cluster)
        if before is not None:
            yield place, before[1]

    def _choose(self, cluster: str, before: Face | None) -> Face:
        """The face of a letter: for a space or a full stop, that of what stands before it."""
        if before and find_script(cluster[0]) is None and all(before.holds(c) for c in cluster):
            return before
        face = find_face(self._faces, cluster)
        if face is None:
            raise refuse_letter(self._faces, cluster, None)
        return face


def clean(text: str) -> str:
    """A text as it is drawn: letters with their marks, without signs that steer directions (each
    text stands alone on paper)."""
    return unicodedata.normalize("NFC", text.translate(_STEERING))


def find_direction(text: str) -> int:
    """0 where a text is read from left to right, 1 where it is read from right to left."""
    return int(algorithm.get_base_level(text))


def find_levels(line: str, level: int) -> list[int]:
    """Each character's embedding level (Unicode Standard Annex 9), ``level`` being the line's."""
    # Rule X9: what is not seen (joiners, places for a break) has the level of what it follows.
    seen = "".join(c for c in line if unicodedata.bidirectional(c) != "BN")
    found = iter(_resolve(seen, level))
    levels: list[int] = []
    for character in line:
        if unicodedata.bidirectional(character) == "BN":
            levels.append(levels[-1] if levels else level)
        else:
            levels.append(next(found))
    return levels


def _resolve(line: str, level: int) -> list[int]:
    if not line:
        return []
    storage = algorithm.get_empty_storage()
    storage["base_level"], storage["base_dir"] = level, "LR"[level]
    algorithm.get_embedding_levels(line, storage)
    algorithm.explicit_embed_and_overrides(storage)
    algorithm.resolve_weak_types(storage)
    algorithm.resolve_neutral_types(storage, False)
    algorithm.resolve_implicit_levels(storage, False)
    return [int(character["level"]) for character in storage["chars"]]


def reorder(runs: Sequence[tuple[int, Run]]) -> list[Run]:
    """Runs from left to right (rule L2: reverse what is at each level or above, highest first)."""
    runs = list(runs)
    for level in range(max((level for level, _run in runs), default=0), 0, -1):
        start = 0
        while start < len(runs):
            end = start
            while end < len(runs) and runs[end][0] >= level:
                end += 1
            runs[start:end] = runs[start:end][::-1]
            start = end + 1
    return [run for _level, run in runs]
