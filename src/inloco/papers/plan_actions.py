"""The actions of a plan as a paper lists them."""

from __future__ import annotations

from collections.abc import Sequence

from inloco.analytics.errors import WrongUsage
from inloco.analytics.periods import Period
from inloco.documents.live_figures import ActionLine
from inloco.plans.models import Action, Plan

WHICH = ("open", "overdue", "live", "ongoing", "closed")


def actions_of_plan(plan: str, which: str, period: Period) -> Sequence[ActionLine]:
    """The actions of the plan of that name (empty: the only one) as they stand now; overdue is what ends before the period does.

    Raises WrongUsage for a plan that does not exist, a name that fits none or several, and another word than those of ``WHICH``.
    """
    wanted = which.casefold() or "open"
    if wanted not in WHICH:
        raise WrongUsage(f"“{which[:60]}” is not a part of a plan.", action=f"Use one of {', '.join(WHICH)}.")
    actions = Action.objects.of(_plan(plan)).select_related("objective", "accountable")
    chosen = actions.overdue(on=period.end) if wanted == "overdue" else getattr(actions, wanted)()
    return [
        ActionLine(
            ".".join(part for part in (str(one.objective.number), one.ref) if part),
            " ".join(one.activity.split()),
            " ".join(one.owner_words.split()),
            " ".join(one.timescale.split()),
            one.brag or "None",
        )
        for one in chosen
    ]


def plans_to_name() -> list[str]:
    """The names of the plans that are kept now."""
    return list(Plan.objects.filter(archived_at=None).values_list("title", flat=True))


def _plan(name: str) -> Plan:
    found = list(Plan.objects.filter(title__iexact=name) if name else Plan.objects.filter(archived_at=None)[:2])
    if len(found) == 1:
        return found[0]
    if name:
        raise WrongUsage(f"There is no plan “{name[:60]}”.", action="Write its name as the list of plans has it.")
    if not found:
        raise WrongUsage("There is no plan yet.", action="Import one first, or take the reference out.")
    names = " or ".join(f"“{one.title}”" for one in found)
    raise WrongUsage(
        f"There are several plans, such as {names}.", action=f"Name one: [[actions @ 2019-08 | {found[0].title} | overdue]]."
    )
