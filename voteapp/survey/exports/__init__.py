"""Files for others' programs: a published campaign's numbers as CSV, JSON and DDI-Codebook 2.5.

Everything is a total of a released group; nobody has answers of single members. What was not
opened stands in each file, with the reason. The same numbers give the same bytes
(docs/formats.md, "Exports").

- ``values``: what is exported
- ``counting``: the totals of each question, answer by answer, under names that stay
- ``spreadsheet``: CSV, a line an answer and group
- ``listing``: JSON
- ``codebook``: DDI-Codebook, of ``study`` and ``variables`` (with their ``categories``)
- ``bundles``: what is exported of a verified bundle
"""
