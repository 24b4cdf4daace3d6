"""
How long the lists and choosers of the back office take: 10,000 actions, 50,000 events.

    python -m bench.back_office [--actions N] [--events N]

Fills an empty database (DATABASE_URL, else SQLite in a scratch folder) and measures server time
for a superuser: the median and the worst of 5 answers, in process, nothing cached.
"""

import argparse
import statistics
import sys
import time

from django.contrib import admin
from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from events.models import Event
from programme.models import (
    ActionOrganisation,
    Benefit,
    City,
    Indicator,
    NewsItem,
    Objective,
    Organisation,
    Participation,
    Programme,
    Strategy,
    StrategyAction,
    ThematicBasket,
)
from reporting.models import ActionContact, ActionReport, Person, ReportingRound

TIMES = 5
TARGET = 300
# Of what there are fewer of than actions and events, in a network of many cities.
FEW, SOME = 20, 1000
CHOOSERS = [
    ("programme", "strategyaction", "objective"),
    ("programme", "strategyaction", "indicators"),
    ("programme", "actionorganisation", "organisation"),
    ("programme", "participation", "city"),
    ("events", "agendaitem", "action"),
    ("events", "takeaway", "benefit"),
    ("events", "event", "part_of"),
    ("reporting", "actioncontact", "person"),
    ("reporting", "actioncontact", "basket"),
    ("reporting", "lockexception", "report"),
]


def main():
    """Fill, measure, print a table; exit 1 when something is over its target."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[1])
    parser.add_argument("--actions", type=int, default=10_000)
    parser.add_argument("--events", type=int, default=50_000)
    size = parser.parse_args()
    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    if StrategyAction.objects.exists():
        sys.exit("The database is not empty: name another one.")
    fill(size.actions, size.events)
    connection.cursor().execute("ANALYZE")
    client = Client()
    client.force_login(User.objects.create_superuser("staff"))
    say(f"{size.actions} actions, {size.events} events, {connection.vendor}")
    say(f"{'page':52} {'queries':>7} {'median ms':>10} {'worst ms':>9}")
    medians = [measure(client, *page) for page in [*lists(), *choosers()]]
    say(f"slowest median: {max(medians):.0f} ms")
    sys.exit(1 if max(medians) > TARGET else 0)


def say(line):
    """Print at once, also into a file."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def lists():
    """(name, address) of every list; of the long ones also as people use them."""
    for model in admin.site._registry:
        name = model._meta.model_name
        address = reverse(f"admin:{model._meta.app_label}_{name}_changelist")
        yield name, address
        yield f"{name}, searched", f"{address}?q=tampere+9"
    for name, queries in {
        "programme/strategyaction": [
            "p=40",
            "o=2",
            "o=3",
            "q=äänekoski",
            "missing=sv",
            "source=no",
        ],
        "events/event": [
            *("p=40", "o=1", "o=2", "q=äänekoski", "time=upcoming", "time=awaiting"),
            *("missing=sv", "source=no", "status__exact=planned"),
        ],
    }.items():
        for query in queries:
            yield f"{name.partition('/')[2]}, {query}", f"/admin/{name}/?{query}"


def choosers():
    """(name, address) of every field whose choices are searched, untouched and with a word."""
    for app, model, field in CHOOSERS:
        address = f"{reverse('admin:autocomplete')}?app_label={app}&model_name={model}"
        for term in ("", "tampere 9"):
            yield f"choose {model}.{field} {term}", f"{address}&field_name={field}&term={term}"


def measure(client, name, address):
    """One line of the table. Returns the median in milliseconds."""
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
    over = "  over" if median > TARGET else ""
    say(f"{name:52} {count:7} {median:10.0f} {max(times):9.0f}{over}")
    return median


def fill(actions, events):
    """Programmes of many cities, with everything that the lists show."""
    programmes = Programme.objects.bulk_create(
        Programme(slug=f"p-{n}", short_name=f"P{n}", name_fi=f"Ohjelma {n}", is_public=True)
        for n in range(FEW)
    )
    baskets = ThematicBasket.objects.bulk_create(
        ThematicBasket(programme=programmes[0], number=n, slug=f"b-{n}", name_fi=f"Kori {n}")
        for n in range(FEW)
    )
    fill_network(programmes)
    fill_actions(actions, programmes, baskets)
    fill_small(programmes)
    Event.objects.bulk_create(
        (event(n, programmes[n % FEW]) for n in range(events)), batch_size=500
    )
    fill_reports(programmes[0])


