"""
What each file of the starting data asks for, in the order in which they are loaded.

A function per file takes a `Row` and yields the `Record`s that it stands for. The columns
are explained in `icc_site/public_data/README.md`.
"""

from icc_site.rows import LeftAlone
from icc_site.starting_data import network, results, strategy

FILES = {
    "programmes.csv": network.programmes,
    "baskets.csv": network.baskets,
    "phases.csv": network.phases,
    "cities.csv": network.cities,
    "strategies.csv": strategy.strategies,
    "objectives.csv": strategy.objectives,
    "actions.csv": strategy.actions,
    "indicator_values.csv": strategy.indicator_values,
    "news.csv": results.news,
    "events.csv": results.events,
    "benefits.csv": results.benefits,
}


def records(file, row):
    """The records of a line, as far as staff have left what they stand on."""
    try:
        yield from FILES[file](row)
    except LeftAlone:
        return
