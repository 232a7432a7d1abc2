"""The trail's own table, and what refuses its change. The triggers of the watched tables are made after every migration."""

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from inloco.audit import triggers


def make(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    statements: tuple[str, ...]
    if editor.connection.vendor == "sqlite":
        statements = (triggers.SQLITE_TABLE, *triggers.INDEXES, *triggers.SQLITE_REFUSALS)
    else:
        statements = (
            triggers.POSTGRESQL_TABLE,
            *triggers.INDEXES,
            *triggers.POSTGRESQL_FUNCTIONS,
            *triggers.POSTGRESQL_REFUSALS,
        )
    with editor.connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement, None)


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [
        migrations.CreateModel(
            name="Event",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                ("actor", models.CharField(max_length=40)),
                ("kind", models.CharField(max_length=60)),
                ("subject", models.CharField(max_length=100)),
                ("reference", models.CharField(max_length=200)),
                ("before_json", models.TextField()),
                ("after_json", models.TextField()),
                ("previous_seal", models.CharField(max_length=64)),
                ("seal", models.CharField(max_length=64)),
            ],
            options={"db_table": "audit_event", "ordering": ("-id",), "managed": False},
        ),
        migrations.RunPython(make, migrations.RunPython.noop),
    ]
