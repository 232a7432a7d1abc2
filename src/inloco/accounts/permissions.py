"""The one table of who may do what. Pages, policies, the documentation and the tests read it; nothing else decides by role.

A role gives permissions and a *sight* of children. Which child that is follows from the relationship (``children.policies``).
The public has no account: what it may read is published elsewhere, without a sign-in.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from inloco.accounts.roles import Role


class Permission(StrEnum):
    """What a role may do. The value is the name in code, the label is in ``LABELS``."""

    SEE_PUBLISHED_REPORTS = "see_published_reports"
    SEE_RESTRICTED_REPORTS = "see_restricted_reports"
    SEE_AGGREGATES = "see_aggregates"
    SEE_SMALL_NUMBERS = "see_small_numbers"
    SEE_CHILDREN = "see_children"
    LOAD_EXTRACT = "load_extract"
    UNDO_LOAD = "undo_load"
    SEE_FINDINGS = "see_findings"
    PREPARE_REPORT = "prepare_report"
    WRITE_COMMENTARY = "write_commentary"
    APPROVE_REPORT = "approve_report"
    PUBLISH_REPORT = "publish_report"
    SEE_MEETINGS = "see_meetings"
    PROPOSE_ITEMS = "propose_items"
    RUN_MEETINGS = "run_meetings"
    SEE_PLANS = "see_plans"
    UPDATE_OWN_ACTIONS = "update_own_actions"
    MANAGE_PLANS = "manage_plans"
    RUN_PLAN_CYCLE = "run_plan_cycle"
    DECIDE_PLAN_DATES = "decide_plan_dates"
    DECIDE_PLAN_CLOSURES = "decide_plan_closures"
    PUBLISH_PLAN = "publish_plan"
    WRITE_PAPER = "write_paper"
    SIGN_OFF_PAPER = "sign_off_paper"
    PUBLISH_PAPER = "publish_paper"
    MEND_FINDINGS = "mend_findings"
    ASSIGN_FINDINGS = "assign_findings"
    SEND_RETURN = "send_return"
    APPROVE_RETURN = "approve_return"
    MANAGE_RETURNS = "manage_returns"
    MANAGE_USERS = "manage_users"
    SEE_AUDIT = "see_audit"
    SEE_SETTINGS = "see_settings"

    @property
    def label(self) -> str:
        return LABELS[self]


LABELS = {
    Permission.SEE_PUBLISHED_REPORTS: "Read published reports",
    Permission.SEE_RESTRICTED_REPORTS: "Read the board’s own edition of a report",
    Permission.SEE_AGGREGATES: "See current figures",
    Permission.SEE_SMALL_NUMBERS: "See figures below the suppression threshold",
    Permission.SEE_CHILDREN: "See children (within their sight)",
    Permission.LOAD_EXTRACT: "Load an extract",
    Permission.UNDO_LOAD: "Undo a load",
    Permission.SEE_FINDINGS: "See the findings of the checks",
    Permission.PREPARE_REPORT: "Prepare a monthly report",
    Permission.WRITE_COMMENTARY: "Write commentary",
    Permission.APPROVE_REPORT: "Approve a report",
    Permission.PUBLISH_REPORT: "Publish a report",
    Permission.SEE_MEETINGS: "Read published packs and agreed minutes of boards",
    Permission.PROPOSE_ITEMS: "Propose items for an agenda",
    Permission.RUN_MEETINGS: "Run boards: constitution, agenda, pack, minutes",
    Permission.SEE_PLANS: "Read whole plans",
    Permission.UPDATE_OWN_ACTIONS: "Read and update their own actions of a plan",
    Permission.MANAGE_PLANS: "Import and change plans",
    Permission.RUN_PLAN_CYCLE: "Run the update cycle of a plan",
    Permission.DECIDE_PLAN_DATES: "Decide on new dates of actions",
    Permission.DECIDE_PLAN_CLOSURES: "Decide that an action is done",
    Permission.PUBLISH_PLAN: "Publish a plan’s summary",
    Permission.WRITE_PAPER: "Write a paper for a board",
    Permission.SIGN_OFF_PAPER: "Sign off a paper",
    Permission.PUBLISH_PAPER: "Publish a paper",
    Permission.MEND_FINDINGS: "Follow up findings of data quality (within their sight)",
    Permission.ASSIGN_FINDINGS: "Assign findings, and accept them as right",
    Permission.SEND_RETURN: "Send figures that their service is asked for",
    Permission.APPROVE_RETURN: "Query and approve figures that services send",
    Permission.MANAGE_RETURNS: "Say which service sends which figure by when",
    Permission.MANAGE_USERS: "Manage people and roles",
    Permission.SEE_AUDIT: "See the audit trail",
    Permission.SEE_SETTINGS: "See the settings",
}


class Sight(StrEnum):
    """Which children a role sees, by relationship."""

    NONE = "none"
    OWN = "own"  # the person is a worker of the child now: allocated, reviewing officer or adviser
    SUPERVISED = "supervised"  # a worker whom the person supervises is
    TEAM = "team"  # the responsible team is the person's area
    SERVICE = "service"  # the responsible team lies within the person's area
    ALL = "all"

    @property
    def label(self) -> str:
        return SIGHT_LABELS[self]


SIGHT_LABELS = {
    Sight.NONE: "No children",
    Sight.OWN: "Their own children",
    Sight.SUPERVISED: "The children of those they supervise",
    Sight.TEAM: "Their team’s children",
    Sight.SERVICE: "Their service’s children",
    Sight.ALL: "All children",
}


@dataclass(frozen=True)
class Grant:
    """What a role gives. Seeing children at all follows from the sight."""

    sight: Sight
    permissions: frozenset[Permission]


def grant(sight: Sight, *groups: Iterable[Permission] | Permission) -> Grant:
    given: set[Permission] = set()
    for group in groups:
        given |= {group} if isinstance(group, Permission) else set(group)
    if sight is not Sight.NONE:
        given.add(Permission.SEE_CHILDREN)
    return Grant(sight, frozenset(given))


P = Permission
PACKS = (P.SEE_PUBLISHED_REPORTS, P.SEE_MEETINGS)  # in the public edition, without small numbers
BOARD = (*PACKS, P.SEE_RESTRICTED_REPORTS)  # the papers that are addressed to the board
AGGREGATES = (*PACKS, P.SEE_AGGREGATES)  # small numbers suppressed
PRACTICE = (*AGGREGATES, P.SEE_RESTRICTED_REPORTS, P.SEE_SMALL_NUMBERS)  # those who know the children anyway
EXTRACTS = (P.LOAD_EXTRACT, P.UNDO_LOAD, P.SEE_FINDINGS)
REPORTS = (P.PREPARE_REPORT, P.WRITE_COMMENTARY)
OWNS_ACTIONS = (P.UPDATE_OWN_ACTIONS,)
PLANS = (P.SEE_PLANS, *OWNS_ACTIONS)
DECIDES_PLANS = (*PLANS, P.DECIDE_PLAN_DATES, P.DECIDE_PLAN_CLOSURES)
RUNS_PLANS = (*PLANS, P.MANAGE_PLANS, P.RUN_PLAN_CYCLE, P.DECIDE_PLAN_CLOSURES, P.PUBLISH_PLAN)
FOLLOWS_UP = (P.MEND_FINDINGS, P.ASSIGN_FINDINGS)
RETURNS = (P.APPROVE_RETURN, P.MANAGE_RETURNS)

TABLE: dict[Role, Grant] = {
    Role.BOARD_MEMBER: grant(Sight.NONE, BOARD, AGGREGATES, P.SEE_PLANS),
    Role.YOUNG_REPRESENTATIVE: grant(Sight.NONE, BOARD, AGGREGATES, P.PROPOSE_ITEMS, P.SEE_PLANS, P.WRITE_PAPER),
    Role.FAMILY_REPRESENTATIVE: grant(Sight.NONE, BOARD, AGGREGATES, P.SEE_PLANS),
    Role.CO_OPTED_MEMBER: grant(Sight.NONE, PACKS),
    Role.CABINET_MEMBER: grant(Sight.NONE, PACKS),
    Role.DIRECTOR: grant(
        Sight.ALL, PRACTICE, P.SEE_FINDINGS, P.SEE_AUDIT, DECIDES_PLANS, P.WRITE_PAPER, P.SIGN_OFF_PAPER, FOLLOWS_UP
    ),
    Role.HEAD_OF_SERVICE: grant(
        Sight.SERVICE,
        PRACTICE,
        P.SEE_FINDINGS,
        P.WRITE_COMMENTARY,
        PLANS,
        P.WRITE_PAPER,
        P.SIGN_OFF_PAPER,
        FOLLOWS_UP,
        P.SEND_RETURN,
    ),
    Role.STRATEGIC_LEAD: grant(Sight.NONE, BOARD, AGGREGATES, P.WRITE_COMMENTARY, PLANS, P.WRITE_PAPER, P.SEND_RETURN),
    Role.IMPROVEMENT_PARTNER: grant(Sight.NONE, AGGREGATES, DECIDES_PLANS),
    Role.PROJECT_MANAGER: grant(Sight.NONE, AGGREGATES, RUNS_PLANS, P.WRITE_PAPER),
    Role.BI_OFFICER: grant(
        Sight.ALL,
        PRACTICE,
        EXTRACTS,
        REPORTS,
        P.PUBLISH_REPORT,
        P.SEE_SETTINGS,
        P.SEE_PLANS,
        P.WRITE_PAPER,
        FOLLOWS_UP,
        RETURNS,
        P.SEND_RETURN,
    ),
    Role.BI_MANAGER: grant(
        Sight.ALL,
        PRACTICE,
        EXTRACTS,
        REPORTS,
        P.APPROVE_REPORT,
        P.PUBLISH_REPORT,
        P.SEE_AUDIT,
        P.SEE_SETTINGS,
        P.SEE_PLANS,
        P.WRITE_PAPER,
        P.SIGN_OFF_PAPER,
        FOLLOWS_UP,
        RETURNS,
    ),
    Role.IRO: grant(Sight.OWN, PRACTICE, OWNS_ACTIONS, P.MEND_FINDINGS),
    Role.QR_MANAGER: grant(Sight.SUPERVISED, PRACTICE, OWNS_ACTIONS, P.WRITE_PAPER, FOLLOWS_UP, P.SEND_RETURN),
    Role.SAFEGUARDING_MANAGER: grant(
        Sight.SERVICE, PRACTICE, P.WRITE_COMMENTARY, PLANS, P.WRITE_PAPER, P.SIGN_OFF_PAPER, FOLLOWS_UP, P.SEND_RETURN
    ),
    Role.SOCIAL_WORKER: grant(Sight.OWN, PRACTICE, P.MEND_FINDINGS),
    Role.TEAM_MANAGER: grant(Sight.TEAM, PRACTICE, OWNS_ACTIONS, FOLLOWS_UP),
    Role.SENIOR_MANAGER: grant(
        Sight.SERVICE, PRACTICE, P.WRITE_COMMENTARY, PLANS, P.WRITE_PAPER, P.SIGN_OFF_PAPER, FOLLOWS_UP, P.SEND_RETURN
    ),
    Role.PERSONAL_ADVISER: grant(Sight.OWN, PRACTICE, P.MEND_FINDINGS),
    Role.VIRTUAL_SCHOOL: grant(Sight.NONE, AGGREGATES, OWNS_ACTIONS, P.WRITE_PAPER, P.SEND_RETURN),
    Role.AUDITOR: grant(Sight.NONE, AGGREGATES, OWNS_ACTIONS),
    Role.DEMOCRATIC_SERVICES: grant(Sight.NONE, BOARD, P.RUN_MEETINGS, P.SEE_PLANS, P.WRITE_PAPER, P.PUBLISH_PAPER),
    Role.SERVICE_LEAD: grant(Sight.NONE, AGGREGATES, OWNS_ACTIONS, P.WRITE_PAPER, P.SEND_RETURN),
    Role.PARTNER: grant(Sight.NONE, AGGREGATES, OWNS_ACTIONS, P.SEND_RETURN),
    Role.INSPECTOR: grant(Sight.NONE, AGGREGATES, P.SEE_PLANS),
    Role.ADMINISTRATOR: grant(Sight.NONE, P.MANAGE_USERS, P.SEE_AUDIT, P.SEE_SETTINGS),
}


def permissions_of(roles: Iterable[str]) -> frozenset[Permission]:
    """Everything that a person with these roles may do."""
    return frozenset().union(*(TABLE[Role(role)].permissions for role in roles))


def sights_of(roles: Iterable[str]) -> frozenset[Sight]:
    """Every way in which a person with these roles sees children; empty when they see none."""
    return frozenset(TABLE[Role(role)].sight for role in roles) - {Sight.NONE}
