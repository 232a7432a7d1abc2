"""Rules about who is accountable: one person, by name or by a post that one person holds."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from inloco.analytics.findings import Severity
from inloco.plans.reading.owners import read_owners
from inloco.plans.rules.material import Hit, Item, Material, names, quoted, rule


@rule(
    "no_owner",
    Severity.ERROR,
    what="Nobody is named for an action that is being delivered or monitored.",
    action="Agree with the board who is accountable.",
)
def no_owner(plan: Material) -> Iterator[Hit]:
    for item in plan.open:
        if not item.has_person and not item.responsible.strip():
            yield Hit([item], "Nobody is named as responsible.", quoted(item.activity, 100))


@rule(
    "several_owners",
    Severity.WARNING,
    what="More than one person is named, or a person and another post, so that nobody is the one to ask.",
    action="Agree who of them is accountable; the others contribute.",
)
def several_owners(plan: Material) -> Iterator[Hit]:
    for items in _by_words(plan):
        people = read_owners(items[0].responsible).people
        if len(people) > 1:
            message = f"{len(people)} people are named as responsible: {', '.join(people)}."
            yield Hit(items, message, f"{names(items)}: {quoted(items[0].responsible)}")
        elif read_owners(items[0].responsible).has_other_post:
            message = f"{people[0]} and a post are named, as if they were two."
            yield Hit(items, message, f"{names(items)}: {quoted(items[0].responsible)}")


@rule(
    "owner_not_a_person",
    Severity.WARNING,
    what="A service, a department or several posts stand where one person should.",
    action="Ask the service for the name of one person.",
)
def owner_not_a_person(plan: Material) -> Iterator[Hit]:
    for items in _by_words(plan):
        owners = read_owners(items[0].responsible)
        if not owners.people and not owners.is_post:
            message = "A service or several posts are named, and no person."
            yield Hit(items, message, f"{names(items)}: {quoted(items[0].responsible)}")


def _by_words(plan: Material) -> list[list[Item]]:
    """Open actions without an accountable account, those of one view and objective that name the same together."""
    groups: dict[tuple[str, str, str], list[Item]] = defaultdict(list)
    for item in plan.open:
        if item.responsible.strip() and not item.has_person:
            groups[(item.view, item.objective, " ".join(item.responsible.casefold().split()))].append(item)
    return list(groups.values())


RULES = (no_owner, several_owners, owner_not_a_person)
