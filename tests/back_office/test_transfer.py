"""Import and export: a file out and in again, what would change, what is refused, and undo."""

import csv
import io

import pytest
from django.apps import apps
from django.contrib.auth.models import Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import load_workbook

from back_office.models import Import
from back_office.transfer import running
from back_office.transfer.catalogue import LEFT_OUT, PARTS, RECORDS, TABLES, table_of
from back_office.transfer.reading import read
from back_office.transfer.writing import WRITERS
from back_office.views.transfer import list_of
from events.models import AgendaItem, Event, EventBasket, EventChange, Material, Takeaway
from programme.models import (
    ActionGoal,
    ActionOrganisation,
    City,
    IndicatorValue,
    Milestone,
    NewsItem,
    Objective,
    Organisation,
    StrategyAction,
)
from reporting.models import ActionContact, Person
from tests import factories
from tests.reporting.factories import make_report

pytestmark = pytest.mark.django_db


def names(model):
    return model._meta.label


def address(model, page="import"):
    return reverse(list_of(model).replace("changelist", page))


def as_file(text, name="rows.csv"):
    content = text if isinstance(text, bytes) else text.encode()
    return SimpleUploadedFile(name, content)


def upload(client, model, text, name="rows.csv"):
    """Choose a file, wait for its check; the import that it has become, None if it was refused."""
    before = set(Import.objects.values_list("pk", flat=True))
    answer = client.post(
        address(model), {"of": model._meta.label_lower, "file": as_file(text, name)}
    )
    assert answer.status_code == 200
    if answer.streaming:
        b"".join(answer.streaming_content)
    return Import.objects.exclude(pk__in=before).first()


def press(client, job, button):
    """Press a button of the page of an import, wait until it is done."""
    answer = client.post(reverse(f"admin:back_office_import_{button}", args=[job.pk]))
    if answer.streaming:
        b"".join(answer.streaming_content)
    job.refresh_from_db()
    return answer


def counts(job):
    return job.new, job.changed, job.unchanged, job.refused


def reasons(job):
    """What the page says of the rows that are refused: {row: [(column, sentence)]}."""
    rows = job.outcomes.exclude(reasons=[])
    return {row.number: [tuple(reason) for reason in row.reasons] for row in rows}


def taken_out(client, model, format):
    answer = client.post(
        address(model, "export"), {"of": model._meta.label_lower, "format": format}
    )
    assert answer.status_code == 200
    assert "attachment" in answer["Content-Disposition"]
    return answer.content


def make_one_of_each():
    """A row of each model of the factories, with what a file could spoil."""
    programme = factories.make_programme(summary_fi="=1+1", cities_stated=0)
    factories.make_phase(programme=programme)
    basket = factories.make_basket(programme=programme)
    city = factories.make_city(latitude="61.4850", longitude="-21.7970", name_fi="'=A1")
    factories.make_membership(
        participation=factories.make_participation(city=city, programme=programme), basket=basket
    )
    strategy = factories.make_strategy(programme=programme)
    theme = factories.make_objective(strategy=strategy)
    target = factories.make_objective(strategy=strategy, parent=theme)
    organisation = factories.make_organisation(name_sv="  @cmd; \"x\", 'y'")
    indicators = [factories.make_indicator(), factories.make_indicator(is_share=True)]
    action = factories.make_action(
        strategy=strategy,
        objective=target,
        aim_fi='- yksi\r\n- kaksi, "kolme"; neljä\n',
        why_sv=None,
        why_en="",
    )
    action.indicators.set(indicators)
    ActionOrganisation.objects.create(action=action, organisation=organisation, role="primary")
    ActionGoal.objects.create(action=action, goal=11)
    factories.make_milestone(action=action, title_fi="Sama", due_on="2024-06")
    factories.make_milestone(action=action, title_fi="Sama", due_on="2025")
    factories.make_value(indicator=indicators[0], value="-5.25", note_fi="+5 %")
    factories.make_value(
        indicator=indicators[0], value=None, kind="target", value_as_printed_fi="-5"
    )
    benefit = factories.make_benefit(
        programme=programme,
        basket=basket,
        city=factories.make_city(),
        evidence_sv="Protokollet",
        evidence_on="2026-09",
        measure_amount="7.5",
        measure_unit="hours",
        effort="1_to_5",
    )
    benefit.actions.add(action)
    factories.make_news(programme=None)
    event = factories.make_event(
        programme=programme,
        starts_time="09:00",
        ends_time="12:30:15",
        registration_opens_at="2021-01-01T12:00:00.123456+02:00",
        joint_event_number=1,
    )
    factories.make_event(programme=programme, part_of=event, starts_on="", ends_on="")
    event.event_baskets.create(basket=basket)
    event.benefits.add(benefit)
    AgendaItem.objects.create(event=event, title_fi="Avaus", starts_on="2021-02-16")
    Material.objects.create(event=event, title_fi="Kalvot", url="https://example.org/a.pdf")
    Material.objects.create(
        event=event, title_fi="Kuva", url="https://example.org/b.png", is_accessible=False
    )
    Takeaway.objects.create(event=event, title_fi="Kokeillaan", benefit=benefit)
    person = Person.objects.create(name="Raportoija", email="raportoija@example.org")
    ActionContact.objects.create(person=person, action=action)
    ActionContact.objects.create(person=person, basket=basket)


