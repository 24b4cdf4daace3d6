"""The description of the API is true: schemathesis asks for all that it allows, and for what it forbids."""

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode

from icc_site.wsgi import application
from open_data.datasets import DATASETS
from reporting.models import State
from tests import factories
from tests.reporting.factories import make_report

# As many of each operation as all of them together take less than a minute.
EXAMPLES = {GenerationMode.POSITIVE: 10, GenerationMode.NEGATIVE: 5}


@pytest.fixture
def kept_connection():
    """The connection of the test, whose rows are seen by no other, as Django's own client keeps it."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def operations(public_data, settings, kept_connection):
    """All operations, over the starting data and a row of what it lacks."""
    settings.ALLOWED_HOSTS = ["localhost"]
    action = factories.make_action(code="9.Z.1")
    action.indicators.add(factories.make_indicator(slug="lights"))
    make_report(action=action, state=State.APPROVED)
    factories.make_milestone(action=action)
    event = factories.make_event(slug="meeting")
    event.agenda.create(title_fi="Avaus", action=action)
    event.materials.create(title_fi="Esitys", url="https://example.org/")
    event.takeaways.create(title_fi="Malli")
    description = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application)
    return [each.ok() for each in description.get_all_operations()]


@pytest.mark.parametrize("mode", EXAMPLES)
def test_answers_are_as_described(operations, mode):
    index, *others = operations

    assert len(others) == 2 * len(DATASETS)
    for operation in others:
        check(operation, mode)
    index.Case().call_and_validate()


def check(operation, mode):
    @given(case=operation.as_strategy(generation_mode=mode))
    @settings(
        max_examples=EXAMPLES[mode],
        database=None,
        phases=[Phase.generate, Phase.shrink],
        suppress_health_check=list(HealthCheck),
    )
    def ask(case):
        case.call_and_validate()

    ask()
