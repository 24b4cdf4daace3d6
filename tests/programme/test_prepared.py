from datetime import UTC, datetime
from threading import Thread

import pytest
from django.db import connection
from django.db.models import Value
from django.http import Http404
from django.template import engines
from django.test.utils import CaptureQueriesContext
from django.urls import resolve
from django.utils import translation

from programme.models import City, NewsItem, Programme
from programme.prepared import Prepared, first, first_or_404, hold, prepared
from tests.factories import make_city, make_news, make_phase, make_programme

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def only_what_the_code_has():
    there = len(Prepared.every)
    yield
    del Prepared.every[there:]


def test_prepared_query_is_built_once_and_asked_with_other_values():
    pori, turku = make_city(slug="pori"), make_city(slug="turku")
    built = []

    @prepared
    def called(slug):
        built.append(slug)
        return City.objects.filter(slug=slug)

    assert (called("pori"), called("turku"), called("rauma")) == ([pori], [turku], [])
    assert len(built) == 1


def test_prepared_query_asks_what_the_queryset_would():
    make_phase(programme=make_programme(slug="icc"))

    def of(slug):
        programmes = Programme.objects.public().filter(slug=slug).annotate(number=Value(7))
        return programmes.prefetch_related("phases").order_by("-starts_on")[:3]

    with CaptureQueriesContext(connection) as usual:
        expected = list(of("icc"))
    with CaptureQueriesContext(connection) as asked:
        found = prepared(of)("icc")

    def said(captured):
        # The instants differ.
        return [each["sql"].split("publish_at")[0] for each in captured]

    assert said(asked) == said(usual)
    assert [vars(each).keys() for each in found] == [vars(each).keys() for each in expected]
    assert (found, found[0].number, len(found[0].phases.all())) == (expected, 7, 1)


def test_prepared_query_has_the_columns_of_each_language():
    make_city(slug="pori", name_fi="Pori", name_sv="Björneborg")
    names = prepared(lambda: City.objects.values_list("name", flat=True))

    with translation.override("fi"):
        assert names() == ["Pori"]
    with translation.override("sv"):
        assert names() == ["Björneborg"]


def test_prepared_query_follows_the_clock(time_machine):
    noon = datetime(2026, 3, 1, 12, tzinfo=UTC)
    news = make_news(publish_at=noon)
    public = prepared(lambda: NewsItem.objects.public())

    time_machine.move_to(datetime(2026, 3, 1, 11, 59, 59, tzinfo=UTC))
    assert public() == []
    time_machine.move_to(noon)
    assert public() == [news]


def test_no_prepared_query_of_the_site_keeps_an_instant(time_machine):
    # Loads all views and all tags.
    resolve("/fi/"), engines["django"].engine.template_libraries

    def made():
        return [
            (each.sql, list(map(str, each.parameters)))
            for each in (p.prepare() for p in Prepared.every)
        ]

    time_machine.move_to(datetime(2026, 3, 1, 12, tzinfo=UTC))
    before = made()
    time_machine.move_to(datetime(2031, 7, 9, 12, tzinfo=UTC))
    assert made() == before
    assert len(before) > 10


def test_value_of_a_prepared_query_is_data_and_nothing_else():
    make_city(slug="pori")
    called = prepared(lambda slug: City.objects.filter(slug=slug))

    assert called("' OR 1=1 --") == []
    assert called("%s") == []
    with pytest.raises(ValueError, match="shorter"):
        called()


@pytest.mark.django_db(transaction=True)
def test_threads_ask_by_connections_of_their_own():
    pori = make_city(slug="pori")
    called = prepared(lambda slug: City.objects.filter(slug=slug))
    found = [called("pori")]

    def ask():
        found.append(called("pori"))
        connection.close()

    thread = Thread(target=ask)
    thread.start()
    thread.join()
    assert found == [[pori], [pori]]


def test_first_of_nothing_is_none_or_no_page():
    assert (first([1, 2]), first_or_404([1, 2]), first([])) == (1, 1, None)
    with pytest.raises(Http404):
        first_or_404([])


def test_what_is_held_is_not_asked_for_again(django_assert_num_queries):
    programme = make_programme()
    phases = list(make_phase(programme=programme).__class__.objects.all())

    with django_assert_num_queries(0):
        hold(programme, "phases", phases)
        assert list(programme.phases.all()) == phases
        assert programme.phases.all()[0].programme is programme
