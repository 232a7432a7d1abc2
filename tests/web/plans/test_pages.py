"""Plans on their pages: each view, filters, bulk work, an action's whole record, who sees what."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from inloco.accounts.models import User
from inloco.plans.filters import SHOWS
from inloco.plans.models import Action, Plan, SavedFilter
from tests.factories.plans import Scene
from tests.web.queries import assert_queries

pytestmark = pytest.mark.django_db
Signed = Callable[[User], Client]


@pytest.mark.parametrize("show", list(SHOWS))
def test_each_view_answers_within_twelve_queries(made: Scene, signed: Signed, show: str) -> None:
    page = assert_queries(signed(made.manager), f"/plans/our-plan/?show={show}")
    expected = {"closed": "Recruit two matching officers", "ongoing": "Watch the number of moves", "metrics": "Carers trained"}
    assert expected.get(show, "Ask every young person") in page


def test_the_list_shows_plans_with_their_numbers(made: Scene, signed: Signed) -> None:
    page = assert_queries(signed(made.member), "/plans/")
    assert "Our plan" in page
    assert "1 action</td>" in page  # one is overdue and not Blue


def test_whoever_reads_no_whole_plans_sees_only_their_own_actions(made: Scene, signed: Signed) -> None:
    client = signed(made.other)
    page = client.get("/plans/our-plan/?show=objective").content.decode()
    assert "Watch the number of moves" in page
    assert "Ask every young person" not in page
    assert client.get(f"/plans/our-plan/actions/{made.actions['late'].pk}/").status_code == 403
    assert client.get("/plans/our-plan/findings/").status_code == 403
    Action.objects.filter(accountable=made.other).update(accountable=made.lead)
    assert client.get("/plans/our-plan/").status_code == 403


@pytest.mark.parametrize(
    ("query", "there", "absent"),
    [
        ("position=overdue", "1a", "Train carers"),
        ("brag=Amber", "matching checklist", "Ask every"),
        ("which=unowned", "matching checklist", "Ask every"),
        ("which=conflict", "Ask every", "matching checklist"),
        ("q=young+carers", "Train carers", "Ask every"),
        ("service=placements", "matching checklist", "Ask every"),
        ("fresh=fresh", "Train carers", "Ask every"),
        ("objective=2", "matching checklist", "Ask every"),
    ],
)
def test_filters_stand_in_the_address(made: Scene, signed: Signed, query: str, there: str, absent: str) -> None:
    page = signed(made.manager).get(f"/plans/our-plan/?show=objective&{query}").content.decode()
    table = page.split('role="status"')[1]
    assert there in table
    assert absent not in table


def test_what_means_nothing_in_the_address_is_left_out(made: Scene, signed: Signed) -> None:
    page = signed(made.manager).get("/plans/our-plan/?show=nonsense&brag=Purple&position=x").content.decode()
    assert "Ask every young person" in page


def test_a_filter_is_saved_used_and_removed(made: Scene, signed: Signed) -> None:
    client = signed(made.manager)
    answer = client.post("/plans/our-plan/filters/", {"show": "live", "brag": "Amber", "name": "Worries"})
    assert answer["Location"] == "/plans/our-plan/?show=live&brag=Amber"
    saved = SavedFilter.objects.get()
    assert (saved.owner, saved.name, saved.query) == (made.manager, "Worries", "show=live&brag=Amber")
    assert "Worries" in client.get("/plans/our-plan/").content.decode()
    assert client.post("/plans/our-plan/filters/", {"show": "live", "brag": "Amber", "name": ""}).status_code == 422
    other = Client()
    other.force_login(made.member)
    other.post(f"/plans/our-plan/filters/{saved.pk}/remove/")
    assert SavedFilter.objects.exists(), "somebody else's filter stays"
    client.post(f"/plans/our-plan/filters/{saved.pk}/remove/")
    assert not SavedFilter.objects.exists()


def test_ticked_actions_are_assigned_at_once(made: Scene, signed: Signed) -> None:
    client = signed(made.manager)
    keys = [made.actions[name].pk for name in ("late", "nobody")]
    answer = client.post(
        "/plans/our-plan/assign/", {"actions": keys, "person": made.other.pk, "next": "/plans/our-plan/?show=objective"}
    )
    assert answer["Location"] == "/plans/our-plan/?show=objective"
    assert set(Action.objects.filter(accountable=made.other, pk__in=keys).values_list("pk", flat=True)) == set(keys)
    versions = dict(Action.objects.filter(pk__in=keys).values_list("pk", "version"))
    assert set(versions.values()) == {2}


def test_all_that_a_filter_shows_are_assigned_at_once(made: Scene, signed: Signed) -> None:
    client = signed(made.manager)
    address = "/plans/our-plan/assign/?show=objective&objective=1"
    shown = set(made.plan.actions.filter(objective=made.first).values_list("pk", flat=True))
    stale = client.post(address, {"all": "2", "person": made.other.pk, "service": "Voice"})
    assert stale.status_code == 422
    assert "The list has changed" in stale.content.decode()
    assert client.post(address, {"all": f"{len(shown)}", "person": made.other.pk}).status_code == 302
    assert set(made.plan.actions.filter(accountable=made.other, objective=made.first).values_list("pk", flat=True)) == shown
    assert not made.plan.actions.filter(accountable=made.other, pk=made.actions["nobody"].pk).exists()


def test_assigning_refuses_what_is_missing_and_a_way_out(made: Scene, signed: Signed) -> None:
    client = signed(made.manager)
    key = made.actions["late"].pk
    for sent in ({"person": made.other.pk}, {"actions": key}, {"actions": key, "person": made.member.pk}):
        assert client.post("/plans/our-plan/assign/", sent).status_code == 422
    kept = client.post("/plans/our-plan/assign/", {"actions": key}).content.decode()
    assert f'id="tick-{key}" value="{key}" checked' in kept
    away = client.post("/plans/our-plan/assign/", {"actions": key, "person": made.other.pk, "next": "https://elsewhere.example/"})
    assert away["Location"] == "/plans/our-plan/"


def test_an_action_shows_judgement_and_record_side_by_side(made: Scene, signed: Signed) -> None:
    page = assert_queries(signed(made.member), f"/plans/our-plan/actions/{made.actions['late'].pk}/")
    assert "The owner says Green. The end of the timescale passed 40 days ago." in page
    assert "Ask to close it" not in page
    assert "Update</a>" not in page


def test_an_objective_shows_its_actions_by_view(made: Scene, signed: Signed) -> None:
    page = assert_queries(signed(made.member), "/plans/our-plan/objectives/2/")
    assert page.index("Live actions") < page.index("Ongoing monitoring actions") < page.index("Closed actions")
    assert "We will match earlier" in page


@pytest.mark.parametrize("address", ["papers/", "cycles/", "findings/", "editions/", "summary/", "describe/", "actions/add/"])
def test_the_other_pages_answer(made: Scene, signed: Signed, address: str) -> None:
    assert_queries(signed(made.manager), f"/plans/our-plan/{address}")


def test_a_reference_in_another_plan_leads_there_and_back(made: Scene, signed: Signed) -> None:
    other = Plan.objects.create(slug="better", title="Getting better", created_by=made.manager)
    goal = other.objectives.create(number="4", title="Practice", position=1)
    there = Action.objects.create(plan=other, objective=goal, ref="4.4.3", position=1, activity="Hold a practice week")
    Action.objects.create(plan=other, objective=goal, ref="3", position=2, activity="Count to three")
    here = made.actions["good"]
    Action.objects.filter(pk=here.pk).update(plan_ref="GtG 4.4.3; 3")
    page = assert_queries(signed(made.manager), f"/plans/our-plan/actions/{here.pk}/")
    assert "4/4.4.3 Hold a practice week" in page
    assert "Count to three" not in page, "a mere number tells nothing"
    back = assert_queries(signed(made.manager), f"/plans/better/actions/{there.pk}/")
    assert "Named by" in back
    assert "1/1b Train carers with young people" in back
    assert "Hold a practice week" not in signed(made.lead).get(f"/plans/our-plan/actions/{here.pk}/").content.decode()
