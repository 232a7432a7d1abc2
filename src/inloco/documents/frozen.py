"""Frozen dataclasses to JSON and back without loss, led by their type hints. Publishing a report keeps exactly this text."""

from __future__ import annotations

import types
import typing
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from functools import cache
from typing import Any, TypeVar

from inloco.analytics.periods import Period, PeriodKind, parse_period

T = TypeVar("T")

_READ: dict[Any, Callable[[Any], Any]] = {
    Decimal: Decimal,
    date: date.fromisoformat,
    datetime: datetime.fromisoformat,
    Period: lambda value: _period(value),
}


def plain(value: Any) -> Any:
    """``value`` as JSON knows it: dataclasses as objects, decimals, dates and periods as text."""
    if isinstance(value, Enum):
        return value.value
    if value is None or isinstance(value, str | int | bool):
        return value
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, Period):
        return _plain_period(value)
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, tuple | list):
        return [plain(item) for item in value]
    if is_dataclass(value):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    raise TypeError(f"a report cannot hold a {type(value).__name__}")


def _plain_period(period: Period) -> Any:
    """As the command line writes it, or its ends where that would lose them (1 April to 31 August)."""
    written = str(period)
    if parse_period(written) == period:
        return written
    return {"kind": period.kind.value, "start": period.start.isoformat(), "end": period.end.isoformat()}


def _period(value: Any) -> Period:
    if isinstance(value, str):
        return parse_period(value)
    return Period(PeriodKind(value["kind"]), date.fromisoformat(value["start"]), date.fromisoformat(value["end"]))


def whole(kind: type[T], value: Any) -> T:
    """The ``kind`` that ``plain`` made ``value`` from. Raises ValueError, KeyError or TypeError when it does not fit."""
    return typing.cast(T, _read(kind, value))


@cache
def _hints(kind: type) -> dict[str, Any]:
    return typing.get_type_hints(kind)


def _read(hint: Any, value: Any) -> Any:
    origin = typing.get_origin(hint)
    if origin in (typing.Union, types.UnionType):
        if value is None:
            return None
        return _read(next(part for part in typing.get_args(hint) if part is not type(None)), value)
    if origin is tuple:
        inner = typing.get_args(hint)
        if len(inner) == 2 and inner[1] is Ellipsis:
            return tuple(_read(inner[0], item) for item in value)
        return tuple(_read(part, item) for part, item in zip(inner, value, strict=True))
    if hint in _READ:
        return _READ[hint](value)
    if is_dataclass(hint) and isinstance(hint, type):
        hints = _hints(hint)
        return hint(**{field.name: _read(hints[field.name], value[field.name]) for field in fields(hint) if field.name in value})
    if isinstance(hint, type) and issubclass(hint, Enum):
        return hint(value)
    if isinstance(hint, type) and not isinstance(value, hint):
        raise TypeError(f"{value!r} is not a {hint.__name__}")
    return value
