"""From a questionnaire and the totals of its released groups to every figure that is shown.

The server's pages, the sheet, ``figures.json`` and ``voteapp figures BUNDLE`` use these functions
and no others; so whoever has the bundle can check each figure. What a figure is stands in
``voteapp/survey/statistics``; here it is said which totals go into it. Totals are all that is ever
decrypted: nothing here knows what one person answered.

- ``released``: the groups, whose leaves and members they are, and what is withheld, with the reason
- ``counting``: the record's numbers as answers; who of a group is concerned and answers
- ``questions``: each answer's share, with what is certain beside it
- ``ratios``: the share out of ratio, of questions that a rule derives, with the limit
- ``loads``: medians, "nine in ten had at most 5", histograms
- ``measures``: the five figures that bargain, and objections
- ``comparing``: groups with each other, and two surveys
- ``survey``: all of one part's figures
- ``describing``: the same as plain objects, for JSON
"""
