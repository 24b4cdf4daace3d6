"""The index follows every change, whoever makes it and however."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection

from changes.models import Change
from programme.models import City, NewsItem, Organisation, StrategyAction
from search import indexing
from search.kinds import KIND
from search.models import Occurrence, Spelling, Word
from tests import factories
from tests.reporting.factories import make_report
from tests.search.looking import hits_of

pytestmark = pytest.mark.django_db


def waiting():
    return Change.objects.filter(waits_for_search=True).count()


def command(*arguments):
    out = StringIO()
    call_command("rebuild_search", *arguments, stdout=out)
    return out.getvalue()


def index():
    """All that the index knows, without primary keys of its own."""
    columns = ("kind", "row", "language", "word__text", "word__language", "is_in_title", "dated")
    return set(Occurrence.objects.values_list(*columns)), set(
        Spelling.objects.values_list("letters", "word__text", "word__language", "closeness")
    )


def test_bulk_update_is_followed(client):
    actions = [factories.make_action(title_fi="Marjapuuro") for _n in range(3)]
    before = hits_of(client, "marjapuuro")

    StrategyAction.objects.filter(pk__in=[each.pk for each in actions[:2]]).update(
        title_fi="Kiisseli"
    )

    assert len(before) == 3
    assert hits_of(client, "marjapuuro") == [f"actions/{actions[2].code}/"]
    assert len(hits_of(client, "kiisseli")) == 2


def test_bulk_creation_is_followed(client):
    City.objects.bulk_create(
        City(slug=f"city-{n}", name_en=f"Marjala {n}", country="FI", is_public=True)
        for n in range(3)
    )

    assert len(hits_of(client, "marjala")) == 3


def test_deletion_is_followed(client):
    news = factories.make_news(title_fi="Marjapuuro")
    before = hits_of(client, "marjapuuro")

    NewsItem.objects.all().delete()

    assert (len(before), hits_of(client, "marjapuuro")) == (1, [])
    assert not Occurrence.objects.filter(kind="news", row=news.pk).exists()


def test_parts_of_an_event_are_read_and_followed(client):
    event = factories.make_event()
    event.agenda.create(title_fi="Avauspuhe", speaker_role_fi="Piispa")
    event.takeaways.create(title_fi="Oppirahat")
    event.materials.create(title_fi="Kalvosarja", url="https://example.org/")
    before = [hits_of(client, word) for word in ("avauspuhe", "piispa", "oppirahat", "kalvosarja")]

    event.agenda.all().delete()

    assert before == [[f"events/{event.slug}/"]] * 4
    assert hits_of(client, "avauspuhe") == []
    assert hits_of(client, "oppirahat") == [f"events/{event.slug}/"]


def test_parts_of_other_things_are_read(client):
    action = factories.make_action()
    factories.make_milestone(action=action, title_fi="Harjannostajaiset")
    action.goals.create(goal=13)
    value = factories.make_value(note_fi="Laskettu käsin")
    phase = factories.make_phase(deliverables_fi="Loppuselvitys")
    part = factories.make_participation(consortium="Itämeren liitto")

    assert hits_of(client, "harjannostajaiset") == [f"actions/{action.code}/"]
    assert hits_of(client, "ilmastoteko") == [f"actions/{action.code}/"]
    assert hits_of(client, "käsin") == [f"indicators/{value.indicator.slug}/"]
    assert hits_of(client, "loppuselvitys") == [f"programmes/{phase.programme.slug}/"]
    assert hits_of(client, "itämeri liitto") == [f"cities/{part.city.slug}/"]


def test_name_of_an_organisation_is_followed_where_it_stands(client):
    action, organisation = (
        factories.make_action(),
        factories.make_organisation(name_fi="Satamalaitos"),
    )
    action.responsibilities.create(organisation=organisation)
    before = hits_of(client, "satamalaitos")

    Organisation.objects.update(name_fi="Väylävirasto")

    assert before == [f"actions/{action.code}/"]
    assert hits_of(client, "satamalaitos") == []
    assert hits_of(client, "väylävirasto") == [f"actions/{action.code}/"]


def test_consortium_is_found_only_while_its_programme_is_public(client):
    part = factories.make_participation(consortium="Itämeren liitto")
    before = hits_of(client, "itämeren liitto")

    type(part.programme).objects.update(is_public=False)

    assert before == [f"cities/{part.city.slug}/"]
    assert hits_of(client, "itämeren liitto") == []


def test_things_that_staff_have_not_published_are_not_read():
    draft = factories.make_action(is_public=False)
    shown = factories.make_action()
    report = make_report(action=shown)

    indexing.catch_up()

    assert set(Occurrence.objects.filter(kind="action").values_list("row", flat=True)) == {shown.pk}
    assert draft.pk != shown.pk
    assert not Occurrence.objects.filter(kind="report", row=report.pk).exists()


def test_changes_are_taken_in_a_few_at_a_time():
    for _n in range(5):
        factories.make_city()

    taken = indexing.follow(at_most=3)

    assert (taken, waiting()) == (3, 2)
    assert (
        Occurrence.objects.filter(kind="city", language="fi").values("row").distinct().count() == 3
    )
    assert (indexing.follow(), indexing.follow()) == (2, 0)


def test_change_that_comes_meanwhile_goes_on_waiting(client, monkeypatch):
    city = factories.make_city(name_en="Marjala")
    kind = type(KIND["city"])
    read = kind.title_of

    def changes_while_it_is_read(self, thing):
        told = read(self, thing)
        City.objects.filter(pk=city.pk).update(name_en="Kiisselilä")
        return told

    with monkeypatch.context() as patch:
        patch.setattr(kind, "title_of", changes_while_it_is_read)
        indexing.follow()

    assert waiting() > 0
    assert hits_of(client, "kiisselilä") == [f"cities/{city.slug}/"]
    assert hits_of(client, "marjala") == []


def test_search_goes_on_while_the_database_takes_nothing_in(client, monkeypatch, caplog):
    city = factories.make_city(name_en="Marjala")
    indexing.catch_up()
    factories.make_city(name_en="Marjala")

    def busy(at_most):
        raise DatabaseError("database is locked")

    monkeypatch.setattr(indexing, "follow", busy)

    assert hits_of(client, "marjala") == [f"cities/{city.slug}/"]
    assert "database is locked" in caplog.text


def test_what_staff_save_is_known_before_they_have_the_answer(
    staff_client, django_capture_on_commit_callbacks
):
    city = factories.make_city(name_en="Entinen")
    indexing.catch_up()

    with django_capture_on_commit_callbacks(execute=True):
        answer = staff_client.post(
            "/admin/programme/city/",
            {"action": "delete_selected", "_selected_action": [city.pk], "post": "yes"},
        )

    assert (answer.status_code, waiting()) == (302, 0)
    assert not Occurrence.objects.filter(kind="city", row=city.pk).exists()


def test_public_data_can_be_found_as_soon_as_it_is_loaded(
    client, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        call_command("load_public_data", stdout=StringIO())

    assert waiting() == 0
    assert hits_of(client, "hampuri") == ["cities/hamburg/"]


def test_index_that_followed_is_the_same_as_one_made_anew(public_index):
    made_anew = index()
    StrategyAction.objects.filter(code="3.I.70").update(title_fi="Aivan muuta")
    StrategyAction.objects.filter(code="3.I.70").update(
        title_fi="Edistetään kiertotalousliiketoiminnan sijoittumista Poriin"
    )
    City.objects.filter(slug="turku").delete()
    indexing.catch_up()
    followed = index()

    command()

    assert index()[0] == followed[0]
    assert followed[0] < made_anew[0]
    assert ("turku", "turku", "fi", 0) not in index()[1] or index()[1] <= followed[1]


def test_command_makes_the_index_anew_and_says_so(client):
    factories.make_city(name_en="Marjala")
    Change.objects.all().delete()
    lost = hits_of(client, "marjala")
    Word.objects.create(text="orpo", language="fi")

    said = command()

    assert said == "1 things read\n"
    assert (len(lost), len(hits_of(client, "marjala"))) == (0, 1)
    assert not Word.objects.filter(text="orpo").exists()


def test_command_takes_in_only_what_waits():
    factories.make_city()
    indexing.catch_up()
    City.objects.update(name_en="Toinen")

    said = command("--pending")

    assert said == "1 changes taken in\n"
    assert waiting() == 0


def test_letters_are_compared_by_their_code_points():
    for text in ("zürich", "zz", "å", "ö", "a", "Z"):
        Word.objects.create(text=text, language="fi")

    ordered = list(Word.objects.order_by("text").values_list("text", flat=True))

    assert ordered == ["Z", "a", "zz", "zürich", "å", "ö"], connection.vendor
