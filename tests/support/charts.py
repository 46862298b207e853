"""Charts by chance, and some that are hard: long, of no line, of nobody, from right to left."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import strategies as st

from tests.support.fonts import UNBROKEN, WORDS
from voteapp.survey.charts.data import (
    Chart,
    Column,
    Histogram,
    Line,
    Part,
    RangeChart,
    RangeLine,
    ShareChart,
    StackedChart,
    StackedRow,
)

MOST_LINES = 8
PHRASES = [phrase for phrases in WORDS.values() for phrase in phrases]
PARTS = [f"{number}. {phrase}" for number, phrase in enumerate(PHRASES[:20])]

labels = st.one_of(
    st.sampled_from([*PHRASES, UNBROKEN, " ".join(PHRASES), "10+", ""]),
    st.text(st.characters(categories=["L", "M", "N", "P", "Zs"]), max_size=40),
)
values = st.sampled_from(["23 of 41", "–", "100 %", "at least 23 of 41 members on 4 West", ""])
counts = st.integers(0, 4) | st.integers(0, 12_000)
shares = st.fractions(0, 1, max_denominator=3000)


@st.composite
def lines(draw: st.DrawFn) -> Line:
    low, share, high = sorted(draw(st.tuples(shares, shares, shares)))
    bounded, asked = draw(st.booleans()), draw(st.booleans())
    return Line(
        draw(labels),
        draw(values),
        share if asked else None,
        low if bounded else None,
        high if bounded else None,
        draw(st.booleans()),
    )


@st.composite
def histograms(draw: st.DrawFn) -> Histogram:
    short = draw(st.booleans())
    names = st.integers(0, 99).map(str) if short else labels
    columns = draw(
        st.lists(
            st.builds(Column, names, counts, st.booleans()), max_size=15 if short else MOST_LINES
        )
    )
    after = draw(st.none() | st.integers(-1, len(columns) - 1))
    return Histogram(draw(labels), "", columns, after, draw(labels))


@st.composite
def stacks(draw: st.DrawFn) -> StackedChart:
    names = draw(st.lists(st.sampled_from(PARTS), unique=True, min_size=1, max_size=20))
    row = st.builds(
        StackedRow, labels, st.tuples(*(st.builds(Part, st.just(n), counts) for n in names)), values
    )
    return StackedChart(draw(labels), "", draw(st.lists(row, max_size=MOST_LINES)))


@st.composite
def ranges(draw: st.DrawFn) -> RangeChart:
    signed = draw(st.booleans())
    ends = st.fractions(-1 if signed else 0, 1, max_denominator=500)
    found = []
    for _line in range(draw(st.integers(0, MOST_LINES))):
        low, high = sorted(draw(st.tuples(ends, ends)))
        found.append(RangeLine(draw(labels), low, high, draw(values)))
    return RangeChart(draw(labels), "", found, signed)


share_charts = st.builds(
    ShareChart, labels, labels, st.lists(lines(), max_size=MOST_LINES), marked=labels
)
charts: st.SearchStrategy[Chart] = st.one_of(share_charts, histograms(), stacks(), ranges())

HARD: dict[str, Chart] = {
    "no line": ShareChart("Out of ratio", "Nobody was asked.", []),
    "one line": ShareChart(
        "Out of ratio", "One.", [Line("4 West", "23 of 41", Fraction(23, 41), None, None)]
    ),
    "forty lines": ShareChart(
        "Out of ratio",
        "Forty.",
        [
            Line(f"Unit {n}", f"{n} of 40", Fraction(n, 40), Fraction(n, 60), Fraction(n + 20, 60))
            for n in range(1, 41)
        ],
        "The line below a bar: whatever those would have said who did not answer.",
    ),
    "nobody and everybody": ShareChart(
        "Out of ratio",
        "Ends.",
        [
            Line("Nobody", "0 of 9", Fraction(0), Fraction(0), Fraction(1)),
            Line("Everybody", "9 of 9", Fraction(1), Fraction(1), Fraction(1), strong=True),
            Line("Not asked", "–", None, None, None),
        ],
    ),
    "right to left": ShareChart(
        WORDS["ar"][0],
        WORDS["ar"][1],
        [Line(WORDS["ar"][2], "3 / 9", Fraction(1, 3), Fraction(1, 4), Fraction(1, 2))],
        WORDS["ar"][1],
    ),
    "every language": StackedChart(
        " ".join(phrases[0] for phrases in WORDS.values()),
        "Ten.",
        [
            StackedRow(
                " ".join(phrases),
                [Part(phrases[1], 30) for phrases in WORDS.values()],
                "300 answered",
            )
            for phrases in WORDS.values()
        ],
    ),
    "long": ShareChart(
        UNBROKEN,
        "Long.",
        [Line(UNBROKEN, "23 of 41 members", Fraction(23, 41), Fraction(1, 3), Fraction(2, 3))],
        UNBROKEN,
    ),
    "no column": Histogram("Patients", "None.", [], None, ""),
    "patients": Histogram(
        "Patients at one time",
        "Most had five.",
        [
            Column(str(n) if n < 10 else "10+", count, over=n > 5)
            for n, count in enumerate([0, 1, 3, 8, 17, 22, 14, 9, 4, 0, 2])
        ],
        5,
        "Limit: 5 patients (22 CCR 70217(a)(11))",
    ),
    "all zero": StackedChart(
        "Breaks",
        "Nobody answered.",
        [StackedRow("4 West", [Part("none", 0), Part("rest", 0), Part("meal", 0)], "0 answered")],
    ),
    "changes": RangeChart(
        "Change since spring",
        "Bounds.",
        [
            RangeLine("4 West", Fraction(-1), Fraction(1), "-100 to +100"),
            RangeLine("ICU", Fraction(0), Fraction(0), "no change"),
        ],
        signed=True,
    ),
}
"""By what is hard about them."""
