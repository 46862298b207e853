"""Charts for figures: what is drawn, where every shape stands, and the same numbers as a table.

Nothing here knows how it is painted: a page's SVG (``templates/charts/chart.svg``) and a sheet of
paper (``voteapp/cli/paper/charts.py``) draw the same shapes. Every chart is understood without
colour: numbers are written, bars have outlines, and what differs, differs by its pattern.

- ``data``: the charts there are, with texts in the reader's language
- ``layout``: from a chart and a width to a ``Drawing``
- ``table``: the numbers of a chart as a table, always beside it
"""
