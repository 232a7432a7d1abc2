"""A report as an OpenDocument spreadsheet, the format that government asks for. Tables are built as escaped XML
and placed by odfdo, whose own cell objects take seconds for a report of this size."""

from __future__ import annotations

import io
import re
from decimal import Decimal
from html import escape
from typing import cast

from odfdo import Document, Element
from odfdo.style_base import StyleBase

from inloco.documents.monthly_report import MonthlyReport
from inloco.documents.outputs.sheets import Link, Sheet, Value, sheets_of

NAMESPACES = " ".join(
    f'xmlns:{prefix}="{address}"'
    for prefix, address in {
        "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
        "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
        "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
        "style": "urn:oasis:names:tc:opendocument:xmlns:style:1.0",
        "number": "urn:oasis:names:tc:opendocument:xmlns:datastyle:1.0",
        "fo": "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0",
        "config": "urn:oasis:names:tc:opendocument:xmlns:config:1.0",
        "xlink": "http://www.w3.org/1999/xlink",
    }.items()
)

FONT = 'fo:font-family="Arial" fo:font-size="11pt" fo:language="en" fo:country="GB"'

NUMBER_STYLES = (
    '<number:number-style style:name="whole-number"><number:number number:decimal-places="0" number:min-integer-digits="1" '
    'number:grouping="true"/></number:number-style>',
    '<number:number-style style:name="one-place"><number:number number:decimal-places="1" number:min-decimal-places="1" '
    'number:min-integer-digits="1" number:grouping="true"/></number:number-style>',
)


def _cell_style(name: str, *, text: str = "", cell: str = "", paragraph: str = "", data: str = "") -> str:
    number = f' style:data-style-name="{data}"' if data else ""
    return (
        f'<style:style style:name="{name}" style:family="table-cell"{number}>'
        f'<style:table-cell-properties style:vertical-align="top" {cell}/><style:paragraph-properties {paragraph}/>'
        f"<style:text-properties {FONT} {text}/></style:style>"
    )


CELL_STYLES = (
    _cell_style("title", text='fo:font-weight="bold"').replace("11pt", "15pt"),
    _cell_style("plain"),
    _cell_style("wrapped", cell='fo:wrap-option="wrap"'),
    _cell_style("header", text='fo:font-weight="bold"', cell='fo:wrap-option="wrap" fo:border-bottom="0.75pt solid #0b0c0c"'),
    _cell_style("mark", paragraph='fo:text-align="end"'),
    _cell_style("whole", data="whole-number"),
    _cell_style("decimal", data="one-place"),
    _cell_style("link", text='fo:color="#1d4f91" style:text-underline-style="solid"'),
)


def report_ods(report: MonthlyReport) -> bytes:
    """The same sheets as the workbook, header rows marked and frozen, numbers as numbers."""
    return sheets_ods(sheets_of(report), title=report.title, author=report.council.name, subject=report.period.label)


def sheets_ods(sheets: list[Sheet], *, title: str, author: str, subject: str) -> bytes:
    """Any sheets as an OpenDocument spreadsheet."""
    document = Document("spreadsheet")
    document.body.clear()
    document.meta.title = title
    document.meta.creator = author
    document.meta.subject = subject
    document.language = "en-GB"
    for style in NUMBER_STYLES + CELL_STYLES:
        document.insert_style(_style(style), automatic=True)
    for width in sorted({width for sheet in sheets for width in sheet.widths}):
        document.insert_style(
            _style(
                f'<style:style style:name="width{width}" style:family="table-column">'
                f'<style:table-column-properties style:column-width="{width * 0.21:.2f}cm"/></style:style>'
            ),
            automatic=True,
        )
    for sheet in sheets:
        document.body.append(_element(_table(sheet)))
    document.set_part("settings.xml", _settings(sheets).encode())
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def _style(xml: str) -> StyleBase:
    return cast(StyleBase, _element(xml))