@pytest.mark.parametrize("format", ["csv", "xlsx"])
@pytest.mark.parametrize("model", TABLES, ids=names)
def test_same_file_out_and_in_again_is_no_change(staff_client, model, format):
    make_one_of_each()

    content = taken_out(staff_client, model, format)
    job = upload(staff_client, model, content, f"rows.{format}")

    assert reasons(job) == {}
    assert counts(job) == (0, 0, model.objects.count(), 0)
    assert job.unchanged > 0


# Of these the starting data has none.
UNKNOWN = [
    ActionGoal,
    Milestone,
    EventBasket,
    AgendaItem,
    Material,
    Takeaway,
]


@pytest.mark.parametrize("format", ["csv", "xlsx"])
@pytest.mark.parametrize(
    "model",
    [each for each in TABLES if each._meta.app_label != "reporting" and each not in UNKNOWN],
    ids=names,
)
def test_starting_data_out_and_in_again_is_no_change(public_data, staff_client, model, format):
    content = taken_out(staff_client, model, format)
    job = upload(staff_client, model, content, f"rows.{format}")

    assert reasons(job) == {}
    assert counts(job) == (0, 0, model.objects.count(), 0)


def is_referred_to(model):
    return any(field.auto_created and not field.concrete for field in model._meta.get_fields())


@pytest.mark.parametrize(
    "model", [model for model in TABLES if not is_referred_to(model)], ids=names
)
def test_rows_of_a_file_make_the_same_rows_in_an_empty_table(staff_client, model):
    make_one_of_each()
    content = taken_out(staff_client, model, "csv")
    table = table_of(model)()
    before = [table.texts(row) for row in model._base_manager.order_by("pk")]
    model._base_manager.all().delete()

    job = upload(staff_client, model, content)
    press(staff_client, job, "apply")

    assert job.state == Import.State.APPLIED
    table = table_of(model)()
    assert [table.texts(row) for row in model._base_manager.order_by("pk")] == before


def test_every_model_goes_both_ways_or_out_or_neither_for_a_reason():
    ours = [
        model
        for app in ("programme", "events", "reporting", "back_office", "operations")
        for model in apps.get_app_config(app).get_models()
    ]
    named = [*TABLES, *RECORDS, *LEFT_OUT]

    assert sorted(map(names, named)) == sorted(
        names(model) for model in ours if model in named or model._meta.app_label != "back_office"
    )
    assert all([reason for reason, _table in RECORDS.values()] + list(LEFT_OUT.values()))
    # Each can be reached: it has a list, or stands below what has one.
    below = {part for parts in PARTS.values() for part in parts}
    for model in {*TABLES, *RECORDS} - below:
        assert address(model, "export")


NOT_IN_A_FILE = {
    # A file is uploaded on the page of the event.
    "Material.file",
    # The account and the baskets in which one approves are rights.
    "Person.user",
    "Person.baskets",
    # Both have a table of their own.
    "Participation.baskets",
    "StrategyAction.organisations",
    "Event.baskets",
}


