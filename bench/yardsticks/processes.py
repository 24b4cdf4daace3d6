"""What a process costs: the time to its first page, and the memory of those that answer."""

import statistics
import time
from concurrent.futures import ThreadPoolExecutor
from itertools import cycle, islice
from pathlib import Path

from bench.yardsticks.asking import Asked, Wrong, fetch
from bench.yardsticks.servers import NOTHING_KEPT, site, site_environment
from bench.yardsticks.table import Row, Section, at_most, number

SECONDS_TO_START, MEGABYTES, GROWTH = 1.5, 120, 1.05
STARTS = 5
FEW, MANY = 2_000, 10_000
THREADS = 8


def start(folder, log, effort):
    """From the start of gunicorn to the last byte of the first page, nothing kept from before."""
    taken = []
    for _start in range(effort.times(STARTS)):
        began = time.perf_counter()
        with site(site_environment(folder, **NOTHING_KEPT), log, first="/fi/"):
            taken.append(time.perf_counter() - began)
    spread = f"of {len(taken)} starts: {', '.join(number(each) for each in sorted(taken))}"
    row = at_most("start of the process to its first page", statistics.median(taken), 1.5, "s")
    return Section("Start", [row], [Row("start", spread)])


def memory(folder, log, pages, effort):
    """
    The memory of the processes that answer after 2,000 and after 10,000 requests of all pages.

    PSS: what a process has alone, and its share of what it shares with others (proc(5), smaps_rollup);
    beside it RSS, which counts what is shared once for each process.
    """
    few, many = effort.requests(FEW), effort.requests(MANY)
    with site(site_environment(folder), log) as (address, process):
        asked = [Asked(page.name, address + page.path) for page in pages]
        visit(asked, few)
        before = workers(process.pid)
        visit(asked, many - few)
        after = workers(process.pid)
    if before.keys() != after.keys():
        raise Wrong("A process that answers has ended meanwhile.")
    pss = max(pss for pss, _rss in after.values())
    grown = max(after[pid][0] / before[pid][0] for pid in after)
    told = ", ".join(f"{number(p)} (RSS {number(r)})" for p, r in after.values())
    growth = f"{(grown - 1) * 100:+.1f} % since {few:,}"
    is_steady = grown <= GROWTH
    return Section(
        "Memory",
        [
            at_most(f"memory per worker after {many:,} requests (PSS)", pss, MEGABYTES, "MB"),
            Row("memory per worker, growth", growth, "", "≤ +5 %", is_steady),
        ],
        [Row("PSS of each worker", told)],
    )


def visit(asked, times):
    """So many requests of all addresses in turn, several at once, each checked."""
    with ThreadPoolExecutor(THREADS) as threads:
        for _answer in threads.map(fetch, islice(cycle(asked), times)):
            pass


def workers(master):
    """{pid: (PSS, RSS) in megabytes} of the processes that gunicorn has started (Linux)."""
    children = Path(f"/proc/{master}/task/{master}/children").read_text().split()
    return {int(pid): _memory(pid) for pid in children}


def _memory(pid):
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    kilobytes = {line.split()[0]: int(line.split()[1]) for line in lines[1:]}
    return kilobytes["Pss:"] / 1024, kilobytes["Rss:"] / 1024
