"""Growing a database for measuring: complete, the same each time, and never a real one."""

from io import StringIO

import pytest
from auditlog.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from changes.models import Change
from events.models import Event
from programme.models import (
    BasketMembership,
    Benefit,
    City,
    GrownData,
    Indicator,
    IndicatorValue,
    NewsItem,
    Participation,
    Programme,
    StrategyAction,
)
from programme.models.integrity import SortKeyField
from reporting.models import ActionReport, ReportRevision
from tests.factories import make_action
from tests.reporting.factories import make_round

GROWS = [
    *(City, Participation, BasketMembership, StrategyAction, Event),
    *(Benefit, Indicator, IndicatorValue, NewsItem),
]


def grow(factor=3, *options):
    out = StringIO()
    call_command("grow_data", "--factor", factor, "--without-search", *options, stdout=out)
    return out.getvalue()


@pytest.fixture
def debug(settings):
    settings.DEBUG = True


@pytest.mark.usefixtures("public_data", "debug")
def test_everything_that_grows_is_there_as_often_as_said_and_agrees():
    before = {model: model.objects.count() for model in GROWS}
    programmes = Programme.objects.count()

    grow(3)

    assert {model: model.objects.count() for model in GROWS} == {
        model: count * 3 for model, count in before.items()
    }
    assert Programme.objects.count() == programmes
    assert ActionReport.objects.public().count() == StrategyAction.objects.count() * 12
    assert [event.over_at for event in Event.objects.all()] == [
        event.last_moment for event in Event.objects.all()
    ]
    sort_key = SortKeyField().derive
    actions = StrategyAction.objects.values_list("code", "sort_key")
    assert {code: sort_key(code) for code, _key in actions} == dict(actions)
    call_command("verify_reports", stdout=StringIO())
    connection.check_constraints()


@pytest.mark.usefixtures("public_data", "debug")
def test_a_copy_has_its_own_address_code_and_name():
    action = StrategyAction.objects.order_by("pk").first()

    grow(2)

    copy = StrategyAction.objects.get(code=f"{action.code}-1")
    assert copy.title_fi == f"{action.title_fi} 1"
    revision = ReportRevision.objects.filter(report__action=copy).first()
    assert revision.snapshot["action"]["code"] == copy.code
    assert revision.snapshot["action"]["title"]["fi"] == copy.title_fi
    assert City.objects.filter(is_home=True).count() == 1


@pytest.mark.usefixtures("public_data", "debug")
def test_what_is_added_afterwards_finds_a_free_key_and_is_noticed():
    grow(2)
    Change.objects.all().delete()

    action = make_action(code="9.Z.1")

    assert action.pk > StrategyAction.objects.exclude(pk=action.pk).order_by("-pk").first().pk
    assert Change.objects.of(StrategyAction).filter(row=action.pk).exists()


@pytest.mark.usefixtures("public_data", "debug")
def test_the_same_factor_gives_the_same_rows():
    def rows():
        with transaction.atomic():
            grow(2)
            found = [
                list(model.objects.order_by("pk").values_list("pk", *names))
                for model, names in [
                    (StrategyAction, ["code", "title_sv", "reported_status"]),
                    (Event, ["slug"]),
                    (ReportRevision, ["content_hash"]),
                ]
            ]
            transaction.set_rollback(True)
        return found

    assert rows() == rows()


@pytest.mark.usefixtures("debug")
@pytest.mark.parametrize(
    ("work", "reason"),
    [
        (lambda users: users.create_user("somebody"), "Somebody has an account."),
        (
            lambda users: LogEntry.objects.create(
                content_type=ContentType.objects.get_for_model(City),
                object_pk="1",
                action=1,
                actor=users.create_user("admin"),
            ),
            "Somebody has edited something.",
        ),
        (lambda users: make_round(), "It has reporting rounds."),
        (lambda users: GrownData.objects.create(factor=1), "It has grown already"),
    ],
)
def test_a_database_with_work_in_it_is_refused(public_data, django_user_model, work, reason):
    work(django_user_model.objects)
    cities = City.objects.count()

    with pytest.raises(CommandError, match=reason):
        grow()

    assert City.objects.count() == cities


@pytest.mark.usefixtures("debug", "db")
def test_an_empty_database_and_no_factor_are_refused():
    with pytest.raises(CommandError, match="run load_public_data first"):
        grow()
    with pytest.raises(CommandError, match="the factor is 1 or more"):
        grow(0)


def test_production_is_grown_only_when_told_so(public_data, settings):
    settings.DEBUG = False

    with pytest.raises(CommandError, match="--in-production"):
        grow(1)

    assert "×1 now" in grow(1, "--in-production")


@pytest.mark.django_db
def test_data_grows_by_a_whole_factor():
    with pytest.raises(IntegrityError), transaction.atomic():
        GrownData.objects.create(factor=0)


def test_the_back_office_says_that_nothing_is_real(staff_client):
    address = reverse("admin:programme_city_changelist")
    before = staff_client.get(address, headers={"accept-language": "en"})

    GrownData.objects.create(factor=10)

    after = staff_client.get(address, headers={"accept-language": "en"})
    assert "×10" not in before.content.decode()
    assert "grown ×10 for measuring" in after.content.decode()
