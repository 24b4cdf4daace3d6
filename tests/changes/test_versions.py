"""The version that every public change makes another one, for all who ask after it has ended."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest
from django.db import connection, transaction

from changes.models import FEW, Change, Step
from changes.versions import move, version
from programme.models import City
from reporting.models import Person
from search.indexing import catch_up, rebuild
from tests import factories
from tests.reporting.factories import make_person

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def elsewhere():
    """Calls something on another connection, as another process would, and waits for its answer."""

    def called(function):
        try:
            return function()
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as threads:
        yield lambda function: threads.submit(called, function)


def rename(**where):
    return City.objects.filter(**where).update(name_en="Elsewhere")


def write_in_sql():
    with connection.cursor() as cursor:
        cursor.execute("UPDATE programme_city SET slug = 'elsewhere'")


@pytest.mark.parametrize(
    "change",
    [
        factories.make_city,
        lambda: City.objects.get().save(),
        rename,
        write_in_sql,
        lambda: City.objects.all().delete(),
        lambda: City.objects.bulk_create([City(slug="vaasa", name_en="Vaasa")]),
        lambda: Change.objects.all().taken(),
        rebuild,
        move,
    ],
    ids=["new", "save", "update", "sql", "delete", "bulk", "search", "rebuild", "move"],
)
def test_each_change_makes_another_version(change, elsewhere):
    factories.make_city()
    before = version()

    change()

    assert version() != before
    assert elsewhere(version).result(10) == version()


def test_name_that_may_be_shown_no_longer_makes_another_version():
    person = make_person(is_named=True)
    before = version()

    Person.objects.filter(pk=person.pk).update(is_named=False)

    assert version() != before


def test_nothing_makes_no_other_version():
    factories.make_city()
    catch_up()
    before = version()

    rename(slug="nowhere")
    catch_up()
    factories.make_staff()

    assert version() == before


def test_cancelled_transaction_makes_no_other_version(elsewhere):
    factories.make_city()
    before = version()

    with transaction.atomic():
        rename()
        transaction.set_rollback(True)

    assert version() == elsewhere(version).result(10) == before


def test_change_after_a_cancelled_part_of_a_transaction_makes_another_version():
    factories.make_city()
    before = version()

    with transaction.atomic():
        with transaction.atomic():
            rename()
            transaction.set_rollback(True)
        rename()

    assert version() != before


def test_version_changes_when_the_transaction_ends_and_not_before(elsewhere):
    factories.make_city()
    before = version()

    with transaction.atomic():
        rename()
        assert elsewhere(version).result(10) == before

    assert elsewhere(version).result(10) == version() != before


@pytest.mark.skipif(connection.vendor == "sqlite", reason="writers come one after the other")
def test_transaction_that_ends_late_makes_another_version_too(elsewhere):
    one, other = factories.make_city(), factories.make_city()
    has_written, may_end = Event(), Event()

    @transaction.atomic
    def write_slowly():
        rename(pk=one.pk)
        has_written.set()
        assert may_end.wait(10)

    slow = elsewhere(write_slowly)
    assert has_written.wait(10)
    # The lines of the second come after those of the first, and are seen before them.
    rename(pk=other.pk)
    before = version()
    may_end.set()
    slow.result(10)

    assert version() != before


def test_transaction_with_many_changes_is_one_step_or_one_line():
    Step.objects.all().delete()

    with transaction.atomic():
        for _number in range(3):
            factories.make_city()

    assert Step.objects.count() == 1


def test_many_steps_become_one_and_the_version_stays():
    Step.objects.bulk_create(Step(number=7) for _number in range(FEW + 1))
    before = version()

    Step.objects.gather()

    assert (version(), Step.objects.count()) == (before, 1)
