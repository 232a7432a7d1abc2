"""Offices become records of their own, so that they can change within a membership."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("board", "0005_resolutions_in_plans")]

    operations = [
        migrations.CreateModel(
            name="OfficeTerm",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "office",
                    models.CharField(choices=[("", "None"), ("chair", "Chair"), ("vice_chair", "Vice-chair")], max_length=12),
                ),
                ("from_on", models.DateField()),
                ("until_on", models.DateField(blank=True, null=True)),
                ("reason", models.CharField(blank=True, max_length=200)),
                (
                    "body",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="office_terms", to="board.body"),
                ),
                (
                    "membership",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="office_terms", to="board.membership"
                    ),
                ),
            ],
            options={
                "ordering": ("-from_on", "-pk"),
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("office__in", ["chair", "vice_chair"])), name="office_known"),
                    models.CheckConstraint(
                        condition=models.Q(("until_on", None), ("until_on__gte", models.F("from_on")), _connector="OR"),
                        name="office_ends_after_it_begins",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("office", "chair"), ("until_on", None)),
                        fields=("body",),
                        name="one_chair_without_end",
                    ),
                ],
            },
        ),
    ]
