"""Pages on PostgreSQL with the public data, and with data grown many times."""

import json
import os
import pwd
import statistics
import subprocess
from contextlib import contextmanager
from pathlib import Path
from shutil import which

import psycopg2

from bench.yardsticks.asking import Wrong
from bench.yardsticks.pages import GROWN
from bench.yardsticks.servers import NOTHING_KEPT, inside, manage, site_environment
from bench.yardsticks.table import Row, Section, number, percentile
from tests.browser.checks.site import free_port

LARGEST = 1.5
# Below this a difference is the clock's, not the data's: milliseconds.
GRAIN = 1
# For the answers of one page in a round.
SECONDS = 2
# To index the words of 400,000 reports takes most of an hour: larger data is grown without, and not searched.
MOST_SEARCHED = 100
OPTIONS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "shared_buffers": "512MB",
    "maintenance_work_mem": "256MB",
    "max_wal_size": "4GB",
}


@contextmanager
def cluster(folder):
    """A PostgreSQL of our own while it is needed; the address of the server."""
    found = sorted(
        Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda p: float(p.parts[4])
    )
    initdb = found[-1] if found else which("initdb")
    if not initdb:
        raise Wrong("There is no PostgreSQL: install it (`apt install postgresql`).")
    commands, data, port = Path(initdb).parent, folder / "cluster", free_port()
    data.mkdir()
    user = _other_user(data)
    _run([commands / "initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8",
          "--locale=C.UTF-8", "--no-sync", "--no-instructions"], user)  # fmt: skip
    options = " ".join(f"-c {name}={value or chr(39) * 2}" for name, value in OPTIONS.items())
    control = [commands / "pg_ctl", "-D", data]
    _run([*control, "start", "-w", "-l", data / "log", "-o", f"-p {port} {options}"], user)
    try:
        yield f"postgres://postgres@127.0.0.1:{port}"
    finally:
        _run([*control, "stop", "-m", "immediate"], user)


def _other_user(data):
    """PostgreSQL refuses to run as root: the name of somebody else who owns its folder then."""
    if os.geteuid():
        return None
    names = {entry.pw_name for entry in pwd.getpwall()}
    entry = pwd.getpwnam("postgres" if "postgres" in names else "nobody")
    os.chown(data, entry.pw_uid, entry.pw_gid)
    return entry.pw_name


def _run(command, user):
    done = subprocess.run(
        [str(part) for part in command],
        user=user,
        extra_groups=[] if user else None,
        cwd="/",
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
        # The server must not get the Ctrl+C that is meant for us.
        start_new_session=True,
    )
    if done.returncode:
        raise Wrong(f"{command[0]}: {done.stderr}")


def growth(folder, effort, say):
    """A section with the pages at each factor against the same at the first."""
    with cluster(folder) as server:
        say("growth: making the data")
        home = folder / "grown"
        plain = site_environment(home, DATABASE_URL=f"{server}/postgres", **NOTHING_KEPT)
        manage(plain, "prepare")
        environments = {factor: _grown(plain, server, factor, say) for factor in effort.factors}
        found = {factor: {} for factor in effort.factors}
        ends = (effort.factors[0], effort.factors[-1])
        for number_of_round in range(effort.rounds):
            # What lies between the ends is looked at once, so that all is done in time.
            for factor in effort.factors if number_of_round == 0 else ends:
                say(f"growth: ×{factor}, round {number_of_round + 1}")
                pages = [page for page in GROWN if factor <= MOST_SEARCHED or not _searches(page)]
                asked = {"pages": pages, "times": effort.times_of_grown, "seconds": SECONDS}
                told = inside(environments[factor], "times", given=json.dumps(asked))
                _add(found[factor], json.loads(told))
        return compared(found)


def _grown(plain, server, factor, say):
    """A database of its own with the data grown; the environment of a site that uses it."""
    say(f"growth: making the data ×{factor}")
    name = f"grown_{factor}"
    connection = psycopg2.connect(f"{server}/template1")
    connection.autocommit = True
    connection.cursor().execute(f"CREATE DATABASE {name} TEMPLATE postgres")
    connection.close()
    environment = plain | {"DATABASE_URL": f"{server}/{name}"}
    without = ["--without-search"] if factor > MOST_SEARCHED else []
    manage(environment, "grow_data", "--factor", str(factor), "--in-production", *without)
    return environment


def _searches(page):
    name, _path, _who = page
    return name.startswith("search")


def _add(found, round):
    """Put the answers of a round to those of the rounds before. Raises Wrong for a refused page."""
    for name, told in round.items():
        if told["status"] != 200:
            raise Wrong(f"{name} answers {told['status']}")
        known = found.setdefault(name, {"queries": set(), "milliseconds": []})
        known["queries"].add(told["queries"])
        known["milliseconds"] += told["milliseconds"]


def compared(found):
    """The section of {factor: {page: {queries, milliseconds}}}: the first factor is the yardstick."""
    base, *grown = found
    section = Section("Growth")
    for factor in grown:
        worst = {"median": 0, "p99": 0}
        over, asks_more = [], []
        for name, told in found[factor].items():
            row, ratios, is_same = _line(name, found[base][name], told, factor)
            section.details.append(row)
            worst = {each: max(worst[each], ratios[each]) for each in worst}
            over += [] if row.is_reached else [name]
            asks_more += [] if is_same else [name]
        pages = len(found[factor])
        for each, ratio in worst.items():
            what = f"growth ×{factor}: {each} of the page that has slowed down most"
            section.rows.append(
                Row(what, f"of {pages} pages", f"{ratio:.2f}", f"≤ {LARGEST}", ratio <= LARGEST)
            )
        figure = f"{pages - len(asks_more)} of {pages} pages"
        section.rows.append(
            Row(f"growth ×{factor}: as many queries", figure, "", "all", not asks_more)
        )
        if over:
            section.rows.append(Row(f"growth ×{factor}: over", ", ".join(over)))
        if unasked := sorted(set(found[base]) - set(found[factor])):
            section.rows.append(Row(f"growth ×{factor}: not asked", ", ".join(unasked)))
    return section


def _line(name, small, large, factor):
    """The row of a page, its ratios as {median, p99}, and whether it asks as many queries."""
    before, after = _summed(small["milliseconds"]), _summed(large["milliseconds"])
    ratios = {
        each: 1 if after[each] - before[each] < GRAIN else after[each] / before[each]
        for each in after
    }
    is_same = max(large["queries"]) <= max(small["queries"])
    queries = f"{max(small['queries'])} → {max(large['queries'])} queries"
    figure = ", ".join(
        f"{each} {number(before[each])} → {number(after[each])} ms" for each in after
    )
    ratio = f"{ratios['median']:.2f}, p99 {ratios['p99']:.2f}"
    is_reached = max(ratios.values()) <= LARGEST and is_same
    target = f"≤ {LARGEST}, same queries"
    return (
        Row(f"×{factor}: {name}", f"{figure}, {queries}", ratio, target, is_reached),
        ratios,
        is_same,
    )


def _summed(milliseconds):
    return {"median": statistics.median(milliseconds), "p99": percentile(milliseconds, 99)}