@pytest.mark.parametrize("model", TABLES, ids=names)
def test_every_column_that_staff_edit_is_in_the_file(model):
    table = table_of(model)()
    shared = {name.rsplit("_", 1)[0] for name in table.columns if name.endswith("_fi")}
    editable = {
        f"{model.__name__}.{field.name}"
        for field in [*model._meta.concrete_fields, *model._meta.many_to_many]
        if field.editable and not field.primary_key and field.name not in shared
    }

    assert editable - NOT_IN_A_FILE == {f"{model.__name__}.{name}" for name in table.columns}


def test_preview_changes_nothing_and_says_old_and_new(staff_client):
    city = factories.make_city(slug="pori", name_en="Pori", settlement_population=83_000)

    job = upload(staff_client, City, "slug,name_en,settlement_population\npori,Björneborg,83100\n")

    assert counts(job) == (0, 1, 0, 0)
    assert job.outcomes.get().changes == {
        "name_en": ["Pori", "Björneborg"],
        "settlement_population": ["83000", "83100"],
    }
    city.refresh_from_db()
    assert (city.name_en, city.settlement_population) == ("Pori", 83_000)
    page = staff_client.get(job.get_absolute_url()).content.decode()
    assert "Björneborg" in page
    assert "83000" in page


def test_import_does_what_the_preview_says(staff_client):
    factories.make_city(slug="pori", name_en="Pori", website="https://www.pori.fi/")

    job = upload(staff_client, City, "slug;name_en;country\npori;Björneborg;FI\nturku;Turku;FI\n")
    press(staff_client, job, "apply")

    assert counts(job) == (1, 1, 0, 0)
    assert list(City.objects.values_list("slug", "name_en", "website")) == [
        ("pori", "Björneborg", "https://www.pori.fi/"),
        ("turku", "Turku", ""),
    ]
    assert job.rows is None


def test_rows_that_the_file_does_not_have_are_left_alone(staff_client):
    factories.make_organisation(slug="other", name_fi="Muu")
    factories.make_organisation(slug="one", name_fi="Yksi")

    job = upload(staff_client, Organisation, "slug,name_fi\none,Ensimmäinen\n")
    press(staff_client, job, "apply")

    assert list(Organisation.objects.values_list("slug", "name_fi")) == [
        ("one", "Ensimmäinen"),
        ("other", "Muu"),
    ]


def test_nothing_is_imported_while_a_row_is_refused(staff_client):
    job = upload(staff_client, City, "slug,name_en,country\nturku,Turku,FI\nrauma,Rauma,XX\n")
    press(staff_client, job, "apply")

    assert counts(job) == (1, 0, 0, 1)
    assert job.state == Import.State.CHECKED
    assert not City.objects.exists()


def test_each_refused_row_says_why(staff_client):
    factories.make_city(slug="home", is_home=True)
    text = (
        "slug,name_en,country,latitude,settlement_population,is_home,publish_at\n"
        ",No key,FI,,,0,\n"
        "ok,Fine,FI,,10,0,2030-01-02\n"
        "ok,Twice,FI,,,0,\n"
        "bad,Bad,FI,north,1.5,maybe,soon\n"
        "far,Far,FI,99,,0,\n"
        "home2,Second home,FI,,,1,\n"
        "no-name,,FI,,,0,\n"
    )

    job = upload(staff_client, City, text)

    said = reasons(job)
    assert counts(job) == (1, 0, 0, 6)
    assert said[2] == [("slug", "Rivin avain puuttuu.")]
    assert said[4] == [("", "Tämä rivi on tiedostossa jo rivillä 3.")]
    assert [column for column, _sentence in said[5]] == [
        "latitude",
        "settlement_population",
        "is_home",
        "publish_at",
    ]
    assert said[6][0][0] == "latitude"
    assert [column for column, _sentence in said[7]] == [""]
    assert said[8][0][0] == "name_en"


def test_unknown_row_of_another_table_is_named(staff_client):
    factories.make_action(code="1.A.1")

    job = upload(staff_client, Milestone, "action;title_fi\n9.Z.9;Päätös\n")

    [(column, sentence)] = reasons(job)[2]
    assert column == "action"
    assert "9.Z.9" in sentence


def test_rows_may_refer_to_new_rows_of_the_same_file(staff_client):
    factories.make_strategy(slug="pori-2030")
    text = "strategy,code,name_fi,parent\npori-2030,1,Teema,\npori-2030,1.A,Tavoite,pori-2030/1\n"

    job = upload(staff_client, Objective, text)
    press(staff_client, job, "apply")

    assert counts(job) == (2, 0, 0, 0)
    assert Objective.objects.get(code="1.A").parent.code == "1"


