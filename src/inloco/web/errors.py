"""The pages of refusals. Plain words, no hint of what exists, nothing about a child."""

from __future__ import annotations

import logging
from typing import Any

from django.core.exceptions import RequestDataTooBig, TooManyFilesSent
from django.http import HttpRequest, HttpResponse
from django.template.loader import get_template

from inloco.analytics.errors import UserError

logger = logging.getLogger("inloco.web")


def page(request: HttpRequest, status: int, title: str, *paragraphs: str) -> HttpResponse:
    """An error page in the layout. A person who is signed in keeps the navigation."""
    context = {"title": title, "paragraphs": paragraphs}
    return HttpResponse(get_template("web/error.html").render(context, request), status=status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    if isinstance(exception, RequestDataTooBig | TooManyFilesSent):
        return too_large(request)
    return page(request, 400, "The request could not be understood", "Go back and try again.")


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    return page(
        request,
        403,
        "This page was open for too long",
        "For safety, a form can only be sent from a page that was opened in this session.",
        "Go back, reload the page and send it again.",
    )


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return page(
        request,
        403,
        "You cannot see this page",
        "Your role does not include it, or there is nothing at this address.",
        "If you need it for your work, ask the person who looks after InLoco in your council.",
    )


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return page(
        request,
        404,
        "Page not found",
        "If you typed the web address, check that it is correct.",
        "If you pasted the web address, check that you copied the whole of it.",
    )


def too_large(request: HttpRequest) -> HttpResponse:
    return page(request, 413, "This is too large to send", "Send fewer or smaller files. Nothing was kept.")


def unprocessable(request: HttpRequest, refused: UserError) -> HttpResponse:
    return page(request, 422, "There is a problem", str(refused))


def failed(request: HttpRequest) -> HttpResponse:
    """Our fault. Rendered without the session, the database or the layout's navigation: any of them may be what failed."""
    context: dict[str, Any] = {
        "title": "Sorry, there is a problem with the service",
        "paragraphs": ("Try again later.",),
        "bare": True,
    }
    return HttpResponse(get_template("web/error.html").render(context), status=500)
