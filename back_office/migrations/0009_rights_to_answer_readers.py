"""Editors and administrators answer feedback and keep the statement; translators translate it."""

from django.db import migrations

from back_office.granting import VERBS, grant, rights_to

STATEMENT = ["readers.accessibilitystatement", "readers.shortcoming"]
RIGHTS = [
    *rights_to(VERBS, STATEMENT),
    *rights_to(["view", "change"], ["readers.keeper"]),
    # Spam is deleted; nobody writes in the name of a reader.
    *rights_to(["view", "change", "delete"], ["readers.feedback"]),
]
ROLES = {
    "editor": RIGHTS,
    "administrator": RIGHTS,
    "translator": rights_to(["view"], [*STATEMENT, "readers.keeper"]),
}


def give_rights(apps, schema_editor):
    grant(apps, ROLES)


def take_rights(apps, schema_editor):
    rights = apps.get_model("auth", "Permission").objects.filter(content_type__app_label="readers")
    for group in apps.get_model("auth", "Group").objects.filter(name__in=ROLES):
        group.permissions.remove(*rights)


class Migration(migrations.Migration):
    dependencies = [("back_office", "0008_rights_to_job_runs"), ("readers", "0001_readers")]

    operations = [migrations.RunPython(give_rights, take_rights)]
