"""
The settings of production for a gunicorn that stands still where a test says, until it is killed.

A file `pause_at` in the data folder holds how a statement begins, or "the answer"; once a process
stands there, there is a file `paused` with its number.
"""

import os
import time

from django.db.backends.signals import connection_created

from icc_site.settings import *
from icc_site.settings import DATA_DIR, MIDDLEWARE

MIDDLEWARE.insert(0, "tests.faults.paused_settings.pause_before_the_answer")
PAUSE_AT, PAUSED = DATA_DIR / "pause_at", DATA_DIR / "paused"
# A hanging mail server costs less time than in production, and the tests less of it.
EMAIL_TIMEOUT = 1


def pause(place):
    """Stand still if this is the place; nobody waits for longer than a test."""
    told = PAUSE_AT.read_text() if PAUSE_AT.exists() else ""
    if told and place.startswith(told):
        PAUSED.write_text(str(os.getpid()))
        time.sleep(600)


def pause_before_a_statement(execute, sql, params, many, context):
    """Everything before it in the transaction has been done then."""
    pause(sql)
    return execute(sql, params, many, context)


def watch(connection, **kwargs):
    """From the first statement on."""
    connection.execute_wrappers.append(pause_before_a_statement)


connection_created.connect(watch)


def pause_before_the_answer(get_response):
    """All is done and kept, and nobody hears of it."""

    def answered(request):
        response = get_response(request)
        if request.method == "POST":
            pause("the answer")
        return response

    return answered
