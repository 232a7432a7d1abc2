"""The pages of returns: each route's happy path and its refusals."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from inloco.accounts.models import User
from inloco.accounts.roles import Role
from inloco.returns import actions
from inloco.returns.models import Return, Schedule
from inloco.returns.states import ReturnState
from tests.factories.people import person
from tests.web.queries import assert_queries
from tests.web.returns.conftest import FIGURE

pytestmark = pytest.mark.django_db


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def text_of(answer) -> str:
    return " ".join(answer.content.decode().split())


def test_a_sender_sees_their_own_and_an_approver_all(asked: Return, sender: User, manager: User, loaded: Path) -> None:
    other = client_of(person(Role.PARTNER))
    assert "No return to show" in text_of(other.get("/returns/"))
    assert "August 2019" in text_of(client_of(sender).get("/returns/"))
    page = text_of(client_of(manager).get("/returns/"))
    assert "Social work academy" in page
    assert "Missing" in page, "long past its day"
    where = reverse("returns:show", args=[asked.reference])
    assert other.get(where).status_code == 403
    assert other.get(where + "send/").status_code == 403
    for show in ("late", "requested", "all", "unheard"):
        assert "August 2019" in text_of(client_of(manager).get(f"/returns/?show={show}"))
    assert "No return to show" in text_of(client_of(manager).get("/returns/?show=approved"))


def test_pages_cost_few_queries(asked: Return, sender: User, manager: User, loaded: Path) -> None:
    assert_queries(client_of(manager), "/returns/")
    assert_queries(client_of(manager), "/returns/schedule/")
    assert_queries(client_of(sender), reverse("returns:show", args=[asked.reference]))


def test_sent_queried_answered_and_approved_on_pages(asked: Return, sender: User, manager: User, loaded: Path) -> None:
    theirs, ours = client_of(sender), client_of(manager)
    where = reverse("returns:show", args=[asked.reference])
    assert "Send the figure" in text_of(theirs.get(where))
    empty = theirs.post(where + "send/", {"note": "Kept words"})
    assert empty.status_code == 422
    assert "There is no figure" in text_of(empty)
    assert "Kept words" in text_of(empty), "nothing typed is lost"
    proof = SimpleUploadedFile("proof.pdf", b"%PDF-1.7")
    sent = theirs.post(where + "send/", {"numerator": "171", "denominator": "190", "evidence": proof}, follow=True)
    assert "90.0 %" in text_of(sent)
    assert "171 of 190" in text_of(sent)
    assert ours.post(where + "query/", {"reason": ""}).status_code == 422
    assert ours.post(where + "query/", {"reason": "Which teams?"}).status_code == 302
    assert "Which teams?" in text_of(theirs.get(where))
    assert theirs.post(where + "send/", {"numerator": "172", "denominator": "190"}).status_code == 302
    assert theirs.get(where + "approve/").status_code == 403
    assert "You approve 90.5 %" in text_of(ours.get(where + "approve/"))
    assert ours.post(where + "approve/").status_code == 302
    asked.refresh_from_db()
    assert asked.condition is ReturnState.APPROVED
    assert asked.snapshot in text_of(ours.get(where))
    assert ours.get(where + "approve/").status_code == 422, "it is approved already"
    indicator = text_of(ours.get(f"/performance/{FIGURE}/"))
    assert "90.5" in indicator, "the figure stands on its page"


def test_a_doubted_figure_has_to_be_confirmed_in_words(asked: Return, sender: User, loaded: Path) -> None:
    theirs, where = client_of(sender), reverse("returns:show", args=[asked.reference])
    doubted = theirs.post(where + "send/", {"value": "104"})
    assert doubted.status_code == 422
    page = text_of(doubted)
    assert "between 0 and 100" in page
    assert "I have checked the figure" in page
    assert 'value="104"' in page
    assert theirs.post(where + "send/", {"value": "104", "is_confirmed": "on"}).status_code == 422, "without a note"
    assert theirs.post(where + "send/", {"value": "104", "is_confirmed": "on", "note": "As counted"}).status_code == 302
    assert "The checks doubted this figure" in text_of(theirs.get(where))


def test_evidence_is_a_download_for_those_who_see_the_return(asked: Return, sender: User, manager: User, loaded: Path) -> None:
    where = reverse("returns:evidence", args=[asked.reference])
    assert client_of(sender).get(where).status_code == 404, "none was sent yet"
    actions.send(one=asked, value="90", evidence=SimpleUploadedFile("proof.pdf", b"%PDF-1.7"), by=sender)
    answer = client_of(manager).get(where)
    assert answer["Content-Disposition"] == 'attachment; filename="proof.pdf"'
    assert b"".join(answer.streaming_content) == b"%PDF-1.7"
    assert client_of(person(Role.PARTNER)).get(where).status_code == 403
    wrong = client_of(sender)
    actions.query(one=asked, reason="-", by=manager)
    sent = wrong.post(
        reverse("returns:step", args=[asked.reference, "send"]), {"value": "90", "evidence": SimpleUploadedFile("a.exe", b"MZ")}
    )
    assert (sent.status_code, "kind of file" in text_of(sent)) == (422, True)


def test_the_schedule_is_kept_on_a_page(officer: User, sender: User, loaded: Path) -> None:
    ours = client_of(officer)
    page = text_of(ours.get("/returns/schedule/"))
    assert "Not asked" in page
    where = reverse("returns:change", args=[FIGURE])
    given = {"service": "Academy", "contact": str(sender.pk), "frequency": "month", "due_days": "5", "first_period": "2019-07"}
    assert ours.post(where, given | {"first_period": "July"}).status_code == 422
    assert ours.post(where, given | {"first_period": "2018/19"}).status_code == 422, "not a month"
    assert ours.post(where, given | {"contact": "999999"}).status_code == 422
    assert ours.post(where, given | {"is_active": "on"}).status_code == 302
    kept = Schedule.objects.get()
    assert (kept.service, kept.contact, kept.due_days, kept.is_active) == ("Academy", sender, 5, True)
    assert "Academy" in text_of(ours.get(where))
    assert ours.get(reverse("returns:change", args=["cla_count"])).status_code == 404
    assert ours.post("/returns/ask/").status_code == 302
    assert Return.objects.count() == actions.MOST_AT_ONCE, "however long ago its schedule begins"
    assert client_of(sender).get("/returns/schedule/").status_code == 403
