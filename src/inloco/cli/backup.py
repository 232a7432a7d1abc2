"""``inloco backup`` and ``inloco restore``: one archive of everything, and the way back."""

from __future__ import annotations

import os
from pathlib import Path

import click

from inloco.cli.load import progress_bar
from inloco.data_folder import VARIABLE, data_folder


@click.command(epilog="Example: inloco backup /srv/backups/inloco-2019-08-31.zip")
@click.argument("file", metavar="FILE", type=click.Path(dir_okay=False, path_type=Path))
def backup(file: Path) -> None:
    """Write everything that InLoco keeps into one new archive: database, snapshots, uploads, papers, keys, settings.

    The service may go on running: the archive shows one moment. It holds children's data and the installation's key, is not
    encrypted, and only its owner may read it: keep it as safe as the data folder.
    """
    from inloco.web.archive import make_archive
    from inloco.web.environment import Environment

    with progress_bar() as progress:
        manifest = make_archive(data_folder(create=False), file, environment=Environment(), progress=progress)
    size = file.stat().st_size
    click.echo(f"{file}: {len(manifest.entries):,} files, {size / 1_000_000:,.1f} MB, database {manifest.database}.")


@click.command(epilog="Example: INLOCO_DATA=/srv/inloco-restored inloco restore /srv/backups/inloco-2019-08-31.zip")
@click.argument("file", metavar="FILE", type=click.Path(dir_okay=False, path_type=Path))
def restore(file: Path) -> None:
    """Put an archive of `inloco backup` into the data folder, which must be empty. All of it or nothing.

    Every file is checked against its checksum first. An archive of a newer InLoco is refused; one of an older is brought up to
    date by the next command.
    """
    from inloco.web.archive import restore_archive
    from inloco.web.environment import Environment

    folder = data_folder(create=False)
    with progress_bar() as progress:
        manifest = restore_archive(
            file,
            folder,
            environment=Environment(),
            known=_known_migrations(),
            migrate=_migrate,
            progress=progress,
        )
    click.echo(f"{folder}: restored as it was on {manifest.made_at[:10]} at {manifest.made_at[11:16]} UTC.")


def _known_migrations() -> dict[str, set[str]]:
    """App → the migrations of this version. Django is set up in a folder of its own, so that the data folder stays empty."""
    _set_up()
    from django.db.migrations.loader import MigrationLoader

    found: dict[str, set[str]] = {}
    loader = MigrationLoader(None, ignore_no_migrations=True)
    for app, name in loader.disk_migrations:
        found.setdefault(app, set()).add(name)
    for migration in loader.disk_migrations.values():
        for app, name in migration.replaces:
            found.setdefault(app, set()).add(name)
    return found


def _set_up() -> None:
    import tempfile

    import django
    from django.apps import apps

    if apps.ready:
        return
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "inloco.web.settings")
    named = os.environ.get(VARIABLE)
    with tempfile.TemporaryDirectory(prefix="inloco-restore-") as work:
        os.environ[VARIABLE] = work
        try:
            django.setup()
        finally:
            if named is None:
                del os.environ[VARIABLE]
            else:
                os.environ[VARIABLE] = named


def _migrate(applied: dict[str, list[str]]) -> None:
    """Bring the empty database that Django is set up for to exactly these migrations."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    held = {(app, name) for app, names in applied.items() for name in names} & set(executor.loader.graph.nodes)
    inner = {parent.key for key in held for parent in executor.loader.graph.node_map[key].parents if parent.key[0] == key[0]}
    executor.migrate(sorted(held - inner))
    connection.close()
