"""
Which role may do what through which door of the back office.

The table is written by hand and knows nothing of groups and rights. To add a door, write its
function, name it in `DOORS` and give it a column; to add a role or a thing, give it rows.
"""

import csv
import io

import pytest
from auditlog.models import LogEntry
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import QuerySet
from django.db.models.fields.files import FieldFile
from django.test import Client
from django.urls import reverse

from back_office.models import Import, Link
from back_office.transfer.catalogue import TABLES
from events.models import Event
from programme.models import StrategyAction
from reporting.models import ActionReport, Person
from tests import factories
from tests.back_office.test_pages import address, form_data, make_link
from tests.reporting import factories as accounts

pytestmark = pytest.mark.django_db

# The status of the answer; + where the database has changed; - where there is no such door. A
# bulk action that is not offered is answered by the list, with or without a redirect, and a row
# that one cannot see by a redirect, as one that is not there.
TABLE = """
role           thing           list page save add  copy remove delete choose history export import
administrator  strategyaction  200  200  302+ 302+ -    302+   302+   200    200     200    200+
administrator  event           200  200  302+ 302+ 302+ 302+   302+   200    200     200    200+
administrator  person          200  200  302+ 302+ -    302+   302+   200    200     200    200+
administrator  actionreport    200  200  403  403  -    200    403    200    200     200    403
administrator  user            200  200  302+ 302+ -    302+   302+   200    200     403    403
editor         strategyaction  200  200  302+ 302+ -    302+   302+   200    200     200    200+
editor         event           200  200  302+ 302+ 302+ 302+   302+   200    200     200    200+
editor         person          403  403  403  403  -    403    403    403    403     403    403
editor         actionreport    403  403  403  403  -    403    403    403    302     403    403
editor         user            403  403  403  403  -    403    403    403    403     403    403
translator     strategyaction  200  200  302+ 403  -    200    403    200    200     200    403
translator     event           200  200  302+ 403  200  200    403    200    200     200    403
translator     person          403  403  403  403  -    403    403    403    403     403    403
translator     actionreport    403  403  403  403  -    403    403    403    302     403    403
translator     user            403  403  403  403  -    403    403    403    403     403    403
coordinator    strategyaction  200  200  403  403  -    200    403    200    200     200    403
coordinator    event           200  200  403  403  200  200    403    200    200     200    403
coordinator    person          200  200  302+ 302+ -    200    403    200    200     200    200+
coordinator    actionreport    200  200  403  403  -    302    403    200    200     200    403
coordinator    user            403  403  403  403  -    403    403    403    403     403    403
approver       strategyaction  200  200  403  403  -    200    403    200    200     200    403
approver       event           200  200  403  403  200  200    403    200    200     200    403
approver       person          200  200  403  403  -    200    403    200    200     200    403
approver       actionreport    200  200  403  403  -    302    403    200    200     200    403
approver       user            403  403  403  403  -    403    403    403    403     403    403
reader         event           403  403  403  403  403  403    403    403    403     403    403
reader         actionreport    200  200  403  403  -    200    403    200    200     403    403
reporter       event           403  403  403  403  403  403    403    403    403     403    403
reporter       actionreport    403  403  403  403  -    403    403    403    302     403    403
administrator  link            200  200  403  403  -    200    403    -      200     403    403
administrator  import          200  200  200  403  -    200    403    -      200     -      -
administrator  logentry        200  200  403  403  -    200    403    -      200     403    403
editor         link            200  200  403  403  -    200    403    -      200     403    403
editor         import          200  200  200  403  -    200    403    -      200     -      -
editor         logentry        200  200  403  403  -    200    403    -      200     403    403
translator     link            403  403  403  403  -    403    403    -      403     403    403
translator     import          403  302  302  403  -    403    403    -      302     -      -
translator     logentry        403  403  403  403  -    403    403    -      403     403    403
coordinator    link            403  403  403  403  -    403    403    -      403     403    403
coordinator    import          200  302  302  403  -    200    403    -      302     -      -
coordinator    logentry        403  403  403  403  -    403    403    -      403     403    403
"""
MAKERS = {
    StrategyAction: factories.make_action,
    Event: factories.make_event,
    Person: accounts.make_person,
    ActionReport: accounts.make_report,
    User: lambda: User.objects.create_user(f"account-{next(factories.numbers)}"),
    Link: make_link,
    Import: lambda: Import.objects.create(
        model="programme.newsitem", file_name="news.csv", rows=[], state=Import.State.CHECKED
    ),
    LogEntry: lambda: LogEntry.objects.get_for_object(factories.make_news()).get(),
}
# What is written into the form of a row that is there; a translation where there are texts.
CHANGES = {
    StrategyAction: {"title_sv": "Åtgärd"},
    Event: {"title_sv": "Evenemang"},
    Person: {"unit": "Viestintä"},
    ActionReport: {"percent": "50"},
    User: {"first_name": "Aino"},
    Link: {"address": "https://example.org/other"},
    Import: {"file_name": "other.csv"},
    LogEntry: {"object_repr": "Other"},
}
# What is written into the empty form.
NEW = {
    StrategyAction: lambda: {
        "strategy": factories.make_strategy().pk, "code": "9.Z.9", "title_fi": "Toimenpide"
    },
    Event: lambda: {
        "programme": factories.make_programme().pk, "title_fi": "Tapahtuma", "slug": "new",
        "kind": "city_lab",
    },
    Person: lambda: {"name": "Aino", "email": "aino@example.org"},
    ActionReport: dict,
    User: lambda: {"username": "aino", "password1": "Kevätsade-Porissa-2031", "password2": "Kevätsade-Porissa-2031"},
    **dict.fromkeys([Link, Import, LogEntry], dict),
}  # fmt: skip
# The field in whose list the thing is searched.
CHOSEN_IN = {
    StrategyAction: ("events", "agendaitem", "action"),
    Event: ("events", "event", "part_of"),
    Person: ("reporting", "actioncontact", "person"),
    ActionReport: ("reporting", "lockexception", "report"),
    User: ("reporting", "person", "user"),
}


