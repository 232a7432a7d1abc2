"""The analysis on an indicator's page."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.test import Client

from inloco.accounts.roles import Role
from inloco.audit.models import Event
from tests.factories.vale import AUGUST, extract, name_of
from tests.web.performance.test_pages import DENTAL, signed_in, text_of
from tests.web.queries import assert_queries

pytestmark = pytest.mark.django_db

TARGET = '[[targets]]\nindicator = "dental_up_to_date_pct"\nvalue = 90\n'


@pytest.fixture
def officer(loaded: Path) -> Client:
    (loaded / "council.toml").write_text(TARGET)
    return signed_in(Role.BI_OFFICER)


def test_standing_names_each_year_and_a_word(officer: Client) -> None:
    page = text_of(officer.get(DENTAL))
    assert "Standing" in page
    assert "40.0 percentage points below" in page  # 12 of 24 against 90%
    assert "2017 to 2018" in page
    assert "33.8 percentage points below" in page


def test_teams_against_chance(officer: Client) -> None:
    page = text_of(officer.get(DENTAL))
    assert "Teams against chance" in page
    assert "funnel plot of 2 teams against 50.0%" in page
    assert "Higher than chance usually gives" in page  # 10 of 12 at a half: P = 79/4096
    assert "Lower than chance usually gives" in page


def test_what_came_late(officer: Client) -> None:
    assert "Nothing came late: every area stayed the same." in text_of(officer.get("/performance/cla_count/"))
    page = text_of(officer.get(DENTAL))  # A10's check of 15 July came in August
    assert "July 2019 as its own extract gave it, against the extract of 31 August 2019" in page
    assert "Up 8.3 percentage points" in page


def test_the_icons_and_the_reason_of_new_limits(officer: Client, loaded: Path) -> None:
    page = text_of(officer.get(DENTAL))
    assert "Variation: " in page
    assert "Assurance: " in page
    limits = '[[limits]]\nindicator = "dental_up_to_date_pct"\nfrom = 2019-01-01\nreason = "A new clinic opened."\n'
    (loaded / "council.toml").write_text(TARGET + limits)
    assert "The limits begin anew from January 2019: A new clinic opened." in text_of(officer.get(DENTAL))
    assert "A new clinic" not in text_of(officer.get(f"{DENTAL}?area=elm"))


def test_whoever_may_not_see_small_numbers_sees_no_analysis(officer: Client) -> None:
    page = text_of(signed_in(Role.BOARD_MEMBER).get(DENTAL))
    assert "Teams against chance" not in page
    assert "Variation:" not in page


def test_the_page_costs_few_queries(officer: Client) -> None:
    assert_queries(officer, DENTAL)


BRIDGE = f"{DENTAL}2019-08/vale/bridge/"


def test_the_bridge_adds_up_and_names_its_ends(officer: Client) -> None:
    page = text_of(officer.get(BRIDGE))
    assert "July 2019, as published" in page
    assert "August 2019, as known now" in page
    assert "Entered late or corrected since it was published" in page
    assert name_of("A10") not in page
    assert not Event.objects.filter(kind="looked").exists()


def test_the_children_of_a_step_are_listed_and_the_look_is_logged(officer: Client) -> None:
    page = text_of(officer.get(f"{BRIDGE}?from=2019-07&step=CORRECTED"))
    assert name_of("A10") in page
    assert "+1 in the numerator, 0 in the denominator" in page
    event = Event.objects.get(kind="looked")
    assert (event.reference, event.after["shown"]) == ("dental_up_to_date_pct/2019-07/2019-08/vale", 1)


def test_other_peoples_children_are_only_counted(loaded: Path) -> None:
    page = text_of(signed_in(Role.TEAM_MANAGER, area="oak").get(f"{BRIDGE}?step=CORRECTED"))
    assert name_of("A10") not in page
    assert "1 more is other people’s." in page


def test_no_bridge_goes_backwards(officer: Client) -> None:
    answer = officer.get(f"{BRIDGE}?from=2019-08")
    assert answer.status_code == 422
    assert "the earlier one first" in text_of(answer)


def test_groups_against_the_rest(officer: Client) -> None:
    page = text_of(officer.get(f"{DENTAL}2019-08/vale/groups/?by=legal_status"))
    assert "Each group against all the others together" in page
    assert "Too few to say" in page  # 18 under a care order and six accommodated: six are no rest to compare with
    girls = text_of(officer.get(f"{DENTAL}2019-08/vale/groups/"))
    assert "12 of 24" in girls  # all are girls, so that there is nobody else
    assert "Too few to say" in girls


def test_what_cannot_be_split_says_so(officer: Client) -> None:
    assert "cannot be compared by group" in text_of(officer.get("/performance/cla_count/2019-08/vale/groups/"))


@pytest.mark.parametrize("address", [BRIDGE, f"{DENTAL}2019-08/vale/groups/"])
def test_the_pages_cost_few_queries(officer: Client, address: str) -> None:
    assert_queries(officer, address)


def test_what_came_late_by_indicator_and_team(loaded: Path) -> None:
    page = " ".join(signed_in(Role.BI_OFFICER).get("/performance/late/").content.decode().split())
    assert "What came late for July 2019" in page
    assert "31 July 2019 gave them, against the extract of 31 August 2019" in page
    assert "Children looked after with an up-to-date dental check" in page, "A10's check was entered late"
    assert "Areas beneath in which figures changed" in page
    assert "East Marrow" in page
    assert "further figures stayed the same" in page
    oak = " ".join(signed_in(Role.BI_OFFICER).get("/performance/late/?area=oak&period=2019-07").content.decode().split())
    assert "Nothing came late" in oak
    assert_queries(signed_in(Role.BI_OFFICER), "/performance/late/")


def test_what_came_late_as_a_file(loaded: Path) -> None:
    answer = signed_in(Role.BI_OFFICER).get("/performance/late.csv?period=2019-07")
    rows = answer.content.decode("utf-8-sig").splitlines()
    assert rows[0].startswith("indicator,area,group,period,published_numerator")
    assert {row.split(",")[1] for row in rows if row.startswith("dental_up_to_date_pct,")} == {"vale", "east", "elm"}


@pytest.mark.parametrize("query", ["period=nonsense", "period=2019-08", "period=1999-01"])
def test_a_month_that_cannot_be_told_gives_the_newest_that_can(loaded: Path, query: str) -> None:
    assert "for July 2019" in signed_in(Role.BI_OFFICER).get(f"/performance/late/?{query}").content.decode()


def test_with_one_extract_nobody_knows_what_came_late(data: Path) -> None:
    officer = signed_in(Role.BI_OFFICER)
    assert officer.get("/performance/late/").status_code == 200
    assert officer.get("/performance/late.csv").status_code == 200
    extract(data, AUGUST)
    assert "No month can be told yet" in officer.get("/performance/late/").content.decode()


def test_an_area_of_nobody_is_refused(loaded: Path) -> None:
    assert signed_in(Role.BI_OFFICER).get("/performance/late/?area=nowhere").status_code in (400, 404, 422)
