"""What every page knows: the council, the person's navigation."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from inloco.performance.queries import awaited_days
from inloco.web.council import council
from inloco.web.navigation import navigation


def page(request: HttpRequest) -> dict[str, Any]:
    return {
        "council": council(),
        "navigation": navigation(request),
        "user": getattr(request, "user", None),
        "awaited_days": awaited_days(),
    }
