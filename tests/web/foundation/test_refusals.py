"""Error pages: plain, the right status, no hint of what exists, nothing of what was sent; and logs without values."""

from __future__ import annotations

import logging
import sys
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path

from inloco.accounts.access import public
from inloco.accounts.roles import Role
from inloco.analytics.errors import InputRefused, NotAllowed, WrongUsage
from inloco.web import urls
from inloco.web.logs import Plain
from tests.factories.people import person

pytestmark = pytest.mark.django_db
SECRET = "Marigold Testchild 2011"


def raising(error: Exception) -> Any:
    @public
    def view(request: HttpRequest) -> HttpResponse:
        raise error

    return view


@public
def reading(request: HttpRequest) -> HttpResponse:
    return HttpResponse(str(len(request.POST)))


urlpatterns = [
    path("not-allowed/", raising(NotAllowed("No.", action="Ask."))),
    path("unknown/", raising(WrongUsage(f"There is no indicator {SECRET}.", action="Choose another."))),
    path("refused/", raising(InputRefused("The file is empty.", action="Send another."))),
    path("broken/", raising(RuntimeError(SECRET))),
    path("suspicious/", raising(SuspiciousOperation(SECRET))),
    path("reading/", reading),
    *urls.urlpatterns,
]
handler400, handler403, handler404, handler500 = urls.handler400, urls.handler403, urls.handler404, urls.handler500


@pytest.fixture(autouse=True)
def _routes(settings: Any, client: Client) -> None:
    settings.ROOT_URLCONF = __name__
    client.raise_request_exception = False


@pytest.mark.parametrize(
    ("address", "status", "words"),
    [
        ("/not-allowed/", 403, "You cannot see this page"),
        ("/unknown/", 404, "Page not found"),
        ("/nothing/here/", 404, "Page not found"),
        ("/refused/", 422, "The file is empty. Send another."),
        ("/broken/", 500, "there is a problem with the service"),
        ("/suspicious/", 400, "could not be understood"),
    ],
)
@pytest.mark.parametrize("signed_in", [False, True])
def test_an_error_page(client: Client, address: str, status: int, words: str, signed_in: bool) -> None:
    if signed_in:
        client.force_login(person(Role.ADMINISTRATOR))
    answer = client.get(address)
    page = answer.content.decode()
    assert answer.status_code == status
    assert words in page
    assert page.count("<h1") == 1
    assert SECRET not in page
    assert "Traceback" not in page


def test_a_form_from_another_session_is_refused() -> None:
    client = Client(enforce_csrf_checks=True)
    answer = client.post("/login/", {"login": "a@b.example", "password": "x"})
    assert answer.status_code == 403
    assert "open for too long" in answer.content.decode()


def test_an_upload_is_refused_by_its_announced_length(client: Client) -> None:
    answer = client.post("/reading/", b"x", content_type="text/plain", CONTENT_LENGTH=str(django_settings.UPLOAD_LIMIT + 1))
    assert answer.status_code == 413
    assert "too large" in answer.content.decode()


def test_a_form_with_too_much_text_is_too_large(client: Client) -> None:
    assert client.post("/reading/", {"text": "x" * 3_000_000}).status_code == 413


def test_whatever_a_signed_in_person_sees_is_kept_nowhere(client: Client) -> None:
    client.force_login(person())
    assert client.get("/account/").headers["Cache-Control"] == "private, no-store"
    assert "max-age=300" in client.get("/theme.css").headers["Cache-Control"]


def test_a_log_line_has_the_route_and_no_values(client: Client, caplog: pytest.LogCaptureFixture) -> None:
    client.get(f"/broken/?name={SECRET}")
    client.get(f"/people/{SECRET}/")
    assert caplog.records
    lines = [Plain().format(record) for record in caplog.records if record.name.startswith("django")]
    assert any("GET broken/ answered 500" in line and "RuntimeError" in line for line in lines)
    assert not any(SECRET.split()[0] in line for line in lines)


def test_a_traceback_in_the_log_has_no_message_and_no_source() -> None:
    try:
        raise ValueError(SECRET)
    except ValueError:
        record = logging.LogRecord("inloco", logging.ERROR, __file__, 1, "failed", (), sys.exc_info())
    line = Plain().format(record)
    assert "ValueError" in line
    assert "Marigold" not in line


def test_the_council_s_colours_come_from_its_settings(client: Client, data: Any) -> None:
    assert "--inloco-colour:#12436D" in client.get("/theme.css").content.decode()
    (data / "council.toml").write_text('[council]\nname = "Wrexley County Council"\ncolour = "#003B49"\n', encoding="utf-8")
    assert "--inloco-colour:#003B49" in client.get("/theme.css").content.decode()
    assert "Wrexley County Council" in client.get("/login/").content.decode()
    (data / "council.toml").write_text("[council\n", encoding="utf-8")
    assert client.get("/login/").status_code == 200
