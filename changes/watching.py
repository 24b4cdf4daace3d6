"""
The triggers that note changes, in the words of both databases.

They are no migration: SQLite drops a table's triggers when a later migration rebuilds the table.
So they go before migrations run, and come back after them. What a migration itself
changed is not known, so all rows count as changed then.
"""

from contextlib import contextmanager

from django.apps import apps
from django.db import DEFAULT_DB_ALIAS, connections, models
from django.db.models.signals import post_migrate, pre_migrate

from changes.models import Change

# Rows of these are public when their set has `public()`, or when they are a part of such a row.
TOPICS = ["programme", "events"]
# Of reports only what is frozen is public; their working parts are nobody's news.
WITHOUT_PARTS = ["reporting"]
# Every row of it is public, or says what a public page says of the site.
ALWAYS_PUBLIC = [
    "programme.Organisation",
    "readers.AccessibilityStatement",
    "readers.Shortcoming",
    "readers.Keeper",
]

NOW = {
    "sqlite": "strftime('%Y-%m-%d %H:%M:%f000', 'now')",
    "postgresql": "clock_timestamp()",
}
EVENTS = ["INSERT", "UPDATE", "DELETE"]


def listen(config):
    """Keep the triggers out of the way of migrations."""
    pre_migrate.connect(_before_migrations, sender=config)
    post_migrate.connect(_after_migrations, sender=config)


def watched():
    """The models whose changes are noted."""
    models_of = {name: _models(name) for name in TOPICS + WITHOUT_PARTS}
    public = {
        model
        for some in models_of.values()
        for model in some
        if hasattr(model._default_manager.all(), "public")
    }
    public |= {apps.get_model(label) for label in ALWAYS_PUBLIC}
    parts = {
        model
        for name in TOPICS
        for model in models_of[name]
        if not public.isdisjoint(whole for whole, _column in wholes(model))
    }
    return sorted(public | parts, key=lambda model: model._meta.label)


def wholes(model):
    """Of what its rows are a part, since they go with it, as (model, column)."""
    return [
        (field.remote_field.model, field.column)
        for field in model._meta.concrete_fields
        if field.is_relation
        and field.remote_field.on_delete is models.CASCADE
        and (model._meta.auto_created or not field.remote_field.hidden)
    ]


@contextmanager
def unwatched(using=DEFAULT_DB_ALIAS):
    """While a whole database is filled, changes are not noted one by one: afterwards all rows count as changed."""
    _stop(using)
    yield
    _begin(using)


def _models(name):
    return list(apps.get_app_config(name).get_models(include_auto_created=True))


def _before_migrations(using, plan=(), **kwargs):
    # Also those of an earlier release, which watched fewer tables than there are now.
    if plan:
        _stop(using)


def _after_migrations(using, plan=None, **kwargs):
    if plan is None:
        # The database has been emptied, which is no news of any row.
        Change.objects.using(using).all().delete()
    elif plan and _tables_exist(using):
        _begin(using)


def _stop(using):
    there = set(connections[using].introspection.table_names())
    with connections[using].cursor() as cursor:
        for model in watched():
            for event in EVENTS if model._meta.db_table in there else ():
                cursor.execute(_drop(connections[using], model, event))


def _begin(using):
    with connections[using].cursor() as cursor:
        for model in watched():
            for event in EVENTS:
                for statement in _create(connections[using], model, event):
                    cursor.execute(statement)
            cursor.execute(_note_all(connections[using], model))


def _tables_exist(using):
    tables = {model._meta.db_table for model in [Change, *watched()]}
    return tables <= set(connections[using].introspection.table_names())


def _name(model, event):
    return f"{model._meta.db_table}_{event.lower()}_is_noted"


def _drop(connection, model, event):
    name, table = _name(model, event), model._meta.db_table
    if connection.vendor == "postgresql":
        return f"DROP TRIGGER IF EXISTS {name} ON {table}; DROP FUNCTION IF EXISTS {name}()"
    return f"DROP TRIGGER IF EXISTS {name}"


def _create(connection, model, event):
    name, table = _name(model, event), model._meta.db_table
    notes = " ".join(f"{note};" for note in _notes(connection, model, event))
    if connection.vendor == "postgresql":
        yield (
            f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN {notes} RETURN NULL; END $$"
        )
        does = f"EXECUTE FUNCTION {name}()"
    else:
        does = f"BEGIN {notes} END"
    yield f"CREATE TRIGGER {name} AFTER {event} ON {table} FOR EACH ROW {does}"


def _notes(connection, model, event):
    """What is written at one change of one row: about itself, and about what it is a part of."""
    row = "OLD" if event == "DELETE" else "NEW"
    if not model._meta.auto_created:
        yield _note(connection, model, f"{row}.{model._meta.pk.column}", event == "DELETE")
    for whole, column in wholes(model):
        for changed, key in _upwards(whole, f"{row}.{column}"):
            yield _note(connection, changed, key)
        if event == "UPDATE":
            for changed, key in _upwards(whole, f"OLD.{column}"):
                yield f"{_note(connection, changed, key)} AND OLD.{column} <> NEW.{column}"


def _upwards(model, key):
    """A row that was changed by a part of it, and what that is a part of, as (model, key in SQL)."""
    yield model, key
    table, pk = model._meta.db_table, model._meta.pk.column
    for whole, column in wholes(model):
        above = " ".join(["(SELECT", column, "FROM", table, "WHERE", pk, "=", f"{key})"])
        yield from _upwards(whole, above)


def _note(connection, model, key, is_gone=False):
    return f"{_insert(connection, model, key, is_gone)} WHERE {key} IS NOT NULL"


def _note_all(connection, model):
    insert = _insert(connection, model, model._meta.pk.column, False)
    return f"{insert} FROM {model._meta.db_table}"


def _insert(connection, model, key, is_gone):
    true, false = ("true", "false") if connection.vendor == "postgresql" else ("1", "0")
    return (
        f"INSERT INTO {Change._meta.db_table} "
        f"({connection.ops.quote_name('table')}, {connection.ops.quote_name('row')}, "
        "changed_at, is_gone, waits_for_search) "
        f"SELECT '{model._meta.label_lower}', {key}, {NOW[connection.vendor]}, "
        f"{true if is_gone else false}, {true}"
    )
