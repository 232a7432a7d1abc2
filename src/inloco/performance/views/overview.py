"""The overview of all indicators, as a page and as a file."""

from __future__ import annotations

import csv

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from inloco.accounts.access import SignedInRequest, permission
from inloco.accounts.permissions import Permission
from inloco.documents.outputs.csv_cells import harmless
from inloco.performance.filters import OverviewFilter, filter_of
from inloco.performance.presenters.overview import as_table
from inloco.performance.presenters.overview import overview as overview_page
from inloco.performance.queries import book_for
from inloco.web.downloads import attachment


@permission(Permission.SEE_AGGREGATES)
@require_GET
def overview(request: SignedInRequest) -> HttpResponse:
    """Every indicator for an area and month. Nothing loaded yet is a page too, and a wrong filter says so."""
    book = book_for(request.user)
    form = filter_of(OverviewFilter, request.GET, book)
    if form is None:
        return render(request, "performance/nothing_loaded.html")
    page = overview_page(book, form.choice)
    context = {"form": form, "page": page, "query": form.query()}
    return render(request, "performance/overview.html", context, status=200 if form.is_valid() else 422)


@permission(Permission.SEE_AGGREGATES)
@require_GET
def overview_csv(request: SignedInRequest) -> HttpResponse:
    """What the page with the same filter shows, as a file."""
    book = book_for(request.user)
    form = filter_of(OverviewFilter, request.GET, book)
    rows = as_table(overview_page(book, form.choice)) if form is not None else []
    name = f"overview-{form.choice.period}-{form.choice.area.id}.csv" if form is not None else "overview.csv"
    return csv_answer(name, rows)


def csv_answer(name: str, rows: list[tuple[str, ...]]) -> HttpResponse:
    """Rows as a file that spreadsheets read: UTF-8 with its mark, and no cell that a spreadsheet would take for a formula."""
    answer = attachment(plain_name(name), "\ufeff", "text/csv; charset=utf-8")
    csv.writer(answer).writerows([[_harmless(cell) for cell in row] for row in rows])
    return answer


def plain_name(name: str) -> str:
    """A file name without anything that a header or a file system would stumble over."""
    return "".join(letter if letter.isascii() and (letter.isalnum() or letter in "-_.") else "_" for letter in name)


def _harmless(cell: str) -> str:
    is_number = cell.removeprefix("-").replace(".", "", 1).isdigit()
    return cell if is_number else harmless(cell)
