"""``inloco audit``: whether the audit trail is whole."""

from __future__ import annotations

import json

import click


@click.command(epilog="Example: inloco audit --format json")
@click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True, help="How to print the result."
)
def audit(form: str) -> int:
    """Compute every seal of the audit trail again. Exit code 1 where an event was changed or removed.

    Note the number of events and the last seal: that shows later whether events were cut off at the end.
    """
    from inloco.web.database import ensure_database

    ensure_database()
    from inloco.audit.chain import verify

    chain = verify()
    if form == "json":
        click.echo(
            json.dumps(
                {"whole": chain.is_whole, "events": chain.events, "last_seal": chain.last_seal, "broken_at": chain.broken_at}
            )
        )
    elif chain.is_whole:
        click.echo(f"The trail is whole: {chain.events:,} events, last seal {chain.last_seal or 'none'}.")
    else:
        click.echo(f"The trail has been changed at event {chain.broken_at}; the {chain.events:,} events before it fit.")
    return 0 if chain.is_whole else 1
