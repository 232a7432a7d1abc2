"""The access matrix: every route against every role, a stranger, somebody without a role, and somebody who left."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, path, resolve

from inloco.accounts.access import PUBLIC, access_of, permission, public, signed_in
from inloco.accounts.permissions import TABLE, Permission
from inloco.accounts.roles import Role
from tests.factories.people import person
from tests.web.access_matrix import ROUTES, Route

pytestmark = pytest.mark.django_db
LOGIN = "/login/?next="


def all_routes(resolver: URLResolver | None = None, namespaces: tuple[str, ...] = ()) -> Iterator[tuple[str, Callable[..., Any]]]:
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            yield from all_routes(entry, (*namespaces, entry.namespace) if entry.namespace else namespaces)
        elif isinstance(entry, URLPattern):
            yield ":".join((*namespaces, entry.name or str(entry.pattern))), entry.callback


def test_every_route_has_an_access_rule() -> None:
    assert [name for name, view in all_routes() if access_of(view) is None] == []


def test_the_matrix_holds_every_route_and_no_other() -> None:
    assert sorted(route.name for route in ROUTES) == sorted(name for name, _ in all_routes())


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.name)
def test_a_route_has_the_rule_of_the_matrix(route: Route) -> None:
    found = resolve(route.address.split("?")[0])
    assert found.view_name == route.name
    assert access_of(found.func) == route.rule


@pytest.mark.parametrize("role", list(Role))
def test_what_a_role_reaches(client: Client, role: Role) -> None:
    client.force_login(person(role, professional="W1", area="nowhere"))
    client.raise_request_exception = False
    wrong = []
    for route in ROUTES:
        allowed = not route.rule.any_of or bool(route.rule.any_of & TABLE[role].permissions)
        if allowed and (route.by_relation or route.name == "account_logout"):
            continue
        status = client.get(route.address).status_code
        if (status == 403) is allowed or status >= 500:
            wrong.append((route.name, status))
    assert wrong == []


@pytest.mark.parametrize("route", [route for route in ROUTES if route.rule is not PUBLIC], ids=lambda route: route.name)
def test_a_stranger_is_asked_to_sign_in(client: Client, route: Route) -> None:
    answer = client.get(route.address)
    assert (answer.status_code, answer.headers["Location"][: len(LOGIN)]) == (302, LOGIN)
    assert client.post(route.address).status_code == 302


def test_somebody_without_a_role_today_reaches_no_permission(client: Client) -> None:
    someone = person(Role.ADMINISTRATOR)
    someone.role_assignments.update(until_on="2019-03-31")
    client.force_login(someone)
    assert {client.get(route.address).status_code for route in ROUTES if route.rule.any_of} == {403}


def test_somebody_who_left_is_a_stranger(client: Client) -> None:
    someone = person(Role.ADMINISTRATOR)
    client.force_login(someone)
    assert client.get("/people/").status_code == 200
    type(someone).objects.filter(pk=someone.pk).update(is_active=False)
    assert client.get("/people/").status_code == 302


def test_a_refusal_is_the_same_whether_or_not_the_thing_exists(client: Client) -> None:
    there = person(Role.IRO, professional="W1")
    client.force_login(person(Role.SOCIAL_WORKER, professional="W2"))
    existing, missing = client.get(f"/people/{there.pk}/"), client.get("/people/999999/")
    assert existing.status_code == missing.status_code == 403
    csrf_free = [answer.content.decode().split("<main")[1] for answer in (existing, missing)]
    assert csrf_free[0] == csrf_free[1]


def bare(request: object) -> HttpResponse:
    return HttpResponse("reached")


def test_a_view_without_a_rule_answers_nobody(client: Client, settings: Any) -> None:
    settings.ROOT_URLCONF = __name__
    client.force_login(person(*Role))
    assert client.get("/forgotten/").status_code == 403
    assert client.get("/ruled/").content == b"reached"
    client.logout()
    assert client.get("/open/").content == b"reached"


urlpatterns = [
    path("forgotten/", bare),
    path("ruled/", signed_in(bare)),
    path("open/", public(bare)),
]


def test_a_permission_rule_names_a_permission() -> None:
    with pytest.raises(ValueError, match="at least one"):
        permission()
    assert access_of(permission(Permission.SEE_AUDIT)(bare)) is not None
    assert access_of(bare) is None


def test_htmx_is_sent_to_the_sign_in_page_whole(client: Client) -> None:
    answer = client.get("/people/", headers={"HX-Request": "true"})
    assert (answer.status_code, answer.headers["HX-Redirect"]) == (401, "/")
