"""Row headers in the tags of a PDF. Typst marks only the header row; in the report's tables the first cell names its row, and a
screen reader should say it with every figure."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

import pikepdf


def with_row_headers(pdf: bytes) -> bytes:
    """``pdf`` with the first cell of every body row tagged as the row's header, in tables of several rows and columns: in others
    the caption says it already. Nothing visible changes; the same input gives the same bytes.

    Typst also says that the tags are not suspect, which is so without saying; Poppler takes that word for an error, so it goes.
    """
    with pikepdf.open(io.BytesIO(pdf)) as document:
        marks = document.Root.get("/MarkInfo")
        if isinstance(marks, pikepdf.Dictionary) and not bool(marks.get("/Suspects", True)):
            del marks["/Suspects"]
        for body in _bodies(document.Root.StructTreeRoot.K):
            rows = [[cell for cell in _listed(row.K) if "/S" in cell] for row in _listed(body.K) if "/K" in row]
            if len(rows) < 2:
                continue
            for cells in rows:
                if len(cells) > 2 and cells[0].S == pikepdf.Name.TD:
                    cells[0].S = pikepdf.Name.TH
                    cells[0].A = _scoped(cells[0])
        target = io.BytesIO()
        document.save(target, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return target.getvalue()


def _listed(kids: Any) -> list[pikepdf.Dictionary]:
    """The elements among the kids of one: there may be one or many, and marked content is none."""
    return [one for one in (kids if isinstance(kids, pikepdf.Array) else [kids]) if isinstance(one, pikepdf.Dictionary)]


def _scoped(cell: pikepdf.Dictionary) -> pikepdf.Object:
    """The cell's table attributes with the scope of a row; whatever else it has is kept."""
    scope = pikepdf.Dictionary(O=pikepdf.Name.Table, Scope=pikepdf.Name.Row)
    if "/A" not in cell:
        return pikepdf.Array([scope])
    kept = list(cell.A) if isinstance(cell.A, pikepdf.Array) else [cell.A]
    return pikepdf.Array([*kept, scope])


def _bodies(node: Any) -> Iterator[pikepdf.Dictionary]:
    for one in _listed(node):
        if one.get("/S") == pikepdf.Name.TBody:
            yield one
        elif "/K" in one:
            yield from _bodies(one.K)
