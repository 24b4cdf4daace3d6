"""Administrators look at when the jobs have run."""

from django.db import migrations

from back_office.granting import grant

RIGHT = "operations.view_jobrun"


def give_right(apps, schema_editor):
    grant(apps, {"administrator": [RIGHT]})


def take_right(apps, schema_editor):
    rights = apps.get_model("auth", "Permission").objects.filter(
        content_type__app_label="operations", codename="view_jobrun"
    )
    for group in apps.get_model("auth", "Group").objects.filter(name="administrator"):
        group.permissions.remove(*rights)


class Migration(migrations.Migration):
    dependencies = [
        ("back_office", "0007_rights_to_look_back"),
        ("operations", "0001_runs_of_jobs"),
    ]

    operations = [migrations.RunPython(give_right, take_right)]
