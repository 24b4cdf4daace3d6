"""The starting data gets in, all or nothing, and never over the work of staff."""

import csv
import shutil
from importlib import import_module
from io import StringIO

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import CommandError, call_command

from events.models import Event
from programme.models import (
    ActionOrganisation,
    BasketMembership,
    Benefit,
    City,
    Indicator,
    IndicatorValue,
    LoadedRow,
    Participation,
    Programme,
    Strategy,
    StrategyAction,
)

pytestmark = pytest.mark.django_db

PUBLIC_DATA = settings.BASE_DIR / "icc_site" / "public_data"


def load(directory=PUBLIC_DATA):
    """What the command says, line by line."""
    out = StringIO()
    call_command("load_public_data", str(directory), stdout=out)
    return out.getvalue().splitlines()


def refusal(directory):
    """The lines with which the command refuses to load anything."""
    with pytest.raises(CommandError) as error:
        load(directory)
    return str(error.value).splitlines()


@pytest.fixture
def data(tmp_path):
    """A copy of the starting data that a test may spoil."""
    return shutil.copytree(PUBLIC_DATA, tmp_path / "data")


def rewrite(path, change):
    """Write a file anew with its lines, as dictionaries, changed in place."""
    with path.open(encoding="utf-8", newline="") as file:
        lines = list(csv.DictReader(file))
    change(lines)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, lines[0], lineterminator="\n")
        writer.writeheader()
        writer.writerows(lines)


def test_every_file_is_loaded_and_counted():
    assert load() == [
        "programmes.csv: 3 lines; 3 new, 0 changed, 0 as before, 0 left alone",
        "baskets.csv: 5 lines; 5 new, 0 changed, 0 as before, 0 left alone",
        "phases.csv: 6 lines; 6 new, 0 changed, 0 as before, 0 left alone",
        "cities.csv: 112 lines; 255 new, 0 changed, 0 as before, 0 left alone",
        "strategies.csv: 2 lines; 2 new, 0 changed, 0 as before, 0 left alone",
        "objectives.csv: 14 lines; 14 new, 0 changed, 0 as before, 0 left alone",
        "actions.csv: 34 lines; 60 new, 0 changed, 0 as before, 0 left alone",
        "indicator_values.csv: 51 lines; 84 new, 0 changed, 0 as before, 0 left alone",
        "news.csv: 15 lines; 15 new, 0 changed, 0 as before, 0 left alone",
        "events.csv: 37 lines; 37 new, 0 changed, 0 as before, 0 left alone",
        "benefits.csv: 23 lines; 30 new, 0 changed, 0 as before, 0 left alone",
    ]
    assert (Programme.objects.count(), City.objects.count()) == (3, 112)
    assert Participation.objects.filter(programme__slug="icc").count() == 112
    assert Participation.objects.filter(programme__slug="dcc").count() == 23
    assert BasketMembership.objects.count() == 8
    assert (Indicator.objects.count(), IndicatorValue.objects.count()) == (30, 51)
    assert Event.objects.joint().count() == 5


def test_loading_again_changes_nothing():
    load()
    before = dump()

    lines = load()

    assert all("; 0 new, 0 changed," in line and ", 0 left alone" in line for line in lines)
    assert dump() == before


def dump():
    out = StringIO()
    call_command("dumpdata", "programme", "events", exclude=["programme.LoadedRow"], stdout=out)
    return out.getvalue()


def test_unknown_stays_unknown(public_data):
    action = StrategyAction.objects.get(code="1.A.1")
    lab = Event.objects.get(slug="city-lab-5")
    sarajevo = Participation.objects.get(city__slug="sarajevo")

    assert (action.status, action.starts_on, action.ends_on) == (
        "no_information",
        "",
        "",
    )
    assert (lab.starts_on, lab.ends_on, lab.mode) == ("2022-06", "", "")
    assert (sarajevo.role, sarajevo.role_basis) == ("", "")


