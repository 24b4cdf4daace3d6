"""Which columns somebody may change: the rule that forms, imports and boards ask."""

import pytest
from django.contrib.auth.models import AnonymousUser, Group

from back_office.rights import (
    changeable_columns,
    may_add,
    may_change,
    may_translate,
    source_language,
    translated_fields,
)
from events.models import Event
from programme import models
from reporting.models import ActionReport, ReportingRound
from tests import factories
from tests.reporting.factories import make_user

pytestmark = pytest.mark.django_db

MILESTONE = {
    *("action", "due_on", "reached_on", "source_url"),
    *("title_fi", "title_sv", "title_en"),
}


def test_editor_changes_every_column_that_is_edited_and_the_administrator_too():
    for user in (make_user("editor"), make_user("administrator"), factories.make_staff()):
        assert changeable_columns(user, models.Milestone) == MILESTONE
        assert (may_change(user, models.Milestone), may_add(user, models.Milestone)) == (True,) * 2
        assert may_translate(user, models.Milestone) is False


def test_relations_are_named_by_their_field():
    columns = changeable_columns(make_user("editor"), models.StrategyAction)

    assert {"strategy", "indicators"} <= columns
    assert not {"strategy_id", "title", "id"} & columns


def test_translator_changes_texts_and_nothing_else():
    user = make_user("translator")

    columns = changeable_columns(user, models.Milestone)

    assert columns == {"title_fi", "title_sv", "title_en"}
    assert (may_change(user, models.Milestone), may_add(user, models.Milestone)) == (True, False)


@pytest.mark.parametrize(
    ("texts", "columns"),
    [
        ({"fi": "a", "sv": "b", "en": "c"}, {"title_sv", "title_en"}),
        ({"fi": "", "sv": "b", "en": "c"}, {"title_fi", "title_sv"}),
        ({"fi": "", "sv": "b", "en": ""}, {"title_fi", "title_en"}),
        ({"fi": "", "sv": "", "en": ""}, set()),
    ],
)
def test_text_that_is_translated_from_is_not_the_translators(texts, columns):
    row = factories.make_milestone(**{f"title_{code}": text for code, text in texts.items()})

    assert changeable_columns(make_user("translator"), models.Milestone, row) == columns
    assert changeable_columns(make_user("editor"), models.Milestone, row) == MILESTONE


def test_each_text_of_a_row_has_a_source_of_its_own():
    event = factories.make_event(title_fi="Tapahtuma", summary_en="About it")

    columns = changeable_columns(make_user("translator"), Event, event)

    assert columns == {"title_sv", "title_en", "summary_fi", "summary_sv"}
    assert (source_language(event, "title"), source_language(event, "body")) == ("fi", None)


def test_names_of_cities_are_translated_from_english():
    city = factories.make_city(name_fi="Tukholma", name_en="Stockholm")

    columns = changeable_columns(make_user("translator"), models.City, city)

    assert columns == {"name_fi", "name_sv"}


@pytest.mark.parametrize("role", ["reporter", "reader", "coordinator", "approver"])
def test_those_who_only_read_content_change_none_of_it(role):
    user = make_user(role)

    for model in (models.City, models.StrategyAction, Event):
        assert changeable_columns(user, model) == set()
        assert may_change(user, model) is False


def test_nobody_changes_nothing_and_neither_does_an_account_that_has_been_closed():
    closed = make_user("editor", "translator", is_active=False)

    for user in (AnonymousUser(), closed):
        assert changeable_columns(user, models.City) == set()
        assert may_change(user, models.City) is False


def test_translator_has_no_part_in_what_reporting_guards_itself():
    user = make_user("translator")

    assert changeable_columns(user, ReportingRound) == changeable_columns(user, ActionReport)
    assert changeable_columns(user, ReportingRound) == set()
    assert changeable_columns(user, models.ActionGoal) == set()


def test_editor_who_also_translates_stays_an_editor():
    assert changeable_columns(make_user("editor", "translator"), models.Milestone) == MILESTONE


def test_translated_fields_stand_in_the_order_of_the_model():
    assert translated_fields(models.StrategyAction) == ("title", "aim", "why", "origin")
    assert translated_fields(models.LoadedRow) == ()


def test_role_that_was_renamed_keeps_its_rights():
    Group.objects.filter(name="translator").update(name="kääntäjä")

    assert may_change(make_user("kääntäjä"), models.Milestone) is True
