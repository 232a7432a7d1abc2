"""What a reader can ask of the figures: area, month, family, search. All of it stands in the address."""

from __future__ import annotations

from typing import Any, TypeVar
from urllib.parse import urlencode

from django.http import QueryDict

from inloco.analytics.areas import Area, AreaKind, AreaTree
from inloco.analytics.errors import WrongUsage
from inloco.analytics.periods import Period, PeriodKind, month_of, months_to, parse_period
from inloco.performance.known import Book
from inloco.performance.presenters.overview import ORDER, SHOW, Choice, families
from inloco.web.forms import ChoiceField, Form, TextField

BACK = 36
"""How many months a page offers. Earlier ones can still be written into the address."""


def area_choices(tree: AreaTree) -> list[tuple[str, str]]:
    """The council's areas from the top down, each level set in by a dash."""
    choices: list[tuple[str, str]] = []

    def add(area: Area, level: int) -> None:
        choices.append((area.id, f"{'– ' * level}{area.name}"))
        for child in tree.children_of(area.id):
            if child.kind is not AreaKind.COMPARATOR:
                add(child, level + 1)

    tops = [area for area in tree if area.parent not in tree and area.kind is not AreaKind.COMPARATOR]
    for top in sorted(tops, key=lambda area: area.kind is not AreaKind.AUTHORITY):
        add(top, 0)
    return choices


def area_with(tree: AreaTree, area_id: str) -> Area:
    """The area of the council with this id. WrongUsage when there is none."""
    if area_id in tree and tree[area_id].kind is not AreaKind.COMPARATOR:
        return tree[area_id]
    raise WrongUsage("There is no such area.", action="Choose one from the list.")


def top_area(tree: AreaTree) -> Area | None:
    """The authority, else the first area that is none of the comparators."""
    return tree.authority or next((area for area in tree if area.kind is not AreaKind.COMPARATOR), None)


class PlaceAndMonth(Form):
    """Which area, which month. Without an answer: the whole authority, the latest month."""

    area = ChoiceField(label="Area", select=True, required=False)
    period = ChoiceField(label="Month", select=True, required=False)

    def __init__(self, data: QueryDict, *, areas: AreaTree, latest: Period, **kwargs: Any) -> None:
        self.areas = areas
        self.latest = latest
        self.top = top_area(areas)
        given = data.dict()
        given.setdefault("area", self.top.id if self.top else "")
        given.setdefault("period", str(latest))
        super().__init__(given, prefix=None, **kwargs)
        self.fields["area"].choices = area_choices(areas)  # type: ignore[attr-defined]
        self.fields["period"].choices = self._months(str(given["period"]))  # type: ignore[attr-defined]

    def _months(self, asked: str) -> list[tuple[str, str]]:
        """The latest three years, and whatever earlier month the address asks for."""
        months = months_to(self.latest, BACK)
        try:
            wanted = parse_period(asked)
        except WrongUsage:
            wanted = self.latest
        if wanted.kind is PeriodKind.MONTH and wanted < months[0]:
            months.insert(0, wanted)
        return [(str(month), month.label) for month in reversed(months)]

    @property
    def chosen_area(self) -> Area:
        asked = self.cleaned_data.get("area") if self.is_valid() or "area" not in self.errors else ""
        if asked:
            return area_with(self.areas, asked)
        if self.top is None:
            raise WrongUsage("There is no area.", action="Load an extract.")
        return self.top

    @property
    def chosen_period(self) -> Period:
        asked = self.cleaned_data.get("period") if self.is_valid() or "period" not in self.errors else ""
        return parse_period(asked) if asked else self.latest

    def query(self, **changes: str) -> str:
        """What was asked, as the query of an address, without what is empty."""
        asked = {name: str(self.cleaned_data.get(name) or "") for name in self.fields} | changes
        return urlencode({name: value for name, value in asked.items() if value})


class OverviewFilter(PlaceAndMonth):
    """The overview's filter."""

    family = ChoiceField(label="Family", select=True, required=False)
    show = ChoiceField(label="Show", select=True, required=False, choices=list(SHOW.items()))
    order = ChoiceField(label="Order", select=True, required=False, choices=list(ORDER.items()))
    q = TextField(label="Search", required=False, max_length=100, width=10)

    def __init__(self, data: QueryDict, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.fields["family"].choices = [("", "All families"), *((name, name) for name in families())]  # type: ignore[attr-defined]

    @property
    def choice(self) -> Choice:
        asked = self.cleaned_data if self.is_valid() else {**self.data, **self.cleaned_data}
        known = {name: asked.get(name, "") if name not in self.errors else "" for name in ("family", "show", "order", "q")}
        return Choice(self.chosen_area, self.chosen_period, known["family"], known["show"], known["q"], known["order"])


Chosen = TypeVar("Chosen", bound=PlaceAndMonth)


def filter_of(kind: type[Chosen], data: QueryDict, book: Book) -> Chosen | None:
    """The filter as asked; None while nothing is loaded that could be filtered."""
    latest = book.latest_period()
    if latest is None or top_area(book.areas) is None:
        return None
    return kind(data, areas=book.areas, latest=month_of(latest.end))
