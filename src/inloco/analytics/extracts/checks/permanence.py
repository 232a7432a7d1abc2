"""Decisions on the way to adoption, in the order in which they are made."""

from __future__ import annotations

from inloco.analytics.extracts.checks.definition import Rule
from inloco.analytics.findings import Severity

ADOPTION = ("cla_prospective_adopters_count", "cla_alternative_family_pct")


def _order(id: str, earlier: str, later: str, what: str, said: str, source: str) -> Rule:
    return Rule(
        id=id,
        severity=Severity.WARNING,
        what=what,
        action="Correct one of the two dates.",
        needs=("permanence",),
        column=later,
        source=source,
        endangers=ADOPTION,
        sql=f"""select row, {later} as value, '{said} ' || said({earlier}) || '.' as message
                from permanence where {later} < {earlier}""",
    )


PERMANENCE_RULES: tuple[Rule, ...] = (
    _order(
        "matched_before_decision",
        "adm_decision_on",
        "matched_on",
        "The child was matched with adopters before it was decided that adoption is the plan.",
        "The decision was made on",
        "SSDA903 rule 333",
    ),
    _order(
        "placed_before_match",
        "matched_on",
        "placed_for_adoption_on",
        "The child was placed for adoption before being matched.",
        "The match was made on",
        "SSDA903 rule 331",
    ),
    Rule(
        id="reversal_without_reason",
        severity=Severity.WARNING,
        what="The decision for adoption was reversed on a day without a reason, or for a reason without a day.",
        action="Add what is missing.",
        needs=("permanence",),
        column="decision_reversed_on",
        source="SSDA903 rule 119",
        endangers=ADOPTION,
        sql="""select row, coalesce(decision_reversed_on::text, decision_reversed_reason) as value, null as message
               from permanence where (decision_reversed_on is null) <> (decision_reversed_reason is null)""",
    ),
    Rule(
        id="siblings_disagree",
        severity=Severity.WARNING,
        what="Whether the child has brothers and sisters to be placed with disagrees with their numbers.",
        action="Correct the yes or no, or the numbers.",
        needs=("permanence",),
        column="part_of_sibling_group",
        source="Standard Safeguarding Dataset, permanence",
        endangers=ADOPTION,
        sql="""select row, part_of_sibling_group as value, null as message from permanence
               where part_of_sibling_group is not null and siblings_placed_together is not null
               and siblings_placed_apart is not null
               and part_of_sibling_group <> (siblings_placed_together + siblings_placed_apart > 0)""",
    ),
)
