"""A page answers at once: from the extract before while the newest is worked out, or with how long that may take."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from inloco.accounts.roles import Role
from inloco.analytics import engine
from inloco.analytics.book import FigureBook
from inloco.performance import awaited
from inloco.performance.awaited import Stage
from inloco.performance.queries import figure_book, only_kept
from inloco.performance.tasks import compute_figures, load_upload
from tests.factories.people import person
from tests.factories.vale import AUGUST, JULY, extract

pytestmark = pytest.mark.django_db
PAGE = "/performance/cla_count/"


@pytest.fixture(autouse=True)
def waits(settings: object) -> None:
    settings.PAGES_WAIT = True  # type: ignore[attr-defined]


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """How often the worker was asked, by a worker that does nothing; a page that computes is an error."""
    found: list[str] = []
    monkeypatch.setattr(type(compute_figures), "enqueue", lambda self, *_: found.append(self.module_path))
    monkeypatch.setattr(engine, "compute", lambda *_, **__: pytest.fail("a page computed"))
    return found


def client_of(role: Role) -> Client:
    client = Client()
    client.force_login(person(role))
    return client


def text(answer: object) -> str:
    return " ".join(answer.content.decode().split())  # type: ignore[attr-defined]


class TestNothingIsKept:
    @pytest.fixture(autouse=True)
    def july(self, data: Path) -> None:
        extract(data, JULY)

    @pytest.mark.parametrize("address", ["/performance/", PAGE, f"{PAGE}2019-07/vale/"])
    def test_a_page_says_so_and_opens_again_by_itself(self, address: str, asked: list[str]) -> None:
        answer = client_of(Role.BI_OFFICER).get(address)
        assert answer.status_code == 503
        assert (answer["Refresh"], answer["Retry-After"]) == ("5", "5")
        assert "The figures are being worked out" in text(answer)
        assert "usually takes less than a minute" in text(answer)
        assert asked == ["inloco.performance.tasks.compute_figures"]

    def test_what_was_sent_is_not_sent_again(self, asked: list[str], rf: object) -> None:
        from inloco.performance.views.awaited import being_worked_out

        request = rf.post("/somewhere/")  # type: ignore[attr-defined]
        request.user = person(Role.BI_OFFICER)
        answer = being_worked_out(request)
        assert answer.status_code == 503
        assert "Refresh" not in answer
        assert "Nothing was changed" in text(answer)

    def test_pages_without_figures_are_there(self, asked: list[str]) -> None:
        assert client_of(Role.BI_OFFICER).get("/").status_code == 200
        assert asked == []

    def test_then_the_page_is_there(self) -> None:
        client = client_of(Role.BI_OFFICER)
        assert client.get(PAGE).status_code == 503, "and the worker, which in tests works at once, was asked"
        answer = client.get(PAGE)
        assert answer.status_code == 200
        assert "24 children" in text(answer)
        assert "are being worked out" not in text(answer)
        assert client_of(Role.BOARD_MEMBER).get(PAGE).status_code == 200, "what is withheld is decided too"


class TestTheExtractBeforeIsKept:
    def test_its_figures_are_shown_with_their_day_until_the_new_ones_are_there(self, data: Path) -> None:
        extract(data, JULY)
        FigureBook(data).warm()
        client = client_of(Role.BI_OFFICER)
        assert "are being worked out" not in text(client.get(PAGE))
        extract(data, AUGUST)
        with only_kept():
            assert str(figure_book().latest_period()) == "2019-07"
        before = text(client.get(PAGE))
        words = "The figures of the extract of 31 August 2019 are being worked out. Until then the figures here are those of"
        assert words in before
        assert "July 2019" in before
        after = text(client.get(PAGE))
        assert words not in after, "the page before had the worker asked, which in tests works at once"
        assert "August 2019" in after


class TestTheWork:
    NOW = dt.datetime(2019, 9, 2, 9, 0, tzinfo=dt.UTC)

    def job(
        self, status: str, path: str = compute_figures.module_path, began: int | None = None, ended: int | None = None
    ) -> None:
        """A job that began and ended so many seconds ago, asked for ten seconds before."""

        def ago(seconds: int | None) -> dt.datetime | None:
            return None if seconds is None else self.NOW - dt.timedelta(seconds=seconds)

        made = DBTaskResult.objects.create(
            status=status, task_path=path, args_kwargs={"args": [], "kwargs": {}}, run_after=self.NOW, backend_name="default",
            exception_class_path="", traceback="", started_at=ago(began), finished_at=ago(ended),
        )  # fmt: skip
        DBTaskResult.objects.filter(pk=made.pk).update(enqueued_at=ago((began or 0) + 10))

    def test_is_asked_for_once(self, asked: list[str]) -> None:
        assert awaited.ask(now=self.NOW).stage is Stage.ASKED
        assert len(asked) == 1
        self.job("READY")
        assert awaited.ask(now=self.NOW).stage is Stage.ASKED
        assert len(asked) == 1

    def test_takes_as_long_as_it_took(self, asked: list[str]) -> None:
        self.job("SUCCESSFUL", began=500, ended=460)
        assert awaited.ask(now=self.NOW).seconds == 40
        self.job("RUNNING", began=15)
        assert awaited.ask(now=self.NOW) == awaited.Standing(Stage.RUNNING, 25)
        assert len(asked) == 1

    def test_of_an_upload_is_work_too(self, asked: list[str]) -> None:
        self.job("RUNNING", load_upload.module_path, began=5)
        assert awaited.ask(now=self.NOW) == awaited.Standing(Stage.RUNNING)
        assert asked == []

    def test_that_failed_is_tried_again_but_not_at_once(self, asked: list[str]) -> None:
        self.job("FAILED", began=30, ended=20)
        assert awaited.ask(now=self.NOW).stage is Stage.FAILED
        assert asked == []
        assert awaited.ask(now=self.NOW + dt.timedelta(minutes=1)).stage is Stage.ASKED
        assert len(asked) == 1

    def test_that_nobody_takes_up_makes_one_ask_for_the_worker(self, asked: list[str]) -> None:
        self.job("READY")
        assert awaited.ask(now=self.NOW + dt.timedelta(minutes=3)).stage is Stage.UNTAKEN

    def test_of_a_worker_that_died_is_asked_for_again(self, asked: list[str]) -> None:
        self.job("RUNNING", began=3600)
        assert awaited.ask(now=self.NOW).stage is Stage.ASKED
        assert len(asked) == 1

    @pytest.mark.parametrize(
        ("status", "minutes", "words"),
        [("FAILED", 0, "It went wrong just now"), ("READY", 5, "perhaps no worker is running")],
    )
    def test_is_said_as_it_stands(self, data: Path, asked: list[str], status: str, minutes: int, words: str) -> None:
        extract(data, JULY)
        self.job(status, began=20, ended=10)
        now = timezone.now()
        DBTaskResult.objects.update(enqueued_at=now - dt.timedelta(minutes=minutes), finished_at=now)
        assert words in text(client_of(Role.BI_OFFICER).get(PAGE))
