"""What the audit of the packages makes of the answers of pip-audit."""

import importlib.util
from datetime import date

import pytest
from django.conf import settings


@pytest.fixture
def audit():
    """The command of the CI, as a module."""
    spec = importlib.util.spec_from_file_location("audit", settings.BASE_DIR / "bin" / "audit.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


WELL = {"name": "django", "version": "5.2.19", "vulns": []}
WEAK = {"name": "pillow", "version": "1.0", "vulns": [{"id": "PYSEC-1"}]}
UNKNOWN = {"name": "nh3", "skip_reason": "Dependency not found"}


@pytest.mark.parametrize(
    ("packages", "status"),
    [([WELL], 0), ([WELL, WEAK], 1), ([UNKNOWN, WEAK], 1), ([WELL, UNKNOWN], 3)],
)
def test_known_weakness_fails_and_what_is_not_known_is_said(audit, packages, status, capsys):
    assert audit.judged(packages, date(2026, 11, 26)) == status


@pytest.mark.parametrize(("until", "status"), [(date(2026, 11, 26), 0), (date(2026, 11, 25), 1)])
def test_excuse_ends(audit, until, status):
    audit.EXCUSES["PYSEC-1"] = ("We open no such file.", until)

    assert audit.judged([WEAK], date(2026, 11, 26)) == status
