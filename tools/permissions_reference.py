"""The reference page of roles and permissions, from the one table that decides."""

from __future__ import annotations

from inloco.accounts.permissions import LABELS, SIGHT_LABELS, TABLE, Permission, Sight
from inloco.accounts.roles import NEEDS_AREA, NEEDS_PROFESSIONAL, TIME_LIMITED, Role

INTRODUCTION = """# Roles and permissions

This page is generated from the table in `inloco.accounts.permissions`. Pages, policies and tests read the same table.

Child-level information is only for people with a case or assurance reason. **Which** child somebody sees follows from
the role's sight and from the relationship to the child; every look is written to the audit trail. Somebody with several
roles may do what any of them allows.
A role holds from a day until another; somebody deactivated has none. The public has no account.
"""

SIGHTS = {
    Sight.NONE: "aggregates at most",
    Sight.OWN: "the person's worker id has an involvement with the child that is open now",
    Sight.SUPERVISED: "one of the worker ids that the person supervises has one",
    Sight.TEAM: "the child's responsible team is the person's area",
    Sight.SERVICE: "the responsible team lies within the person's area",
    Sight.ALL: "whichever child; every look is logged",
}


def pages() -> dict[str, str]:
    """``permissions.md``."""
    shown = [one for one in Permission if one is not Permission.SEE_CHILDREN]
    lines = [INTRODUCTION, "## Who may do what", ""]
    lines += [f"| role | sees | {' | '.join(LABELS[one] for one in shown)} |", "|---|---|" + "---|" * len(shown)]
    for role, grant in TABLE.items():
        given = " | ".join("yes" if one in grant.permissions else "–" for one in shown)
        lines.append(f"| {role.label} | {SIGHT_LABELS[grant.sight]} | {given} |")
    lines += ["", "## Sights", "", "| sight | means |", "|---|---|"]
    lines += [f"| {SIGHT_LABELS[sight]} | {SIGHTS[sight]} |" for sight in Sight]
    lines += ["", "## In code", "", "| permission | name |", "|---|---|"]
    lines += [f"| {LABELS[one]} | `{one}` |" for one in Permission]
    lines += ["", "## Conditions of a role", ""]
    lines += [
        f"- Needs an area: {_named(NEEDS_AREA)}.",
        f"- Needs a worker id: {_named(NEEDS_PROFESSIONAL)}.",
        f"- Always for a limited time: {_named(TIME_LIMITED)}.",
        "",
    ]
    return {"permissions.md": "\n".join(lines)}


def _named(roles: frozenset[Role]) -> str:
    return ", ".join(role.label.lower() for role in Role if role in roles)
