"""The preview of a plan's file: every row, how it was read, what is doubtful, where sheets disagree, what would change."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.core.paginator import Page, Paginator

from inloco.plans.editions import Comparison
from inloco.plans.models import Edition
from inloco.plans.reading import Difference, ReadPlan, ReadRow

A_PAGE = 100
_KEY = re.compile(r"(?P<row>\d{1,7})\|(?P<sheet>.{0,200})", re.DOTALL)


@dataclass(frozen=True)
class PreviewRow:
    row: ReadRow
    key: str
    words: str


@dataclass(frozen=True)
class PreviewPage:
    read: ReadPlan
    counts: tuple[tuple[str, int], ...]
    kind: str
    rows: Page[PreviewRow]
    doubtful: tuple[PreviewRow, ...]
    differences: tuple[Difference, ...]
    comparison: Comparison
    actions: int
    total: int


def preview_page(read: ReadPlan, comparison: Comparison, *, kind: str, number: str) -> PreviewPage:
    """The page of rows of one kind, or of all; with everything doubtful in full."""
    counts = Counter(str(row.kind) for row in read.rows)
    rows: Sequence[ReadRow] = [row for row in read.rows if not kind or str(row.kind) == kind]
    pages = Paginator([_row(row) for row in rows], A_PAGE)
    return PreviewPage(
        read=read,
        counts=tuple(counts.items()),
        kind=kind,
        rows=pages.get_page(number),
        doubtful=tuple(_row(row) for row in read.rows if row.doubts),
        differences=read.differences,
        comparison=comparison,
        actions=len(read.actions),
        total=len(read.rows),
    )


def kind_counts(edition: Edition) -> list[tuple[str, int]]:
    """How many rows of an edition were read as what."""
    found = Counter(edition.rows.values_list("kind", flat=True))
    return sorted(found.items(), key=lambda pair: -pair[1])


def is_row_key(given: str) -> bool:
    return _KEY.fullmatch(given) is not None


def row_key(given: str) -> tuple[str, int]:
    """Sheet and row of a ticked box."""
    found = _KEY.fullmatch(given)
    assert found is not None, "checked by is_row_key"
    return found["sheet"], int(found["row"])


def _row(row: ReadRow) -> PreviewRow:
    words = " | ".join(" ".join(cell.split()) for cell in row.cells if cell.strip())
    return PreviewRow(row, f"{row.number}|{row.sheet}", words if len(words) <= 300 else words[:297] + "…")
