"""A plan's file in the browser: sent, looked at row by row, taken whole; a later edition; and each refusal."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from inloco.accounts.models import User
from inloco.demo import plan as demo_plan
from inloco.plans.models import LintCount, LintWaiver, Plan, PlanUpload
from tests.factories.plans import Scene
from tests.web.queries import assert_queries

pytestmark = pytest.mark.django_db
Signed = Callable[[User], Client]


def file(made: Scene, *, on: dt.date = dt.date(2030, 6, 1), name: str = "plan.xlsx") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, demo_plan.workbook(dict.fromkeys(demo_plan.OWNERS, made.lead), on))


def test_a_file_is_looked_at_and_then_taken_whole(made: Scene, signed: Signed) -> None:
    client = signed(made.manager)
    preview = client.post("/plans/import/", {"file": file(made), "title": "A second plan", "kind": "delivery"})["Location"]
    page = assert_queries(client, preview)
    assert "39 actions found" in page
    assert not Plan.objects.filter(title="A second plan").exists()
    staged = PlanUpload.objects.get()
    assert (staged.folder / "plan").is_file()
    assert client.post(f"{preview}take/").status_code == 302
    plan = Plan.objects.get(title="A second plan")
    assert plan.actions.count() == 39
    assert not staged.folder.exists()
    assert LintCount.objects.filter(plan=plan).exists()
    assert client.post(f"{preview}take/")["Location"] == "/plans/import/"
    assert plan.editions.count() == 1
    assert "Every row as it was read" in assert_queries(client, f"/plans/{plan.slug}/editions/1/")

    later = client.post("/plans/import/", {"file": file(made, on=dt.date(2030, 7, 1)), "plan": plan.slug})["Location"]
    page = client.get(later).content.decode()
    assert "What would change" in page
    kept = plan.actions.get(objective__number="1", ref="2")
    assert client.post(f"{later}take/", {"keep": kept.pk}).status_code == 302
    assert plan.editions.count() == 2
    before = kept.timescale
    kept.refresh_from_db()
    assert kept.timescale == before
    assert plan.actions.get(objective__number="1", ref="1a").date_changes.count() == 1


@pytest.mark.parametrize(
    ("name", "content"), [("plan.pdf", b"%PDF-1.7"), ("plan.xlsx", b"nonsense"), ("plan.csv", b"a,b\n1,2\n")]
)
def test_what_is_no_plan_is_refused_and_not_kept(made: Scene, signed: Signed, name: str, content: bytes) -> None:
    answer = signed(made.manager).post("/plans/import/", {"file": SimpleUploadedFile(name, content)})
    assert answer.status_code == 422
    assert "There is a problem" in answer.content.decode()
    assert not PlanUpload.objects.exists()


def test_a_file_is_put_aside(made: Scene, signed: Signed) -> None:
    client = signed(made.manager)
    preview = client.post("/plans/import/", {"file": file(made), "title": "Another"})["Location"]
    assert client.post(f"{preview}discard/").status_code == 302
    assert PlanUpload.objects.get().state == PlanUpload.State.DISCARDED
    assert client.get(preview).status_code == 302
    assert signed(made.lead).get(preview).status_code == 403


def test_a_finding_is_waived_with_a_reason_and_comes_back(made: Scene, signed: Signed) -> None:
    client = signed(made.manager)
    page = client.get("/plans/our-plan/findings/?rule=past_due_green").content.decode()
    proof = page.split('name="proof" value="')[1].split('"')[0]
    sent = {"rule": "past_due_green", "proof": proof}
    assert client.post("/plans/our-plan/findings/waive/", sent).status_code == 422
    assert client.post("/plans/our-plan/findings/waive/", {**sent, "reason": "Agreed by phone"}).status_code == 302
    assert "Agreed by phone" in client.get("/plans/our-plan/findings/").content.decode()
    assert client.post("/plans/our-plan/findings/waive/", {**sent, "reason": "Again"}).status_code == 422
    waiver = LintWaiver.objects.get()
    assert client.post(f"/plans/our-plan/findings/waivers/{waiver.pk}/withdraw/").status_code == 302
    assert proof in client.get("/plans/our-plan/findings/").content.decode()
