"""Sheets laid out and printed by a real browser, without a server or a campaign: slips and a
trustee's key, with the pages' own modules and styles and the letters of any font."""

from __future__ import annotations

import mimetypes
from collections.abc import Sequence
from typing import Any, NamedTuple

from playwright.sync_api import Browser, Route

from tests.support.tools import ROOT

_STATIC = ROOT / "voteapp" / "static"
_ADDRESS = "http://press.example"
_PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Slips</title>
<link rel="stylesheet" href="/css/voteapp.css"><link rel="stylesheet" href="/css/%s.css"></head>
<body class="with-sheets"><main id="main" class="inner"><h1>Print</h1>
<div class="sheets"></div></main></body></html>"""
_FILL = """async ([task, address, codes, tellers]) => {
  const { fillSheets } = await import("/js/teller/sheets.js");
  const { encodeQR } = await import("/js/vendor/qr.js");
  const { formatToken } = await import("/js/campaign/slips/tokens.js");
  const draw = (code) => encodeQR(`${address}#${code}`, "svg", { ecc: "medium", border: 2 });
  const made = { slips: codes, codes: codes.map(formatToken), drawings: codes.map(draw), tellers };
  return fillSheets(document.querySelector(".sheets"), task, address, made, () => {});
}"""
_PLACE_KEY = """async ([view, code]) => {
  const { createPaper, placePaper } = await import("/js/trustee/key/paper.js");
  const { encodeQR } = await import("/js/vendor/qr.js");
  const qr = encodeQR(code, "svg", { ecc: "medium", border: 2 });
  document.querySelector(".sheets").remove();
  placePaper(createPaper(view, { code, qr }));
}"""
_MEASURE = """() => {
  const shown = [...document.querySelectorAll(".slip p, .slip li, .slip span, .slip bdi")];
  const sizes = shown.map((element) => parseFloat(getComputedStyle(element).fontSize));
  return Math.min(...sizes, 1000) * 0.75;
}"""
# What is cut off, whatever the reason: text boxes that hold more than they show.
_HIDDEN = """() => {
  const isFull = (box) => box.scrollHeight > box.clientHeight || box.scrollWidth > box.clientWidth;
  return [...document.querySelectorAll(".front, .typed, .cover, .key-page")].filter(isFull).length;
}"""


class Sheets(NamedTuple):
    """What was printed, and what the teller is told."""

    pdf: bytes
    is_cut: bool
    smallest: float
    hidden: int


class Press:
    """A browser that prints slips."""

    def __init__(self, engine: Browser) -> None:
        self.context = engine.new_context()
        self.context.route(f"{_ADDRESS}/**", self._serve)
        self.page = self.context.new_page()

    @staticmethod
    def _serve(route: Route) -> None:
        path = route.request.url.removeprefix(_ADDRESS).split("?")[0]
        file = _STATIC / path.lstrip("/")
        if path in ("/slips", "/keys"):
            route.fulfill(body=_PAGE % path[1:], content_type="text/html")
        elif file.is_file():
            kind = mimetypes.guess_type(file.name)[0] or "text/plain"
            route.fulfill(body=file.read_bytes(), content_type=kind)
        else:
            route.fulfill(status=404)

    def print(
        self,
        task: dict[str, Any],
        address: str,
        codes: Sequence[str],
        *,
        font: str = "",
        paper: str = "A4",
        tellers: Sequence[list[Any]] | None = None,
    ) -> Sheets:
        """Lay sheets out in the font and print them; ``tellers``: name and number of each."""
        self._open("slips", font)
        named = tellers or [["Ana Teller", len(codes)]]
        is_cut = self.page.evaluate(_FILL, [task, address, list(codes), named])
        return self._take(paper, is_cut=is_cut)

    def print_key(
        self, view: dict[str, Any], code: str, *, font: str = "", paper: str = "A4"
    ) -> Sheets:
        """The printed page of a trustee's key."""
        self._open("keys", font)
        self.page.evaluate(_PLACE_KEY, [view, code])
        return self._take(paper, is_cut=False)

    def _open(self, name: str, font: str) -> None:
        self.page.emulate_media(media="screen")
        self.page.goto(f"{_ADDRESS}/{name}")
        if font:
            style = f'.sheets, .sheets * {{ font-family: "{font}" !important }}'
            self.page.add_style_tag(content=style)

    def _take(self, paper: str, *, is_cut: bool) -> Sheets:
        self.page.emulate_media(media="print")
        smallest, hidden = self.page.evaluate(_MEASURE), self.page.evaluate(_HIDDEN)
        pdf = self.page.pdf(format=paper, print_background=False)
        return Sheets(pdf, is_cut, smallest, hidden)

    def close(self) -> None:
        """Away with it."""
        self.context.close()
