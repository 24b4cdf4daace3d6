"""One frozen copy of a small site, which all tests read."""

from datetime import UTC, datetime
from io import StringIO

import pytest
import time_machine
from django.core.files.base import ContentFile
from django.core.management import call_command

from events.models import Material
from tests import factories

DAY = datetime(2026, 11, 26, 10, tzinfo=UTC)
SITE = "https://icc.example.org"


@pytest.fixture
def public_address(settings):
    """The site stands at a public address, behind a proxy that speaks HTTPS."""
    settings.SITE_URL = SITE
    settings.ALLOWED_HOSTS = ["icc.example.org"]
    settings.EMBEDDED_BY = ["*"]


@pytest.fixture(scope="session")
def kept_copies():
    """The copy, once a test has asked for it."""
    return {}


@pytest.fixture
def copy(request, db, kept_copies, tmp_path_factory):
    """The folder of the copy, made on 26 November 2026."""
    if not kept_copies:
        request.getfixturevalue("public_address")
        settings = request.getfixturevalue("settings")
        settings.MEDIA_ROOT = tmp_path_factory.mktemp("media")
        make_site()
        for name in ("copy", "again"):
            kept_copies[name] = tmp_path_factory.mktemp("frozen") / name
            freeze(kept_copies[name])
    return kept_copies["copy"]


def freeze(folder):
    """Runs the command; on the same day each time."""
    with time_machine.travel(DAY, tick=False):
        call_command("freeze_site", folder, stdout=StringIO())


def make_site():
    """One or two things of each kind, with drafts beside them."""
    programme = factories.make_programme(slug="icc")
    factories.make_participation(
        city=factories.make_city(slug="pori", name_en="Pori", is_home=True), programme=programme
    )
    strategy = factories.make_strategy(programme=programme, slug="plan")
    of_strategy = {"strategy": strategy, "status": "planning"}
    factories.make_action(code="1.A.1", title_fi="Åminne & <ranta>", **of_strategy)
    factories.make_action(code="1.A.2", title_fi="SALAINEN luonnos", is_public=False, **of_strategy)
    shown = factories.make_event(programme=programme, slug="lab", title_fi="Kaupunkilabra")
    of_draft = {"title_fi": "SALAINEN", "is_public": False}
    draft = factories.make_event(programme=programme, slug="hidden", **of_draft)
    factories.make_benefit(programme=programme)
    factories.make_indicator(slug="jobs")
    for _number in range(51):
        factories.make_news(programme=programme)
    for name, event in [("open", shown), ("closed", draft)]:
        kept = Material(event=event, title_fi=name)
        kept.file.save(f"{name}.pdf", ContentFile(b"%PDF-1.7 " + name.encode()), save=True)