def test_import_stops_when_the_database_has_changed_since_the_preview(staff_client):
    city = factories.make_city(slug="pori", name_en="Pori")
    job = upload(staff_client, City, "slug,name_en\npori,Björneborg\n")
    city.name_en = "Arctopolis"
    city.save()

    press(staff_client, job, "apply")

    city.refresh_from_db()
    assert city.name_en == "Arctopolis"
    assert job.state == Import.State.CHECKED
    assert job.outcomes.get().changes == {"name_en": ["Arctopolis", "Björneborg"]}

    press(staff_client, job, "apply")

    city.refresh_from_db()
    assert (city.name_en, job.state) == ("Björneborg", Import.State.APPLIED)


def test_last_import_is_undone(staff_client):
    action = factories.make_action(code="1.A.1", title_fi="Vanha", aim_fi="Tavoite", aim_sv=None)
    one, two = factories.make_indicator(slug="one"), factories.make_indicator(slug="two")
    action.indicators.set([one])
    text = (
        "code,strategy,title_fi,aim_sv,ends_on,indicators\n"
        f'1.A.1,{action.strategy.slug},Uusi,Mål,2030-06,"one, two"\n'
        f"1.A.2,{action.strategy.slug},Toinen,,,two\n"
    )
    job = upload(staff_client, StrategyAction, text)
    press(staff_client, job, "apply")
    assert StrategyAction.objects.count() == 2
    assert set(action.indicators.all()) == {one, two}

    press(staff_client, job, "undo")

    assert job.state == Import.State.UNDONE
    action = StrategyAction.objects.get()
    assert (action.title_fi, action.aim_sv, action.ends_on) == ("Vanha", None, "")
    assert list(action.indicators.all()) == [one]


def test_undo_is_refused_where_somebody_has_changed_a_row_since(staff_client):
    factories.make_city(slug="pori", name_en="Pori")
    text = "slug,name_en,country\npori,Björneborg,FI\nturku,Turku,FI\n"
    job = upload(staff_client, City, text)
    press(staff_client, job, "apply")
    City.objects.filter(slug="pori").update(name_en="Arctopolis")

    press(staff_client, job, "undo")

    assert job.state == Import.State.APPLIED
    assert list(reasons(job)) == [2]
    assert list(City.objects.values_list("name_en", flat=True)) == ["Arctopolis", "Turku"]


def test_undo_is_refused_where_something_has_been_added_to_a_new_row(staff_client):
    strategy = factories.make_strategy()
    job = upload(
        staff_client, StrategyAction, f"code,strategy,title_fi\n1.A.1,{strategy.slug},Uusi\n"
    )
    press(staff_client, job, "apply")
    factories.make_milestone(action=StrategyAction.objects.get())

    press(staff_client, job, "undo")

    assert job.state == Import.State.APPLIED
    assert StrategyAction.objects.count() == Milestone.objects.count() == 1


def test_undo_of_rows_that_others_refer_to_is_refused(staff_client):
    job = upload(staff_client, City, "slug,name_en,country\nturku,Turku,FI\n")
    press(staff_client, job, "apply")
    factories.make_participation(city=City.objects.get())

    press(staff_client, job, "undo")

    assert City.objects.count() == 1


def test_only_the_last_import_of_a_kind_can_be_undone(staff_client):
    factories.make_city(slug="pori", name_en="a")
    jobs = []
    for name in "bc":
        jobs.append(upload(staff_client, City, f"slug,name_en\npori,{name}\n"))
        press(staff_client, jobs[-1], "apply")

    press(staff_client, jobs[0], "undo")
    assert City.objects.get().name_en == "c"

    press(staff_client, jobs[1], "undo")
    press(staff_client, jobs[0], "undo")
    assert City.objects.get().name_en == "a"


def test_imported_event_tells_visitors_what_has_changed(staff_client):
    event = factories.make_event(slug="lab", starts_on="2021-02-16", ends_on="2021-02-16")
    job = upload(staff_client, Event, "slug,starts_on,ends_on\nlab,2021-03-01,2021-03-01\n")
    assert not EventChange.objects.exists()

    press(staff_client, job, "apply")

    event.refresh_from_db()
    assert event.changes.count() == 1
    assert event.over_at.month == 3