def _element(xml: str) -> Element:
    return Element.from_tag(re.sub(r"^<([\w:-]+)", rf"<\1 {NAMESPACES}", xml, count=1))


def _table(sheet: Sheet) -> str:
    columns = "".join(f'<table:table-column table:style-name="width{width}"/>' for width in sheet.widths)
    lines = [
        _row([_text(sheet.title, "title")]),
        *(_row([_text(line, "plain" if sheet.header else "wrapped")]) for line in sheet.lines),
    ]
    body = "".join(lines)
    if sheet.header:
        header = _row([_text(label, "header") for label in sheet.header])
        decimals = {column for row in sheet.rows for column, value in enumerate(row) if isinstance(value, Decimal) and value % 1}
        numeric = {column for row in sheet.rows for column, value in enumerate(row) if isinstance(value, int | Decimal)}
        rows = "".join(
            _row([_cell(value, index in numeric, index in decimals) for index, value in enumerate(row)]) for row in sheet.rows
        )
        body += f"<table:table-header-rows>{header}</table:table-header-rows>{rows}"
    return f'<table:table table:name="{escape(sheet.name)}">{columns}{body}</table:table>'


def _row(cells: list[str]) -> str:
    return f"<table:table-row>{''.join(cells)}</table:table-row>"


def _cell(value: Value | Link, numeric: bool, decimal: bool) -> str:
    if isinstance(value, Link):
        link = f'<text:a xlink:type="simple" xlink:href="#\'{escape(value.sheet)}\'.A1">{_escaped(value.text)}</text:a>'
        return f'<table:table-cell office:value-type="string" table:style-name="link"><text:p>{link}</text:p></table:table-cell>'
    if isinstance(value, str):
        return _text(value, "mark" if numeric else "wrapped")
    shown = f"{value:,.1f}" if decimal else f"{value:,}"
    style = "decimal" if decimal else "whole"
    return (
        f'<table:table-cell office:value-type="float" office:value="{value}" table:style-name="{style}">'
        f"<text:p>{shown}</text:p></table:table-cell>"
    )


def _text(text: str, style: str) -> str:
    paragraphs = "".join(f"<text:p>{_escaped(line)}</text:p>" for line in text.split("\n"))
    return f'<table:table-cell office:value-type="string" table:style-name="{style}">{paragraphs}</table:table-cell>'


def _escaped(text: str) -> str:
    """``text`` for XML, without the control characters that XML cannot hold; runs of blanks are kept."""
    clean = escape(re.sub(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]", "", text), quote=False)
    return re.sub(r" {2,}", lambda run: f' <text:s text:c="{len(run[0]) - 1}"/>', clean)


def _settings(sheets: list[Sheet]) -> str:
    """Freezes everything down to the header row, and the first column."""

    def item(name: str, kind: str, value: object) -> str:
        return f'<config:config-item config:name="{name}" config:type="{kind}">{value}</config:config-item>'

    frozen = "".join(
        f'<config:config-item-map-entry config:name="{escape(sheet.name)}">'
        + item("HorizontalSplitMode", "short", 2)
        + item("HorizontalSplitPosition", "int", 1)
        + item("PositionRight", "int", 1)
        + item("VerticalSplitMode", "short", 2)
        + item("VerticalSplitPosition", "int", sheet.header_row + 1)
        + item("PositionBottom", "int", sheet.header_row + 1)
        + "</config:config-item-map-entry>"
        for sheet in sheets
        if sheet.header
    )
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-settings {NAMESPACES} office:version="1.3"><office:settings>'
        '<config:config-item-set config:name="ooo:view-settings"><config:config-item-map-indexed config:name="Views">'
        f"<config:config-item-map-entry>{item('ViewId', 'string', 'view1')}"
        f'<config:config-item-map-named config:name="Tables">{frozen}</config:config-item-map-named>'
        f"{item('ActiveTable', 'string', 'Cover')}</config:config-item-map-entry></config:config-item-map-indexed>"
        "</config:config-item-set></office:settings></office:document-settings>"
    )
