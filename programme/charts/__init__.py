"""
The geometry of the charts, without a word of HTML.

Positions across are percentages, so that a chart fills what width there is while its letters
keep their size; positions down are pixels.
"""
