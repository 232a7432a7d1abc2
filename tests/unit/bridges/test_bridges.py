"""Bridges between two months of real extracts."""

import pytest

from inloco.analytics.book import FigureBook
from inloco.analytics.bridges import Reason, bridge
from inloco.analytics.errors import WrongUsage
from inloco.analytics.indicators import CATALOGUE
from inloco.analytics.late_entry import late_entries
from inloco.analytics.periods import financial_year, month
from tests.factories.vale import vale
from tests.spec.county import County

JULY, AUGUST = month(2019, 7), month(2019, 8)
HEALTH = "health_assessment_up_to_date_pct"


def county(root, as_at, *, late=False):
    """In July Amara and Bela had their assessment, Bela's entered late. By August Cai has left, Dara moved, Esi's lapsed."""
    made = County(root, as_at=as_at)
    made.child("Amara").looked_after("2017-01-10").team("T1", "2017-01-10").assessed("2019-05-03")
    bela = made.child("Bela").looked_after("2017-01-10").team("T1", "2017-01-10")
    cai = made.child("Cai")
    cai.looked_after("2017-01-10", "2019-08-12") if late else cai.looked_after("2017-01-10")
    cai.team("T1", "2017-01-10")
    dara = made.child("Dara").looked_after("2017-01-10")
    if late:
        bela.assessed("2019-07-02")
        dara.team("T1", "2017-01-10", "2019-08-05")
        dara.team("T2", "2019-08-05")
    else:
        dara.team("T1", "2017-01-10")
    made.child("Esi").looked_after("2017-01-10").team("T1", "2017-01-10").assessed("2018-08-10")
    made.freeze()


@pytest.fixture
def book(tmp_path):
    county(tmp_path, "2019-07-31")
    county(tmp_path, "2019-08-31", late=True)
    return FigureBook(tmp_path)


def said(found):
    return [(step.reason, step.numerator, step.denominator, [one.child for one in step.changes]) for step in found.steps]


def test_from_what_was_published_to_what_is_known(book):
    found = bridge(book, HEALTH, JULY, AUGUST)
    assert found.is_published
    assert (found.start.numerator, found.start.denominator) == (2, 5)
    assert (found.end.numerator, found.end.denominator) == (2, 4)
    assert said(found) == [
        (Reason.CORRECTED, 1, 0, ["Bela"]),
        (Reason.LEFT, 0, -1, ["Cai"]),
        (Reason.BECAME_NOT_MET, -1, 0, ["Esi"]),
    ]


def test_a_team_loses_whoever_moves(book):
    assert said(bridge(book, HEALTH, JULY, AUGUST, "T1"))[1:] == [
        (Reason.LEFT, 0, -1, ["Cai"]),
        (Reason.MOVED_OUT, 0, -1, ["Dara"]),
        (Reason.BECAME_NOT_MET, -1, 0, ["Esi"]),
    ]
    assert said(bridge(book, HEALTH, JULY, AUGUST, "T2")) == [(Reason.MOVED_IN, 0, 1, ["Dara"])]


def test_a_count_has_no_denominator_and_a_rate_its_population(book):
    assert said(bridge(book, "cla_count", JULY, AUGUST)) == [(Reason.LEFT, -1, 0, ["Cai"])]
    found = bridge(book, "cla_rate", JULY, AUGUST)
    assert (found.start.denominator, said(found)) == (10_000, [(Reason.LEFT, -1, 0, ["Cai"])])


def test_without_its_own_extract_a_month_is_as_known_now(book):
    found = bridge(book, HEALTH, month(2019, 6), AUGUST)
    assert not found.is_published
    assert Reason.CORRECTED not in [step.reason for step in found.steps]


def test_an_indicator_of_every_shape_has_a_bridge_that_adds_up(tmp_path):
    """A bridge knows no indicator by name: one of each grain, unit, time and number of wordings stands for the others."""
    vale(tmp_path)
    book = FigureBook(tmp_path)
    crossed = 0
    shapes = {(one.grain, one.unit, one.basis, len(one.versions)): one for one in CATALOGUE.values() if not one.breakdown}
    for indicator in shapes.values():
        if indicator.total or book.why_not(indicator.id, JULY) or book.why_not(indicator.id, AUGUST):
            continue
        for area in ("vale", "elm"):
            figures = book.series(indicator.id, area, [JULY, AUGUST])
            if all(figure and figure.numerator is not None for figure in figures):
                bridge(book, indicator.id, JULY, AUGUST, area)
                crossed += 1
    assert crossed > 20, f"{len(shapes)} shapes"


@pytest.mark.parametrize(
    ("id", "from_", "to", "words"),
    [
        ("cla_count", AUGUST, JULY, "the earlier one first"),
        ("cla_count", financial_year(2018), AUGUST, "the earlier one first"),
        ("sdq_average_score", JULY, AUGUST, "adds up amounts"),
        ("cla_legal_status_count", JULY, AUGUST, "breakdown"),
        ("care_leavers_count", month(2019, 5), AUGUST, "not available"),
    ],
)
def test_where_there_is_no_bridge(book, id, from_, to, words):
    with pytest.raises(WrongUsage, match=words):
        bridge(book, id, from_, to)


def test_what_came_late(book):
    changed = [one for one in late_entries(book, JULY, [HEALTH]) if one.is_changed]
    assert [(one.published.area, one.numerator, one.denominator, str(one.value)) for one in changed] == [
        ("county", 1, 0, "20.0"),
        ("north", 1, 0, "20.0"),
        ("T1", 1, 0, "20.0"),
    ]
    assert late_entries(book, JULY, ["care_leavers_count"]) == []


@pytest.mark.parametrize(
    ("period", "after", "words"),
    [
        (month(2019, 6), None, "no extract of its own"),
        (AUGUST, None, "No later extract"),
        (JULY, 0, "No later extract"),
        (financial_year(2018), None, "not a month"),
    ],
)
def test_where_nobody_can_know(book, period, after, words):
    with pytest.raises(WrongUsage, match=words):
        late_entries(book, period, after=after)


def test_a_change_of_definition_is_a_step_of_its_own(tmp_path):
    # From July 2019 being in touch takes a contact in the last 56 days, whatever the record says.
    for as_at in ("2019-06-30", "2019-07-31"):
        made = County(tmp_path, as_at=as_at)
        made.child("Bela", born="2000-03-05").leaver(in_touch="YES", last_contact_on="2019-02-01")
        made.child("Cai", born="2000-03-05").leaver(in_touch="YES", last_contact_on="2019-06-20")
        made.freeze()
    found = bridge(FigureBook(tmp_path), "care_leavers_in_touch_pct", month(2019, 6), JULY)
    assert (found.start.numerator, found.end.numerator) == (2, 1)
    assert said(found) == [(Reason.DEFINITION, -1, 0, ["Bela"])]
