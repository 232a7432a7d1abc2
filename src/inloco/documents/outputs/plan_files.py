"""A paper about a plan as PDF/UA, Word, spreadsheets, CSV and HTML: the same words in each."""

from __future__ import annotations

import csv
import io
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from inloco.documents.outputs.csv_cells import harmless
from inloco.documents.outputs.html import colour
from inloco.documents.outputs.html_templates import templates
from inloco.documents.outputs.ods import sheets_ods
from inloco.documents.outputs.pdf import typeset
from inloco.documents.outputs.plan_word import plan_word
from inloco.documents.outputs.row_headers import with_row_headers
from inloco.documents.outputs.sheets import Sheet
from inloco.documents.outputs.xlsx import sheets_xlsx
from inloco.documents.plan_paper import BRAG_COLOURS, BRAG_WORDS, PlanPaper
from inloco.documents.style import NAVY, TEAL

TEMPLATE = Path(__file__).parents[1] / "templates" / "plan.typ"


def plan_pdf(paper: PlanPaper) -> bytes:
    """A tagged PDF (PDF/UA-1). Raises NotRendered where Typst refuses or warns."""
    content = {
        "title": paper.title,
        "subtitle": paper.subtitle,
        "council": paper.council.name,
        "colour": colour(paper.council.colour, NAVY),
        "landscape": paper.landscape,
        "notes": paper.notes,
        "colours": BRAG_COLOURS,
        "words": BRAG_WORDS,
        "sections": [_section(one) for one in paper.sections],
    }
    stamp = int(datetime(*paper.as_at.timetuple()[:3], tzinfo=UTC).timestamp())
    return with_row_headers(typeset(TEMPLATE.read_bytes(), content, stamp))


def _section(section: Any) -> dict[str, Any]:
    return {
        "title": section.title,
        "level": section.level,
        "sentences": section.sentences,
        "bullets": section.bullets,
        "charts": [{"svg": chart.svg, "alt": chart.alt} for chart in section.charts],
        "tables": [
            {
                "caption": one.caption,
                "columns": one.columns,
                "rows": one.rows,
                "brag": -1 if one.brag is None else one.brag,
                "shares": one.shares,
            }
            for one in section.tables
        ],
    }


def plan_xlsx(paper: PlanPaper) -> bytes:
    return sheets_xlsx(_sheets(paper), title=paper.title, author=paper.council.name, subject=paper.subtitle)


def plan_ods(paper: PlanPaper) -> bytes:
    return sheets_ods(_sheets(paper), title=paper.title, author=paper.council.name, subject=paper.subtitle)


def _sheets(paper: PlanPaper) -> list[Sheet]:
    """A cover, then one table a sheet, none empty; a cell that holds nothing says so."""
    cover = Sheet("Cover", paper.title, (paper.subtitle, paper.council.name, *paper.notes))
    tables = [
        Sheet(
            f"Table{number}",
            table.caption,
            (),
            table.columns,
            tuple(tuple(cell or "[none]" for cell in row) for row in table.rows),
        )
        for number, table in enumerate((one for one in paper.tables if one.rows), 1)
    ]
    return [cover, *tables]


def plan_csv(paper: PlanPaper) -> bytes:
    """All tables under each other that have the columns of most rows: a board view's actions, not the changes above them. Those
    of other columns are left to the other formats."""
    weights = Counter[tuple[str, ...]]()
    for table in paper.tables:
        weights[table.columns] += len(table.rows)
    columns = weights.most_common(1)[0][0] if weights else ()
    text = io.StringIO(newline="")
    rows = csv.writer(text)
    rows.writerow(["Table", *columns])
    for table in paper.tables:
        if table.columns == columns:
            rows.writerows([harmless(cell) for cell in (table.caption, *row)] for row in table.rows)
    return ("\ufeff" + text.getvalue()).encode()


def plan_html(paper: PlanPaper) -> bytes:
    """One HTML file with its style sheet and charts inside."""
    css = (
        templates()
        .get_template("report.css")
        .render(colour=colour(paper.council.colour, NAVY), accent=colour(paper.council.accent, TEAL))
    )
    return templates().get_template("plan.html").render(paper=paper, css=css, colours=BRAG_COLOURS).encode()


RENDERERS = {
    "html": (plan_html, "text/html; charset=utf-8"),
    "pdf": (plan_pdf, "application/pdf"),
    "docx": (plan_word, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "xlsx": (plan_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "ods": (plan_ods, "application/vnd.oasis.opendocument.spreadsheet"),
    "csv": (plan_csv, "text/csv; charset=utf-8"),
}
"""Each format with what makes it and its content type."""
