"""The roles of staff as groups, and what each may do; those of reporting are there already."""

from django.db import migrations

from back_office.granting import VERBS, grant, rights_to

CONTENT = [
    *("programme.programme", "programme.phase", "programme.thematicbasket"),
    *("programme.city", "programme.participation", "programme.basketmembership"),
    *("programme.strategy", "programme.objective", "programme.strategyaction"),
    *("programme.actionorganisation", "programme.actiongoal", "programme.milestone"),
    *("programme.organisation", "programme.indicator", "programme.indicatorvalue"),
    *("programme.benefit", "programme.newsitem"),
    *("events.event", "events.eventbasket", "events.agendaitem"),
    *("events.material", "events.takeaway"),
]
# Written by the database or by moves of reports; nobody edits them.
RECORDS = [
    *("events.eventchange", "reporting.actionreport", "reporting.reportrevision"),
    *("reporting.reporttransition", "reporting.correction", "reporting.reportaccesslink"),
    *("reporting.outboxmail", "reporting.deliveryattempt", "reporting.reminder"),
    *("reporting.reportvalue", "reporting.reportattachment", "reporting.reportcomment"),
]
PEOPLE = [
    *("reporting.person", "reporting.actioncontact"),
    *("reporting.reportinground", "reporting.lockexception"),
]
VIEW_CONTENT = rights_to(["view"], [*CONTENT, "events.eventchange"])
ROLES = {
    "editor": rights_to(VERBS, CONTENT) + rights_to(["view"], ["events.eventchange"]),
    "translator": [*VIEW_CONTENT, "back_office.translate_content"],
    "coordinator": VIEW_CONTENT,
    "approver": VIEW_CONTENT,
    # No move of reports: who administers accounts does not approve by that.
    "administrator": [
        *rights_to(VERBS, [*CONTENT, *PEOPLE, "auth.user", "auth.group"]),
        *rights_to(["view"], RECORDS),
        *("back_office.grant_roles", "reporting.read_reports"),
    ],
}
NEW = ["editor", "translator", "administrator"]


def make_roles(apps, schema_editor):
    grant(apps, ROLES)


def remove_roles(apps, schema_editor):
    """The groups of reporting stay, and keep what they have been given to look at."""
    apps.get_model("auth", "Group").objects.filter(name__in=NEW).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("back_office", "0001_rights_of_staff"),
        ("reporting", "0003_groups"),
        ("events", "0001_events"),
        ("programme", "0004_indicator_roll_up"),
    ]

    operations = [migrations.RunPython(make_roles, remove_roles)]
