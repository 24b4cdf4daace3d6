"""What readers do not need is loaded when somebody asks for it."""

import os
import subprocess
import sys

import pytest
from django.conf import settings
from django.urls import resolve, reverse

STARTED = """
import sys
import icc_site.wsgi
from django.template import engines
from django.urls import reverse
engines.all()
reverse("home")
print(*sorted({"ninja", "openpyxl", "import_export", "django.urls"} & set(sys.modules)))
reverse("admin:programme_city_changelist")
reverse("api:list_actions")
print(*sorted({"ninja", "openpyxl", "import_export", "django.urls"} & set(sys.modules)))
"""


def test_process_starts_without_back_office_and_api():
    environment = {
        "PATH": os.environ["PATH"],
        "DATA_DIR": str(settings.DATA_DIR),
        "DJANGO_SECRET_KEY": "production-0123456789-abcdefghijklmnopqrstuvwxyz-ABCDEFGHIJ",
        "DJANGO_ALLOWED_HOSTS": "icc.example.org",
    }

    done = subprocess.run(
        [sys.executable, "-W", "ignore:No directory at", "-c", STARTED],
        cwd=settings.BASE_DIR,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )

    assert (done.stdout.splitlines(), done.returncode) == (
        ["django.urls", "django.urls import_export ninja openpyxl"],
        0,
    ), done.stderr


@pytest.mark.parametrize(
    ("name", "address"),
    [
        ("admin:programme_city_changelist", "/admin/programme/city/"),
        ("api:list_actions", "/api/v1/actions"),
    ],
)
def test_late_addresses_are_found_both_ways(name, address):
    assert reverse(name) == address
    assert resolve(address).view_name == name
