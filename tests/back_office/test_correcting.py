"""What has been told of an event that is over is replaced only with a reason."""

import pytest
from auditlog.models import LogEntry

from events.models import Event
from tests import factories
from tests.back_office.test_pages import form_data

pytestmark = pytest.mark.django_db
SENTENCE = (
    "Tämä on jo ohi, ja kävijät ovat lukeneet siitä. Kerro, miksi korvaat tiedon ”Paikka [fi]”."
)


def past_event(**fields):
    return factories.make_event(
        starts_on="2024-05-01", ends_on="2024-05-02", place_fi="Pori", is_public=True, **fields
    )


def page_of(event):
    return f"/admin/events/event/{event.pk}/change/"


def send(client, event, **changes):
    """What the form shows, with changes, and what comes of it."""
    data = form_data(client.get(page_of(event))) | changes
    answer = client.post(page_of(event), data)
    event.refresh_from_db()
    return answer


def errors(answer):
    return answer.context["adminform"].form.errors


def test_place_of_a_past_event_is_not_replaced_without_a_reason(staff_client):
    event = past_event()

    answer = send(staff_client, event, place_fi="Helsinki")

    assert errors(answer) == {"correction_reason": [SENTENCE]}
    assert event.place_fi == "Pori"


def test_reason_lets_a_correction_through_and_stays_in_the_history(staff_client):
    event = past_event()

    send(staff_client, event, place_fi="Helsinki", correction_reason="Paikka oli väärin.")

    assert event.place_fi == "Helsinki"
    entry = LogEntry.objects.get_for_object(event).first()
    assert entry.additional_data == {"by": "person", "reason": "Paikka oli väärin."}
    history = staff_client.get(f"/admin/events/event/{event.pk}/history/").content.decode()
    assert "Syy: Paikka oli väärin." in history


def test_reason_of_one_request_is_not_that_of_the_next(staff_client):
    event, other = past_event(), past_event()
    send(staff_client, event, place_fi="Helsinki", correction_reason="Paikka oli väärin.")

    send(staff_client, other, place_sv="Björneborg")

    assert LogEntry.objects.get_for_object(other).first().additional_data == {"by": "person"}


def test_what_was_missing_is_added_without_a_reason(staff_client):
    event = past_event()

    send(staff_client, event, place_sv="Björneborg", people_count="3")

    assert (event.place_sv, event.people_count) == ("Björneborg", 3)


def test_takeaways_and_closing_need_no_reason(staff_client):
    event = past_event(people_count=2, city_role="speaker")
    takeaway = {"takeaways-TOTAL_FORMS": "1", "takeaways-0-title_fi": "Kokeillaan"}

    send(
        staff_client,
        event,
        people_count="3",
        closed_on_0="2024-06-01",
        closed_on="1.6.2024",
        **takeaway,
    )

    assert event.people_count == 3
    assert [each.title_fi for each in event.takeaways.all()] == ["Kokeillaan"]
    assert str(event.closed_on) == "2024-06-01"


@pytest.mark.parametrize(
    "fields", [{"ends_on": "2999-05-01"}, {"ends_on": "2024-05-02", "is_public": False}]
)
def test_coming_events_and_drafts_ask_for_no_reason(staff_client, fields):
    event = factories.make_event(
        starts_on="2024-05-01", place_fi="Pori", **{"is_public": True} | fields
    )

    send(staff_client, event, place_fi="Helsinki")

    assert event.place_fi == "Helsinki"
    assert "correction_reason" not in staff_client.get(page_of(event)).content.decode()


def test_past_event_asks_in_a_section_of_its_own(staff_client):
    names = [name for name, _options in _sections(staff_client, past_event())]
    others = [name for name, _options in _sections(staff_client, Event.objects.get().copy())]

    assert names == [*others, "Korjaus"]


def _sections(client, event):
    return client.get(page_of(event)).context["adminform"].fieldsets
