"""What is wrong with a plan: one small definition a rule, over frozen values. Pages, the command line and the reference page read
``RULES``; ``lint`` runs them all.
"""

from __future__ import annotations

from inloco.analytics.findings import Severity
from inloco.plans.rules import measuring, ownership, privacy, standing, timing, wording
from inloco.plans.rules.material import Disagreement, Finding, Hit, Item, LooseRemark, Material, Measure, Rule

RULES: dict[str, Rule] = {
    one.id: one for module in (standing, timing, ownership, measuring, wording, privacy) for one in module.RULES
}

__all__ = [
    "RULES",
    "Disagreement",
    "Finding",
    "Hit",
    "Item",
    "LooseRemark",
    "Material",
    "Measure",
    "Rule",
    "lint",
]


def lint(plan: Material) -> list[Finding]:
    """Every finding, the gravest first, within that in the order of the plan."""
    places = reversed(list(enumerate(plan.items)))
    order = {(str(item.view), item.objective, item.ref): place for place, item in places}
    grave = list(Severity)
    found = [finding for one in RULES.values() for finding in one.findings(plan)]
    return sorted(
        found,
        key=lambda one: (grave.index(one.severity), order.get((one.view, one.objective, one.ref), len(order)), one.rule),
    )
