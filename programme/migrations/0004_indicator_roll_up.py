from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("programme", "0003_loaded_rows_of_stated_status"),
    ]

    operations = [
        migrations.AddField(
            model_name="indicator",
            name="roll_up",
            field=models.CharField(
                choices=[
                    ("none", "not added up"),
                    ("sum", "sum of all periods"),
                    ("latest", "sum of each action’s latest value"),
                    ("average", "average of the actions"),
                ],
                default="none",
                help_text=(
                    "A share of a whole is always added up through its numerators and "
                    "denominators, as a ratio."
                ),
                max_length=10,
                verbose_name="how reported values are added up",
            ),
        ),
        migrations.AddConstraint(
            model_name="indicator",
            constraint=models.CheckConstraint(
                condition=models.Q(("roll_up__in", ["none", "sum", "latest", "average"])),
                name="indicator_roll_up_is_known",
            ),
        ),
    ]
