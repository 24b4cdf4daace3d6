"""
The version of what the public may see: a number that each transaction with a change makes another one.

The highest line of `Change` would be none: on PostgreSQL a transaction that ends late adds lines
before others that are seen already. So each transaction adds a step of its own, which is seen when it
ends and not before, and the version is the sum of all steps. No two writers wait for each other.
Steps differ in length by chance, so that a database that was put back from a backup does not come
by the versions again which it had before.
"""

from django.apps import apps
from django.db import connection, connections
from django.db.models.signals import post_migrate, pre_migrate

from changes.models import Step

STEP = Step._meta.db_table
SUM = " ".join(["SELECT SUM(number) FROM", STEP])
INSERT = f"INSERT INTO {STEP}"
ADD = {
    "postgresql": f"{INSERT} (number) VALUES (1 + floor(random() * 1000000000))",
    # One writes after the other, so that all steps can be one line.
    "sqlite": (
        f"{INSERT} (id, number) VALUES (1, 1 + abs(random() % 1000000000)) "  # nosec B608 # Made of constants.
        "ON CONFLICT (id) DO UPDATE SET number = number + excluded.number"
    ),
}
# What makes a step. The lines also say what the search has taken in, and that is another version too.
# Beside public rows pages show what is public by a word of its own: a name that its owner lets be
# shown, and what was frozen.
STEPS = {
    "changes.Change": ["INSERT", "UPDATE"],
    "reporting.Person": ["UPDATE", "DELETE"],
    "reporting.ReportRevision": ["INSERT", "UPDATE", "DELETE"],
}


def version():
    """The version now, as a text; raises `DatabaseError` while the database does not answer."""
    with connection.cursor() as cursor:
        cursor.execute(SUM)
        return str(cursor.fetchone()[0])


def move():
    """Make another version although no row has changed."""
    with connection.cursor() as cursor:
        cursor.execute(ADD[connection.vendor])


def listen(config):
    """Keep the triggers out of the way of migrations."""
    pre_migrate.connect(_before_migrations, sender=config)
    post_migrate.connect(_after_migrations, sender=config)


def _before_migrations(using, plan=(), **kwargs):
    if plan and _tables_exist(using):
        _execute(using, _drops(connections[using].vendor))


def _after_migrations(using, plan=None, **kwargs):
    if plan and _tables_exist(using):
        vendor = connections[using].vendor
        _execute(using, [*_drops(vendor), *_creates(vendor)])


def _events():
    """What makes a step, as (table, event, name of the trigger)."""
    for label, events in STEPS.items():
        table = apps.get_model(label)._meta.db_table
        yield from ((table, event, f"{table}_{event.lower()}_is_a_step") for event in events)


def _tables_exist(using):
    tables = {STEP, *(table for table, _event, _name in _events())}
    return tables <= set(connections[using].introspection.table_names())


def _execute(using, statements):
    with connections[using].cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def _drops(vendor):
    for table, _event, name in _events():
        on_table = f" ON {table}" if vendor == "postgresql" else ""
        yield f"DROP TRIGGER IF EXISTS {name}{on_table}"


def _creates(vendor):
    does, scope = f"BEGIN {ADD[vendor]}; END", "ROW"
    if vendor == "postgresql":
        # Once in a transaction; a savepoint that is rolled back takes the mark back too.
        yield (
            "CREATE OR REPLACE FUNCTION change_is_a_step() RETURNS trigger LANGUAGE plpgsql AS $$ "
            "BEGIN IF current_setting('changes.has_stepped', true) IS DISTINCT FROM 'yes' THEN "
            f"{ADD[vendor]}; PERFORM set_config('changes.has_stepped', 'yes', true); "
            "END IF; RETURN NULL; END $$"
        )
        does, scope = "EXECUTE FUNCTION change_is_a_step()", "STATEMENT"
    for table, event, name in _events():
        yield f"CREATE TRIGGER {name} AFTER {event} ON {table} FOR EACH {scope} {does}"
