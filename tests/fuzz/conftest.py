"""The site with one of everything, and who may ask."""

import pytest
from django.db import transaction
from django.test import Client

from reporting.links import link_for, secret_of
from reporting.models import State
from tests import factories
from tests.fuzz.places import Places
from tests.fuzz.sending import Counter
from tests.reporting.factories import make_report, make_round


def make_world():
    """One of everything that has an address, and a report that waits for its reporter."""
    programme = factories.make_programme()
    basket = factories.make_basket(programme=programme)
    participation = factories.make_participation(programme=programme)
    factories.make_membership(participation=participation, basket=basket)
    strategy = factories.make_strategy(programme=programme)
    objective = factories.make_objective(strategy=strategy)
    action = factories.make_action(strategy=strategy, objective=objective)
    factories.make_milestone(action=action)
    factories.make_value()
    factories.make_organisation()
    factories.make_benefit(programme=programme)
    factories.make_news()
    factories.make_event(programme=programme)
    round = make_round(programme=programme)
    make_report(round=round, action=action, state=State.APPROVED)
    other = factories.make_action(strategy=strategy)
    return make_report(round=round, action=other, state=State.DRAFT)


class World:
    """Who may ask, and where."""

    def __init__(self):
        report = make_world()
        self.secret = secret_of(link_for(report, report.assignee))
        staff = Client()
        staff.force_login(factories.make_staff())
        # A page sets the cookie of the token, which forms then carry.
        staff.get("/admin/")
        self.people = [{}, {name: each.value for name, each in staff.cookies.items()}]
        self.places = Places()
        link = f"/fi/report/link/{self.secret}/"
        self.places.learn(Client(), "/fi/", "/fi/sign-in/", "/fi/password/", "/fi/search/", link)
        own = ["/fi/report/", "/fi/report/board/", "/fi/report/queue/", "/fi/account/"]
        self.places.learn(staff, "/fi/", "/admin/", *own)
        self.places.values["language"] = {"fi", "sv", "en"}


@pytest.fixture(scope="package")
def world(django_db_setup, django_db_blocker):
    """Made once for all manners of trying, and undone as a whole; each request is undone by itself."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield World()
        transaction.set_rollback(True)


def pytest_terminal_summary(terminalreporter):
    """How many were tried, for whoever runs it."""
    if Counter.tried:
        terminalreporter.write_line(f"{Counter.tried} inputs tried")
