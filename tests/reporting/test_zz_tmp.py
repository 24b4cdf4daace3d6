import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.reporting.pages import *
from tests.factories import make_indicator
@pytest.mark.django_db
def test_q(client):
    p=make_reporter(client); r=make_prefilled(p, indicators=[make_indicator()])
    with CaptureQueriesContext(connection) as c: client.get(address(r))
    import re
    for q in c.captured_queries: print(re.sub(r'SELECT .*? FROM','SELECT FROM',q['sql'])[:260])
