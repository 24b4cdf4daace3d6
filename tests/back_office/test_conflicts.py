"""Two people who edit one row: both values are shown, and nothing is overwritten."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.contrib import admin
from django.db import connection
from django.test import Client

from programme.models import Milestone
from tests import factories
from tests.back_office.test_pages import MAKERS, READ_ONLY, address, form_data

pytestmark = pytest.mark.django_db


def opened(client, row):
    """What a browser sends from the form of a row, its marks of opening included."""
    response = client.get(address(type(row), "change", row.pk))
    marks = (
        {"seen_marks": response.context["seen_marks"]} if "seen_marks" in response.context else {}
    )
    return form_data(response) | marks


def save(client, row, data):
    return client.post(address(type(row), "change", row.pk), data)


def again(response, **changes):
    """The form that was shown again, sent as it is."""
    context = response.context
    forms = [context["adminform"].form]
    for inline in context["inline_admin_formsets"]:
        forms += [inline.formset.management_form, *inline.formset.forms]
    data = {
        name: value
        for form in forms
        for name, value in form.data.items()
        if name not in ("seen_marks", "take_theirs")
    }
    return data | {"seen_marks": context["seen_marks"]} | changes


@pytest.fixture
def other_client(django_user_model):
    """The browser of a second administrator."""
    user = django_user_model.objects.create_superuser("other", first_name="Olli", last_name="Oja")
    client = Client()
    client.force_login(user)
    return client


def test_second_editor_sees_both_values_and_nothing_is_saved(staff_client, other_client):
    action = factories.make_action(title_fi="Alku", aim_sv="Mål")
    mine, theirs = opened(staff_client, action), opened(other_client, action)
    save(other_client, action, theirs | {"title_fi": "Ollin", "aim_sv": "Ollis mål"})

    response = save(staff_client, action, mine | {"title_fi": "Sannan", "why_fi": "Koska"})

    action.refresh_from_db()
    assert (action.title_fi, action.aim_sv, action.why_fi or "") == ("Ollin", "Ollis mål", "")
    conflict = response.context["conflict"]
    [both] = conflict["both"]
    assert (both.html_name, both.mine, both.theirs) == ("title_fi", "Sannan", "Ollin")
    assert both.by.startswith("Olli Oja, ")
    assert [(each.name, each.theirs) for each in conflict["theirs"]] == [("aim_sv", "Ollis mål")]
    sent = again(response)
    assert (sent["title_fi"], sent["aim_sv"], sent["why_fi"]) == ("Sannan", "Ollis mål", "Koska")


def test_saving_again_is_a_decision(staff_client, other_client):
    action = factories.make_action(title_fi="Alku")
    mine = opened(staff_client, action)
    save(
        other_client,
        action,
        opened(other_client, action) | {"title_fi": "Ollin", "aim_fi": "Tavoite"},
    )
    response = save(staff_client, action, mine | {"title_fi": "Sannan"})

    answer = save(staff_client, action, again(response))

    action.refresh_from_db()
    assert answer.status_code == 302
    assert (action.title_fi, action.aim_fi) == ("Sannan", "Tavoite")


def test_value_of_the_other_can_be_chosen_field_by_field(staff_client, other_client):
    action = factories.make_action(title_fi="Alku", title_sv="Början")
    mine = opened(staff_client, action)
    save(
        other_client,
        action,
        opened(other_client, action) | {"title_fi": "Ollin", "title_sv": "Ollis"},
    )
    response = save(staff_client, action, mine | {"title_fi": "Sannan", "title_sv": "Sannas"})

    save(staff_client, action, again(response, take_theirs=["title_sv"]))

    action.refresh_from_db()
    assert (action.title_fi, action.title_sv) == ("Sannan", "Ollis")


def test_third_save_in_between_is_shown_too(staff_client, other_client):
    action = factories.make_action(title_fi="Alku")
    mine = opened(staff_client, action)
    save(other_client, action, opened(other_client, action) | {"title_fi": "Ollin"})
    response = save(staff_client, action, mine | {"title_fi": "Sannan"})
    save(other_client, action, opened(other_client, action) | {"title_fi": "Ollin toinen"})

    response = save(staff_client, action, again(response))

    assert response.context["conflict"]["both"][0].theirs == "Ollin toinen"


def test_parts_that_both_have_changed_are_told_apart(staff_client, other_client):
    action = factories.make_action()
    first, second = (factories.make_milestone(action=action, title_fi=name) for name in "AB")
    mine = opened(staff_client, action)
    theirs = opened(other_client, action)
    save(
        other_client,
        action,
        theirs | {"milestones-0-title_fi": "Ollin", "milestones-1-title_sv": "Ollis"},
    )

    response = save(staff_client, action, mine | {"milestones-0-title_fi": "Sannan"})
    save(staff_client, action, again(response))

    [both] = response.context["conflict"]["both"]
    assert (both.html_name, both.mine, both.theirs) == ("milestones-0-title_fi", "Sannan", "Ollin")
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.title_fi, second.title_sv) == ("Sannan", "Ollis")


def test_part_that_the_other_has_removed_comes_back_only_with_what_was_written_in_it(
    staff_client, other_client
):
    action = factories.make_action()
    for name in ("Ensimmäinen", "Toinen", "Kolmas"):
        factories.make_milestone(action=action, title_fi=name)
    mine, theirs = opened(staff_client, action), opened(other_client, action)
    save(other_client, action, theirs | {"milestones-0-DELETE": "on", "milestones-1-DELETE": "on"})

    response = save(staff_client, action, mine | {"milestones-0-title_fi": "Sannan sanat"})
    save(staff_client, action, again(response))

    assert len(response.context["conflict"]["news"]) == 2
    titles = set(Milestone.objects.filter(action=action).values_list("title_fi", flat=True))
    assert titles == {"Sannan sanat", "Kolmas"}


def test_part_that_the_other_has_added_stays(staff_client, other_client):
    action = factories.make_action()
    mine = opened(staff_client, action)
    factories.make_milestone(action=action, title_fi="Ollin askel")

    response = save(staff_client, action, mine | {"title_fi": "Sannan"})
    assert "Ollin askel" in response.content.decode()
    save(staff_client, action, again(response))

    action.refresh_from_db()
    assert (action.title_fi, action.milestones.get().title_fi) == ("Sannan", "Ollin askel")


def test_time_and_tick_of_the_other_are_taken_over(staff_client, other_client):
    event = factories.make_event(is_public=True)
    mine, theirs = opened(staff_client, event), opened(other_client, event)
    del theirs["is_public"]
    save(other_client, event, theirs | {"publish_at_0": "2026-12-03", "publish_at_1": "08:00:00"})

    response = save(staff_client, event, mine | {"title_fi": "Sannan"})
    save(staff_client, event, again(response))

    event.refresh_from_db()
    assert (event.title_fi, event.is_public) == ("Sannan", False)
    assert event.publish_at.isoformat() == "2026-12-03T06:00:00+00:00"


def test_error_in_the_form_does_not_forget_when_it_was_opened(staff_client, other_client):
    action = factories.make_action(title_fi="Alku")
    mine = opened(staff_client, action)
    wrong = save(staff_client, action, mine | {"code": "!"})
    save(other_client, action, opened(other_client, action) | {"title_fi": "Ollin"})

    response = save(staff_client, action, again(wrong, code=action.code, title_fi="Sannan"))

    assert response.context["conflict"]["both"][0].theirs == "Ollin"


@pytest.mark.parametrize("model", [model for model in MAKERS if model not in READ_ONLY])
def test_form_that_nobody_else_has_touched_is_saved(staff_client, model):
    row = MAKERS[model]()

    response = save(staff_client, row, opened(staff_client, row))

    assert response.status_code == 302


@pytest.mark.parametrize(
    "marks", ["", "x", "[]", "{}", '{"":1}', '{"":{"title_fi":5}}', '{"":{},"milestones":{"1":2}}']
)
def test_nonsense_in_place_of_marks_is_no_error(staff_client, marks):
    action = factories.make_action()

    response = save(staff_client, action, opened(staff_client, action) | {"seen_marks": marks})

    assert response.status_code in (200, 302)


def test_no_list_is_edited_in_place():
    assert not [page for page in admin.site._registry.values() if page.list_editable]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("attempt", range(3))
def test_of_two_who_save_at_the_same_instant_one_is_asked(attempt):
    action = factories.make_action(title_fi="Alku")
    clients = []
    for _number in range(2):
        clients.append(Client())
        clients[-1].force_login(factories.make_staff())
    sent = [opened(client, action) for client in clients]
    barrier = Barrier(2, timeout=20)

    def go(number):
        try:
            connection.ensure_connection()
            barrier.wait()
            response = save(clients[number], action, sent[number] | {"title_fi": f"Nimi {number}"})
            return response.status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(go, range(2)))

    assert sorted(answers) == [200, 302]
    action.refresh_from_db()
    assert action.title_fi == f"Nimi {answers.index(302)}"
