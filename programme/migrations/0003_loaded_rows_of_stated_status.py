from django.db import migrations


def rename(apps, old, new):
    """
    What was loaded is remembered by the name of its field, which has changed.

    `loaded_at` stays: nothing is loaded here.
    """
    rows = apps.get_model("programme", "LoadedRow").objects.all()
    for row in rows.filter(model="programme.strategyaction"):
        if old in row.values:
            row.values[new] = row.values.pop(old)
            rows.filter(pk=row.pk).update(values=row.values)


def forwards(apps, schema_editor):
    rename(apps, "status", "stated_status")


def backwards(apps, schema_editor):
    rename(apps, "stated_status", "status")


class Migration(migrations.Migration):
    dependencies = [
        ("programme", "0002_status_stated_and_reported"),
    ]

    operations = [migrations.RunPython(forwards, backwards)]
