"""From the figures of a public edition nobody can work out a small number, however they add and subtract."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from inloco.analytics.areas import Area, AreaKind, AreaTree
from inloco.analytics.disclosure import Withheld, suppress
from inloco.analytics.figure import Figure, Status, Unit, value_of
from inloco.analytics.indicators.definition import Basis, Indicator, Polarity, Source
from inloco.analytics.periods import month

from .attack import Equation, another_world
from .examples import examples

THRESHOLD = 5
AUGUST = month(2019, 8)
TREE = AreaTree(
    [
        Area("county", "Northmere", AreaKind.AUTHORITY),
        Area("north", "North", AreaKind.DISTRICT, "county"),
        Area("south", "South", AreaKind.DISTRICT, "county"),
        Area("n1", "North 1", AreaKind.TEAM, "north"),
        Area("n2", "North 2", AreaKind.TEAM, "north"),
        Area("n3", "North 3", AreaKind.TEAM, "north"),
        Area("s1", "South 1", AreaKind.TEAM, "south"),
        Area("s2", "South 2", AreaKind.TEAM, "south"),
    ]
)
TEAMS = ["n1", "n2", "n3", "s1", "s2", "unallocated"]
STATUSES = ["C2", "V2", "E1"]
CELLS = list(product(TEAMS, STATUSES, (True, False)))
"""Team, legal status, whether in good health: the smallest groups of children."""


def indicator(id_: str, unit: Unit, met: str = "true", breakdown: str | None = None) -> Indicator:
    return Indicator(
        id_, id_, "care", "", Source("local", ""), "child_month", "children", unit, Basis.AS_AT, Polarity.NEUTRAL, "looked_after",
        met=met, breakdown=breakdown,
    )  # fmt: skip


CATALOGUE = {
    one.id: one
    for one in (
        indicator("cla_count", Unit.COUNT),
        indicator("cla_rate", Unit.RATE),
        indicator("status_count", Unit.COUNT, breakdown="legal_status"),
        indicator("status_pct", Unit.PERCENT, breakdown="legal_status"),
        indicator("health_pct", Unit.PERCENT, "is_healthy"),
        indicator("care_order_pct", Unit.PERCENT, "legal_status = 'C2'"),
    )
}


def _who(figure: Figure) -> tuple[frozenset[int], frozenset[int] | None]:
    """The cells in the numerator and in the denominator (none for a count, nor for a rate, whose population is public)."""
    within = TREE.within(figure.area) if figure.area in TREE else frozenset({figure.area})
    here = [i for i, cell in enumerate(CELLS) if cell[0] in within or figure.area == "county"]
    chosen = {
        "cla_count": lambda cell: True,
        "cla_rate": lambda cell: True,
        "status_count": lambda cell: cell[1] == figure.group,
        "status_pct": lambda cell: cell[1] == figure.group,
        "health_pct": lambda cell: cell[2],
        "care_order_pct": lambda cell: cell[1] == "C2",
    }[figure.indicator]
    counted = frozenset(i for i in here if chosen(CELLS[i]))
    return counted, frozenset(here) if figure.unit is Unit.PERCENT else None


def _figures(counts: list[int], ids: list[str]) -> Iterator[Figure]:
    for id_ in ids:
        definition = CATALOGUE[id_]
        for area in [*(area.id for area in TREE), "unallocated"]:
            for group in STATUSES if definition.breakdown else [""]:
                blank = Figure(id_, 1, area, AUGUST, None, None, None, definition.unit, Status.FINAL, "s", group)
                of, out_of = _who(blank)
                numerator = sum(counts[i] for i in of)
                denominator = {Unit.COUNT: None, Unit.RATE: 10_000}.get(definition.unit, sum(counts[i] for i in out_of or ()))
                value = value_of(definition.unit, numerator, denominator)
                yield Figure(id_, 1, area, AUGUST, numerator, denominator, value, definition.unit, Status.FINAL, "s", group)


def _small(number: int | None) -> bool:
    return number is not None and 0 < number <= THRESHOLD


few = st.one_of(st.just(0), st.integers(1, 3), st.integers(0, 12))
worlds = st.lists(few, min_size=len(CELLS), max_size=len(CELLS))
editions = st.lists(st.sampled_from(list(CATALOGUE)), min_size=1, unique=True)


@given(counts=worlds, ids=editions)
@examples
def test_nothing_small_can_be_worked_out(counts: list[int], ids: list[str]) -> None:
    figures = list(_figures(counts, ids))
    public = suppress(figures, TREE, THRESHOLD, CATALOGUE)
    printed: set[Equation] = set()
    for figure in public:
        if isinstance(figure, Withheld):
            assert (figure.numerator, figure.denominator, figure.value) == (None, None, None)
            continue
        of, out_of = _who(figure)
        assert figure.numerator is not None
        printed.add(Equation(of, figure.numerator))
        if out_of is not None:
            assert figure.denominator is not None
            printed.add(Equation(out_of, figure.denominator))
    secrets: dict[frozenset[int], int] = {}
    for figure in figures:
        of, out_of = _who(figure)
        numbers = [(of, figure.numerator)]
        if out_of is not None and figure.denominator is not None and figure.numerator is not None:
            numbers += [(out_of, figure.denominator), (out_of - of, figure.denominator - figure.numerator)]
        secrets |= {who: number for who, number in numbers if number is not None and _small(number)}
    equations = sorted(printed, key=lambda equation: (len(equation.of), sorted(equation.of)))
    for who, number in secrets.items():
        assert another_world(counts, equations, who), f"{number} in {[CELLS[i] for i in sorted(who)]} can be worked out"


@given(counts=worlds, ids=editions)
@examples
def test_what_is_withheld_of_a_total_is_not_small_together(counts: list[int], ids: list[str]) -> None:
    figures = list(_figures(counts, ids))
    public = suppress(figures, TREE, THRESHOLD, CATALOGUE)
    shown = {(f.indicator, f.area, f.group): f.numerator for f in public if not isinstance(f, Withheld)}
    for (id_, area, group), total in shown.items():
        parts = [part.id for part in TREE.children_of(area)] + (["unallocated"] if area == "county" else [])
        given_ = [shown[id_, part, group] for part in parts if (id_, part, group) in shown]
        assert total is not None
        if parts:
            assert not _small(total - sum(number or 0 for number in given_)), f"{id_} {group}: {area} less its other parts"


@given(counts=worlds, ids=editions)
@examples
def test_only_what_is_small_or_gives_it_away_is_withheld(counts: list[int], ids: list[str]) -> None:
    figures = list(_figures(counts, ids))
    public = suppress(figures, TREE, THRESHOLD, CATALOGUE)
    assert [(f.indicator, f.area, f.group) for f in public] == [(f.indicator, f.area, f.group) for f in figures]
    shown = [(before, after) for before, after in zip(figures, public, strict=True) if not isinstance(after, Withheld)]
    assert all(before == after for before, after in shown)
    if not any(
        _small(f.numerator)
        or (f.unit is Unit.PERCENT and (_small(f.denominator) or _small((f.denominator or 0) - (f.numerator or 0))))
        for f in figures
    ):
        assert len(shown) == len(figures)
