"""What stands in a database at one instant, to be compared with what comes back."""

from dataclasses import dataclass

from django.apps import apps
from django.db import connection, models


@dataclass(frozen=True)
class Facts:
    """Rows by table, the names of the files that rows name, and the migrations, "app.name"."""

    tables: dict[str, int]
    files: set[str]
    migrations: list[str]


def facts(cursor):
    """Read with any cursor on a database of the engine in use, within one transaction of it."""
    names = sorted(connection.introspection.table_names(cursor))
    return Facts(
        tables={name: _rows(cursor, name) for name in names},
        files={name for column in _file_columns(names) for name in _column(cursor, *column)},
        migrations=_migrations(cursor, names),
    )


def _migrations(cursor, tables):
    if "django_migrations" not in tables:
        return []
    cursor.execute("SELECT app, name FROM django_migrations")
    return sorted(f"{app}.{name}" for app, name in cursor.fetchall())


def _file_columns(tables):
    """Each column that names files, as (table, column)."""
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if isinstance(field, models.FileField) and model._meta.db_table in tables:
                yield model._meta.db_table, field.column


def _column(cursor, table, column):
    """What is in a column; nothing where the database is older than the column."""
    cursor.execute(" ".join(["SELECT * FROM", _quoted(table), "LIMIT 0"]))
    if column not in [each[0] for each in cursor.description]:
        return []
    table, column = _quoted(table), _quoted(column)
    cursor.execute(" ".join(["SELECT", column, "FROM", table, "WHERE", column, "<> ''"]))
    return [name for (name,) in cursor.fetchall()]


def _rows(cursor, table):
    cursor.execute(" ".join(["SELECT count(*) FROM", _quoted(table)]))
    return cursor.fetchone()[0]


def _quoted(name):
    return connection.ops.quote_name(name)
