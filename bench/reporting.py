"""
How long the pages of reporting take when they have grown: 1,000 actions, 12 rounds.

    python -m bench.reporting [--actions N] [--rounds N]

Fills an empty database (DATABASE_URL, else SQLite in a scratch folder) with approved reports
and measures server time: the median and the worst of 15 answers, in process, nothing cached.
"""

import argparse
import statistics
import sys
import time
from datetime import date, timedelta

from django.contrib.auth.models import Group, User
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from programme.models import City, Indicator, Programme, Strategy, StrategyAction
from reporting import hashing
from reporting.models import (
    ActionReport,
    Person,
    ReportingRound,
    ReportRevision,
    ReportTransition,
    ReportValue,
    State,
)
from reporting.snapshots import snapshot_of

TIMES = 15
TARGET = 300
# Of so many actions something is counted.
COUNTED = 200


def main():
    """Fill, measure, print a table; exit 1 when a page is over its target."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[1])
    parser.add_argument("--actions", type=int, default=1000)
    parser.add_argument("--rounds", type=int, default=12)
    size = parser.parse_args()
    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    if StrategyAction.objects.exists():
        sys.exit("The database is not empty: name another one.")
    rounds = fill(size.actions, size.rounds)
    connection.cursor().execute("ANALYZE")
    pages = [
        ("board", "staff", "/en/report/board/"),
        ("board of one round", "staff", f"/en/report/board/?round={rounds[-1].slug}"),
        ("queue", "staff", "/en/report/queue/"),
        ("review", "staff", f"/en/report/{rounds[-1].slug}/9.Z.1/review/"),
        ("my reports", "staff", "/en/report/"),
        ("progress", None, "/en/progress/"),
        ("round", None, f"/en/progress/{rounds[-2].slug}/"),
        ("report", None, f"/en/progress/{rounds[-2].slug}/9.Z.1/"),
        ("action", None, "/en/actions/9.Z.1/"),
        ("corrections", None, "/en/corrections/"),
    ]
    say(f"{size.actions} actions, {size.rounds} rounds, {connection.vendor}")
    say(f"{'page':20} {'queries':>7} {'median ms':>10} {'worst ms':>9}")
    worst = [measure(*page) for page in pages]
    sys.exit(1 if max(worst) > TARGET else 0)


def say(line):
    """Print at once, also into a file."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def measure(name, who, address):
    """One line of the table. Returns the median in milliseconds."""
    client = Client()
    if who:
        client.force_login(User.objects.get(username=who))
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(address)
    count = len(queries)
    if answer.status_code != 200:
        sys.exit(f"{address} answers {answer.status_code}")
    times = []
    for _number in range(TIMES):
        began = time.perf_counter()
        client.get(address)
        times.append((time.perf_counter() - began) * 1000)
    median = statistics.median(times)
    say(f"{name:20} {count:7} {median:10.0f} {max(times):9.0f}")
    return median


def fill(actions, rounds):
    """A programme with its actions, and a round for each half-year; the last one is open."""
    programme = Programme.objects.create(
        slug="p", short_name="P", name_fi="Ohjelma", is_public=True
    )
    City.objects.create(slug="home", name_en="Home", country="FI", is_home=True, is_public=True)
    strategy = Strategy.objects.create(
        slug="s", name_fi="Strategia", programme=programme, is_public=True
    )
    people = [
        Person.objects.create(name=f"Person {n}", email=f"p{n}@example.org") for n in range(20)
    ]
    staff = User.objects.create_user("staff", email="staff@example.org", is_staff=True)
    staff.groups.set(Group.objects.all())
    StrategyAction.objects.bulk_create(
        StrategyAction(
            strategy=strategy, code=f"9.Z.{n}", title_fi=f"Toimenpide {n}", is_public=True
        )
        for n in range(1, actions + 1)
    )
    rows = list(StrategyAction.objects.order_by("pk"))
    indicator = Indicator.objects.create(
        slug="counted", name_fi="Mittari", roll_up="sum", is_public=True
    )
    indicator.actions.set(rows[:COUNTED])
    for number, action in enumerate(rows):
        action.indicators_known = number < COUNTED
    made = [make_round(programme, number, rounds) for number in range(rounds)]
    for number, round in enumerate(made):
        fill_round(round, rows, people, is_last=number == rounds - 1)
    return made