def test_export_obeys_search_and_filters_of_the_list(staff_client):
    factories.make_news(slug="shown", title_fi="Kaupunki")
    factories.make_news(slug="hidden", title_fi="Maaseutu")
    factories.make_news(slug="draft", title_fi="Kaupunki", is_public=False)

    answer = staff_client.post(
        f"{address(NewsItem, 'export')}?q=Kaupunki&is_public__exact=1",
        {"of": "programme.newsitem", "format": "csv"},
    )

    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert [row["slug"] for row in rows] == ["shown"]


def test_parts_are_exported_for_the_rows_on_screen(staff_client):
    shown = factories.make_action(code="1.A.1")
    factories.make_milestone(action=shown, title_fi="Näkyy")
    factories.make_milestone(action=factories.make_action(code="2.B.1"), title_fi="Ei näy")

    answer = staff_client.post(
        f"{address(StrategyAction, 'export')}?q=1.A.1",
        {"of": "programme.milestone", "format": "csv"},
    )

    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert [row["title_fi"] for row in rows] == ["Näkyy"]


def test_which_rows_is_asked_only_where_there_is_a_choice(staff_client):
    factories.make_news(slug="shown")
    factories.make_milestone(action=factories.make_action())

    only = staff_client.get(address(NewsItem, "export")).content.decode()
    several = staff_client.get(address(StrategyAction, "export")).content.decode()
    answer = staff_client.post(
        address(NewsItem, "export"), {"of": "reporting.person", "format": "csv"}
    )
    refused = staff_client.post(
        address(StrategyAction, "export"), {"of": "reporting.person", "format": "csv"}
    )

    assert 'name="of"' not in only
    assert 'name="of" value="programme.milestone"' in several
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert [row["slug"] for row in rows] == ["shown"]
    assert "reporting.person ei ole vaihtoehtojen joukossa." in refused.content.decode()


def test_files_hold_no_formulas(staff_client):
    factories.make_value(value=-5, value_as_printed_fi="-5", note_fi='=HYPERLINK("x")')

    rows = list(
        csv.DictReader(
            io.StringIO(taken_out(staff_client, IndicatorValue, "csv").decode("utf-8-sig"))
        )
    )
    sheet = load_workbook(io.BytesIO(taken_out(staff_client, IndicatorValue, "xlsx"))).active

    assert (rows[0]["value"], rows[0]["value_as_printed_fi"], rows[0]["note_fi"]) == (
        "-5",
        "'-5",
        '\'=HYPERLINK("x")',
    )
    cells = {top.value: cell for top, cell in zip(sheet[1], sheet[2], strict=True)}
    assert (cells["value"].value, cells["value"].data_type) == (-5, "n")
    assert (cells["note_fi"].value, cells["note_fi"].data_type) == ('\'=HYPERLINK("x")', "s")


def test_csv_opens_right_in_a_spreadsheet(staff_client):
    factories.make_organisation(name_fi='Ääni, "yksi"\nrivi')

    content = taken_out(staff_client, Organisation, "csv")

    assert content.startswith("\ufeffslug,".encode())
    assert b"\r\n" in content
    assert '"Ääni, ""yksi""\nrivi"'.encode() in content


def test_text_that_excel_would_cut_is_not_exported_as_xlsx(staff_client):
    factories.make_action(aim_fi="x" * 40_000)

    answer = staff_client.post(
        address(StrategyAction, "export"), {"of": "programme.strategyaction", "format": "xlsx"}
    )

    assert answer.status_code == 200
    assert "Content-Disposition" not in answer
    assert b"x" * 40_000 in taken_out(staff_client, StrategyAction, "csv")


def test_reports_go_out_and_not_in(staff_client):
    report = make_report()

    content = taken_out(staff_client, type(report), "csv").decode("utf-8-sig")
    answer = staff_client.post(
        address(type(report)), {"of": "reporting.actionreport", "file": as_file(content)}
    )

    assert report.action.code in content
    assert answer.status_code == 403
    assert not Import.objects.exists()


def user_with(django_user_model, *rights):
    user = django_user_model.objects.create_user("somebody", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=rights))
    return user


