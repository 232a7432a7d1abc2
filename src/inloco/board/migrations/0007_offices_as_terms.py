"""Every office that a membership had lasted as long as the membership."""

from typing import Any

from django.db import migrations


def as_terms(apps: Any, schema_editor: Any) -> None:
    members = apps.get_model("board", "Membership").objects.exclude(office="")
    terms = apps.get_model("board", "OfficeTerm")
    terms.objects.bulk_create(
        terms(body_id=one.body_id, membership=one, office=one.office, from_on=one.from_on, until_on=one.until_on)
        for one in members
    )


def as_offices(apps: Any, schema_editor: Any) -> None:
    for term in apps.get_model("board", "OfficeTerm").objects.filter(until_on=None).select_related("membership"):
        term.membership.office = term.office
        term.membership.save(update_fields=["office"])


class Migration(migrations.Migration):
    dependencies = [("board", "0006_office_terms")]

    operations = [migrations.RunPython(as_terms, as_offices)]
