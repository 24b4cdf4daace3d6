"""
Guards that neither database knows as a constraint, each in the words of both.

Rows of the record are not changed (removing a person may empty who made them), and the
periods of two rounds of one programme do not overlap.
"""

from django.db import migrations

FROZEN = {
    "reporting_reportrevision": [
        "report_id",
        "number",
        "kind",
        "snapshot",
        "salts",
        "content_hash",
        "previous_hash",
        "made_at",
        "reason",
    ],
    "reporting_reporttransition": [
        "report_id",
        "sequence",
        "name",
        "from_state",
        "to_state",
        "made_at",
        "actor_role",
        "comment",
        "language",
        "via",
        "exception_id",
    ],
}

SQLITE_OVERLAP = """
CREATE TRIGGER round_periods_do_not_overlap_on_{event} BEFORE {event} ON reporting_reportinground
WHEN EXISTS (
    SELECT 1 FROM reporting_reportinground AS other
    WHERE other.programme_id = NEW.programme_id AND other.id IS NOT NEW.id
    AND other.starts_on <= NEW.ends_on AND other.ends_on >= NEW.starts_on
)
BEGIN SELECT RAISE(ABORT, 'round_periods_do_not_overlap'); END
"""
POSTGRESQL_OVERLAP = """
ALTER TABLE reporting_reportinground ADD CONSTRAINT round_periods_do_not_overlap EXCLUDE USING gist (
    int8range(programme_id, programme_id, '[]') WITH &&,
    daterange(starts_on, ends_on, '[]') WITH &&
)
"""
POSTGRESQL_REFUSAL = """
CREATE FUNCTION reporting_record_is_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the record is not changed' USING ERRCODE = 'integrity_constraint_violation';
END $$
"""


def forwards(apps, schema_editor):
    is_postgresql = schema_editor.connection.vendor == "postgresql"
    if is_postgresql:
        schema_editor.execute(POSTGRESQL_OVERLAP)
        schema_editor.execute(POSTGRESQL_REFUSAL)
        then = "FOR EACH ROW EXECUTE FUNCTION reporting_record_is_frozen()"
    else:
        for event in ("INSERT", "UPDATE"):
            schema_editor.execute(SQLITE_OVERLAP.format(event=event))
        then = "BEGIN SELECT RAISE(ABORT, 'the record is not changed'); END"
    for table, columns in FROZEN.items():
        schema_editor.execute(
            f"CREATE TRIGGER {table}_is_frozen BEFORE UPDATE OF {', '.join(columns)} ON {table} {then}"
        )
        if is_postgresql:
            # SQLite empties a table by DELETE where PostgreSQL has TRUNCATE, also in tests.
            schema_editor.execute(f"CREATE TRIGGER {table}_is_kept BEFORE DELETE ON {table} {then}")


def backwards(apps, schema_editor):
    is_postgresql = schema_editor.connection.vendor == "postgresql"
    for table in FROZEN:
        on = f" ON {table}" if is_postgresql else ""
        schema_editor.execute(f"DROP TRIGGER {table}_is_frozen{on}")
        if is_postgresql:
            schema_editor.execute(f"DROP TRIGGER {table}_is_kept{on}")
    if is_postgresql:
        schema_editor.execute("DROP FUNCTION reporting_record_is_frozen()")
        schema_editor.execute(
            "ALTER TABLE reporting_reportinground DROP CONSTRAINT round_periods_do_not_overlap"
        )
    else:
        for event in ("INSERT", "UPDATE"):
            schema_editor.execute(f"DROP TRIGGER round_periods_do_not_overlap_on_{event}")


class Migration(migrations.Migration):
    dependencies = [("reporting", "0001_rounds_and_reports")]

    operations = [migrations.RunPython(forwards, backwards)]
