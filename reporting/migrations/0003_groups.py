"""The groups of those who take part in reporting, and what each may do."""

from django.db import migrations

VIEW = [
    "actioncontact",
    "actionreport",
    "correction",
    "lockexception",
    "outboxmail",
    "person",
    "reportaccesslink",
    "reportinground",
    "reportrevision",
    "reporttransition",
]
MANAGED = ["actioncontact", "lockexception", "person", "reportinground"]
GROUPS = {
    "reporter": [],
    "coordinator": [
        "actionreport.coordinate_reporting",
        "actionreport.translate_report",
        *(f"{model}.view_{model}" for model in VIEW),
        *(f"{model}.{right}_{model}" for model in MANAGED for right in ("add", "change")),
        "actioncontact.delete_actioncontact",
        # To choose from, in the back office.
        "strategyaction.view_strategyaction",
        "thematicbasket.view_thematicbasket",
    ],
    "approver": [
        "actionreport.approve_report",
        *(f"{model}.view_{model}" for model in VIEW if model != "reportaccesslink"),
    ],
    "reader": ["actionreport.read_reports"],
}
CHOSEN = ["strategyaction", "thematicbasket"]
NAMES = {
    "coordinate_reporting": "Can ask, waive, reassign and propose corrections",
    "approve_report": "Can approve and return progress reports",
    "translate_report": "Can translate approved progress reports",
    "read_reports": "Can read all progress reports",
}


def make_groups(apps, schema_editor):
    """Rights are made here as `migrate` will make them later: it finds them and adds none."""
    group_model = apps.get_model("auth", "Group")
    for name, rights in GROUPS.items():
        group, _ = group_model.objects.get_or_create(name=name)
        group.permissions.add(*(_right(apps, each) for each in rights))


def _right(apps, right):
    model, codename = right.split(".")
    app = "programme" if model in CHOSEN else "reporting"
    content_type, _ = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label=app, model=model
    )
    words = apps.get_model(app, model)._meta.verbose_name
    defaults = {"name": NAMES.get(codename, f"Can {codename.partition('_')[0]} {words}")}
    permission, _ = apps.get_model("auth", "Permission").objects.get_or_create(
        content_type=content_type, codename=codename, defaults=defaults
    )
    return permission


def remove_groups(apps, schema_editor):
    apps.get_model("auth", "Group").objects.filter(name__in=GROUPS).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("reporting", "0002_record_and_periods_are_guarded"),
        ("programme", "0004_indicator_roll_up"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(make_groups, remove_groups)]
