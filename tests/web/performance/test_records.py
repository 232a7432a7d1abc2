"""Figures of plans and boards on the pages: shown to everybody as they are, with no child behind them and the way to what is."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.test import Client

from inloco.accounts.roles import Role
from inloco.board.models import Body
from inloco.plans.models import Plan
from tests.factories.county import record_of, snapshot_of
from tests.factories.people import person
from tests.web.performance.test_pages import signed_in, text_of
from tests.web.queries import assert_queries

pytestmark = pytest.mark.django_db
AREAS = [
    {"area": "vale", "name": "Vale of Marrow", "kind": "authority"},
    {"area": "elm", "name": "Elm team", "kind": "team", "parent": "vale"},
]
STATES = [("1", "live", "Red", "2019-07-31"), ("2", "live", "Green", "2019-12-31"), ("3", "live", "", "2019-08-30")]


@pytest.fixture
def frozen(data: Path) -> None:
    """Three live actions, two of them overdue; one of two seats filled; one resolution open. A plan and a board to go to."""
    since = "2019-07-10"
    records = {
        "record_action": record_of(
            "record_action",
            [{"action": one[0], "plan": "promise", "objective": "1", "added_on": since} for one in STATES],
            since=since,
        ),
        "record_action_state": record_of(
            "record_action_state",
            [{"action": one[0], "from_on": since, "view": one[1], "brag": one[2], "due_on": one[3]} for one in STATES],
            since=since,
        ),
        "record_seat": record_of(
            "record_seat",
            [
                {"seat": str(number), "body": "board", "held_on": "2019-08-13", "presence": presence}
                for number, presence in enumerate(("present", "apologies"))
            ],
            since="2019-08-13",
        ),
        "record_resolution": record_of(
            "record_resolution",
            [{"resolution": "1", "body": "board", "resolution_kind": "action", "resolved_on": "2019-08-13", "is_closed": False}],
            since="2019-08-13",
        ),
    }
    snapshot_of(data, as_at="2019-08-31", records=records, person=[], areas=AREAS, involvements=[])
    manager = person(Role.PROJECT_MANAGER)
    Plan.objects.create(slug="promise", title="Our promise", manager=manager, created_by=manager)
    Body.objects.create(slug="board", name="Parenting Board")


SHOWN = {
    "plan_actions_overdue_count": "2",
    "board_attendance_pct": "1 of 2 seats",
    "resolutions_open_count": "1",
}


@pytest.mark.parametrize("role", [Role.BI_OFFICER, Role.BOARD_MEMBER], ids=str)
@pytest.mark.parametrize("indicator", SHOWN)
def test_small_numbers_of_actions_and_seats_are_no_secret(frozen: None, role: Role, indicator: str) -> None:
    client = signed_in(role)
    page = assert_queries(client, f"/performance/{indicator}/?area=vale&period=2019-08")
    assert SHOWN[indicator] in page
    assert "Suppressed" not in page
    assert "No child stands behind this figure." in page
    assert "See the children" not in page
    assert "How it moved" not in page
    assert "Groups of children" not in page
    page = assert_queries(client, f"/performance/{indicator}/2019-08/vale/")
    assert SHOWN[indicator] in page
    assert "its own records, frozen with the extract as at 31 August 2019" in page
    assert "No child stands behind this figure." in page
    assert "See the children" not in page


def test_the_ratings_are_words(frozen: None) -> None:
    page = text_of(signed_in(Role.BOARD_MEMBER).get("/performance/plan_actions_brag_count/?area=vale&period=2019-08"))
    for word in ("Green", "No BRAG", "Red"):
        assert word in page
    assert "Not available for" not in page


def test_without_ratings_the_page_says_so(data: Path) -> None:
    snapshot_of(data, as_at="2019-08-31", person=[], areas=AREAS, involvements=[])
    page = text_of(signed_in(Role.BI_OFFICER).get("/performance/plan_actions_brag_count/?area=vale&period=2019-08"))
    assert "Not available for August 2019, nor for the 12 months before." in page


def test_whoever_may_read_the_plan_is_led_to_it(frozen: None) -> None:
    officer = signed_in(Role.PROJECT_MANAGER)
    page = officer.get("/performance/plan_actions_overdue_count/?area=vale&period=2019-08").content.decode()
    assert 'href="/plans/promise/?show=live&amp;position=overdue"' in page
    assert officer.get("/plans/promise/?show=live&position=overdue").status_code == 200
    page = officer.get("/performance/plan_updates_on_time_pct/?area=vale&period=2019-08").content.decode()
    assert 'href="/plans/promise/cycles/"' in page
    page = signed_in(Role.BOARD_MEMBER).get("/performance/resolutions_open_count/?area=vale").content.decode()
    assert 'href="/boards/board/"' in page
    page = signed_in(Role.SERVICE_LEAD).get("/performance/plan_actions_overdue_count/?area=vale").content.decode()
    assert "Our promise" not in page, "an owner sees the plans in which they have an action"


def test_asked_for_children_the_page_says_that_there_are_none(frozen: None) -> None:
    page = text_of(signed_in(Role.DIRECTOR).get("/performance/resolutions_open_count/2019-08/vale/children/"))
    assert "No child stands behind “Resolutions of the board not yet completed”" in page
    assert "It counts resolutions." in page


def test_a_month_before_anything_was_recorded_and_a_team_have_no_figure(frozen: None) -> None:
    client = signed_in(Role.BI_OFFICER)
    page = text_of(client.get("/performance/resolutions_open_count/2019-07/vale/"))
    assert "Not available" in page
    for address in ("/performance/resolutions_open_count/?area=elm&period=2019-08", "/performance/?area=elm&period=2019-08"):
        page = text_of(client.get(address))
        assert "Not available" in page or "No figure" in page


def test_the_catalogue_says_what_feeds_them(frozen: None) -> None:
    client: Client = signed_in(Role.BI_OFFICER)
    page = text_of(client.get("/performance/catalogue/?fed=records&q=plan_actions"))
    assert "computed from records of delivery plans" in page
    page = text_of(client.get("/performance/catalogue/?fed=records&q=pr_initiated"))
    assert "records of reviews, conferences and challenges, or submitted" in page
    assert client.get("/performance/catalogue/plan_actions_overdue_count/sql/").status_code in (200, 404)


def test_the_overview_has_them_with_the_others(frozen: None) -> None:
    page = assert_queries(signed_in(Role.BOARD_MEMBER), "/performance/?area=vale&period=2019-08&family=Delivery+plan+and+board")
    assert "Delivery plan actions past their date" in page
    assert "Largest:" in page
