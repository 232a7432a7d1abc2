"""The way of every page that asks something: a form, an action, a message. A refusal keeps what was typed and answers 422."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse

from inloco.accounts.access import SignedInRequest
from inloco.analytics.errors import NotAllowed, UserError
from inloco.board.models import Body
from inloco.board.views.finding import crumbs_to
from inloco.web.forms import Form


def sent(request: SignedInRequest) -> QueryDict | None:
    """What was posted, if only an empty form; None for a form that is shown first."""
    return request.POST if request.method == "POST" else None


def ask(
    request: SignedInRequest,
    form: Form,
    *,
    do: Callable[[dict[str, Any]], object],
    done: str,
    back: str,
    title: str,
    crumbs: list[dict[str, str]],
    button: str = "Save",
    template: str = "board/form.html",
    context: Mapping[str, Any] | None = None,
) -> HttpResponse:
    """Show ``form``; when it is sent and good, ``do`` it and go ``back``. What is refused stands as an error of the form."""
    if form.is_bound and form.is_valid():
        try:
            do(form.cleaned_data)
        except NotAllowed:
            raise
        except UserError as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, done)
            return redirect(back)
    shown = {"form": form, "title": title, "crumbs": crumbs, "button": button, "back": back, **(context or {})}
    return render(request, template, shown, status=422 if form.is_bound else 200)


def act(request: SignedInRequest, do: Callable[[], object], *, done: str, back: str) -> HttpResponse:
    """A button without a form: do it and go back, the refusal as a message there."""
    try:
        do()
    except NotAllowed:
        raise
    except UserError as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, done)
    return redirect(back)


def about(
    request: SignedInRequest, body: Body, form: Form, title: str, done: str, do: Callable[..., object], *, back: str = ""
) -> HttpResponse:
    """The same for what belongs to the constitution of a body."""
    return ask(
        request,
        form,
        do=do,
        done=done,
        back=back or reverse("board:constitution", args=[body.slug]),
        title=title,
        crumbs=crumbs_to(body, None, {"text": title}),
    )
