"""Updates, dates and closings: who may, what is refused, and that two people at once lose nothing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from inloco.accounts.models import User
from inloco.accounts.roles import Role
from inloco.analytics.errors import InputRefused, NotAllowed, NotNow
from inloco.audit.models import Event
from inloco.plans.actions import asks, records
from inloco.plans.actions.evidence import EvidenceGiven
from inloco.plans.judgement import BLUE_FROM_FILE
from inloco.plans.models import Action, ActionLink, BragMark, Closure, DateChange, Evidence, MetricLine, ProgressNote
from inloco.plans.states import CLOSURE_TRANSITIONS, DATE_TRANSITIONS, AskState
from tests.factories.people import person
from tests.factories.plans import Scene
from tests.web.queries import assert_queries

pytestmark = pytest.mark.django_db
Signed = Callable[[User], Client]


def update(action: Action, by: User, **said: object) -> Action:
    action.refresh_from_db()
    return records.update(action=action, based_on=action.version, by=by, on=timezone.localdate(), **said)  # type: ignore[arg-type]


def test_the_page_of_an_action_with_everything_costs_few_queries(made: Scene, signed: Signed) -> None:
    action = made.actions["good"]
    line = MetricLine.objects.get(action=action)
    update(
        action, made.lead, note="Booked", brag="Amber",
        evidence=EvidenceGiven(title="List", link="https://intranet.example/list"),
        readings=[records.Reading(line.pk, "18", Decimal(18), None)],
    )  # fmt: skip
    ActionLink.objects.create(action=action, other=made.actions["late"])
    action.refresh_from_db()
    today = timezone.localdate()
    asks.ask_date(
        action=action, based_on=action.version, timescale="31/12/2031", review_on=None, reason="Rooms", by=made.lead, on=today
    )
    action.refresh_from_db()
    asks.ask_closure(
        action=action,
        based_on=action.version,
        note="All trained",
        closed_on=today,
        evidence="List",
        waiver="",
        by=made.lead,
        on=today,
    )
    for who in (made.manager, made.director, made.member, made.lead):
        page = assert_queries(
            signed(who), f"/plans/our-plan/actions/{action.pk}/", at_most=10
        )  # a board that carries it asks two more
        for words in (
            "Booked",
            "https://intranet.example/list",
            "Carers trained: 18",
            "Another date asked for",
            "All trained",
            "Carries on",
        ):
            assert words in page


def test_the_owner_says_everything_in_one_form(made: Scene, signed: Signed) -> None:
    action = made.actions["good"]
    line = MetricLine.objects.get(action=action)
    answer = signed(made.lead).post(
        f"/plans/our-plan/actions/{action.pk}/update/",
        {
            "based_on": action.version,
            "note": "A third course is booked.",
            "brag": "Amber",
            "evidence_title": "Course list",
            "evidence_link": "https://intranet.example/courses",
            f"value_{line.pk}": "18",
            f"value_on_{line.pk}-day": "1",
            f"value_on_{line.pk}-month": "9",
            f"value_on_{line.pk}-year": "2019",
        },
    )
    assert answer.status_code == 302
    action.refresh_from_db()
    line.refresh_from_db()
    assert (action.brag, action.brag_by, action.version) == ("Amber", made.lead, 2)
    assert ProgressNote.objects.filter(action=action, text="A third course is booked.", author=made.lead).exists()
    assert Evidence.objects.get(action=action).link == "https://intranet.example/courses"
    assert (line.current, line.current_value, line.current_on) == ("18", 18, dt.date(2019, 9, 1))
    mark = BragMark.objects.filter(action=action).last()
    assert mark is not None
    assert (mark.was, mark.brag, mark.is_owner) == ("Green", "Amber", True)
    assert Event.objects.filter(kind="plan_action_updated", actor=str(made.lead.pk)).exists()


def test_two_people_at_once_lose_nothing(made: Scene, signed: Signed) -> None:
    action = made.actions["good"]
    seen = action.version
    update(action, made.manager, note="The manager was quicker.")
    answer = signed(made.lead).post(
        f"/plans/our-plan/actions/{action.pk}/update/", {"based_on": seen, "note": "My own words.", "brag": "Green"}
    )
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "The manager was quicker." in page
    assert "My own words." in page
    assert not ProgressNote.objects.filter(text="My own words.").exists()
    again = signed(made.lead).post(
        f"/plans/our-plan/actions/{action.pk}/update/", {"based_on": seen + 1, "note": "My own words.", "brag": "Green"}
    )
    assert again.status_code == 302
    assert ProgressNote.objects.filter(action=action).count() == 3


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({}, "Nothing was changed"),
        ({"note": "x" * 5001}, "at most 5000"),
        ({"evidence_link": "javascript:alert(1)"}, "begins with https://"),
        ({"brag": "Blue"}, "BRAG"),
    ],
)
def test_an_update_that_cannot_be_taken_comes_back_whole(made: Scene, signed: Signed, sent: dict[str, str], said: str) -> None:
    action = made.actions["late"]
    answer = signed(made.lead).post(f"/plans/our-plan/actions/{action.pk}/update/", {"based_on": action.version, **sent})
    assert answer.status_code == 422
    assert said in answer.content.decode()
    action.refresh_from_db()
    assert action.version == 1


def test_files_of_evidence_are_kept_under_names_of_their_own(made: Scene, signed: Signed, data: object) -> None:
    action = made.actions["late"]
    client = signed(made.lead)
    address = f"/plans/our-plan/actions/{action.pk}/update/"
    bad = SimpleUploadedFile("run.exe", b"MZ", content_type="application/octet-stream")
    assert client.post(address, {"based_on": 1, "evidence_file": bad}).status_code == 422
    good = SimpleUploadedFile("../../minutes of <b>May.pdf", b"%PDF-1.7", content_type="text/html")
    assert client.post(address, {"based_on": 1, "evidence_file": good}).status_code == 302
    kept = Evidence.objects.get()
    assert (kept.file_type, "/" in kept.file, "<" in kept.file_name) == ("application/pdf", False, False)
    answer = client.get(f"/plans/our-plan/actions/{action.pk}/evidence/{kept.pk}/")
    assert b"".join(answer) == b"%PDF-1.7"  # type: ignore[arg-type]
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert signed(made.other).get(f"/plans/our-plan/actions/{action.pk}/evidence/{kept.pk}/").status_code == 403


def test_the_project_manager_sets_no_brag_silently(
    made: Scene, django_capture_on_commit_callbacks: Callable[..., object]
) -> None:
    action = made.actions["late"]
    with pytest.raises(NotNow, match="needs a reason"):
        update(action, made.manager, brag="Red")
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]
        update(action, made.manager, brag="Red", brag_reason="Forty days over.")
    mark = BragMark.objects.filter(action=action).last()
    assert mark is not None
    assert (mark.is_owner, mark.reason) == (False, "Forty days over.")
    assert [message.to for message in mail.outbox] == [[made.lead.email]]
    assert "Ask every young person" not in mail.outbox[0].body


def test_who_may_not_update(made: Scene) -> None:
    with pytest.raises(NotAllowed):
        update(made.actions["late"], made.other, note="Not mine")
    with pytest.raises(NotAllowed):
        update(made.actions["late"], made.member, note="Not mine")
    with pytest.raises(NotNow, match="closed"):
        update(made.actions["closed"], made.other, note="After the end")
    with pytest.raises(NotNow, match="Blue"):
        update(made.actions["blue"], made.lead, brag="Green")


def test_a_new_date_stands_only_when_a_second_person_agrees(made: Scene) -> None:
    action = made.actions["late"]
    before = action.due_on
    asked = asks.ask_date(
        action=action,
        based_on=1,
        timescale="31/12/2030",
        review_on=None,
        reason="Venue lost",
        by=made.lead,
        on=timezone.localdate(),
    )
    action.refresh_from_db()
    assert action.due_on == before
    with pytest.raises(NotAllowed):
        asks.decide_date(change=asked, name="agree_date", by=made.manager)
    with pytest.raises(NotNow, match="reason"):
        asks.decide_date(change=asked, name="refuse_date", by=made.director)
    asks.decide_date(change=asked, name="agree_date", by=made.director)
    action.refresh_from_db()
    assert (action.due_on, action.baseline_due_on) == (dt.date(2030, 12, 31), before)
    kept = DateChange.objects.get()
    assert (kept.old_due_on, kept.reason, kept.decided_by) == (before, "Venue lost", made.director)
    with pytest.raises(NotNow, match="agreed"):
        asks.decide_date(change=kept, name="agree_date", by=made.director)


@pytest.mark.parametrize(
    ("timescale", "said"), [("31/04/2030", "30 days|exist"), ("soon-ish", "cannot be read"), ("Ongoing", "review")]
)
def test_a_date_that_is_none_is_refused(made: Scene, timescale: str, said: str) -> None:
    with pytest.raises((InputRefused, NotNow), match=said):
        asks.ask_date(
            action=made.actions["late"],
            based_on=1,
            timescale=timescale,
            review_on=None,
            reason="x",
            by=made.lead,
            on=timezone.localdate(),
        )
    assert not DateChange.objects.exists()


def closing(made: Scene, name: str = "late", by: User | None = None, **given: object) -> Closure:
    action = made.actions[name]
    action.refresh_from_db()
    values: dict[str, object] = {
        "note": "Done in every team.",
        "closed_on": timezone.localdate(),
        "evidence": "Minutes",
        "waiver": "",
    }
    return asks.ask_closure(
        action=action,
        based_on=action.version,
        by=by or made.lead,
        on=timezone.localdate(),
        **{**values, **given},  # type: ignore[arg-type]
    )


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"note": " "}, "closing note"),
        ({"evidence": "", "waiver": ""}, "Evidence is missing"),
        ({"closed_on": dt.date(2999, 1, 1)}, "future"),
    ],
)
def test_closing_needs_note_day_and_evidence(made: Scene, given: dict[str, object], said: str) -> None:
    with pytest.raises(NotNow, match=said):
        closing(made, **given)


def test_blue_takes_two_people_and_neither_wrote_the_update(made: Scene) -> None:
    asked = closing(made)
    with pytest.raises(NotNow, match="already"):
        closing(made)
    update(made.actions["late"], made.manager, note="I chased this.")
    with pytest.raises(NotNow, match="wrote an update"):
        asks.decide_closure(closure=asked, name="agree_closure", by=made.manager)
    asks.decide_closure(closure=asked, name="agree_closure", by=made.director)
    action = made.actions["late"]
    action.refresh_from_db()
    assert (action.brag, action.view) == ("Blue", "live")
    asks.reopen(action=action, based_on=action.version, brag="Amber", reason="Two teams were missed", by=made.manager)
    action.refresh_from_db()
    asked.refresh_from_db()
    assert (action.brag, asked.state, asked.reopened_reason) == ("Amber", AskState.REOPENED, "Two teams were missed")


def test_the_one_who_asked_never_decides(made: Scene) -> None:
    both = person(Role.PROJECT_MANAGER, Role.DIRECTOR)
    asked = closing(made, by=both)
    with pytest.raises(NotNow, match="somebody else decides"):
        asks.decide_closure(closure=asked, name="agree_closure", by=both)
    asks.decide_closure(closure=asked, name="withdraw_closure", by=both)
    with pytest.raises(NotAllowed):
        asks.decide_closure(closure=closing(made), name="withdraw_closure", by=made.director)


def test_reopening_needs_a_reason_and_something_to_open(made: Scene) -> None:
    for name, brag, reason, said in (
        ("closed", "Amber", " ", "reason"),
        ("closed", "", "again", "BRAG"),
        ("late", "Amber", "again", "open"),
    ):
        with pytest.raises(NotNow, match=said):
            asks.reopen(action=made.actions[name], based_on=1, brag=brag, reason=reason, by=made.manager)
    with pytest.raises(NotAllowed):
        asks.reopen(action=made.actions["closed"], based_on=1, brag="Amber", reason="x", by=made.lead)


def test_asking_and_deciding_on_the_pages(made: Scene, signed: Signed) -> None:
    action = made.actions["late"]
    page = f"/plans/our-plan/actions/{action.pk}/"
    sent = {"based_on": 1, "timescale": "Mar-30", "reason": "Venue lost"}
    assert signed(made.lead).post(f"{page}date/", sent).status_code == 302
    change = DateChange.objects.get()
    client = signed(made.director)
    assert "Agree the new date" in client.get(page).content.decode()
    assert client.post(f"{page}asked/date/{change.pk}/refuse_date/", {"note": ""}).status_code == 422
    assert client.post(f"{page}asked/closure/{change.pk}/agree_date/").status_code == 404
    assert client.post(f"{page}asked/date/{change.pk}/agree_date/", {"note": ""}).status_code == 302
    assert "Mar-30" in client.get(page).content.decode()


def test_links_make_no_circles(made: Scene) -> None:
    late, good = made.actions["late"], made.actions["good"]
    records.link(action=good, other=late, kind="follows_on", by=made.manager)
    with pytest.raises(NotNow, match="depends"):
        records.link(action=late, other=good, kind="follows_on", by=made.manager)
    with pytest.raises(NotNow, match="itself"):
        records.link(action=late, other=late, kind="follows_on", by=made.manager)
    with pytest.raises(NotAllowed):
        records.unlink(link=ActionLink.objects.get(), by=made.other)
    records.unlink(link=ActionLink.objects.get(), by=made.lead)
    assert not ActionLink.objects.exists()


def test_the_tables_of_what_is_asked_are_complete() -> None:
    from inloco.plans.policies import ASK_GUARDS

    steps = (*DATE_TRANSITIONS, *CLOSURE_TRANSITIONS)
    assert {guard for one in steps for guard in one.guards} == set(ASK_GUARDS)
    assert {one.target for one in steps} | {AskState.ASKED} == set(AskState)
    assert len({one.name for one in steps}) == len(steps)


def test_blue_from_a_file_lacks_its_note_and_contradicts_nothing(made: Scene, signed: Signed) -> None:
    action = made.actions["blue"]
    page = signed(made.manager).get("/plans/our-plan/?show=objective&which=unclosed").content.decode()
    assert "1 Blue as given in the file, closing note missing" in page
    assert BLUE_FROM_FILE in page
    assert (
        "Publish the promise" not in signed(made.manager).get("/plans/our-plan/?show=objective&which=conflict").content.decode()
    )
    own = signed(made.lead).get(f"/plans/our-plan/actions/{action.pk}/").content.decode()
    assert f"/plans/our-plan/actions/{action.pk}/close/" in own
    with pytest.raises(NotAllowed):
        closing(made, "blue", by=made.other)
    asked = closing(made, "blue")
    asks.decide_closure(closure=asked, name="agree_closure", by=made.director)
    action.refresh_from_db()
    assert (action.brag, action.brag_by, action.is_blue_from_file) == ("Blue", made.director, False)
    assert BLUE_FROM_FILE not in signed(made.manager).get("/plans/our-plan/?show=objective").content.decode()
    with pytest.raises(NotNow, match="Blue already"):
        closing(made, "blue")


def test_what_the_board_closed_before_gets_its_note_too(made: Scene) -> None:
    asks.decide_closure(closure=closing(made, "closed", by=made.other), name="refuse_closure", note="When?", by=made.director)
    action = made.actions["closed"]
    action.refresh_from_db()
    assert (action.brag, action.view) == ("Blue", "closed")
    asks.decide_closure(closure=closing(made, "closed", by=made.other), name="agree_closure", by=made.director)
    action.refresh_from_db()
    assert (action.brag, action.view, action.is_blue_from_file) == ("Blue", "closed", False)
