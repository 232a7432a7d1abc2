"""What a web process keeps in memory is read as soon as it runs, so that its first reader waits for no longer than the next."""

from __future__ import annotations

import logging
import threading

from django.http import QueryDict
from django.template.loader import get_template
from django.urls import get_resolver

from inloco.analytics.errors import InLocoError
from inloco.analytics.indicators import CATALOGUE
from inloco.analytics.periods import months_to
from inloco.children.references import child_with
from inloco.children.register import register
from inloco.performance import rendered
from inloco.performance.filters import OverviewFilter, filter_of
from inloco.performance.models import PublishedReport
from inloco.performance.presenters.indicator import published_cells
from inloco.performance.presenters.overview import overview
from inloco.performance.queries import books, only_kept

log = logging.getLogger(__name__)
TEMPLATES = (
    *("performance/reports/published.html", "performance/reports/published_page.html", "components/pagination.html"),
    *("performance/overview.html", "performance/indicator.html", "performance/figure.html", "performance/children_behind.html"),
    *("children/list.html", "children/child.html", "children/clocks.html"),
)


def start() -> None:
    """Warm beside the first requests."""
    threading.Thread(target=warm, name="warming", daemon=True).start()


def warm() -> None:
    """Read what pages read, where it is kept: computing is the worker's. Whatever fails here, a page says better."""
    try:
        get_resolver().url_patterns  # noqa: B018  reads every view
        for name in TEMPLATES:
            get_template(name)
        with only_kept():
            _read()
    except (InLocoError, OSError) as trouble:
        log.warning("not warmed: %s", type(trouble).__name__)


def _read() -> None:
    held = books()
    if held.awaited is not None or not held.whole.is_kept() or not held.public.is_decided:
        return
    for book in (held.whole, held.public):
        form = filter_of(OverviewFilter, QueryDict(""), book)
        if form is not None:
            overview(book, form.choice)
            months = months_to(form.choice.period)
            published_cells(book, CATALOGUE["cla_count"], months, form.choice.area.id, at_once=True)
    snapshot = register().snapshot
    if snapshot is not None:
        child_with("", snapshot)
    newest = PublishedReport.objects.order_by("-report__period").first()
    if newest is not None:
        rendered.content_of(newest)
