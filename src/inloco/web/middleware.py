"""What stands between a request and its view: the limit of an upload, and refusals as pages."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse

from inloco.analytics.errors import NotAllowed, UserError, WrongUsage
from inloco.web import errors

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


class AnswerRefusals:
    """Our own errors become answers: not allowed 403, unknown 404, anything else a person can mend 422."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, NotAllowed):
            return errors.forbidden(request, PermissionDenied())
        if isinstance(exception, WrongUsage):
            return errors.not_found(request, Http404())
        if isinstance(exception, UserError):
            return errors.unprocessable(request, exception)
        return None
