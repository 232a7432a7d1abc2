"""The overview, an indicator, a figure and the children behind it, on real extracts."""

from __future__ import annotations

import csv
import html
import io
import re
from pathlib import Path

import pytest
from django.test import Client

from inloco.accounts.roles import Role
from inloco.analytics.indicators import CATALOGUE
from inloco.audit.models import Event
from inloco.children.references import reference_of
from inloco.documents import chart_drawing
from tests.factories.people import person
from tests.factories.vale import LOOKED_AFTER, name_of, nobody, vale
from tests.web.queries import assert_queries

pytestmark = pytest.mark.django_db
DENTAL = "/performance/dental_up_to_date_pct/"


def signed_in(*roles: Role, **fields: object) -> Client:
    client = Client()
    client.force_login(person(*roles, **fields))
    return client


def without_token(answer) -> str:
    return re.sub(r'(value|content)="[A-Za-z0-9]{64}"', "", answer.content.decode())


def text_of(answer) -> str:
    return " ".join(html.unescape(answer.content.decode()).split())


@pytest.fixture
def officer(loaded: Path) -> Client:
    return signed_in(Role.BI_OFFICER)


def test_the_overview_shows_every_indicator_with_its_parts(officer: Client) -> None:
    page = text_of(officer.get("/performance/"))
    for indicator in CATALOGUE.values():
        assert indicator.title in page
    assert "Performance in August 2019" in page
    assert "12 of 24 children" in page
    assert f"{len(CATALOGUE)} indicators" in page


def test_a_figure_that_nothing_can_give_says_so(data: Path) -> None:
    vale(data, cla_health=False)
    page = text_of(signed_in(Role.BI_OFFICER).get("/performance/?q=dental"))
    assert "Not available" in page
    assert "0.0%" not in page


def test_nobody_to_count_is_not_nought_percent(officer: Client) -> None:
    page = text_of(officer.get("/performance/?q=reviews+all+held+in+time"))
    assert "No children" in page
    assert "0.0%" not in page


@pytest.mark.parametrize(
    ("query", "titles", "absent"),
    [
        ("family=Health", {"dental_up_to_date_pct"}, {"cla_count"}),
        ("q=dental+check", {"dental_up_to_date_pct"}, {"cla_count"}),
        ("show=unavailable", {"cla_reviews_in_time_pct"}, {"cla_count"}),
        ("area=oak&period=2019-07", {"cla_count"}, set()),
    ],
)
def test_the_filter_stands_in_the_address(officer: Client, query: str, titles: set[str], absent: set[str]) -> None:
    page = text_of(officer.get(f"/performance/?{query}"))
    for one in titles:
        assert CATALOGUE[one].title in page
    for one in absent:
        assert f'href="/performance/{one}/?' not in page


def test_a_target_that_is_missed_can_be_filtered(loaded: Path) -> None:
    (loaded / "council.toml").write_text('[[targets]]\nindicator = "dental_up_to_date_pct"\nvalue = 90\n')
    officer = signed_in(Role.BI_OFFICER)
    page = text_of(officer.get("/performance/?show=missed"))
    assert "Target missed" in page
    assert "90.0% or more" in page
    assert "1 of" in page


def test_sorting_by_name_puts_all_in_one_table(officer: Client) -> None:
    page = text_of(officer.get("/performance/?order=title"))
    titles = sorted((one.title for one in CATALOGUE.values()), key=str.casefold)
    places = [page.index(f">{title}</a>") for title in titles]
    assert places == sorted(places)


@pytest.mark.parametrize("query", ["area=nowhere", "period=2019-13", "family=Unheard", "order=sideways", "show=%00"])
def test_a_filter_that_means_nothing_is_422_and_still_a_page(officer: Client, query: str) -> None:
    answer = officer.get(f"/performance/?{query}")
    assert answer.status_code == 422
    assert "Performance in August 2019" in text_of(answer)


def test_the_file_holds_what_is_shown(officer: Client) -> None:
    answer = officer.get("/performance/overview.csv?area=elm&q=dental")
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert [(row["indicator"], row["area"], row["numerator"], row["denominator"], row["value"]) for row in rows] == [
        ("dental_up_to_date_pct", "elm", "10", "12", "83.3")
    ]
    assert answer["Content-Disposition"] == 'attachment; filename="overview-2019-08-elm.csv"'


