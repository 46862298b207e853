"""Figures in words and as charts, for pages, papers and commands.

Whoever speaks gives the language.

- ``speaking``: the language, shares and ranges in it, the floor that leads
- ``places``: groups by name, limits, what is withheld and why
- ``tables``: a question's figures, line by line
- ``measures``: the five figures that bargain, each with its sentences and its chart
- ``sheet``: the sheet for the table, and the filing attachment
"""
