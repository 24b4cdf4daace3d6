"""Editors and administrators look at links, at what was imported and at who changed what."""

from django.db import migrations

from back_office.granting import grant, rights_to

RIGHTS = rights_to(["view"], ["back_office.link", "back_office.import", "auditlog.logentry"])
ROLES = ["editor", "administrator"]


def give_rights(apps, schema_editor):
    grant(apps, dict.fromkeys(ROLES, RIGHTS))


def take_rights(apps, schema_editor):
    names = [right.partition(".")[2] for right in RIGHTS]
    rights = apps.get_model("auth", "Permission").objects.filter(
        content_type__app_label__in=["back_office", "auditlog"], codename__in=names
    )
    for group in apps.get_model("auth", "Group").objects.filter(name__in=ROLES):
        group.permissions.remove(*rights)


class Migration(migrations.Migration):
    dependencies = [("back_office", "0006_links"), ("auditlog", "0017_add_actor_email")]

    operations = [migrations.RunPython(give_rights, take_rights)]
