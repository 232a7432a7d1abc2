"""Who is acting now. The database's triggers ask for it, whatever wrote the row."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject, empty

SYSTEM = "system"
_acting: ContextVar[str | HttpRequest] = ContextVar("inloco_actor", default=SYSTEM)


def current_actor() -> str:
    """The key of the person who acts, or ``system``. Never loads anything: a trigger may be waiting for the answer."""
    acting = _acting.get()
    return acting if isinstance(acting, str) else _of_request(acting)


def _of_request(request: HttpRequest) -> str:
    user: Any = request.__dict__.get("user")
    if user is None or (isinstance(user, SimpleLazyObject) and user._wrapped is empty):
        return SYSTEM
    return str(user.pk) if user.pk is not None else SYSTEM


@contextmanager
def acting(by: Any) -> Iterator[None]:
    """Everything written within is by this person (None: the system). A background job names whom it works for."""
    token = _acting.set(str(by.pk) if by is not None and by.pk is not None else SYSTEM)
    try:
        yield
    finally:
        _acting.reset(token)


@contextmanager
def acting_request(request: HttpRequest) -> Iterator[None]:
    """Everything written within is by whoever signed in to the request."""
    token = _acting.set(request)
    try:
        yield
    finally:
        _acting.reset(token)
