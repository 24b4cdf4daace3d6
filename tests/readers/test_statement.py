"""The accessibility statement: its five parts, from what staff have written."""

import re
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError

from readers.models import AccessibilityStatement, Keeper, Shortcoming
from readers.starting import state_first
from tests import factories
from tests.back_office.test_pages import form_data

pytestmark = pytest.mark.django_db
ADDRESS = "/en/accessibility/"


def text_of(answer):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def test_statement_has_the_five_parts_that_the_law_asks_for(client):
    statement = factories.make_statement(
        confirmed_on=date(2026, 2, 1),
        assessment_en="Tried by keyboard.",
        handler_en="Communications",
        feedback_email="access@example.org",
        authority_en="Traficom\nUnit",
        authority_url="https://authority.example.org/",
    )
    factories.make_shortcoming(
        statement=statement,
        text_en="Slides",
        criterion="1.3.1",
        reason_en="Made elsewhere",
        instead_en="Ask us",
        until=date(2027, 6, 30),
    )

    text = text_of(client.get(ADDRESS))

    assert "complies with the accessibility requirements in part" in text
    assert "Does not comply with the requirements Slides WCAG 1.3.1 Made elsewhere Ask us" in text
    assert "put right by 30 June 2027" in text
    assert "Tried by keyboard." in text
    assert "10 January 2026, self-assessment" in text
    assert "Handled by Communications" in text
    assert "access@example.org" in text
    assert "Traficom Unit" in text
    assert "not confirmed" not in text


def test_page_says_that_nothing_has_been_stated(client):
    factories.make_statement(is_public=False, assessment_en="Secret")

    text = text_of(client.get(ADDRESS))

    assert "Nothing has been stated yet." in text
    assert "Give feedback on accessibility" in text
    assert "Secret" not in text


def test_latest_public_statement_is_shown(client):
    factories.make_statement(made_on=date(2026, 3, 1), assessment_en="The later one")
    factories.make_statement(assessment_en="The earlier one")
    factories.make_statement(made_on=date(2026, 4, 1), is_public=False, assessment_en="The draft")

    text = text_of(client.get(ADDRESS))

    assert re.findall(r"The \w+ one|The draft", text) == ["The later one"]


def test_text_of_another_language_is_marked(client):
    factories.make_statement(assessment_fi="Kokeiltu.", assessment_sv="")

    assert '<span lang="fi">Kokeiltu.</span>' in client.get("/sv/accessibility/").content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_page_asks_as_many_queries_for_three_shortcomings_as_for_one(
    client, count, django_assert_num_queries
):
    statement = factories.make_statement()
    for _each in range(count):
        factories.make_shortcoming(statement=statement)

    with django_assert_num_queries(3):
        client.get(ADDRESS)


def test_new_site_states_what_was_assessed_and_that_nobody_has_confirmed_it(client):
    state_first()
    state_first()

    assert (AccessibilityStatement.objects.count(), Shortcoming.objects.count()) == (1, 1)
    assert Keeper.objects.get().is_complete is False
    for language in ("fi", "sv", "en"):
        assert "language-mark" not in client.get(f"/{language}/accessibility/").content.decode()
    assert "The city has not confirmed this statement yet" in text_of(client.get(ADDRESS))


def test_statement_of_staff_is_left_alone_by_the_first_one():
    factories.make_statement()

    state_first()

    assert AccessibilityStatement.objects.count() == 1


@pytest.mark.parametrize(
    ("fields", "constraint"),
    [
        ({"compliance": "perhaps"}, "statement_compliance_is_known"),
        ({"made_on": date(2026, 1, 9)}, "statement_is_made_after_it_was_assessed"),
        ({"reviewed_on": date(2026, 1, 11)}, "statement_is_reviewed_after_it_was_made"),
        ({"confirmed_on": date(2026, 1, 11)}, "statement_is_confirmed_after_it_was_made"),
    ],
)
def test_database_refuses_an_impossible_statement(fields, constraint):
    with pytest.raises(IntegrityError, match=constraint):
        factories.make_statement(**fields)


@pytest.mark.parametrize(
    ("fields", "constraint"),
    [
        ({"kind": "bad luck"}, "shortcoming_kind_is_known"),
        ({"criterion": "9.9"}, "shortcoming_names_a_criterion_by_its_number"),
    ],
)
def test_database_refuses_an_impossible_shortcoming(fields, constraint):
    with pytest.raises(IntegrityError, match=constraint):
        factories.make_shortcoming(**fields)


def test_site_has_one_keeper():
    with pytest.raises(ValidationError, match="yksi ylläpitäjä"):
        Keeper(pk=2).full_clean()
    with pytest.raises(IntegrityError, match="site_has_one_keeper"):
        Keeper.objects.create(pk=2)


def test_criterion_is_written_by_its_number():
    with pytest.raises(ValidationError, match=r"1\.4\.3"):
        Shortcoming(statement=factories.make_statement(), text_fi="A", criterion="AA").full_clean()


def test_statement_of_full_compliance_with_a_shortcoming_is_refused_in_words(staff_client):
    shortcoming = factories.make_shortcoming()
    page = f"/admin/readers/accessibilitystatement/{shortcoming.statement_id}/change/"
    data = form_data(staff_client.get(page))

    refused = staff_client.post(page, data | {"compliance": "full"})
    removed = staff_client.post(page, data | {"compliance": "full", "shortcomings-0-DELETE": "on"})

    assert "Valitse ”osittain”" in refused.content.decode()
    assert removed.status_code == 302
    assert AccessibilityStatement.objects.get().compliance == "full"
    assert Shortcoming.objects.count() == 0
