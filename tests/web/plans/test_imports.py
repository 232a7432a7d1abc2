"""A plan's file in the browser: sent, looked at row by row, taken whole; a later edition; and each refusal."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import load_workbook

from inloco.accounts.models import User
from inloco.demo import plan as demo_plan
from inloco.plans.actions import importing
from inloco.plans.models import LintCount, LintWaiver, Plan, PlanUpload
from inloco.plans.reading import ReadPlan
from inloco.plans.rules import RULES
from inloco.plans.views import imports
from tests.factories.plans import Scene
from tests.unit.plans import books
from tests.web.queries import assert_queries

pytestmark = pytest.mark.django_db
Signed = Callable[[User], Client]


def own_file(content: bytes, name: str = "plan.xlsx") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def file(made: Scene, *, on: dt.date = dt.date(2030, 6, 1), name: str = "plan.xlsx") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, demo_plan.workbook(dict.fromkeys(demo_plan.OWNERS, made.lead), on))


def test_a_file_is_looked_at_and_then_taken_whole(made: Scene, signed: Signed) -> None:
    client = signed(made.manager)
    preview = client.post("/plans/import/", {"file": file(made), "title": "A second plan", "kind": "delivery"})["Location"]
    page = assert_queries(client, preview)
    assert "39 rows of actions (live" in page
    assert "make 39 actions" in page
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
    assert client.post(f"{later}take/", {"keep": kept.pk, "seen": "1"}).status_code == 302
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


def test_what_a_file_holds_beside_its_rows_is_said_and_the_same_file_again_changes_nothing(made: Scene, signed: Signed) -> None:
    client = signed(made.manager)
    book, stream = load_workbook(io.BytesIO(books.workbook())), io.BytesIO()
    book.create_sheet("Staff").append(["Petra Quill", "Northmere"])
    book.save(stream)
    content = stream.getvalue()
    sent = client.post("/plans/import/", {"file": own_file(content), "title": "Two sheets", "kind": "delivery"})["Location"]
    assert "“Staff” was not read: the sheet has no row of headers of a plan." in assert_queries(client, sent)
    client.post(f"{sent}take/")
    plan = Plan.objects.get(title="Two sheets")
    again = client.post("/plans/import/", {"file": own_file(content), "plan": plan.slug})["Location"]
    page = client.post(f"{again}take/", {"seen": "1"}, follow=True).content.decode()
    assert "Edition 1 is this file already: nothing was changed." in page
    assert plan.editions.count() == 1


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


def test_the_preview_shows_what_the_plan_will_argue_back(made: Scene, signed: Signed) -> None:
    client = signed(made.manager)
    preview = client.post("/plans/import/", {"file": own_file(books.workbook()), "title": "A second plan"})["Location"]
    page = assert_queries(client, preview)
    assert "What the plan will argue back" in page
    assert RULES["view_brag_differs"].what in page
    assert "4 actions stand on more than one sheet" not in page
    assert "2 actions stand on more than one sheet" in page
    assert "Not the same action" in page


def test_a_person_says_which_rows_are_one_action(made: Scene, signed: Signed) -> None:
    client = signed(made.manager)
    preview = client.post("/plans/import/", {"file": own_file(books.workbook()), "title": "A second plan"})["Location"]
    apart, join = "5|Metrics", "7|Metrics = 7|Live plan"
    assert client.post(f"{preview}decide/", {"apart": apart, "join": join, "leave": "no row"}).status_code == 302
    page = assert_queries(client, preview)
    assert "Decided so far" in page
    assert f'value="{apart}" checked' in page
    assert f'value="{join}" checked' in page
    assert not Plan.objects.filter(title="A second plan").exists()
    assert client.post(f"{preview}take/", {"apart": apart, "join": join}).status_code == 302
    plan = Plan.objects.get(title="A second plan")
    assert [line.ref for line in plan.actions.get(objective__number="1", ref="3 b").lines.all()] == ["9"]
    assert plan.actions.filter(objective__number="1", ref="2a").exists()
    later = client.post("/plans/import/", {"file": own_file(books.workbook()), "plan": plan.slug})["Location"]
    page = client.get(later).content.decode()
    assert "Decided so far" in page
    assert "Changes: a ticked record stands" not in page
    assert client.post(f"{later}take/", {"apart": apart, "join": join, "seen": "1"}).status_code == 302
    assert plan.actions.count() == 6
    assert client.post(f"{later}decide/", {}).status_code == 302


def test_the_brag_of_former_months_is_offered_as_history(made: Scene, signed: Signed) -> None:
    client = signed(made.manager)
    headers = ("Ref", "Task", "Owner", "Due", "RAG May-25", "RAG Jun-25")
    row = ["1", "Agree bands with five districts", "Bo Marsh", "30/09/2025", "Green", "Red"]
    file = own_file(books.comma_separated([row], headers=headers), name="tracker.csv")
    preview = client.post("/plans/import/", {"file": file, "title": "A tracker"})["Location"]
    page = assert_queries(client, preview)
    assert "The file holds 1 earlier judgement with a day." in page
    assert client.post(f"{preview}decide/", {"no_history": "yes"}).status_code == 302
    page = assert_queries(client, preview)
    assert "The BRAG of former months: not taken" in page
    assert client.post(f"{preview}take/", {"no_history": "yes"}).status_code == 302
    assert Plan.objects.get(title="A tracker").actions.get().marks.count() == 1


def test_two_rows_of_one_sheet_are_never_one(made: Scene, signed: Signed) -> None:
    client = signed(made.manager)
    preview = client.post("/plans/import/", {"file": own_file(books.workbook()), "title": "A second plan"})["Location"]
    for step in ("decide", "take"):
        answer = client.post(f"{preview}{step}/", {"one": "5|Live plan", "other": "6|Live plan"})
        assert answer.status_code == 422
        assert "stay two actions" in answer.content.decode()
    assert not Plan.objects.filter(title="A second plan").exists()
    assert PlanUpload.objects.get().decisions == {}
    assert signed(made.lead).post(f"{preview}decide/").status_code == 403


def test_two_people_take_one_file_and_one_of_them_is_told(made: Scene, signed: Signed, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second gets past the first look while the first is still writing: the row is locked, and says that it was taken."""
    client = signed(made.manager)
    preview = client.post("/plans/import/", {"file": file(made), "title": "A second plan"})["Location"]
    read = imports._read

    def meanwhile(staged: PlanUpload) -> ReadPlan:
        monkeypatch.setattr(imports, "_read", read)
        found = read(staged)
        assert client.post(f"{preview}take/").status_code == 302
        return found

    monkeypatch.setattr(imports, "_read", meanwhile)
    answer = client.post(f"{preview}take/")
    assert answer.status_code == 302
    assert "taken or put aside already" in client.get(answer["Location"]).content.decode()
    plan = Plan.objects.get(title="A second plan")
    assert (plan.editions.count(), plan.actions.count()) == (1, 39)


