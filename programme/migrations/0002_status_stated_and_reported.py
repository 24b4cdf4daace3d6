from django.db import migrations, models

STATUSES = [
    ("no_information", "no information"),
    ("not_started", "not started"),
    ("planning", "planning"),
    ("implementation", "implementation"),
    ("completed", "completed"),
    ("cancelled", "cancelled"),
]
THE_SIX = [value for value, _label in STATUSES]


class Migration(migrations.Migration):
    dependencies = [
        ("programme", "0001_the_network_and_its_promises"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="strategyaction",
            name="action_status_is_one_of_the_six",
        ),
        migrations.RenameField(
            model_name="strategyaction",
            old_name="status",
            new_name="stated_status",
        ),
        migrations.AlterField(
            model_name="strategyaction",
            name="stated_status",
            field=models.CharField(
                choices=STATUSES,
                default="no_information",
                help_text="An approved progress report takes its place on the pages.",
                max_length=20,
                verbose_name="status in the city’s tracker",
            ),
        ),
        migrations.AddField(
            model_name="strategyaction",
            name="reported_status",
            field=models.CharField(
                blank=True,
                choices=STATUSES,
                default="",
                editable=False,
                max_length=20,
                verbose_name="status in the approved report",
            ),
        ),
        migrations.AddField(
            model_name="strategyaction",
            name="status",
            field=models.GeneratedField(
                choices=STATUSES,
                db_persist=True,
                expression=models.Case(
                    models.When(
                        models.Q(("reported_status", ""), _negated=True),
                        then=models.F("reported_status"),
                    ),
                    default=models.F("stated_status"),
                ),
                output_field=models.CharField(choices=STATUSES, max_length=20),
                verbose_name="status",
            ),
        ),
        migrations.AddConstraint(
            model_name="strategyaction",
            constraint=models.CheckConstraint(
                condition=models.Q(("stated_status__in", THE_SIX)),
                name="action_stated_status_is_one_of_the_six",
            ),
        ),
        migrations.AddConstraint(
            model_name="strategyaction",
            constraint=models.CheckConstraint(
                condition=models.Q(("reported_status__in", ["", *THE_SIX])),
                name="action_reported_status_is_one_of_the_six_or_none",
            ),
        ),
    ]
