"""Figures in words and as charts, for pages, papers and commands.

Whoever speaks gives the language.

- ``speaking``: the language, shares and ranges in it, the floor that leads
- ``places``: groups by name, limits, what is withheld and why
- ``tables``: a question's figures, line by line
- ``charts``: what is drawn of them
- ``measures``: the five figures that bargain, each with its sentences and its chart
- ``scales``: scores, and shares weighted by members
- ``sheet``: what stands on the sheet for the table
- ``filing``: objections that were needed, for a complaint that is filed
"""
