"""What stands between a request and its view: the limit of an upload, and refusals as pages."""

from __future__ import annotations

import time
from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse

from inloco.analytics.errors import FiguresAwaited, NotAllowed, UserError, WrongUsage
from inloco.performance import awaited
from inloco.performance.queries import awaited_extract, only_kept
from inloco.performance.views.awaited import being_worked_out
from inloco.web import errors

ASKS_EVERY = 10.0
"""Seconds between two looks of one process at whether awaited figures are being worked out."""

Answer = Callable[[HttpRequest], HttpResponse]


class LimitUploads:
    """Refuses a request by its announced length, before a byte of it is read."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        announced = request.META.get("CONTENT_LENGTH") or "0"
        if announced.isdigit() and int(announced) > settings.UPLOAD_LIMIT:
            return errors.too_large(request)
        return self.get_response(request)


class KeepNothing:
    """What a signed-in person is shown stays in no cache, the browser's own included."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.user.is_authenticated and not response.has_header("Cache-Control"):
            response["Cache-Control"] = "private, no-store"
        return response


class ReadKeptFigures:
    """No page computes what the worker keeps: it shows the figures of the extract before, or says that they are awaited.

    Whoever sees that figures are awaited asks for them, but not with every page.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response
        self.asked_at = 0.0

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not settings.PAGES_WAIT:
            return self.get_response(request)
        with only_kept():
            response = self.get_response(request)
            is_answered = response.status_code != 503  # that page has asked
            if is_answered and awaited_extract() is not None and time.monotonic() - self.asked_at > ASKS_EVERY:
                self.asked_at = time.monotonic()
                awaited.ask()
        return response


class AnswerRefusals:
    """Our own errors become answers: not allowed 403, unknown 404, not there yet 503, anything else a person can mend 422."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, FiguresAwaited):
            return being_worked_out(request)
        if isinstance(exception, NotAllowed):
            return errors.forbidden(request, PermissionDenied())
        if isinstance(exception, WrongUsage):
            return errors.not_found(request, Http404())
        if isinstance(exception, UserError):
            return errors.unprocessable(request, exception)
        return None
