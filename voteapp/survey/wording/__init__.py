"""Figures in words and as charts, for pages, papers and commands.

Whoever speaks gives the language.

- ``speaking``: the language, shares and ranges in it, the floor that leads
- ``places``: groups by name, what is withheld and why
- ``limits``: what a limit says, whom it covers, who compared it with its source
- ``tables``: a question's figures, line by line
- ``charts``: what is drawn of them
- ``loads``: the middle of numbers, and nine in ten
- ``measures``: the five figures that bargain, each with its sentences and its chart
- ``scales``: scores, and shares weighted by members
- ``sheet``: what stands on the sheet for the table
- ``filing``: objections that were needed, for a complaint that is filed
"""
