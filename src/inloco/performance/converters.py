"""How indicators, periods and areas stand in an address. A financial year's stroke becomes an underscore: ``2018_19``."""

from __future__ import annotations

from inloco.analytics.errors import WrongUsage
from inloco.analytics.periods import Period, parse_period


class IndicatorConverter:
    regex = "[a-z][a-z0-9_]*"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class PeriodConverter:
    """``2019-08``, ``2018_19``, ``2019-Q1``, ``2019-W35``; anything else is no page."""

    regex = r"\d{4}[-_][QW]?\d{1,2}"

    def to_python(self, value: str) -> Period:
        try:
            return parse_period(value.replace("_", "/"))
        except WrongUsage as unreadable:
            raise ValueError(value) from unreadable

    def to_url(self, value: Period) -> str:
        return str(value).replace("/", "_")


class AreaConverter:
    """An area's id. A stroke in it cannot stand in a path, so it becomes a tilde."""

    regex = "[^/]+"

    def to_python(self, value: str) -> str:
        return value.replace("~", "/")

    def to_url(self, value: str) -> str:
        return value.replace("/", "~")