def test_an_indicator_shows_months_years_areas_definition_and_source(officer: Client) -> None:
    page = text_of(officer.get(DENTAL))
    assert "50.0%" in page
    assert "12 of 24 children" in page
    assert "data:image/svg+xml;base64," in page
    assert "ends at 50.0% in August 2019 (12 of 24 children)" in page, "the text alternative of the chart"
    assert "Elm team" in page
    assert "West Marrow" in page
    assert "England" in page
    assert "83.8" in page
    assert "Made up" in page
    assert "is_dental_check_current" in page
    assert "as at 31 August 2019" in page
    assert "2019-08-31-" in page


def test_what_was_published_stands_beside_what_is_known_now(officer: Client) -> None:
    page = text_of(officer.get(DENTAL))
    assert "As published" in page
    assert "45.8%" in page, "July's own extract gave 11 of 24"
    figure = text_of(officer.get(f"{DENTAL}2019-07/vale/"))
    assert "As published: <strong>45.8%</strong>" in figure
    assert "As known now: <strong>50.0%</strong>" in figure


def test_a_breakdown_shows_its_groups_in_words(officer: Client) -> None:
    page = text_of(officer.get("/performance/cla_legal_status_pct/"))
    assert "Full care order" in page
    figure = text_of(officer.get("/performance/cla_legal_status_pct/2019-08/vale/?group=C2"))
    assert "18 of 24 children" in figure


def test_an_indicator_of_one_team_has_no_areas_under_it(officer: Client) -> None:
    page = text_of(officer.get(f"{DENTAL}?area=elm&period=2019-07"))
    assert "10 of 12 children" in page
    assert "Areas of" not in page


def test_the_file_of_an_indicator_holds_areas_and_months(officer: Client) -> None:
    rows = list(csv.DictReader(io.StringIO(officer.get(f"{DENTAL}figures.csv").content.decode("utf-8-sig"))))
    found = {(row["area"], row["period"]): row["numerator"] for row in rows}
    assert found["vale", "2019-08"] == "12"
    assert found["elm", "2019-08"] == "10"
    assert len({row["period"] for row in rows}) == 13


@pytest.mark.parametrize(
    "address",
    [
        "/performance/no_such_indicator/",
        f"{DENTAL}2019-08/nowhere/",
        f"{DENTAL}2019-13/vale/",
        f"{DENTAL}2019_25/vale/",
        "/performance/no_such_indicator/2019-08/vale/",
        "/performance/no_such_indicator/2019-08/vale/children/",
        f"{DENTAL}2019-08/nowhere/children/",
    ],
)
def test_what_does_not_exist_is_404(officer: Client, address: str) -> None:
    assert officer.get(address).status_code == 404


def test_a_year_has_a_page_too(officer: Client) -> None:
    assert "2018 to 2019" in text_of(officer.get(f"{DENTAL}2018_19/vale/"))


def test_the_children_behind_a_figure_have_state_and_reason(officer: Client) -> None:
    page = text_of(officer.get(f"{DENTAL}2019-08/elm/children/"))
    assert "Counted in the number (10)" in page
    assert "Not counted in the number (2)" in page
    assert "Last dental check 1 June 2017" in page
    missed = text_of(officer.get(f"{DENTAL}2019-08/elm/children/?state=not_met"))
    assert name_of("A11") in missed
    assert name_of("A01") not in missed
    assert f"/children/{reference_of('A11')}/" in missed


def test_own_children_only_and_of_the_others_a_number(loaded: Path) -> None:
    worker = signed_in(Role.SOCIAL_WORKER, professional="W1")
    page = text_of(worker.get(f"{DENTAL}2019-08/vale/children/"))
    assert "You see 6; 18 are other people’s." in page
    for child in LOOKED_AFTER:
        assert (reference_of(child) in page) == (child in ("A01", "A02", "A03", "A04", "A05", "A06"))
        assert (name_of(child) in page) == (child[0] == "A" and int(child[1:]) <= 6)


