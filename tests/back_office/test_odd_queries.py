"""Queries of the back office that no page makes, and that have failed."""

import pytest

from tests.factories import make_event


def test_numbers_beside_the_filters_of_the_log_are_shown(staff_client):
    make_event()

    assert staff_client.get("/admin/auditlog/logentry/?_facets=").status_code == 200


@pytest.mark.parametrize("page", ["change", "delete"])
def test_field_without_a_name_means_the_key(staff_client, page):
    event = make_event()

    answer = staff_client.get(f"/admin/events/event/{event.pk}/{page}/?_to_field=")

    assert answer.status_code == 200
    assert event.title_fi in answer.content.decode()