def make_round(programme, number, rounds):
    """The round of the half-year that lies `rounds - number` half-years back."""
    now = timezone.now()
    starts_on = date(now.year - 8, 1, 1) + timedelta(days=182 * number)
    opens_at = now - timedelta(days=5 + 182 * (rounds - 1 - number))
    return ReportingRound.objects.create(
        programme=programme,
        slug=f"r-{number}",
        sequence=number + 1,
        name_fi=f"Kierros {number + 1}",
        starts_on=starts_on,
        ends_on=starts_on + timedelta(days=181),
        opens_at=opens_at,
        due_at=opens_at + timedelta(days=20),
        closes_at=opens_at + timedelta(days=30),
    )


def fill_round(round, actions, people, *, is_last):
    """A report for each action: approved, but submitted in the last round."""
    at = round.opens_at + timedelta(days=1)
    state = State.SUBMITTED if is_last else State.APPROVED
    reports = ActionReport.objects.bulk_create(
        ActionReport(
            round=round,
            action=action,
            assignee=people[n % len(people)],
            state=State.SUBMITTED,
            language="fi",
            status="implementation",
            percent=(n + round.sequence * 5) % 100,
            summary_fi="Työ on edennyt suunnitelman mukaan. " * 5,
            next_steps_fi="Seuraava vaihe alkaa. " * 5,
            minutes_spent=n % 30,
            submitted_at=at,
        )
        for n, action in enumerate(actions)
    )
    indicator = Indicator.objects.get()
    ReportValue.objects.bulk_create(
        ReportValue(report=report, indicator=indicator, value=n)
        for n, report in enumerate(reports[:COUNTED])
    )
    ReportTransition.objects.bulk_create(
        ReportTransition(
            report=report, sequence=1, name="submit", from_state="draft",
            to_state="submitted", made_at=at, actor_role="reporter", language="fi", via="form",
        )
        for report in reports
    )  # fmt: skip
    if state == State.APPROVED:
        approve(reports, at)


def approve(reports, at):
    """What approving one by one leaves behind, written at once."""
    ReportRevision.objects.bulk_create(sealed(report, at) for report in reports)
    by_report = {each.report_id: each for each in ReportRevision.objects.filter(report__in=reports)}
    for report in reports:
        report.state, report.approved_at = State.APPROVED, at
        report.approved_revision = by_report[report.pk]
    ActionReport.objects.bulk_update(
        reports, ["state", "approved_at", "approved_revision"], batch_size=500
    )


def sealed(report, at):
    """The first and only revision of a report."""
    snapshot = template(report, at)
    revision = ReportRevision(
        report=report, number=1, kind="approved", snapshot=snapshot,
        salts=hashing.new_salts(snapshot), made_at=at,
    )  # fmt: skip
    revision.content_hash = hashing.content_hash(revision)
    return revision


shape, counted = {}, {}


def template(report, at):
    """A snapshot; only the first of a round is asked of the database."""
    if report.round_id not in shape:
        shape[report.round_id] = snapshot_of(report, approved_at=at)
        counted.update(shape[report.round_id]["values"])
        shape[report.round_id]["values"] = {}
    action = {
        "code": report.action.code,
        "title": {"fi": report.action.title_fi, "sv": "", "en": ""},
    }
    values = counted if report.action.indicators_known else {}
    return shape[report.round_id] | {
        "action": action,
        "percent": report.percent,
        "values": values,
    }


if __name__ == "__main__":
    main()
