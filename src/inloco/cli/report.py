"""`inloco report`: the monthly performance report as files."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from tempfile import NamedTemporaryFile

import click

from inloco.analytics.book import FigureBook
from inloco.analytics.errors import NotNow, Place, StorageRefused, WrongUsage
from inloco.analytics.periods import Period, PeriodKind, parse_period
from inloco.data_folder import data_folder
from inloco.documents import charts
from inloco.documents.building import draft_report
from inloco.documents.monthly_report import Commentary, Edition, MonthlyReport, from_json

FORMATS = ("html", "pdf", "xlsx", "ods")


@click.group()
def report() -> None:
    """Write reports as files."""


@report.command(
    epilog="Example: inloco report monthly --period 2019-08 --out reports --format pdf,ods",
)
@click.option("--period", "written", required=True, metavar="MONTH", help="The month, as 2019-08.")
@click.option(
    "--out",
    "folder",
    required=True,
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder for the files; made when missing.",
)
@click.option("--edition", type=click.Choice([str(one) for one in Edition]), default="restricted", show_default=True,
              help="Restricted: for the board. Public: without small numbers.")  # fmt: skip
@click.option("--indicators", metavar="ID,ID…", help="Which indicators. Default: those of the standard report.")
@click.option(
    "--format", "formats", default=",".join(FORMATS), show_default=True, metavar="LIST", help="Which files, with commas between."
)
@click.option("--as-known-now", is_flag=True, help="Compute again from the latest extract, even when the month is published.")
def monthly(written: str, folder: Path, edition: str, indicators: str | None, formats: str, as_known_now: bool) -> int:
    """The monthly performance report of one month.

    A published month is printed exactly as it was published. Any other is put together from what is known.
    """
    period = parse_period(written)
    if period.kind is not PeriodKind.MONTH:
        raise WrongUsage(f"“{written}” is not a month.", action="Write the month of the report as 2019-08.")
    chosen = _listed(indicators) if indicators is not None else None
    kinds = _formats(formats)
    wanted = Edition(edition)
    content = None if as_known_now or chosen is not None else _published(period, wanted)
    if content is None:
        book = FigureBook(data_folder())
        content = draft_report(book, period, chosen, _commentary(period), wanted, as_known_now=as_known_now)
    charts.CACHE.folder = data_folder() / "charts"
    for file in write_files(content, folder, kinds, told=_told):
        click.echo(file)
    return 0


def write_files(
    content: MonthlyReport, folder: Path, formats: Sequence[str] = FORMATS, *, told: Callable[[str], None] = lambda line: None
) -> list[Path]:
    """Write ``content`` into ``folder``, each file whole or not at all. StorageRefused when the folder cannot be written."""
    suffix = "-public" if content.edition is Edition.PUBLIC else ""
    _check_writable(folder)
    rendered: list[tuple[Path, bytes]] = []
    for number, kind in enumerate(formats, start=1):
        told(f"{number} of {len(formats)}: {kind}")
        rendered.append((folder / f"monthly-performance-report-{content.period}{suffix}.{kind}", _rendered(content, kind)))
    for file, data in rendered:
        _write(file, data)
    return [file for file, _ in rendered]


def _rendered(content: MonthlyReport, kind: str) -> bytes:
    match kind:
        case "html":
            from inloco.documents.outputs.html import report_html

            return report_html(content).encode()
        case "pdf":
            from inloco.documents.outputs.pdf import report_pdf

            return report_pdf(content)
        case "xlsx":
            from inloco.documents.outputs.xlsx import report_xlsx

            return report_xlsx(content)
        case _:
            from inloco.documents.outputs.ods import report_ods

            return report_ods(content)


def _check_writable(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile(dir=folder, prefix=".inloco-"):
            pass
    except OSError as trouble:
        raise _refused(folder, trouble) from trouble


def _write(file: Path, data: bytes) -> None:
    part = file.with_name(f".{file.name}.{os.getpid()}.part")
    try:
        with part.open("wb") as target:
            target.write(data)
            target.flush()
            os.fsync(target.fileno())
        part.replace(file)
    except OSError as trouble:
        with contextlib.suppress(OSError):
            part.unlink()
        raise _refused(file, trouble) from trouble


def _refused(path: Path, trouble: OSError) -> StorageRefused:
    return StorageRefused(
        f"It cannot be written ({trouble.strerror}).",
        action="Choose a folder that you may write to and that has room.",
        place=Place(file=path.name or str(path)),
    )


def _listed(written: str) -> list[str]:
    ids = [one.strip() for one in written.split(",") if one.strip()]
    if not ids:
        raise WrongUsage("No indicator is named.", action="Write ids with commas between, or leave --indicators out.")
    return ids


def _formats(written: str) -> list[str]:
    kinds = [one.strip().lower() for one in written.split(",") if one.strip()]
    unknown = [kind for kind in kinds if kind not in FORMATS]
    if unknown or not kinds:
        said = f"“{unknown[0][:20]}” is not a format." if unknown else "No format is named."
        raise WrongUsage(said, action=f"Choose from {', '.join(FORMATS)}, with commas between.")
    return list(dict.fromkeys(kinds))


def _told(line: str) -> None:
    if sys.stderr.isatty():
        click.echo(line, err=True)


def _database_is_there() -> bool:
    """Whether this data folder has a database with reports in it. Opening one that is not there would make it."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "inloco.web.settings")
    import django
    from django.conf import settings
    from django.db import DatabaseError, connection

    django.setup()
    database = settings.DATABASES["default"]
    if "sqlite3" in database["ENGINE"] and not Path(database["NAME"]).is_file():
        return False
    try:
        tables = connection.introspection.table_names()
    except DatabaseError:
        return False
    from inloco.performance.models import PublishedReport

    return PublishedReport._meta.db_table in tables


def _published(period: Period, edition: Edition) -> MonthlyReport | None:
    """The month's report as it was frozen in this edition; None when it is not published. Raises NotNow while its public edition
    is still being made: what is published is never put together a second time."""
    if not _database_is_there():
        return None
    from inloco.performance.models import PublishedReport
    from inloco.performance.rendered import frozen_edition

    published = PublishedReport.objects.filter(report__period=str(period)).first()
    if published is None:
        return None
    frozen = frozen_edition(published, edition)
    if frozen is None:
        raise NotNow(
            f"The {edition} edition of {period.label} has not been made yet.",
            action="Wait until the worker has made it, or use --as-known-now for a draft.",
        )
    return from_json(frozen.text)


def _commentary(period: Period) -> dict[str, list[Commentary]]:
    """What has been written about the month by indicator; nothing without a database."""
    if not _database_is_there():
        return {}
    from inloco.performance.report_queries import commentary_for

    return {
        indicator: [Commentary(one.written_by.name if one.written_by else "", one.text, one.written_at) for one in said]
        for indicator, said in commentary_for(period, published_only=False).items()
    }
