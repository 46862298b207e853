"""Charts as Chromium draws them, with the fonts that are here: nothing sticks out, nothing
overlaps, and an accessibility checker finds nothing, in the light and in the dark."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask, render_template_string
from playwright.sync_api import Page

from tests.players.browser.looking.inspection import DARK, find_faults
from tests.support.charts import HARD
from voteapp.web.words.surveys.charts import ChartView

pytestmark = pytest.mark.slow

PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Charts</title>
<meta name="viewport" content="width=device-width, initial-scale=1"></head>
<body><main><h1>Charts</h1>
{% from 'charts/chart.svg' import charts, chart_table %}
{% for view in views %}{{ charts(view.narrow, view.wide) }}{{ chart_table(view.table) }}{% endfor %}
</main></body></html>"""

FIND_FAULTS = """() => {
  const found = [];
  for (const svg of document.querySelectorAll("svg.chart")) {
    if (!svg.getBoundingClientRect().width) continue;
    const { width, height } = svg.viewBox.baseVal;
    const boxes = [];
    for (const text of svg.querySelectorAll("text")) {
      const said = text.textContent;
      if (!said) continue;
      const box = text.getBBox();
      const right = box.x + box.width;
      if (box.x < -0.5 || right > width + 0.5) found.push(["outside", said]);
      if (box.y < -0.5 || box.y + box.height > height + 0.5) found.push(["outside", said]);
      // What is drawn of a line of text is less high than its box.
      const top = box.y + box.height * 0.2;
      const bottom = box.y + box.height * 0.8;
      for (const other of boxes) {
        const beside = box.x >= other.right || other.left >= right;
        const apart = beside || top >= other.bottom || other.top >= bottom;
        if (!apart) found.push([other.said, said]);
      }
      boxes.push({ left: box.x, right, top, bottom, said });
    }
  }
  return found;
}"""


@pytest.mark.parametrize("width", [360, 1280])
def test_charts_as_they_are_drawn(app: Flask, page: Page, root: Path, width: int) -> None:
    with app.test_request_context("/"):
        html = render_template_string(PAGE, views=[ChartView(chart) for chart in HARD.values()])
    page.set_viewport_size({"width": width, "height": 800})
    page.set_content(html)
    for name in ("voteapp.css", "chart.css"):
        page.add_style_tag(path=root / "voteapp" / "static" / "css" / name)
    shown = page.locator("svg.chart:visible")
    assert shown.count() == len(HARD), "one of the two"
    assert page.evaluate(FIND_FAULTS) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert find_faults(page) == []
    page.emulate_media(color_scheme="dark")
    assert find_faults(page, DARK) == []
