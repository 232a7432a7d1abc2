"""The page that stands in for any other while its figures are being worked out."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from inloco.performance import awaited

EVERY = 5
"""Seconds after which the page asks again, by a header: it needs no script."""


def being_worked_out(request: HttpRequest) -> HttpResponse:
    """503 with how long it may take; of a page that was only read, one that opens again by itself."""
    was_sent = request.method not in ("GET", "HEAD")
    context = {"standing": awaited.ask(), "was_sent": was_sent, "every": EVERY}
    answer = render(request, "performance/awaited.html", context, status=503)
    answer._has_been_logged = True  # type: ignore[attr-defined]  # expected, so no error in the log
    answer["Retry-After"] = str(EVERY)
    if not was_sent:
        answer["Refresh"] = str(EVERY)
    return answer
