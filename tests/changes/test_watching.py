"""Which changes the database notes, whoever makes them."""

import pytest
from django.core.management import call_command
from django.db import transaction

from changes import watching
from changes.models import Change
from changes.watching import watched, wholes
from programme.models import BasketMembership, City, Participation, ThematicBasket
from readers.models import Keeper
from tests import factories

pytestmark = pytest.mark.django_db


def told():
    """What has been noted since, without repetition; then it is forgotten."""
    lines = {(line.table, line.row, line.is_gone) for line in Change.objects.all()}
    Change.objects.all().delete()
    return lines


def test_saving_a_row_is_noted():
    city = factories.make_city()

    assert told() == {("programme.city", city.pk, False)}


def test_bulk_update_is_noted():
    one, other = factories.make_city(), factories.make_city()
    told()

    City.objects.filter(pk=one.pk).update(name_en="Elsewhere")

    assert told() == {("programme.city", one.pk, False)}
    assert other.pk != one.pk


def test_bulk_creation_is_noted_also_where_conflicts_are_ignored():
    city = factories.make_city(slug="pori")
    told()

    City.objects.bulk_create(
        [City(slug="pori", name_en="Pori"), City(slug="vaasa", name_en="Vaasa")],
        ignore_conflicts=True,
    )

    assert told() == {("programme.city", City.objects.get(slug="vaasa").pk, False)}
    assert City.objects.exclude(slug="vaasa").get() == city


def test_row_that_has_gone_is_noted():
    city = factories.make_city()
    pk = city.pk
    told()

    city.delete()

    assert told() == {("programme.city", pk, True)}


def test_change_of_a_part_is_one_of_its_whole():
    event = factories.make_event()
    told()

    item = event.agenda.create(title_fi="Avaus")

    assert told() == {
        ("events.agendaitem", item.pk, False),
        ("events.event", event.pk, False),
    }


def test_change_of_a_part_of_a_part_is_one_of_the_whole():
    membership = factories.make_membership()
    part = membership.participation
    told()

    BasketMembership.objects.filter(pk=membership.pk).delete()

    assert told() == {
        ("programme.basketmembership", membership.pk, True),
        ("programme.participation", part.pk, False),
        ("programme.city", part.city_id, False),
    }


def test_part_that_moves_is_noted_of_both_wholes():
    part = factories.make_participation()
    old, new = part.city, factories.make_city()
    told()

    Participation.objects.filter(pk=part.pk).update(city=new)

    assert told() == {
        ("programme.participation", part.pk, False),
        ("programme.city", old.pk, False),
        ("programme.city", new.pk, False),
    }


def test_table_between_two_is_noted_of_its_owner():
    action, indicator = factories.make_action(), factories.make_indicator()
    told()

    action.indicators.add(indicator)

    assert ("programme.strategyaction", action.pk, False) in told()


def test_cancelled_transaction_leaves_no_note():
    from_before = factories.make_city()
    told()

    with transaction.atomic():
        City.objects.filter(pk=from_before.pk).update(name_en="Elsewhere")
        transaction.set_rollback(True)

    assert told() == set()


def test_drafts_and_letters_of_reporting_are_nobody_elses_news():
    names = {model._meta.label for model in watched()}

    assert {"reporting.ActionReport", "reporting.Correction"} <= names
    assert names.isdisjoint(
        {"reporting.ReportComment", "reporting.Reminder", "programme.LoadedRow"}
    )
    assert [model.__name__ for model, _column in wholes(BasketMembership)] == ["Participation"]


def test_only_the_last_change_of_a_row_is_kept_when_the_search_has_taken_it():
    city = factories.make_city()
    City.objects.filter(pk=city.pk).update(name_en="Elsewhere")
    basket = factories.make_basket()
    mine = Change.objects.of(City)

    mine.taken()

    assert [line.waits_for_search for line in mine.all()] == [False]
    assert {line.waits_for_search for line in Change.objects.of(ThematicBasket)} == {True}
    assert basket.pk


def test_change_made_while_the_search_takes_in_goes_on_waiting():
    city = factories.make_city()
    seen = Change.objects.filter(pk__in=list(Change.objects.values_list("pk", flat=True)))
    City.objects.filter(pk=city.pk).update(name_en="Elsewhere")

    seen.taken()

    assert Change.objects.of(City).filter(waits_for_search=True).count() == 1


@pytest.mark.django_db(transaction=True)
def test_triggers_come_back_after_migrations_and_all_counts_as_changed():
    city = factories.make_city()
    told()

    call_command("migrate", "accounts", "zero", verbosity=0)
    call_command("migrate", verbosity=0)
    after = told()
    City.objects.filter(pk=city.pk).update(name_en="Elsewhere")

    assert ("programme.city", city.pk, False) in after
    assert told() == {("programme.city", city.pk, False)}


@pytest.mark.django_db(transaction=True)
def test_release_that_watches_more_tables_takes_over_from_an_earlier_one(monkeypatch):
    with monkeypatch.context() as earlier:
        earlier.setattr(watching, "ALWAYS_PUBLIC", ["programme.Organisation"])
        call_command("migrate", "readers", "zero", verbosity=0)

    call_command("migrate", verbosity=0)
    city, keeper = factories.make_city(), Keeper.objects.create(name="Porin kaupunki")

    assert told() >= {
        ("programme.city", city.pk, False),
        ("readers.keeper", keeper.pk, False),
    }
