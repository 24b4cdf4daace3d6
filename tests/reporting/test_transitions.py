import pytest

from reporting.models import State
from tests.reporting.factories import make_report

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("state", State)
def test_report_reaches_every_state(state):
    assert make_report(state=state).state == state
