"""``inloco administrator``: the first person of an installation, who adds all others."""

from __future__ import annotations

import click

from inloco.analytics.errors import WrongUsage


@click.command(epilog='Example: inloco administrator n.wetherby@council.example --name "Ngozi Wetherby"')
@click.argument("email")
@click.option("--name", required=True, help="The person’s name, as pages show it.")
def administrator(email: str, name: str) -> int:
    """Make the first administrator, who adds everybody else in the browser, and print the link to choose a password.

    Only while nobody manages the people here: at the start, or when the last administrator has left. The link is for that person
    alone, and holds for three days.
    """
    from inloco.web.database import ensure_database

    ensure_database()
    from django.core.exceptions import ValidationError
    from django.core.validators import validate_email
    from django.utils import timezone

    from inloco.accounts.actions import appoint_administrator
    from inloco.accounts.links import password_link

    try:
        validate_email(email.strip())
    except ValidationError:
        raise WrongUsage(f"“{email[:60]}” is no e-mail address.", action="Write it as n.wetherby@council.example.") from None
    if not name.strip() or len(name) > 120:
        raise WrongUsage("A name has 1 to 120 characters.", action='Write it as --name "Ngozi Wetherby".')
    person = appoint_administrator(name=name.strip(), email=email, on=timezone.localdate())
    click.echo(f"{person.name} manages the people here now. Choose a password within three days:", err=True)
    click.echo(password_link(person))
    return 0
