"""Copying a PostgreSQL database and putting a copy in its place, by PostgreSQL's own programs."""

import os
import subprocess  # nosec B404 # Runs PostgreSQL’s own programs.

from django.db import connection, transaction
from django.db.backends.postgresql.client import DatabaseClient

from operations.backups import Refused
from operations.backups.facts import facts

NAME = "database.dump"
# For those who have the tables open, once it is their turn to go.
SECONDS_TO_WAIT = 10
# Rights and owners are those of the place where the copy is put.
PLAIN = ["--no-owner", "--no-privileges", "--no-comments"]
# All that a dump makes and that does not come from an extension, as statements that drop it.
DROPS = """
SELECT format('DROP %s IF EXISTS %s CASCADE', kind, name) FROM (
    SELECT oid, oid::regclass::text AS name,
        CASE relkind WHEN 'v' THEN 'VIEW' WHEN 'm' THEN 'MATERIALIZED VIEW' ELSE 'TABLE' END AS kind
    FROM pg_class
    WHERE relnamespace = current_schema()::regnamespace AND relkind IN ('r', 'p', 'v', 'm')
    UNION ALL
    SELECT oid, oid::regprocedure::text, 'ROUTINE'
    FROM pg_proc WHERE pronamespace = current_schema()::regnamespace
) AS things
WHERE NOT EXISTS (SELECT FROM pg_depend WHERE objid = things.oid AND deptype = 'e')
"""
COUNT = """
DO $$ BEGIN IF (SELECT count(*) FROM {table}) <> {rows} THEN
RAISE EXCEPTION '% has not % rows', {name}, {rows}; END IF; END $$;
"""


def copy_to(path):
    """
    Copy the database as it is at one instant, by `pg_dump`. Returns its Facts, of that instant too.

    Writers go on meanwhile. Raises Refused when `pg_dump` is missing or fails.
    """
    with transaction.atomic(durable=True), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        cursor.execute("SELECT pg_export_snapshot()")
        [snapshot] = cursor.fetchone()
        # Who alters a table does not stop the backup for ever.
        wanted = ["--format=custom", f"--snapshot={snapshot}", "--lock-wait-timeout=60000"]
        _run("pg_dump", *wanted, *PLAIN, f"--file={path}", *_database())
        return facts(cursor)


def look_into(path):
    """None: what a dump holds is known when it has been loaded. Raises Refused for no dump."""
    _run("pg_restore", "--list", str(path), "--file=/dev/null")


def load(path, expected):
    """
    Put the copy in the place of the database, in one transaction: after a failure all is as before.

    `expected`: rows by table, which are counted before the transaction ends. Raises Refused when a
    program is missing or fails, as when others have the database in use.
    """
    statements, before, after = (path.with_name(f"{name}.sql") for name in ("all", "first", "last"))
    _run("pg_restore", *PLAIN, f"--file={statements}", str(path))
    with connection.cursor() as cursor:
        cursor.execute(DROPS)
        drops = [drop for (drop,) in cursor.fetchall()]
    connection.close()
    before.write_text(
        "".join(f"{line};\n" for line in [f"SET lock_timeout = '{SECONDS_TO_WAIT}s'", *drops])
    )
    after.write_text(_count_again(expected))
    files = [f"--file={each}" for each in (before, statements, after)]
    strict = ["--no-psqlrc", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1"]
    _run("psql", *strict, "--output=/dev/null", *files, *_database())


def _count_again(expected):
    """Statements that fail, and so undo all, where a table has not as many rows as it should."""
    quoted = connection.ops.quote_name
    # The dump leaves the session without the schema that names are looked up in.
    return "RESET search_path;\n" + "".join(
        COUNT.format(table=quoted(name), name="'" + name.replace("'", "''") + "'", rows=rows)
        for name, rows in expected.items()
    )


def _database():
    """What Django's own `dbshell` says of where the database is."""
    words, _environment = DatabaseClient.settings_to_cmd_args_env(connection.settings_dict, [])
    return words[1:]


def _run(program, *words):
    """Run a program of PostgreSQL; its first complaint, which is no mere notice, comes along."""
    _words, secrets = DatabaseClient.settings_to_cmd_args_env(connection.settings_dict, [])
    environment = os.environ | {"LC_ALL": "C"} | (secrets or {})
    try:
        subprocess.run(  # nosec B603 # A list, without a shell; what they are told is ours.
            [program, *words], env=environment, check=True, capture_output=True, text=True
        )
    except FileNotFoundError:
        raise Refused(
            f"The program {program} is missing: install PostgreSQL’s client programs "
            "(on Debian: apt install postgresql-client)."
        ) from None
    except subprocess.CalledProcessError as error:
        lines = [line for line in error.stderr.splitlines() if "error" in line.lower()]
        raise Refused(f"{program} failed: {lines[0] if lines else error.returncode}") from None