def event(number, programme):
    """The event of a number; they spread over twenty years."""
    day = f"{2010 + number % 20}-{1 + number % 12:02}-{1 + number % 28:02}"
    return Event(
        programme=programme, slug=f"e-{number}", kind="city_lab", starts_on=day, ends_on=day,
        title_fi=f"Kaupunkilaboratorio Tampere {number}", title_sv=f"Stadslaboratorium {number}",
        summary_fi="Kaupungit oppivat toisiltaan. " * 10, place_fi="Äänekosken kaupungintalo",
        is_public=number % 2 == 0,
    )  # fmt: skip


def fill_network(programmes):
    """Cities, each in a programme."""
    cities = City.objects.bulk_create(
        City(slug=f"c-{n}", name_en=f"Tampere {n}", country="FI", is_public=True)
        for n in range(SOME)
    )
    Participation.objects.bulk_create(
        Participation(city=city, programme=programmes[n % FEW]) for n, city in enumerate(cities)
    )


def fill_actions(count, programmes, baskets):
    """Actions of strategies under objectives, with organisations that answer for them."""
    strategies = Strategy.objects.bulk_create(
        Strategy(slug=f"s-{n}", name_fi=f"Strategia {n}", programme=programmes[n], is_public=True)
        for n in range(FEW)
    )
    objectives = Objective.objects.bulk_create(
        Objective(strategy=strategies[n % FEW], code=f"{n}", name_fi=f"Tavoite Tampere {n}")
        for n in range(SOME)
    )
    organisations = Organisation.objects.bulk_create(
        Organisation(slug=f"o-{n}", name_fi=f"Organisaatio Tampere {n}") for n in range(SOME)
    )
    actions = StrategyAction.objects.bulk_create(
        (
            StrategyAction(
                strategy=strategies[n % FEW], objective=objectives[n % SOME], code=f"9.Z.{n}",
                basket=baskets[n % FEW] if n % FEW == 0 else None, is_public=True,
                title_fi=f"Toimenpide Tampere {n}", aim_fi="Kaupunki tekee parempaa. " * 10,
            )
            for n in range(count)
        ),
        batch_size=500,
    )  # fmt: skip
    ActionOrganisation.objects.bulk_create(
        ActionOrganisation(action=action, organisation=organisations[n % SOME])
        for n, action in enumerate(actions)
    )


def fill_small(programmes):
    """Indicators, benefits and news."""
    Indicator.objects.bulk_create(
        Indicator(slug=f"i-{n}", name_fi=f"Mittari Tampere {n}", is_public=True)
        for n in range(SOME)
    )
    Benefit.objects.bulk_create(
        Benefit(
            programme=programmes[0], slug=f"b-{n}", title_fi=f"Hyöty Tampere {n}", kind="tool",
            standing="stated", is_public=True,
        )
        for n in range(SOME)
    )  # fmt: skip
    NewsItem.objects.bulk_create(
        NewsItem(slug=f"n-{n}", title_fi=f"Uutinen Tampere {n}", published_on="2024-03-29")
        for n in range(SOME)
    )


def fill_reports(programme):
    """A round that asks every action, and those who answer."""
    people = Person.objects.bulk_create(
        Person(name=f"Tampere {n}", email=f"p{n}@example.org") for n in range(SOME)
    )
    actions = list(StrategyAction.objects.order_by("pk"))
    round = ReportingRound.objects.create(
        programme=programme, slug="r", sequence=1, name_fi="Kierros",
        starts_on="2026-01-01", ends_on="2026-06-30", opens_at="2026-07-01T08:00Z",
        due_at="2026-08-01T08:00Z", closes_at="2026-09-01T08:00Z",
    )  # fmt: skip
    ActionReport.objects.bulk_create(
        (ActionReport(round=round, action=action) for action in actions), batch_size=500
    )
    ActionContact.objects.bulk_create(
        ActionContact(action=action, person=people[n % SOME]) for n, action in enumerate(actions)
    )


if __name__ == "__main__":
    main()
