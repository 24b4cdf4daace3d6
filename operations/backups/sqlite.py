"""Copying an SQLite database and putting a copy in its place, while others use it."""

import sqlite3
import time
from contextlib import closing

from django.db import connection

from operations.backups import Refused
from operations.backups.facts import facts

NAME = "database.sqlite3"
# Longer than our own writers take; a report that waits for its turn waits 20 s as well.
SECONDS_TO_WAIT = 20


def copy_to(path):
    """
    Copy the database as it is at one instant, by SQLite's online backup. Returns its Facts.

    Writers go on meanwhile. Raises Refused when the database itself is damaged.
    """
    connection.ensure_connection()
    with closing(sqlite3.connect(path)) as copy:
        _copy(connection.connection, copy)
        # One file, without a log beside it.
        copy.execute("PRAGMA journal_mode=DELETE")
        return _checked(copy)


def look_into(path):
    """The Facts of a copy. Raises Refused when it is damaged, or no database."""
    try:
        with closing(sqlite3.connect(path)) as copy:
            return _checked(copy)
    except sqlite3.DatabaseError:
        raise Refused("What the backup holds is no whole database.") from None


def load(path, expected):
    """
    Put the copy in the place of the database, in one transaction: after a failure all is as before.

    Those who have the database open see the copy with their next question. The `expected` rows
    were counted already, when the copy was looked into.
    """
    connection.ensure_connection()
    with closing(sqlite3.connect(path)) as copy:
        _copy(copy, connection.connection)
    connection.close()


def _copy(source, target):
    deadline = time.monotonic() + SECONDS_TO_WAIT

    def give_up(status, _remaining, _total):
        if status in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED) and time.monotonic() > deadline:
            raise Refused("The database is in use by somebody else. Stop the site and try again.")

    try:
        source.backup(target, progress=give_up)
    except sqlite3.Error as error:
        raise Refused(f"SQLite says: {error}.") from error


def _checked(copy):
    """The Facts of a copy whose pages and references are whole."""
    faults = [line for (line,) in copy.execute("PRAGMA integrity_check(5)") if line != "ok"]
    faults += [f"{table} {row}" for table, row, *_ in copy.execute("PRAGMA foreign_key_check")]
    if faults:
        raise Refused(f"The database is damaged: {'; '.join(faults[:5])}.")
    return facts(copy.cursor())
