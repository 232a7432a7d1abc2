"""The table of transitions over every role and state, and that nothing stands beside it."""

import pytest

from inloco.accounts.permissions import TABLE, Permission
from inloco.accounts.roles import Role
from inloco.analytics.errors import NotAllowed, NotNow
from inloco.documents.monthly_report import Edition
from inloco.performance import policies
from inloco.performance.actions import reports
from inloco.performance.models import MonthlyReport
from inloco.performance.states import REPORT_TRANSITIONS, UPLOAD_TRANSITIONS, ReportState, UploadState
from tests.factories.people import person

PREPARES = {Role.BI_OFFICER, Role.BI_MANAGER}
WRITES = PREPARES | {Role.HEAD_OF_SERVICE, Role.STRATEGIC_LEAD, Role.SAFEGUARDING_MANAGER, Role.SENIOR_MANAGER}

WHO = {
    "record_extract": PREPARES,
    "accept_findings": PREPARES,
    "compute": PREPARES,
    "open_commentary": PREPARES,
    "approve": {Role.BI_MANAGER},
    "return_to_commentary": {Role.BI_MANAGER},
    "take_extract_again": PREPARES,
    "publish": PREPARES,
}
FROM = {
    "record_extract": {"extract_due"},
    "accept_findings": {"extracted"},
    "compute": {"validated"},
    "open_commentary": {"computed"},
    "approve": {"commentary"},
    "return_to_commentary": {"approved"},
    "take_extract_again": {"extracted", "validated", "computed", "commentary", "approved"},
    "publish": {"approved"},
}


def test_the_tables_are_complete():
    assert {one.name for one in REPORT_TRANSITIONS} == set(WHO) == set(FROM) == set(reports.STEPS)
    assert {guard for one in REPORT_TRANSITIONS for guard in one.guards} == set(policies.GUARDS)
    for states, transitions in ((ReportState, REPORT_TRANSITIONS), (UploadState, UPLOAD_TRANSITIONS)):
        reached = {transitions[0].sources[0], *(one.target for one in transitions)}
        assert reached == set(states)
    assert not [one for one in REPORT_TRANSITIONS if ReportState.PUBLISHED in one.sources], "what is published stays"


@pytest.mark.django_db
@pytest.mark.parametrize("role", list(Role))
def test_each_step_is_for_its_roles_in_its_states_only(role):
    someone = person(role)
    for transition in REPORT_TRANSITIONS:
        for state in ReportState:
            report = MonthlyReport(period="2019-07", state=state, started_by=someone)
            allowed = role in WHO[transition.name]
            if allowed and state.value in FROM[transition.name]:
                policies.check_can_begin(report, transition.name, by=someone)
            else:
                with pytest.raises(NotNow if allowed else NotAllowed):
                    policies.check_can_begin(report, transition.name, by=someone)


@pytest.mark.django_db
@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("state", list(ReportState))
def test_commentary_is_for_its_authors_while_it_is_asked_for(role, state):
    someone = person(role)
    report = MonthlyReport(period="2019-07", state=state, started_by=someone)
    assert policies.can_comment(report, by=someone) == (role in WRITES and state is ReportState.COMMENTARY)


def test_the_permissions_say_the_same():
    for transition in REPORT_TRANSITIONS:
        assert {role for role in Role if Permission(transition.permission) in TABLE[role].permissions} == WHO[transition.name]


@pytest.mark.django_db
@pytest.mark.parametrize("role", list(Role))
def test_unpublished_reports_exist_only_for_those_who_work_on_them(role):
    assert policies.can_see_work(by=person(role)) == (role in WRITES)
    restricted = role in WRITES or Permission.SEE_RESTRICTED_REPORTS in TABLE[role].permissions
    assert (policies.edition_for(by=person(role)) is Edition.RESTRICTED) == restricted
