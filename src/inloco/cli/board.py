"""``inloco board``: a body read from a file, and the pack of a meeting as files."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from inloco.analytics.errors import Place, StorageRefused, WrongUsage
from inloco.cli.report import _check_writable, _write

if TYPE_CHECKING:
    from inloco.board.models import Meeting

FORMATS = ("pdf", "html", "zip")


@click.group()
def board() -> None:
    """Boards: read one from a file, write a meeting's pack."""


@board.command(name="import", epilog="Example: inloco board import corporate-parenting-board.yaml --check")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--check", is_flag=True, help="Read and report, keep nothing.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True, help="How to print.")
def import_(file: Path, check: bool, form: str) -> int:
    """Read a body with its constitution and meetings from a YAML file.

    It is taken whole or refused whole. Exit code 1 where something in it is to be looked at.
    """
    try:
        content = file.read_bytes()
    except OSError as trouble:
        raise StorageRefused(
            f"The file cannot be read ({trouble.strerror}).", action="Check its name and rights.", place=Place(file=file.name)
        ) from trouble
    from inloco.web.database import ensure_database

    ensure_database()
    from django.db import transaction

    from inloco.board.actions.importing import read_into_database

    with transaction.atomic():
        found = read_into_database(content, file.name, by=None)
        if check:
            transaction.set_rollback(True)
    if form == "json":
        counts = {name: getattr(found, name) for name in ("seats", "terms", "meetings", "items", "resolutions", "attended")}
        click.echo(json.dumps({"body": found.name, "kept": not check, **counts, "notes": found.notes}, ensure_ascii=False))
    else:
        click.echo(
            f"{found.name}: {found.seats} seats, {found.meetings} meetings, {found.items} items, {found.resolutions} resolutions"
            + (" (nothing was kept)" if check else "")
        )
        for note in found.notes:
            click.echo(f"  {note}")
    return 1 if found.notes else 0


@board.command(epilog="Example: inloco board pack 2019-09-17 --out packs --edition public")
@click.argument("meeting")
@click.option(
    "--out",
    "folder",
    required=True,
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder for the files; made when missing.",
)
@click.option(
    "--edition",
    type=click.Choice(["restricted", "public"]),
    default="restricted",
    show_default=True,
    help="Restricted: for members. Public: without exempt items and small numbers.",
)
@click.option("--format", "formats", default=",".join(FORMATS), show_default=True, metavar="LIST", help="With commas between.")
def pack(meeting: str, folder: Path, edition: str, formats: str) -> int:
    """The pack of a meeting. MEETING is a date, or body/date where several bodies meet on that day.

    A published pack is written exactly as it was published; any other as it would be published now, marked as a draft.
    """
    kinds = [one.strip().lower() for one in formats.split(",") if one.strip()]
    unknown = [one for one in kinds if one not in FORMATS]
    if unknown or not kinds:
        raise WrongUsage(
            f"“{unknown[0][:20]}” is not a format." if unknown else "No format is named.",
            action=f"Choose from {', '.join(FORMATS)}, with commas between.",
        )
    from inloco.web.database import ensure_database

    ensure_database()
    found = _meeting(meeting)
    content, is_draft = _content(found, public=edition == "public")
    from inloco.board.rendered import render

    _check_writable(folder)
    stem = f"{found.body.slug}-{found.on}-pack-{edition}{'-draft' if is_draft else ''}"
    made = [(folder / f"{stem}.{kind}", render(content, kind)) for kind in dict.fromkeys(kinds)]
    for file, data in made:
        _write(file, data)
        click.echo(file)
    return 0


def _meeting(written: str) -> Meeting:
    """The meeting that is named. Raises WrongUsage where it is none, or more than one."""
    from inloco.board.models import Meeting

    slug, _, day = written.rpartition("/")
    try:
        on = date.fromisoformat(day)
    except ValueError:
        raise WrongUsage(
            f"“{written[:60]}” names no meeting.", action="Write its date as 2019-09-17, or body/2019-09-17."
        ) from None
    found = list(Meeting.objects.select_related("body").filter(on=on, **({"body__slug": slug} if slug else {})))
    if not found:
        raise WrongUsage(f"No body meets on {on}{f' as {slug[:60]}' if slug else ''}.", action="Look at the list of meetings.")
    if len(found) > 1:
        names = ", ".join(f"{one.body.slug}/{one.on}" for one in found)
        raise WrongUsage(f"{len(found)} bodies meet on {on}.", action=f"Write one of {names}.")
    named: Meeting = found[0]
    return named


def _content(meeting: Meeting, *, public: bool) -> tuple[Any, bool]:
    """The pack and whether it is a draft."""
    from inloco.board.composing import compose
    from inloco.board.frozen_pack import content_of
    from inloco.documents.monthly_report import Edition

    published = meeting.packs.order_by("-number").first()
    if published is not None:
        return content_of(published, public=public), False
    return compose(meeting, Edition.PUBLIC if public else Edition.RESTRICTED), True