def test_spans_and_words_are_kept_as_far_as_they_say():
    load()
    value = IndicatorValue.objects.get

    spring = value(indicator__slug="social-services-food-waste")
    span = value(indicator__slug="construction-waste-recycling")
    words = value(indicator__slug="school-food-waste")
    seminars = Benefit.objects.get(title_en="Four academy seminars with the other cities")

    assert (spring.starts_on, spring.period_as_printed_fi) == ("2019", "kevät 2019")
    assert (span.starts_on, span.ends_on) == ("2017-04", "2020-12")
    assert (words.value, words.value_as_printed_fi) == (None, "noin 15–20")
    assert (seminars.starts_on, seminars.ends_on) == ("2018", "2019")


def test_benefit_names_the_event_and_the_basket_that_its_source_names(public_data):
    advice = Benefit.objects.get(title_en="Advice from Nordic mentor cities")
    placed = Benefit.objects.get(title_en__startswith="Pori placed in the basket")

    assert [event.slug for event in advice.events.all()] == ["chapter-nordic"]
    assert (advice.basket, placed.basket.slug) == (None, "green-economy")
    assert Benefit.objects.exclude(measure_unit="", effort="").count() == 0


def test_one_organisation_leads_and_of_several_nobody_is_said_to(public_data):
    roles = ActionOrganisation.objects.values_list("role", flat=True)

    assert list(roles.filter(action__code="1.B.13")) == ["primary"]
    assert list(roles.filter(action__code="3.K.82")) == ["", ""]


def test_home_city_is_the_one_of_the_setting(settings):
    settings.HOME_CITY = "turku"

    load()

    assert City.objects.home().get().slug == "turku"


def test_home_city_that_staff_have_chosen_stays(public_data):
    City.objects.filter(slug="pori").update(is_home=False)
    City.objects.filter(slug="antwerp").update(is_home=True)

    load()

    assert City.objects.home().get().slug == "antwerp"


def test_unknown_home_city_is_refused(settings):
    settings.HOME_CITY = "nowhere"

    assert refusal(PUBLIC_DATA) == [
        "Nothing was loaded.",
        "There is no city “nowhere”: set HOME_CITY to the slug of a city in cities.csv.",
    ]
    assert not City.objects.exists()


def test_changed_data_changes_what_staff_have_not_touched(data):
    load(data)
    Event.objects.filter(slug="city-lab-1").update(title_sv="Vår egen rubrik")

    def change(lines):
        lab = next(line for line in lines if line["slug"] == "city-lab-1")
        lab |= {"title_sv": "Ny rubrik", "place": "Brussels", "ends": "2020-10-03"}

    rewrite(data / "events.csv", change)
    lines = load(data)

    lab = Event.objects.get(slug="city-lab-1")
    assert (lab.title_sv, lab.place_en, lab.ends_on) == (
        "Vår egen rubrik",
        "Brussels",
        "2020-10-03",
    )
    assert lines[-3:-1] == [
        "events.csv: 37 lines; 0 new, 0 changed, 36 as before, 1 left alone",
        "  left alone: event city-lab-1: title_sv",
    ]


def test_work_of_staff_is_left_alone_however_often_the_data_is_loaded():
    load()
    Event.objects.filter(slug="city-lab-1").update(is_public=False)

    first, second = load(), load()

    assert first == second
    assert first[-2] == "  left alone: event city-lab-1: is_public"
    assert not Event.objects.get(slug="city-lab-1").is_public


def test_status_that_was_loaded_under_its_old_name_is_still_known(data):
    migration = import_module("programme.migrations.0003_loaded_rows_of_stated_status")
    load(data)
    migration.backwards(apps, None)
    remembered = LoadedRow.objects.get(model="programme.strategyaction", key="1.A.1").values
    rewrite(data / "actions.csv", lambda lines: lines[0].update(status="planning"))

    migration.forwards(apps, None)
    lines = load(data)

    assert remembered["status"] == "no_information"
    assert "stated_status" not in remembered
    assert lines[-5].startswith("actions.csv: 34 lines; 0 new, 1 changed,")
    assert StrategyAction.objects.filter(status="planning").count() == 1


def test_status_that_is_reported_is_not_touched_by_loading(data):
    load(data)
    action = StrategyAction.objects.filter(code="1.A.1")
    action.update(reported_status="completed")
    rewrite(data / "actions.csv", lambda lines: lines[0].update(status="planning"))

    load(data)

    assert action.values_list("stated_status", "reported_status", "status").get() == (
        "planning",
        "completed",
        "completed",
    )