def test_a_team_manager_sees_the_team(loaded: Path) -> None:
    page = text_of(signed_in(Role.TEAM_MANAGER, area="oak").get(f"{DENTAL}2019-08/vale/children/"))
    assert "You see 12; 12 are other people’s." in page


def test_who_sees_no_children_gets_no_link_and_403(loaded: Path) -> None:
    member = signed_in(Role.BOARD_MEMBER)
    assert "/children/" not in text_of(member.get(f"{DENTAL}2019-08/vale/"))
    assert "children behind" not in text_of(member.get(DENTAL))
    answers = [member.get(f"{address}children/") for address in (f"{DENTAL}2019-08/vale/", f"{DENTAL}2019-08/nowhere/")]
    assert [answer.status_code for answer in answers] == [403, 403]
    assert without_token(answers[0]) == without_token(answers[1])


def test_a_look_at_the_children_is_logged_without_their_ids(officer: Client) -> None:
    officer.get(f"{DENTAL}2019-08/elm/children/?state=met")
    look = Event.objects.filter(kind="looked").first()
    assert look is not None
    assert look.reference == "dental_up_to_date_pct/2019-08/elm"
    assert look.after == {"what": "children behind a figure", "state": "met", "shown": 10, "visible": 12}


def test_pages_of_children(loaded: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("inloco.performance.presenters.children_behind.PER_PAGE", 5)
    officer = signed_in(Role.BI_OFFICER)
    assert "1 to 5 of 24" in text_of(officer.get(f"{DENTAL}2019-08/vale/children/"))
    assert "21 to 24 of 24" in text_of(officer.get(f"{DENTAL}2019-08/vale/children/?page=99"))
    assert "1 to 5 of 24" in text_of(officer.get(f"{DENTAL}2019-08/vale/children/?page=x"))


PAGES = [
    "/performance/",
    DENTAL,
    "/performance/cla_legal_status_count/",
    f"{DENTAL}2019-08/vale/",
    f"{DENTAL}2019-08/vale/children/",
]


@pytest.mark.parametrize("address", PAGES)
def test_a_page_costs_few_queries(officer: Client, address: str) -> None:
    assert_queries(officer, address)


@pytest.mark.parametrize(
    "address", ["/performance/", DENTAL, "/performance/overview.csv", f"{DENTAL}figures.csv", f"{DENTAL}2019-08/x/"]
)
def test_a_person_without_figures_is_refused(loaded: Path, address: str) -> None:
    assert signed_in(Role.CO_OPTED_MEMBER).get(address).status_code == 403


@pytest.mark.parametrize("address", ["/performance/", DENTAL])
def test_nothing_loaded_is_a_page(address: str) -> None:
    answer = signed_in(Role.BI_OFFICER).get(address)
    assert answer.status_code == 200
    assert "Nothing is loaded yet" in text_of(answer)


@pytest.mark.parametrize(
    "missing", ["person", "cla_episodes", "legal_status", "involvements", "areas", "population", "comparators", "professionals"]
)
def test_every_page_stands_without_a_table(data: Path, missing: str) -> None:
    vale(data, **{missing: False})
    officer = signed_in(Role.BI_OFFICER)
    top = "authority" if missing == "areas" else "vale"
    for address in ("/performance/", DENTAL, f"{DENTAL}2019-08/{top}/", f"{DENTAL}2019-08/{top}/children/", "/children/"):
        assert officer.get(address).status_code == 200, address


def test_every_page_stands_without_children(data: Path) -> None:
    nobody(data)
    officer = signed_in(Role.BI_OFFICER)
    for address in (*PAGES, "/children/"):
        assert officer.get(address).status_code == 200, address
    assert "No children" in text_of(officer.get(DENTAL))


def test_every_indicator_has_a_page(officer: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """Their charts are drawn elsewhere: two hundred drawings are most of the work, and prove nothing of a page."""
    monkeypatch.setattr(chart_drawing, "draw", lambda spec: "<svg xmlns='http://www.w3.org/2000/svg'/>")
    for indicator in CATALOGUE:
        assert officer.get(f"/performance/{indicator}/").status_code == 200, indicator
        assert officer.get(f"/performance/{indicator}/2019-08/vale/children/").status_code == 200, indicator
