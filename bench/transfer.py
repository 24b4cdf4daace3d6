"""
How long an import of 10,000 rows takes: the check and the import itself, new rows and changed ones.

    python -m bench.transfer [--rows N]

Works on an empty database (DATABASE_URL, else SQLite in a scratch folder), through the pages.
"""

import argparse
import csv
import io
import sys
import time

from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from back_office.models import Import
from events.models import Event
from programme.models import Programme, Strategy, StrategyAction

TARGET = 60


def main():
    """Measure, print a table; exit 1 when something takes longer than its target."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[1])
    parser.add_argument("--rows", type=int, default=10_000)
    count = parser.parse_args().rows
    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    if Programme.objects.exists():
        sys.exit("The database is not empty: name another one.")
    programme = Programme.objects.create(slug="icc", name_fi="ICC", is_public=True)
    Strategy.objects.create(programme=programme, slug="plan", name_fi="Plan", is_public=True)
    client = Client()
    client.force_login(User.objects.create_superuser("bench"))
    times = [
        *measure(client, Event, [event(n, "Tapahtuma") for n in range(count)]),
        *measure(client, Event, [event(n, "Muuttunut") for n in range(count)]),
        *measure(client, StrategyAction, [action(n, "Toimenpide") for n in range(count)]),
        *measure(client, StrategyAction, [action(n, "Muuttunut") for n in range(count)]),
    ]
    for what, seconds in times:
        sys.stdout.write(f"{what:<40} {seconds:6.1f} s\n")
    sys.exit(any(seconds > TARGET for _what, seconds in times))


def event(n, title):
    """A row with a value in most of its columns."""
    return {
        "slug": f"event-{n}",
        "programme": "icc",
        "kind": "seminar",
        "title_fi": f"{title} {n}",
        "title_sv": f"{title} {n}",
        "summary_fi": "Kuvaus, jossa on muutama sana. " * 5,
        "starts_on": "2027-05-01",
        "starts_time": "09:00",
        "ends_on": "2027-05-02",
        "ends_time": "15:00",
        "place_fi": "Pori",
        "source_url": f"https://example.org/{n}",
        "is_public": "1",
    }


def action(n, title):
    """A row with a value in most of its columns."""
    return {
        "code": f"1.A.{n}",
        "strategy": "plan",
        "title_fi": f"{title} {n}",
        "aim_fi": "Tavoite, jossa on muutama sana. " * 5,
        "starts_on": "2024",
        "ends_on": "2030-06",
        "stated_status": "planning",
        "is_public": "1",
    }


def measure(client, model, rows):
    """The seconds that the check, the import and its undoing take."""
    file = io.StringIO(newline="")
    writer = csv.DictWriter(file, rows[0])
    writer.writeheader()
    writer.writerows(rows)
    upload = SimpleUploadedFile("rows.csv", file.getvalue().encode())
    opts = model._meta
    kind = f"{opts.verbose_name_plural} ({rows[0][list(rows[0])[3 if model is Event else 2]][:-2]})"
    address = reverse(f"admin:{opts.app_label}_{opts.model_name}_import")
    checked = seconds(client, address, {"of": opts.label_lower, "file": upload})
    job = Import.objects.first()
    page = reverse("admin:back_office_import_apply", args=[job.pk])
    applied = seconds(client, page, {})
    job.refresh_from_db()
    if job.state != Import.State.APPLIED or job.new + job.changed != len(rows):
        sys.exit(f"The import has not been done: {job.new} new, {job.refused} refused.")
    return [(f"{kind}: check", checked), (f"{kind}: import", applied)]


def seconds(client, address, data):
    """How long the whole of a page takes, to its last piece."""
    start = time.perf_counter()
    b"".join(client.post(address, data).streaming_content)
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
