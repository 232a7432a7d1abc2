"""The pages that belong to no app: home, the council's colours, the gallery of components."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET

from inloco.accounts.access import permission, public, signed_in
from inloco.accounts.permissions import Permission
from inloco.accounts.policies import has
from inloco.accounts.tasks import tasks_of
from inloco.data_folder import data_folder
from inloco.performance.queries import known_areas
from inloco.web import gallery as examples
from inloco.web.council import council
from inloco.web.local_practice import local_practice


@signed_in
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    return render(
        request,
        "web/home.html",
        {"sections": tasks_of(request.user), "today": timezone.localdate()},  # type: ignore[arg-type]
    )


@public
@require_GET
@cache_control(public=True, max_age=300)
def theme(request: HttpRequest) -> HttpResponse:
    """The council's colours as custom properties: inline style is not allowed."""
    ours = council()
    css = f":root{{--inloco-colour:{ours.colour};--inloco-accent:{ours.accent}}}\n"
    return HttpResponse(css, content_type="text/css; charset=utf-8")


@permission(Permission.SEE_SETTINGS)
@require_GET
def settings_in_force(request: HttpRequest) -> HttpResponse:
    """Local practice as the file has it, and the areas. A file that is wrong is said, not hidden."""
    page = local_practice(data_folder(), known_areas())
    may_see_figures = has(request.user, Permission.SEE_AGGREGATES)  # type: ignore[arg-type]
    return render(request, "web/local_practice.html", {"page": page, "may_see_figures": may_see_figures})


@permission(Permission.SEE_SETTINGS)
@require_GET
def gallery(request: HttpRequest) -> HttpResponse:
    return render(request, "web/gallery.html", examples.context())