def test_row_that_staff_have_removed_does_not_come_back():
    load()
    City.objects.get(slug="sofia").delete()
    Event.objects.get(slug="city-lab-1").delete()

    lines = load()

    assert not City.objects.filter(slug="sofia").exists()
    assert not Event.objects.filter(slug="city-lab-1").exists()
    assert "  left alone: city sofia: removed" in lines
    assert "  left alone: event city-lab-1: removed" in lines


def test_row_that_staff_have_made_before_is_left_alone(public_data):
    LoadedRow.objects.filter(key="resurssiviisas").delete()
    Strategy.objects.filter(slug="resurssiviisas").update(name_fi="Oma nimi")

    lines = load()

    assert "  left alone: strategy resurssiviisas: name_fi" in lines
    assert Strategy.objects.get(slug="resurssiviisas").name_fi == "Oma nimi"


@pytest.mark.parametrize(
    ("file", "line", "column", "text", "reason"),
    [
        (
            "events.csv",
            5,
            "starts",
            "1.6.2021",
            "“1.6.2021” is not a date. Write a day as",
        ),
        (
            "events.csv",
            5,
            "ends",
            "2020-09-01",
            "An event cannot end before it starts.",
        ),
        ("events.csv", 6, "kind", "party", "“party” is not one of city_lab,"),
        ("events.csv", 6, "programme", "nasa", "there is no programme “nasa”"),
        ("events.csv", 6, "joint_event_number", "two", "“two” is not a whole number"),
        (
            "events.csv",
            6,
            "joint_event_number",
            "1",
            "The programme already has a joint event",
        ),
        ("cities.csv", 3, "latitude", "north", "“north” is not a number"),
        ("cities.csv", 3, "country", "XX", "Value 'XX' is not a valid choice."),
        ("indicator_values.csv", 2, "value", "120", "A percentage is from 0 to 100."),
        ("indicator_values.csv", 2, "period", "soon", "“soon” is not a date or a span"),
        ("benefits.csv", 2, "source_url", "", "A benefit counts as received only with"),
        ("objectives.csv", 6, "parent", "9", "there is no objective “9”"),
    ],
)
def test_bad_cell_is_named_and_nothing_is_loaded(data, file, line, column, text, reason):
    rewrite(data / file, lambda lines: lines[line - 2].update({column: text}))

    told = refusal(data)

    assert told[0] == "Nothing was loaded."
    assert told[1].startswith(f"{file}, line {line}, column ")
    assert reason in told[1]
    assert not Programme.objects.exists()
    assert not LoadedRow.objects.exists()


def test_column_that_is_read_is_the_one_that_is_named(data):
    rewrite(data / "events.csv", lambda lines: lines[3].update({"starts": "x"}))

    assert refusal(data)[1].startswith("events.csv, line 5, column starts: “x” is not a date.")


def test_missing_column_is_named(data):
    path = data / "baskets.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("number,", "nummer,", 1))

    assert refusal(data)[1] == ("baskets.csv, line 2, column number: the file has no such column")


def test_line_with_too_many_or_too_few_cells_is_named(data):
    path = data / "baskets.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join([*lines, "icc,6", lines[1] + ",more"]))

    assert [line.split(", column")[0] for line in refusal(data)[1:]] == [
        "baskets.csv, line 7",
        "baskets.csv, line 8",
    ]


def test_file_in_another_encoding_is_refused_in_words(data):
    (data / "news.csv").write_bytes("published,title\nå,ä".encode("latin-1"))

    assert refusal(data) == [
        "Nothing was loaded.",
        "news.csv: column ?: the file is not in UTF-8",
    ]


def test_directory_without_data_is_refused_in_words(tmp_path):
    assert refusal(tmp_path)[0].startswith(f"{tmp_path} has none of the files programmes.csv,")


def test_column_that_nobody_reads_is_named(data):
    path = data / "baskets.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join([lines[0] + ",colour", *[line + ",blue" for line in lines[1:]]]))

    assert "  columns not read: colour" in load(data)
