"""Requests a second: pages against the bare view, and behind nginx against a file."""

import json
import statistics
from dataclasses import dataclass, field, replace
from fractions import Fraction

from bench.yardsticks.asking import Asked, Wrong, fetch, load
from bench.yardsticks.pages import API
from bench.yardsticks.proxies import file_server
from bench.yardsticks.servers import NOTHING_KEPT, inside, site_environment
from bench.yardsticks.table import (
    Row,
    Section,
    at_least,
    at_most,
    failed,
    in_words,
    number,
    worst_and_median,
)

# After so many others the yardstick takes its turn again: machines get faster and slower.
TURNS = 8
# Enough for each process to have answered.
VISITS = 12
COLD, CACHED, PROXIED = Fraction(1, 16), Fraction(2, 3), Fraction(4, 5)
QUERIES = 8
# How many pages are measured where only their length matters, or not even that.
SAMPLE = 12
API_COLD, API_CACHED = Fraction(1, 12), Fraction(2, 3)


@dataclass
class Measured:
    """What has come of one address: rates of all rounds, each with its share of the yardstick's."""

    rates: list = field(default_factory=list)
    ratios: list = field(default_factory=list)
    wrong: str = ""

    @property
    def ratio(self):
        """The median of the ratios."""
        return statistics.median(self.ratios)

    @property
    def figure(self):
        """The median rate with the median of the slowest hundredth, in words."""
        rate = statistics.median(rate.per_second for rate in self.rates)
        slowest = statistics.median(rate.p99 for rate in self.rates)
        size = self.rates[0].size / 1024
        return f"{number(rate)}/s, p99 {number(slowest)} ms, {number(size)} KB"


def compare(yard, asked, effort, own=None):
    """
    {name: Measured} of all that is asked, in rounds, the yardstick in between.

    `own` has a yardstick for each name instead. A wrong answer ends the measuring of its address.
    """
    found = {each.name: Measured() for each in asked}
    for each in asked:
        _try(found[each.name], _visit, each)
    load(yard, effort.seconds)
    for _round in range(effort.rounds):
        for turn, each in enumerate(asked):
            if own or turn % TURNS == 0:
                base = load(own[each.name] if own else yard, effort.seconds).per_second
            measured = found[each.name]
            rate = None if measured.wrong else _try(measured, load, each, effort.seconds)
            if rate:
                measured.rates.append(rate)
                measured.ratios.append(rate.per_second / base)
    return found


def _visit(asked):
    for _visit in range(VISITS):
        fetch(asked)


def _try(measured, do, *arguments):
    try:
        return do(*arguments)
    except (Wrong, OSError) as reason:
        measured.wrong = str(reason)
        return None


def rated(title, found, target, held):
    """A section with the worst of those that are held to the target, and a line for each address."""
    section = Section(title)
    right = {name: each for name, each in found.items() if not each.wrong}
    for name, each in found.items():
        if each.wrong:
            section.rows.append(failed(f"{title}: {name}", each.wrong))
        elif name in held:
            section.details.append(at_least(name, each.figure, each.ratio, target))
        else:
            section.details.append(Row(name, each.figure, in_words(each.ratio)))
    counting = {name: each.ratio for name, each in right.items() if name in held}
    if counting:
        worst, ratio, middle = worst_and_median(counting)
        section.rows += [
            at_least(f"{title}: the slowest, {worst}", right[worst].figure, ratio, target),
            Row(f"{title}: median of {len(counting)} pages", "", in_words(middle)),
        ]
    return section


def pages_of(address, pages, master=0):
    """What is asked for when pages are measured."""
    return [Asked(page.name, address + page.path, master=master) for page in pages]


def cold(yard, asked, pages, effort):
    """Public pages and the API with no cache of pages."""
    found = compare(yard, asked, effort)
    return _with_api("cold", found, pages, COLD, API_COLD)


def cached(yard, asked, pages, effort):
    """Public pages from the shortest to the longest, and the API, from the application's cache."""
    lengths = {each: len(fetch(each).body) for each in asked}
    some = spread([each for each in asked if each.name in held(pages)], lengths)
    api = [each for each in asked if each.name in API]
    found = compare(yard, [*some, *api], effort)
    return _with_api("cached", found, pages, CACHED, API_CACHED)