def see_the_list(client, row):
    return client.get(address(type(row)))


def see_the_page(client, row):
    return client.get(address(type(row), "change", row.pk))


def save(client, row):
    """What an administrator's form would send, with a change."""
    page = address(type(row), "change", row.pk)
    return client.post(page, filled_by_a_superuser(page) | CHANGES[type(row)])


def add(client, row):
    page = address(type(row), "add")
    return client.post(page, filled_by_a_superuser(page) | NEW[type(row)]())


def copy(client, row):
    return client.post(address(type(row)), chosen("copy", row))


def remove(client, row):
    """The bulk action, with its second click."""
    return client.post(address(type(row)), chosen("delete_selected", row) | {"post": "yes"})


def delete(client, row):
    return client.post(address(type(row), "delete", row.pk), {"post": "yes"})


def choose(client, row):
    names = ("app_label", "model_name", "field_name")
    return client.get(
        reverse("admin:autocomplete"), dict(zip(names, CHOSEN_IN[type(row)], strict=True))
    )


def see_the_history(client, row):
    return client.get(address(type(row), "history", row.pk))


def export(client, row):
    return client.post(
        address(type(row), "export"), {"of": type(row)._meta.label_lower, "format": "csv"}
    )


def import_(client, row):
    """A file with the key of the row and a change, from its choice to the end of the import."""
    model = type(row)
    upload = SimpleUploadedFile("rows.csv", file_about(row).encode())
    answer = client.post(address(model, "import"), {"of": model._meta.label_lower, "file": upload})
    if answer.streaming:
        b"".join(answer.streaming_content)
        last = Import.objects.first()
        b"".join(client.post(address(Import, "apply", last.pk)).streaming_content)
    return answer


def file_about(row):
    """What a file says that changes the row; of a thing without files, its number and the change."""
    model = type(row)
    key = {"id": row.pk}
    if model in TABLES:
        table = TABLES[model]()
        key = {name: table.columns[name].text(row) for name in table.get_import_id_fields()}
    cells = key | CHANGES[model]
    file = io.StringIO(newline="")
    writer = csv.DictWriter(file, cells)
    writer.writeheader()
    writer.writerow(cells)
    return file.getvalue()


DOORS = {
    "list": see_the_list,
    "page": see_the_page,
    "save": save,
    "add": add,
    "copy": copy,
    "remove": remove,
    "delete": delete,
    "choose": choose,
    "history": see_the_history,
    "export": export,
    "import": import_,
}


def chosen(action, row):
    return {"action": action, "_selected_action": [row.pk], "index": "0"}


def filled_by_a_superuser(page):
    """What the form would send, files apart; nothing where nobody has a form."""
    client = Client()
    client.force_login(factories.make_staff())
    answer = client.get(page)
    data = form_data(answer) if "adminform" in (answer.context or {}) else {}
    return {name: value for name, value in data.items() if not isinstance(value, FieldFile)}


def rows_of_the_table():
    """(role, model, {door: cell})."""
    head, *lines = [line.split() for line in TABLE.strip().splitlines()]
    models = {model._meta.model_name: model for model in MAKERS}
    for role, thing, *cells in lines:
        yield role, models[thing], dict(zip(head[2:], cells, strict=True))


@pytest.mark.parametrize(("role", "model", "cells"), list(rows_of_the_table()))
def test_role_passes_through_exactly_its_doors(client, role, model, cells):
    user = accounts.make_user(role, is_staff=True)
    client.force_login(user)

    expected = {door: cell for door, cell in cells.items() if cell != "-"}

    answers = {door: through(DOORS[door], client, model) for door in expected}

    assert answers == expected


def through(door, client, model):
    """The cell of a door: tried on a row of its own."""
    row = MAKERS[model]()
    before = written(model, row)
    status = door(client, row).status_code
    changed = written(model, row) != before
    return f"{status}{'+' if changed else ''}"


def written(model, row):
    """The row, and which others there are; the superusers are the test's own."""
    rows = QuerySet(model)
    others = rows.exclude(pk=row.pk)
    if model is User:
        others = others.filter(is_superuser=False)
    columns = [
        {name: value for name, value in each.items() if name != "updated_at"}
        for each in rows.filter(pk=row.pk).values()
    ]
    return columns, set(others.values_list("pk", flat=True))
