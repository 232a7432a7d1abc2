"""A paper about a plan as PDF/UA, Word, spreadsheets, CSV and HTML: the same words in each."""

from __future__ import annotations

import csv
import io
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from inloco.documents.chart_drawing import png
from inloco.documents.charts import Chart
from inloco.documents.outputs.csv_cells import harmless
from inloco.documents.outputs.html import colour
from inloco.documents.outputs.html_templates import templates
from inloco.documents.outputs.ods import sheets_ods
from inloco.documents.outputs.pdf import typeset
from inloco.documents.outputs.row_headers import with_row_headers
from inloco.documents.outputs.sheets import Sheet
from inloco.documents.outputs.xlsx import sheets_xlsx
from inloco.documents.plan_paper import BRAG_COLOURS, BRAG_WORDS, PlanPaper, PlanTable
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


def plan_word(paper: PlanPaper) -> bytes:
    """A Word document with real headings, header rows that repeat, rows that stay whole, and charts with alternative text."""
    document = Document()
    properties = document.core_properties
    properties.title, properties.author, properties.language = paper.title, paper.council.name, "en-GB"
    properties.created = properties.modified = datetime(*paper.as_at.timetuple()[:3])
    style = document.styles["Normal"]
    style.font.name, style.font.size = "Arial", Pt(11)
    for language in document.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), "en-GB")
    page = document.sections[0]
    if paper.landscape:
        page.orientation = WD_ORIENT.LANDSCAPE
        page.page_width, page.page_height = page.page_height, page.page_width
    page.left_margin = page.right_margin = Cm(1.8)
    document.add_paragraph(paper.subtitle)
    document.add_heading(paper.title, level=1)
    for note in paper.notes:
        document.add_paragraph(note)
    for section in paper.sections:
        document.add_heading(section.title, level=section.level + 1)
        for words in section.sentences:
            document.add_paragraph(words)
        for words in section.bullets:
            document.add_paragraph(words, style="List Bullet")
        for chart in section.charts:
            _word_chart(document, chart, width=22.0 if paper.landscape else 17.0)
        for table in section.tables:
            _word_table(document, table, width=26.0 if paper.landscape else 17.0)
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def _word_chart(document: Any, chart: Chart, *, width: float) -> None:
    """The chart as a picture. Its title is the heading of what it shows, its alternative text says it in words."""
    picture = document.add_picture(io.BytesIO(png(chart.svg)), width=Cm(width))
    picture._inline.docPr.set("descr", chart.alt)
    picture._inline.docPr.set("title", chart.title)


def _word_table(document: Any, table: PlanTable, *, width: float) -> None:
    caption = document.add_paragraph()
    caption.add_run(table.caption).bold = True
    caption.paragraph_format.keep_with_next = True
    made = document.add_table(rows=1 + len(table.rows), cols=len(table.columns))
    made.style = "Table Grid"
    made.autofit = False
    total = sum(table.shares)
    cells = made._cells  # one walk over the grid: asking row by row is quadratic
    across = len(table.columns)
    for place, words in enumerate((*table.columns, *(word for row in table.rows for word in row))):
        cell = cells[place]
        cell.width = Cm(width * table.shares[place % across] / total)
        paragraph = cell.paragraphs[0]
        paragraph.paragraph_format.space_after = Pt(2)
        run = paragraph.add_run(_clean(words))
        run.font.size = Pt(9)
        if place < across:
            run.bold = True
        elif place % across == table.brag and words in BRAG_COLOURS:
            run.bold = True
            run.font.color.rgb = RGBColor.from_string(BRAG_WORDS[words][1:])
            shading = OxmlElement("w:shd")
            shading.set(qn("w:val"), "clear")
            shading.set(qn("w:fill"), BRAG_COLOURS[words][1:])
            cell._tc.get_or_add_tcPr().append(shading)
    for place, row in enumerate(made._tbl.tr_lst):
        for name in ("w:cantSplit", *(("w:tblHeader",) if place == 0 else ())):
            setting = OxmlElement(name)
            setting.set(qn("w:val"), "true")
            row.get_or_add_trPr().append(setting)
    document.add_paragraph()


def _clean(words: str) -> str:
    """Without the control characters that a Word file cannot hold."""
    return "".join(letter for letter in words if letter in "\n\t" or ord(letter) >= 32)


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