def held(pages):
    """The names of those that are held to what all pages are held to."""
    return {page.name for page in pages if page.is_held}


def spread(asked, lengths):
    """Some of what is asked for, where the length of the answer alone counts: the shortest and the longest among them."""
    ordered = sorted(asked, key=lengths.get)
    return list(dict.fromkeys([*ordered[:: max(1, len(ordered) // SAMPLE)], *ordered[-1:]]))


def kept(folder, pages, code):
    """The row that says whether each page, and the API, is answered from what is kept: with 200, or with 304."""
    environment = site_environment(folder, DJANGO_SETTINGS_MODULE="icc_site.settings")
    asked = [(page.name, page.path) for page in pages if page.is_held or page.name in API]
    found = json.loads(inside(environment, "kept", given=json.dumps({"pages": asked})))
    return all_of(
        f"answered with {code} from what is kept",
        found,
        {name for name, codes in found.items() if code not in codes},
    )


def all_of(what, names, others):
    """A row that is reached when nothing is among the others, which it names."""
    figure = f"{len(names) - len(others)} of {len(names)}"
    figure += f"; not {', '.join(sorted(others))}" if others else ""
    return Row(what, figure, "", "all", not others)


def _with_api(title, found, pages, target, target_of_api):
    api = {name: found.pop(name) for name in API if name in found}
    section = rated(f"page, {title}", found, target, held(pages))
    if api:
        lists = rated(f"API list of 50, {title}", api, target_of_api, set(api))
        section.rows += lists.rows[:-1]
        section.details += lists.details
    return section


def proxied(address, pages, effort, folder):
    """
    Public pages from the cache of nginx in front, against nginx that serves the same bytes from a file.

    Each page must come from the cache; how fast depends on its length alone, so that of all of them
    in order of length some are measured, the shortest and the longest among them.
    """
    bodies = {}
    for each in pages_of(address, pages):
        _visit(each)
        answer = fetch(each)
        if answer.headers["X-Cache-Status"] == "HIT":
            bodies[each] = answer.body
    asked = spread(bodies, {each: len(body) for each, body in bodies.items()})
    with file_server(folder, {each.name: bodies[each] for each in asked}) as files:
        own = {each.name: Asked(each.name, f"{files}/{each.name}") for each in asked}
        found = compare(own[asked[0].name], asked, effort, own)
    section = rated("page, nginx in front", found, PROXIED, set(found))
    names = {page.name for page in pages}
    section.rows.append(
        all_of("pages kept by nginx", names, names - {each.name for each in bodies})
    )
    return section


def yardsticks(view, file, effort):
    """What all else is compared with: the bare view, and nginx with the same 20 KB from a file."""
    found = compare(view, [view, file], effort)
    rows = [
        Row(f"yardstick: {name}", each.figure, in_words(each.ratio)) for name, each in found.items()
    ]
    return Section("Yardsticks", rows)


def queries(folder, pages):
    """The row with the number of queries of the page that asks most, nothing cached."""
    environment = site_environment(folder, **NOTHING_KEPT)
    held = [(page.name, page.path, "") for page in pages if page.is_held]
    found = json.loads(inside(environment, "times", given=json.dumps({"pages": held, "times": 0})))
    most = max(found, key=lambda name: found[name]["queries"])
    over = [name for name, each in found.items() if each["queries"] > QUERIES]
    told = f" ({most}); over: {', '.join(over)}" if over else f" ({most})"
    return at_most("page, cold: most queries", found[most]["queries"], QUERIES, f"queries{told}")


def repeated(yard, asked, pages, effort):
    """304 to a visitor who has the page already."""
    found = compare(yard, [known(each) for each in asked[:: max(1, len(asked) // SAMPLE)]], effort)
    return rated("304 to a repeat visitor", found, CACHED, held(pages))


def known(asked):
    """The same, asked for by who has it."""
    headers = (("If-None-Match", fetch(asked).headers["ETag"] or ""),)
    return replace(asked, headers=headers, status=304, is_empty=True)
