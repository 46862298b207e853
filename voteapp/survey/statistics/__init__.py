"""Figures that people may be shown, exact wherever a number can be, the same for everybody.

The server, the auditor and the certificate compute them with these functions: from counts of
members and of decrypted answers, group by group, to ``Fraction``s. A mapping with one entry is the
list of a single group. The unit of analysis is "respondents' most recent shifts", never "all
shifts". A result is never called HPPD (hours per patient day): a survey of members does not
measure it.

- ``groups``: who was asked, who answered, and who did not, beside every figure
- ``intervals``: if those who did not answer resemble those who did
- ``shares``: what part of those concerned, with what is certain
- ``weights``: the same, each group weighing what it has in members
- ``quantiles``: medians and "nine in ten had at most 5"
- ``scales``: items that share a scale
- ``waves``: what changed between two surveys
"""
