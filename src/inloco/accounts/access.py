"""Every route has an access rule. A view without one answers nobody.

``@public``, ``@signed_in`` or ``@permission(Permission.X)`` stands directly above a view. The rule is checked before anything is
looked up, so that a refusal is the same whether or not the thing exists.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, TypeVar

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from inloco.accounts.models import User
from inloco.accounts.permissions import Permission

View = TypeVar("View", bound=Callable[..., HttpResponseBase])


class SignedInRequest(HttpRequest):
    """A request that has passed a rule other than ``public``: its user is one of ours."""

    user: User


@dataclass(frozen=True)
class Access:
    """Who reaches a view: anybody, whoever is signed in, or whoever has one of ``any_of``."""

    needs_sign_in: bool
    any_of: frozenset[Permission] = frozenset()

    def allows(self, user: Any) -> bool:
        if not self.needs_sign_in:
            return True
        if not user.is_authenticated or not user.is_active:
            return False
        return not self.any_of or bool(self.any_of & user.permissions)


PUBLIC = Access(needs_sign_in=False)
SIGNED_IN = Access(needs_sign_in=True)


def public(view: View) -> View:
    """Anybody, signed in or not."""
    return _with(view, PUBLIC)


def signed_in(view: View) -> View:
    """Anybody with an account."""
    return _with(view, SIGNED_IN)


def permission(*any_of: Permission) -> Callable[[View], View]:
    """Whoever has one of the permissions."""
    if not any_of:
        raise ValueError("name at least one permission, or use signed_in")
    return lambda view: _with(view, Access(needs_sign_in=True, any_of=frozenset(any_of)))


def _with(view: View, access: Access) -> View:
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        refusal = refused(request, access)
        return view(request, *args, **kwargs) if refusal is None else refusal

    guarded.access = access  # type: ignore[attr-defined]
    return guarded if access.needs_sign_in else login_not_required(guarded)  # type: ignore[return-value]


def refused(request: HttpRequest, access: Access) -> HttpResponse | None:
    """None where the rule lets the request through; a way to sign in for a stranger; else PermissionDenied."""
    if access.allows(request.user):
        return None
    if not request.user.is_authenticated:
        if request.headers.get("HX-Request"):
            return HttpResponse(status=401, headers={"HX-Redirect": "/"})
        return redirect_to_login(request.get_full_path())
    raise PermissionDenied


def access_of(view: Callable[..., Any]) -> Access | None:
    """The rule of a view, or None where somebody forgot it."""
    rule = getattr(view, "access", None)
    return rule if isinstance(rule, Access) else None


class RequireAccessRule:
    """The second lock: refuses every view that carries no rule."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any) -> None:
        if access_of(view) is None:
            raise PermissionDenied
