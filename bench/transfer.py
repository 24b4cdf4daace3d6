"""
How long an import of 10,000 rows takes: the check, the import itself and its undoing.

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
        time
        for model, rows in [(Event, events(count)), (StrategyAction, actions(count))]
        for time in measured(client, model, rows)
    ]
    for what, seconds, cpu in times:
        sys.stdout.write(f"{what:<45} {seconds:6.1f} s {cpu:6.1f} s of CPU\n")
    sys.exit(any(seconds > TARGET for _what, seconds, _cpu in times))


def events(count):
    """Rows with a value in most of their columns."""
    return [
        {
            "slug": f"event-{n}",
            "programme": "icc",
            "kind": "seminar",
            "title_fi": f"Tapahtuma {n}",
            "title_sv": f"Evenemang {n}",
            "summary_fi": "Kuvaus, jossa on muutama sana. " * 5,
            "starts_on": "2027-05-01",
            "starts_time": "09:00",
            "ends_on": "2027-05-02",
            "ends_time": "15:00",
            "place_fi": "Pori",
            "source_url": f"https://example.org/{n}",
            "is_public": "1",
        }
        for n in range(count)
    ]


def actions(count):
    """Rows with a value in most of their columns."""
    return [
        {
            "code": f"1.A.{n}",
            "strategy": "plan",
            "title_fi": f"Toimenpide {n}",
            "aim_fi": "Tavoite, jossa on muutama sana. " * 5,
            "starts_on": "2024",
            "ends_on": "2030-06",
            "stated_status": "planning",
            "is_public": "1",
        }
        for n in range(count)
    ]


def measured(client, model, rows):
    """What each step of a life takes: new, changed in text, changed in time, the same again, undone."""
    for what, change in {
        "new": {},
        "other title": {"title_fi": "Muuttunut"},
        "other day": {"starts_on": "2027-05-02", "ends_on": "2027-05-03"},
        "the same": {},
    }.items():
        for row in rows:
            row |= change
        kind = f"{len(rows)} {model._meta.model_name}s, {what}"
        job, *took = checked(client, model, rows)
        yield f"{kind}: check", *took
        if what != "the same":
            yield f"{kind}: import", *pressed(client, job, "apply", Import.State.APPLIED)
            last = job
    yield f"{kind}: undo of the other day", *pressed(client, last, "undo", Import.State.UNDONE)


def checked(client, model, rows):
    """The import that a file becomes, and how long that takes."""
    file = io.StringIO(newline="")
    writer = csv.DictWriter(file, rows[0])
    writer.writeheader()
    writer.writerows(rows)
    opts = model._meta
    upload = SimpleUploadedFile("rows.csv", file.getvalue().encode())
    address = reverse(f"admin:{opts.app_label}_{opts.model_name}_import")
    took = seconds(client, address, {"of": opts.label_lower, "file": upload})
    job = Import.objects.first()
    if job.state != Import.State.CHECKED or job.refused:
        sys.exit(f"The file has not been checked: {job.refused} refused.")
    return job, *took


def pressed(client, job, button, state):
    """How long it takes until an import is in that state."""
    took = seconds(client, reverse(f"admin:back_office_import_{button}", args=[job.pk]), {})
    job.refresh_from_db()
    if job.state != state:
        sys.exit(f"The import is {job.state}, not {state}.")
    return took


def seconds(client, address, data):
    """How long the whole of a page takes, to its last piece: on the clock and of the processor."""
    start, cpu = time.perf_counter(), time.process_time()
    b"".join(client.post(address, data).streaming_content)
    return time.perf_counter() - start, time.process_time() - cpu


if __name__ == "__main__":
    main()