def test_two_plans_begun_under_one_name_at_the_same_moment(made: Scene, signed: Signed, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importing, "free_slug", lambda name: made.plan.slug)
    client = signed(made.manager)
    preview = client.post("/plans/import/", {"file": file(made), "title": "A second plan"})["Location"]
    answer = client.post(f"{preview}take/")
    assert answer.status_code == 422
    assert "begun at the same moment" in answer.content.decode()
    assert PlanUpload.objects.get().state == PlanUpload.State.STAGED


def test_two_files_of_one_plan_at_once_are_two_editions(made: Scene, signed: Signed) -> None:
    """Both were looked at before either was taken: the second is compared again with what the first left, and nothing is lost."""
    client = signed(made.manager)
    first, second = (
        client.post("/plans/import/", {"file": file(made, on=day), "title": "A second plan"})["Location"]
        for day in (dt.date(2030, 6, 1), dt.date(2030, 7, 1))
    )
    assert client.post(f"{first}take/").status_code == 302
    answer = client.post(f"{second}take/")
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Another edition was taken since you looked" in page
    assert "What would change" in page
    plan = Plan.objects.get(title="A second plan")
    assert plan.editions.count() == 1
    assert client.post(f"{second}take/", {"seen": "1"}).status_code == 302
    assert (plan.editions.count(), plan.actions.count()) == (2, 39)
    assert plan.actions.get(objective__number="1", ref="1a").date_changes.count() == 1
