"""A report as HTML: one file that needs nothing else, and its inside for a page of the web."""

from __future__ import annotations

import re
from functools import lru_cache

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from inloco.documents.layout import lay_out
from inloco.documents.monthly_report import Edition, MonthlyReport
from inloco.documents.style import NAVY, TEAL
from inloco.documents.tables import stamp_lines


@lru_cache(maxsize=1)
def _templates() -> Environment:
    return Environment(
        loader=PackageLoader("inloco.documents"),
        autoescape=select_autoescape(["html"]),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def report_body_html(report: MonthlyReport) -> str:
    """The inside of the report for a web page, with headings from level 2 on. No inline style and no script, so a strict content
    policy holds; the charts are images with ``data:`` addresses."""
    return (
        _templates()
        .get_template("report_body.html")
        .render(
            sections=lay_out(report),
            stamp=stamp_lines(report),
            public=report.edition is Edition.PUBLIC,
            notes=report.notes,
            shorthand=report.shorthand,
        )
    )


def report_html(report: MonthlyReport) -> str:
    """The report as one HTML file with its style sheet and charts inside."""
    templates = _templates()
    css = templates.get_template("report.css").render(
        colour=colour(report.council.colour, NAVY), accent=colour(report.council.accent, TEAL)
    )
    return templates.get_template("report.html").render(
        title=report.title,
        council=report.council,
        period=report.period.label,
        public=report.edition is Edition.PUBLIC,
        stamp=stamp_lines(report),
        css=css,
        body=report_body_html(report),
    )


def colour(written: str, otherwise: str) -> str:
    """``written`` when it is a colour as #RRGGBB, so that nothing else can reach a style sheet."""
    return written if re.fullmatch(r"#[0-9A-Fa-f]{6}", written) else otherwise
