"""The template environment: GOV.UK's macros, our layout and components, and how dates and numbers are written."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from jinja2 import ChoiceLoader, Environment, PackageLoader, PrefixLoader


def environment(**options: Any) -> Environment:
    """The environment of every page. The macros are found as ``govuk_frontend_jinja/components/<name>/macro.html``."""
    own = options.pop("loader")
    govuk = PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")})
    made = Environment(
        loader=ChoiceLoader([own, govuk]), trim_blocks=True, lstrip_blocks=True, extensions=["jinja2.ext.do"], **options
    )
    made.globals.update(static=static, url=url, url_if_any=url_if_any, page_href=page_href)
    made.filters.update(day=day, short_day=short_day, moment=moment, number=number, counted=counted)
    return made


def url(name: str, *args: Any, **kwargs: Any) -> str:
    """The address of a route."""
    return reverse(name, args=args or None, kwargs=kwargs or None)


def url_if_any(name: str) -> str | None:
    """The address of a route, or None where it is not installed."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return None


def page_href(request: HttpRequest, number: int) -> str:
    """The same address with another page number."""
    query = request.GET.copy()
    query["page"] = str(number)
    return f"{request.path}?{query.urlencode()}"


def day(on: dt.date | None) -> str:
    """12 August 2019."""
    return f"{on.day} {on:%B %Y}" if on else ""


def short_day(on: dt.date | None) -> str:
    """12 Aug 2019, for tables."""
    return f"{on.day} {on:%b %Y}" if on else ""


def moment(at: dt.datetime | None) -> str:
    """12 August 2019 at 3:05pm, in the council's time."""
    if at is None:
        return ""
    here = timezone.localtime(at) if timezone.is_aware(at) else at
    hour = here.hour % 12 or 12
    return f"{here.day} {here:%B %Y} at {hour}:{here:%M}{'am' if here.hour < 12 else 'pm'}"


def number(value: int | float | Decimal | None) -> str:
    """1,234 or 12.5: thousands separated, decimals as given."""
    return "" if value is None else f"{value:,}"


def counted(count: int, one: str, many: str = "") -> str:
    """1 child, 2,100 children."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"
