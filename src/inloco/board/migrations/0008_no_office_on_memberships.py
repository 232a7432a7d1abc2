"""The office of a day is found in its terms; a membership holds none."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("board", "0007_offices_as_terms")]

    operations = [
        migrations.RemoveConstraint(model_name="membership", name="chair_has_a_vote"),
        migrations.RemoveField(model_name="membership", name="office"),
    ]
