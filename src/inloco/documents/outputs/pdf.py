"""A report as a tagged PDF (PDF/UA-1), set by Typst from data. Whatever Typst warns of stops the build."""

from __future__ import annotations

import json
import unicodedata
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

import typst

from inloco.analytics.errors import InLocoError
from inloco.documents.chart_drawing import FONTS
from inloco.documents.charts import Chart
from inloco.documents.frozen import plain
from inloco.documents.layout import Exhibit, PageLayout, lay_out
from inloco.documents.monthly_report import Edition, MonthlyReport
from inloco.documents.outputs.html import colour
from inloco.documents.outputs.row_headers import with_row_headers
from inloco.documents.style import NAVY, TEAL
from inloco.documents.tables import Row, Table, TableCell, stamp_lines

TEMPLATE = Path(__file__).parents[1] / "templates" / "report.typ"
LONG = 24
"""Letters without a blank after which a word may break, so that no cell overflows."""
EDITIONS = {
    Edition.RESTRICTED: "Restricted edition: for the board and those who report to it",
    Edition.PUBLIC: "Public edition: small numbers are suppressed, and whatever would give them away",
}


class NotRendered(InLocoError):
    """Typst refused the document or warned of something in it: a fault of the template, not of the person."""


def report_pdf(report: MonthlyReport) -> bytes:
    """The report as PDF/UA-1 in British English: contents, bookmarks, tagged tables, described charts. Or NotRendered."""
    content = _content(report)
    stamped = report.stamp.published_at or report.stamp.extracted_at
    made = int(stamped.timestamp()) if stamped else int(datetime(*report.period.end.timetuple()[:3], tzinfo=UTC).timestamp())
    return with_row_headers(typeset(TEMPLATE.read_bytes(), content, made))


def typeset(template: bytes, content: dict[str, Any], made: int) -> bytes:
    """``content`` set by ``template``, which reads it as the input ``data``: PDF/UA-1 of the moment ``made``. Or NotRendered."""
    try:
        pdf, warnings = typst.compile_with_warnings(
            template,
            font_paths=fonts(),
            sys_inputs={"data": json.dumps(showable(content), ensure_ascii=False)},
            pdf_standards=["ua-1"],
            timestamp=made,
        )
    except typst.TypstError as refused:
        raise NotRendered(f"The PDF could not be set: {refused.message}") from refused
    if warnings:
        raise NotRendered(f"The PDF was set with warnings: {'; '.join(warning.message for warning in warnings)}")
    return bytes(pdf)


@lru_cache(maxsize=1)
def fonts() -> typst.Fonts:
    """Our own, and those that Typst brings for signs that ours lack; none of the machine's, so that all machines set the same."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[FONTS])


def _content(report: MonthlyReport) -> dict[str, Any]:
    return {
        "title": report.title,
        "council": report.council.name,
        "edition": EDITIONS[report.edition],
        "keywords": [report.period.label, *(page.title for page in report.pages)],
        "colour": colour(report.council.colour, NAVY),
        "accent": colour(report.council.accent, TEAL),
        "stamp": stamp_lines(report),
        "notes": report.notes,
        "shorthand": _table(
            Table(
                "shorthand",
                "Shorthand",
                ("Mark", "Meaning"),
                tuple(Row(mark, (TableCell(words, words=True),)) for mark, words in report.shorthand),
            )
        ),
        "sections": [
            {"title": section.title, "pages": [_page(page) for page in section.pages]}
            for section in lay_out(report, columns=7)
            if section.pages
        ],
    }


def _page(page: PageLayout) -> dict[str, Any]:
    return {
        "title": page.title,
        "headlines": plain(page.headlines),
        "months": _exhibit(page.months),
        "years": [_exhibit(one) for one in page.years],
        "areas": [_exhibit(one) for one in page.areas],
        "remarks": plain(page.remarks),
        "meanings": plain(page.meanings),
        "notes": page.notes,
    }


def _exhibit(exhibit: Exhibit) -> dict[str, Any]:
    return {"chart": _chart(exhibit.chart) if exhibit.chart else None, "table": _table(exhibit.table) if exhibit.table else None}


def _chart(chart: Chart) -> dict[str, str]:
    return {"svg": chart.svg, "alt": chart.alt}


def _table(table: Table) -> dict[str, Any]:
    columns = range(1, len(table.columns))
    longest = {
        index: max((len(row.cells[index - 1].text) for row in table.rows if not row.cells[index - 1].absent), default=0)
        for index in columns
    }
    usual = sorted(longest.values())[len(longest) // 2] if longest else 0
    return {
        "caption": table.caption,
        "columns": table.columns,
        "rows": plain(table.rows),
        "notes": table.notes,
        "lines": table.lines,
        "words": [index for index in columns if table.in_words(index)],
        "wide": [index for index in columns if longest[index] > usual + 3],
    }


def showable(value: Any, key: str = "") -> Any:
    """``value`` with every text made fit for the fonts; drawings stay as they are."""
    if isinstance(value, str):
        return value if key in ("svg", "sparkline", "href") else breakable("".join(shown(letter) for letter in value))
    if isinstance(value, dict):
        return {name: showable(item, name) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [showable(item, key) for item in value]
    return value


def breakable(text: str) -> str:
    """``text`` with places to break inside words longer than any real one."""
    words = text.split(" ")
    return " ".join(
        "\u200b".join(word[at : at + LONG] for at in range(0, len(word), LONG)) if len(word) > LONG + 4 else word
        for word in words
    )


def shown(letter: str) -> str:
    """``letter``; its name in brackets when no font of ours has it (PDF/UA forbids a box in its place); nothing for a control."""
    if (letter.isascii() and (letter.isprintable() or letter == "\n")) or "\xa0" <= letter <= "ſ" or letter in "–—‘’“”…•−≤≥€£":
        return letter
    return _probed(letter)


@lru_cache(maxsize=4096)
def _probed(letter: str) -> str:
    if letter == "\t":
        return " "
    category = unicodedata.category(letter)
    if category in ("Cc", "Cf", "Cs", "Co", "Cn") or "\ufe00" <= letter <= "\ufe0f":
        return ""
    if category.startswith("M"):
        return letter if _displayed(f"o{letter}") else ""
    return letter if _displayed(letter) else f"({unicodedata.name(letter, 'a sign').lower()})"


def _displayed(text: str) -> bool:
    source = b'#set document(title: "probe")\n#set text(font: "Liberation Sans", lang: "en")\n#sys.inputs.text'
    try:
        typst.compile(source, font_paths=fonts(), sys_inputs={"text": text}, pdf_standards=["ua-1"])
    except typst.TypstError:
        return False
    return True
