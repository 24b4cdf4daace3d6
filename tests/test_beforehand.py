"""What is loaded before the processes of the site part."""

import subprocess
import sys

from icc_site import beforehand
from tests.test_commands import ROOT, environment

# As gunicorn loads it, where no database can be opened.
LOADED = """
from django.db import connections
from icc_site.wsgi import application
print([each.connection for each in connections.all(initialized_only=True)])
"""


def test_what_is_loaded_beforehand_asks_the_database_nothing():
    # No test may that does not say so.
    beforehand.load()


def test_processes_that_part_share_no_connection(tmp_path):
    told = subprocess.run(
        [sys.executable, "-c", LOADED],
        cwd=ROOT,
        env=environment(
            DATA_DIR=tmp_path, DJANGO_SECRET_KEY="0" * 50, DJANGO_ALLOWED_HOSTS="127.0.0.1"
        ),
        capture_output=True,
        text=True,
        check=False,
    )

    assert set(told.stdout.strip()) <= set("[None, ]"), told.stdout + told.stderr
    assert told.returncode == 0, told.stderr
