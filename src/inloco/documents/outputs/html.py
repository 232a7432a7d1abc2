"""A report as HTML: one file that needs nothing else, its inside for a page of the web, and its pages one by one."""

from __future__ import annotations

import re
from dataclasses import dataclass

from inloco.documents.layout import SectionLayout, lay_out
from inloco.documents.monthly_report import Edition, MonthlyReport
from inloco.documents.outputs.html_templates import templates
from inloco.documents.style import NAVY, TEAL
from inloco.documents.tables import stamp_lines


@dataclass(frozen=True)
class HeadlineOf:
    """A figure of the month in words, with the name of its row."""

    label: str
    value: str


@dataclass(frozen=True)
class ContentsRow:
    """One page of the report in its contents. ``key`` is the name of the page; ``trend`` is empty where none is known."""

    key: str
    section: str
    title: str
    headlines: tuple[HeadlineOf, ...]
    trend: str


@dataclass(frozen=True)
class Contents:
    """What stands before the pages of a report and after them."""

    title: str
    public: bool
    stamp: tuple[str, ...]
    rows: tuple[ContentsRow, ...]
    notes: tuple[str, ...]
    shorthand: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class WebReport:
    """A report taken apart for the web: its contents, and the inside of each page by its key."""

    contents: Contents
    pages: dict[str, str]


def report_body_html(report: MonthlyReport) -> str:
    """The inside of the report for a web page, with headings from level 2 on. No inline style and no script, so a strict content
    policy holds; the charts are images with ``data:`` addresses."""
    return (
        templates()
        .get_template("report_body.html")
        .render(
            sections=lay_out(report),
            stamp=stamp_lines(report),
            public=report.edition is Edition.PUBLIC,
            notes=report.notes,
            shorthand=report.shorthand,
        )
    )


def web_report(report: MonthlyReport) -> WebReport:
    """The contents and each page of its own, so that a reader gets what they asked for and not the whole report at once."""
    sections = lay_out(report)
    template = templates().get_template("report_page.html")
    contents = Contents(
        title=report.title,
        public=report.edition is Edition.PUBLIC,
        stamp=tuple(stamp_lines(report)),
        rows=_contents(sections),
        notes=report.notes,
        shorthand=report.shorthand,
    )
    return WebReport(contents, {page.key: template.render(page=page) for section in sections for page in section.pages})


def _contents(sections: tuple[SectionLayout, ...]) -> tuple[ContentsRow, ...]:
    return tuple(
        ContentsRow(
            page.key,
            section.title,
            page.title,
            tuple(HeadlineOf(one.name, one.value) for one in page.headlines),
            page.trend,
        )
        for section in sections
        for page in section.pages
    )


def report_html(report: MonthlyReport) -> str:
    """The report as one HTML file with its style sheet and charts inside."""
    css = (
        templates()
        .get_template("report.css")
        .render(colour=colour(report.council.colour, NAVY), accent=colour(report.council.accent, TEAL))
    )
    return (
        templates()
        .get_template("report.html")
        .render(
            title=report.title,
            council=report.council,
            period=report.period.label,
            public=report.edition is Edition.PUBLIC,
            stamp=stamp_lines(report),
            css=css,
            body=report_body_html(report),
        )
    )


def colour(written: str, otherwise: str) -> str:
    """``written`` when it is a colour as #RRGGBB, so that nothing else can reach a style sheet."""
    return written if re.fullmatch(r"#[0-9A-Fa-f]{6}", written) else otherwise
