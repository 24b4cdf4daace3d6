"""
Measures the site against a bare Django view and nginx serving a file, all in one run.

Prints one table and writes bench/results.md with the machine and the date. Needs wrk, nginx and
PostgreSQL (on Debian: apt install wrk nginx postgresql). All it makes lies in a scratch folder, on
ports between 20000 and 32767, and ends with it; Ctrl+C too ends all that it has started.
"""

import argparse
import json
import signal
import sys
import tempfile
import time
from collections import defaultdict
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from bench.yardsticks import grown, heavy, machine, processes, speed
from bench.yardsticks.asking import Asked, Wrong
from bench.yardsticks.pages import public_pages
from bench.yardsticks.proxies import file_server, front
from bench.yardsticks.servers import NOTHING_KEPT, bare, site, site_environment
from bench.yardsticks.table import Section, as_markdown, as_text, failed
from tests.browser.checks.site import NAMES, prepare

GROUPS = ("bare", "cold", "cached", "proxied", "repeat", "start", "memory", "heavy", "growth")
RESULTS = machine.ROOT / "bench" / "results.md"


@dataclass(frozen=True)
class Effort:
    """How long and how often is measured."""

    rounds: int
    seconds: int
    is_quick: bool
    factors: tuple

    @property
    def times_of_grown(self):
        """How often a page of grown data is asked for in a round."""
        return 5 if self.is_quick else 34

    def times(self, usual):
        """So many tries, or two when it must be quick."""
        return 2 if self.is_quick else usual

    def requests(self, usual):
        """So many requests, or a twentieth."""
        return usual // 20 if self.is_quick else usual


def main():
    """Measure what is chosen, print, write; exit 1 when a target is missed, 2 when nothing could be measured."""
    options = arguments()
    if lacking := machine.missing():
        sys.stderr.write(f"Needed first: apt install {' '.join(lacking)}\n")
        sys.exit(2)
    for name in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT):
        signal.signal(name, _stop)
    began, told = time.monotonic(), machine.described()
    effort = Effort(
        rounds=1 if options.quick else 3,
        seconds=1,
        is_quick=options.quick,
        factors=tuple(sorted({1, *options.factor})),
    )
    with tempfile.TemporaryDirectory(prefix="bench-run-") as folder:
        # Others than we run PostgreSQL and nginx.
        Path(folder).chmod(0o755)
        run = Run(Path(folder), options.data or Path(folder) / "data", effort)
        sections = run.measure(options.only or GROUPS)
    minutes = f"{(time.monotonic() - began) / 60:.1f} minutes"
    notes = [
        f"{effort.rounds} rounds of {effort.seconds} s for each address; all of it took {minutes}."
    ]
    if options.quick:
        notes.append("A quick run: it shows that all can be measured, its figures mean little.")
    sys.stdout.write("\n" + as_text(sections) + "\n")
    if options.output:
        options.output.write_text(as_markdown(told, sections, notes), encoding="utf-8")
    rows = [row for section in sections for row in section.rows]
    sys.exit(1 if any(row.is_reached is False for row in rows) else 0)


def arguments():
    """What the command line says."""
    parser = argparse.ArgumentParser(
        prog="bench/run",
        description=__doc__.strip(),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--quick", action="store_true", help="one round, few pages: a trial")
    parser.add_argument(
        "--only",
        action="append",
        choices=GROUPS,
        metavar="NAME",
        help=f"one of: {', '.join(GROUPS)}; may be repeated",
    )
    parser.add_argument(
        "--factor",
        type=_factors,
        default="1,10,100,1000",
        help="the sizes of grown data, such as 1,10",
    )
    parser.add_argument(
        "--output",
        type=Path,
        help="where the table is written; bench/results.md for a complete run",
    )
    parser.add_argument(
        "--data", type=Path, help="where the data lies, or is made and left for another run"
    )
    options = parser.parse_args()
    if not (options.output or options.only or options.quick):
        options.output = RESULTS
    return options


def _factors(text):
    return [int(part) for part in text.split(",")]


def _stop(number, _frame):
    """Once: a second signal must not interrupt the cleaning up."""
    for each in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT):
        signal.signal(each, signal.SIG_IGN)
    sys.exit(128 + number)


def say(line):
    """What is being done, on the side of errors: the table alone goes to standard output."""
    sys.stderr.write(f"{time.strftime('%H:%M:%S')} {line}\n")
    sys.stderr.flush()


class Run:
    """One run: what it has started, and where that keeps its data."""

    def __init__(self, scratch, data, effort):
        self.scratch, self.data, self.effort = scratch, data.resolve(), effort
        self.names = defaultdict(str)

    def measure(self, groups):
        """The sections of the groups, in their order; one that fails is a line that says so."""
        sections = []
        with ExitStack() as self.stack:
            address, process = self.stack.enter_context(bare(self.scratch / "bare.log"))
            self.yard = Asked("bare view", address, master=process.pid)
            if set(groups) - {"bare", "growth"}:
                if not (self.data / NAMES).exists():
                    say("making the data")
                    prepare(self.data)
                self.names |= json.loads((self.data / NAMES).read_text())
            self.pages = public_pages(self.names, self.effort.is_quick)
            self.kept = [page for page in self.pages if page.may_be_kept]
            for group in GROUPS:
                if group in groups:
                    say(group)
                    sections.append(self._one(group))
        return sections

    def _one(self, group):
        try:
            return getattr(self, group)()
        except (Wrong, OSError) as reason:
            return Section(group, [failed(group, reason)])

    def _site(self, name, pages, **more):
        """What is asked of the site for each page; it is started for that."""
        environment = site_environment(self.data, **more)
        log = self.scratch / f"{name}.log"
        address, process = self.stack.enter_context(site(environment, log))
        return speed.pages_of(address, pages, process.pid)

    def bare(self):
        """Both yardsticks."""
        with file_server(self.scratch / "files", {"page": b"x" * 20 * 1024}) as address:
            return speed.yardsticks(self.yard, Asked("file", f"{address}/page"), self.effort)

    def cold(self):
        """Nothing cached."""
        asked = self._site("cold", self.pages, **NOTHING_KEPT)
        section = speed.cold(self.yard, asked, self.pages, self.effort)
        section.rows.append(speed.queries(self.data, self.pages))
        return section

    def cached(self):
        """From the application's cache."""
        asked = self._site("cached", self.kept)
        section = speed.cached(self.yard, asked, self.kept, self.effort)
        section.rows.append(speed.kept(self.data, self.kept, 200))
        return section

    def repeat(self):
        """To those who have it already."""
        asked = self._site("repeat", self.kept)
        section = speed.repeated(self.yard, asked, self.kept, self.effort)
        section.rows.append(speed.kept(self.data, self.kept, 304))
        return section

    def proxied(self):
        """From nginx in front."""
        with front(self.scratch / "front", site_environment(self.data)) as address:
            return speed.proxied(address, self.kept, self.effort, self.scratch / "proxied")

    def start(self):
        """To the first page."""
        return processes.start(self.data, self.scratch / "start.log", self.effort)

    def memory(self):
        """After many requests."""
        return processes.memory(self.data, self.scratch / "memory.log", self.pages, self.effort)

    def heavy(self):
        """Long answers."""
        return heavy.heavy(self.data, self.scratch)

    def growth(self):
        """Grown data on PostgreSQL."""
        return grown.growth(self.scratch, self.effort, say)


if __name__ == "__main__":
    main()
