"""The answers that take most: a long calendar, a long file, the council's paper."""

import json
import shutil
import statistics

from bench.yardsticks.servers import NOTHING_KEPT, inside, site_environment
from bench.yardsticks.table import Row, Section, at_most, number

TARGETS = {
    "calendar": ("calendar of 500 events, cold", 50),
    "file": ("CSV of 10,000 rows, cold", 300),
    "paper": ("council PDF, cold", 500),
}


def heavy(folder, scratch):
    """In a process of its own on a copy of the data, which gets as many events as are needed."""
    copy = scratch / "heavy"
    shutil.copytree(folder, copy)
    environment = site_environment(copy, **NOTHING_KEPT)
    asked = {"path_of_paper": "/fi/summary/summary.pdf"}
    found = json.loads(inside(environment, "heavy", given=json.dumps(asked)))
    section = Section("Long answers")
    for name, (what, target) in TARGETS.items():
        taken = found[name]
        section.rows.append(at_most(what, statistics.median(taken), target, "ms"))
        each = ", ".join(number(one) for one in taken)
        section.details.append(Row(what, f"one after the other: {each} ms"))
    return section