@pytest.mark.parametrize("rights", [["view_city"], ["view_city", "change_city"], ["add_city"], []])
def test_who_may_not_add_and_change_imports_nothing(client, django_user_model, rights):
    factories.make_city(slug="pori", name_en="Pori")
    client.force_login(user_with(django_user_model, *rights))

    answer = client.post(
        address(City), {"of": "programme.city", "file": as_file("slug,name_en\npori,Björneborg\n")}
    )

    assert answer.status_code == 403
    assert not Import.objects.exists()
    assert City.objects.get().name_en == "Pori"


def test_who_may_not_import_a_model_reaches_none_of_its_imports(
    staff_client, client, django_user_model
):
    factories.make_city(slug="pori", name_en="Pori")
    job = upload(staff_client, City, "slug,name_en\npori,Björneborg\n")
    client.force_login(user_with(django_user_model, "add_organisation", "change_organisation"))

    statuses = [
        client.post(reverse(f"admin:back_office_import_{page}", args=[job.pk])).status_code
        for page in ("check", "apply", "undo")
    ]

    assert statuses == [404, 404, 404]
    assert client.get(job.get_absolute_url()).status_code == 302
    assert b"rows.csv" not in client.get(reverse("admin:back_office_import_changelist")).content
    assert City.objects.get().name_en == "Pori"


def test_who_may_add_and_change_imports(client, django_user_model):
    client.force_login(user_with(django_user_model, "add_city", "change_city"))

    job = upload(client, City, "slug,name_en,country\nturku,Turku,FI\n")
    press(client, job, "apply")

    assert City.objects.get().slug == "turku"


def test_export_needs_the_right_to_view(client, django_user_model):
    factories.make_city(slug="pori")
    client.force_login(user_with(django_user_model, "view_organisation"))
    data = {"of": "programme.city", "format": "csv"}

    assert client.post(address(City, "export"), data).status_code == 403

    client.force_login(user_with_more(django_user_model))
    assert b"pori" in client.post(address(City, "export"), data).content


def user_with_more(django_user_model):
    user = django_user_model.objects.create_user("viewer", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename="view_city"))
    return user


def test_buttons_are_shown_to_those_who_may(client, django_user_model, staff_client):
    page = staff_client.get(reverse("admin:programme_city_changelist")).content.decode()
    assert address(City) in page
    assert address(City, "export") in page

    client.force_login(user_with(django_user_model, "view_city"))
    page = client.get(reverse("admin:programme_city_changelist")).content.decode()
    assert address(City, "export") in page
    assert address(City) not in page


def test_refusals_of_a_person_do_not_touch_rights(staff_client):
    person = Person.objects.create(name="A", email="a@example.org")

    job = upload(staff_client, Person, "email,name,user\na@example.org,B,staff\n")

    person.refresh_from_db()
    assert job is None
    assert person.name == "A"


def test_import_list_says_who_and_what(staff_client, django_assert_max_num_queries):
    factories.make_city(slug="pori")
    for name in ("a", "b", "c"):
        upload(staff_client, City, f"slug,name_en\npori,{name}\n", f"{name}.csv")

    with django_assert_max_num_queries(12):
        page = staff_client.get(reverse("admin:back_office_import_changelist")).content.decode()

    assert all(text in page for text in ("a.csv", "b.csv", "c.csv", "staff"))


def test_written_file_is_read_as_it_was():
    make_one_of_each()
    table = table_of(Event)()
    content = WRITERS["xlsx"](table, Event.objects.all())

    sheet = read(as_file(content, "rows.xlsx"), "event")

    assert sheet.columns == list(table.columns)
    assert len(sheet.rows) == Event.objects.count()


def test_import_that_is_stopped_in_the_middle_has_changed_nothing(staff_client):
    rows = [f"uutinen-{number},icc,Uutinen,2024" for number in range(250)]
    factories.make_programme(slug="icc")
    job = upload(
        staff_client, NewsItem, "\r\n".join(["slug,programme,title_fi,published_on", *rows])
    )

    steps = running.apply(job, factories.make_staff())
    done = [next(steps), next(steps)]
    steps.close()

    job.refresh_from_db()
    assert (done, counts(job)) == ([0, 100], (250, 0, 0, 0))
    assert (NewsItem.objects.count(), job.state) == (0, Import.State.CHECKED)
