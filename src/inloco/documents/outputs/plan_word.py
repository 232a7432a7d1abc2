"""A paper about a plan as a Word document that looks like its PDF: officers put it into packs of their own and write on it."""

from __future__ import annotations

import io
from datetime import datetime
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from inloco.documents.chart_drawing import png
from inloco.documents.charts import Chart
from inloco.documents.outputs.html import colour
from inloco.documents.plan_paper import BRAG_COLOURS, BRAG_WORDS, PlanPaper, PlanTable
from inloco.documents.style import NAVY

INK, GREY, LINE = "0B0C0C", "505A5F", "B1B4B6"
MARGIN = 1.6
LONG_SIDE, SHORT_SIDE = 29.7, 21.0
"""Centimetres of an A4 page."""

_SIZES = {"Normal": 10.5, "Heading 1": 18, "Heading 2": 12.5, "Heading 3": 11}


def plan_word(paper: PlanPaper) -> bytes:
    """A Word document with real headings, header rows that repeat, rows that stay whole, and charts with alternative text."""
    document = Document()
    properties = document.core_properties
    properties.title, properties.author, properties.language = paper.title, paper.council.name, "en-GB"
    properties.created = properties.modified = datetime(*paper.as_at.timetuple()[:3])
    _set_styles(document, colour(paper.council.colour, NAVY)[1:])
    width = _set_page(document, paper)
    _grey(document.add_paragraph(_clean(paper.subtitle)), 10)
    document.add_heading(_clean(paper.title), level=1)
    for note in paper.notes:
        _grey(document.add_paragraph(_clean(note)), 8.5)
    for section in paper.sections:
        document.add_heading(_clean(section.title), level=section.level + 1)
        for words in section.sentences:
            document.add_paragraph(_clean(words)).paragraph_format.keep_with_next = bool(section.tables)
        for words in section.bullets:
            document.add_paragraph(_clean(words), style="List Bullet")
        for chart in section.charts:
            _chart(document, chart, width=width * (0.6 if paper.landscape else 1))
        for table in section.tables:
            _table(document, table, width=width)
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def _set_styles(document: Any, brand: str) -> None:
    """Arial in every style, headings in ink, a line in the council's colour above the second level."""
    for language in document.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), "en-GB")
    for name, size in _SIZES.items():
        style = document.styles[name]
        style.font.name, style.font.size, style.font.color.rgb = "Arial", Pt(size), RGBColor.from_string(INK)
        fonts = style.element.rPr.rFonts
        for theme in [one for one in fonts.attrib if one.endswith("Theme")]:
            del fonts.attrib[theme]
        for script in ("w:hAnsi", "w:cs", "w:eastAsia"):
            fonts.set(qn(script), "Arial")
    normal = document.styles["Normal"].paragraph_format
    normal.space_after, normal.line_spacing = Pt(4), 1.05
    first, second = document.styles["Heading 1"], document.styles["Heading 2"]
    first.paragraph_format.space_before, first.paragraph_format.space_after = Pt(2), Pt(4)
    second.paragraph_format.space_before, second.paragraph_format.space_after = Pt(10), Pt(3)
    borders = OxmlElement("w:pBdr")
    borders.append(_border("w:top", 16, brand, space=4))
    second.element.get_or_add_pPr().insert_element_before(borders, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:outlineLvl")


def _set_page(document: Any, paper: PlanPaper) -> float:
    """An A4 page with title and number at its foot. Gives the width between the margins in centimetres."""
    page = document.sections[0]
    wide, high = (LONG_SIDE, SHORT_SIDE) if paper.landscape else (SHORT_SIDE, LONG_SIDE)
    page.orientation = WD_ORIENT.LANDSCAPE if paper.landscape else WD_ORIENT.PORTRAIT
    page.page_width, page.page_height = Cm(wide), Cm(high)
    page.left_margin = page.right_margin = page.top_margin = page.bottom_margin = Cm(MARGIN)
    page.footer_distance = Cm(0.8)
    foot = page.footer.paragraphs[0]
    foot.add_run(_clean(f"{paper.council.name}. {paper.title}. Page "))
    _field(foot, "PAGE")
    foot.add_run(" of ")
    _field(foot, "NUMPAGES")
    _grey(foot, 8)
    return wide - 2 * MARGIN


def _field(paragraph: Any, name: str) -> None:
    """A number that Word counts itself."""
    for kind in ("begin", None, "end"):
        run = paragraph.add_run()
        if kind is None:
            words = OxmlElement("w:instrText")
            words.text = name
            run._r.append(words)
        else:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
            run._r.append(mark)


def _grey(paragraph: Any, size: float) -> None:
    paragraph.paragraph_format.space_after = Pt(2)
    for run in paragraph.runs:
        run.font.size, run.font.color.rgb = Pt(size), RGBColor.from_string(GREY)


def _chart(document: Any, chart: Chart, *, width: float) -> None:
    """The chart as a picture. Its title is the heading of what it shows, its alternative text says it in words."""
    picture = document.add_picture(io.BytesIO(png(chart.svg)), width=Cm(width))
    picture._inline.docPr.set("descr", chart.alt)
    picture._inline.docPr.set("title", chart.title)


def _table(document: Any, table: PlanTable, *, width: float) -> None:
    caption = document.add_paragraph()
    run = caption.add_run(_clean(table.caption))
    run.bold, run.font.size = True, Pt(9)
    caption.paragraph_format.keep_with_next = True
    across, total = len(table.columns), sum(table.shares)
    made = document.add_table(rows=1 + len(table.rows), cols=across)
    made.autofit = False
    widths = [Cm(width * share / total) for share in table.shares]
    for column, wide in zip(made.columns, widths, strict=True):
        column.width = wide
    cells = made._cells  # one walk over the grid: asking row by row is quadratic
    for place, words in enumerate((*table.columns, *(word for row in table.rows for word in row))):
        cells[place].width = widths[place % across]
        _write(cells[place], words, is_head=place < across, is_brag=place % across == table.brag)
    _draw_lines(made, table.caption)
    for place, row in enumerate(made._tbl.tr_lst):
        for name in ("w:cantSplit", *(("w:tblHeader",) if place == 0 else ())):
            setting = OxmlElement(name)
            setting.set(qn("w:val"), "true")
            row.get_or_add_trPr().append(setting)
    after = document.add_paragraph()
    after.paragraph_format.space_after = Pt(0)
    after.add_run().font.size = Pt(2)
    after.paragraph_format.line_spacing = Pt(4)


def _write(cell: Any, words: str, *, is_head: bool, is_brag: bool) -> None:
    """The words of a cell; a BRAG stands on its colour."""
    paragraph = cell.paragraphs[0]
    paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(1.5)
    paragraph.paragraph_format.line_spacing = 1.0
    run = paragraph.add_run(_clean(words))
    run.font.size, run.bold = Pt(8.5), is_head or None
    if is_brag and not is_head and words in BRAG_COLOURS:
        run.text, run.bold = f"\u00a0{words}\u00a0", True
        run.font.color.rgb = RGBColor.from_string(BRAG_WORDS[words][1:])
        shading = OxmlElement("w:shd")
        shading.set(qn("w:val"), "clear")
        shading.set(qn("w:fill"), BRAG_COLOURS[words][1:])
        run._r.get_or_add_rPr().append(shading)


def _draw_lines(made: Any, caption: str) -> None:
    """Lines below the rows, a darker one below the header; and the caption for those who do not see it above."""
    borders = OxmlElement("w:tblBorders")
    for side in ("w:bottom", "w:insideH"):
        borders.append(_border(side, 4, LINE))
    settings = made._tbl.tblPr
    settings.insert_element_before(borders, "w:shd", "w:tblLayout", "w:tblCellMar", "w:tblLook", "w:tblCaption")
    margins = OxmlElement("w:tblCellMar")
    for side in ("w:left", "w:right"):
        margin = OxmlElement(side)
        margin.set(qn("w:w"), "60")
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    settings.insert_element_before(margins, "w:tblLook", "w:tblCaption")
    said = OxmlElement("w:tblCaption")
    said.set(qn("w:val"), _clean(caption))
    settings.append(said)
    for cell in made._tbl.tr_lst[0].tc_lst:
        below = OxmlElement("w:tcBorders")
        below.append(_border("w:bottom", 8, INK))
        cell.get_or_add_tcPr().append(below)


def _border(name: str, size: int, fill: str, *, space: int = 0) -> Any:
    line = OxmlElement(name)
    for key, value in (("w:val", "single"), ("w:sz", str(size)), ("w:space", str(space)), ("w:color", fill)):
        line.set(qn(key), value)
    return line


def _clean(words: str) -> str:
    """Without the control characters that a Word file cannot hold."""
    return "".join(letter for letter in words if letter in "\n\t" or ord(letter) >= 32)
