"""Every route of the service: an address for it, and who reaches it. A route that is missing here fails a test.

``rule`` is PUBLIC, SIGNED_IN or the permissions of which one is enough. ``by_relation`` marks pages that go on to ask about the
person's relationship to the child: there a role alone is not enough, and a refusal is the same 403.
"""

from __future__ import annotations

from dataclasses import dataclass

from inloco.accounts.access import PUBLIC, SIGNED_IN, Access
from inloco.accounts.permissions import Permission as P


@dataclass(frozen=True)
class Route:
    name: str
    address: str
    rule: Access
    by_relation: bool = False


def needs(*any_of: P) -> Access:
    return Access(needs_sign_in=True, any_of=frozenset(any_of))


UPLOAD = "7d3f6b1e-5c0a-4a5e-9d61-0d2f5a3c8e11"  # of none that exists
WORKS_ON_REPORTS = (P.PREPARE_REPORT, P.WRITE_COMMENTARY, P.APPROVE_REPORT, P.PUBLISH_REPORT)

PAPER = "5a6c1de2-0b07-4c53-8f55-2f6a1f7f3b10"  # of none that exists
READS_PAPERS = (P.SEE_PUBLISHED_REPORTS, P.WRITE_PAPER, P.SIGN_OFF_PAPER, P.PUBLISH_PAPER)
WORKS_ON_PAPERS = (P.WRITE_PAPER, P.SIGN_OFF_PAPER, P.PUBLISH_PAPER)

ROUTES = [
    Route("home", "/", SIGNED_IN),
    Route("theme", "/theme.css", PUBLIC),
    Route("settings", "/settings/", needs(P.SEE_SETTINGS)),
    Route("gallery", "/gallery/", needs(P.SEE_SETTINGS)),
    # Signing in
    Route("account_login", "/login/", PUBLIC),
    Route("account_logout", "/logout/", PUBLIC),
    Route("account_inactive", "/inactive/", PUBLIC),
    Route("account_reauthenticate", "/reauthenticate/", SIGNED_IN),
    Route("account_change_password", "/password/change/", SIGNED_IN),
    Route("account_set_password", "/password/set/", SIGNED_IN),
    Route("account_reset_password", "/password/reset/", PUBLIC),
    Route("account_reset_password_done", "/password/reset/sent/", PUBLIC),
    Route("account_reset_password_from_key", "/password/reset/key/1-set-password/", PUBLIC),
    Route("account_reset_password_from_key_done", "/password/reset/done/", PUBLIC),
    Route("mfa_index", "/second-step/", SIGNED_IN),
    Route("mfa_authenticate", "/second-step/code/", PUBLIC),
    Route("mfa_reauthenticate", "/second-step/confirm/", SIGNED_IN),
    Route("mfa_activate_totp", "/second-step/app/add/", SIGNED_IN),
    Route("mfa_deactivate_totp", "/second-step/app/remove/", SIGNED_IN),
    Route("mfa_view_recovery_codes", "/second-step/recovery-codes/", SIGNED_IN),
    Route("mfa_generate_recovery_codes", "/second-step/recovery-codes/new/", SIGNED_IN),
    Route("mfa_download_recovery_codes", "/second-step/recovery-codes/file/", SIGNED_IN),
    # People
    Route("people:list", "/people/", needs(P.MANAGE_USERS)),
    Route("people:add", "/people/add/", needs(P.MANAGE_USERS)),
    Route("people:permissions", "/people/permissions/", SIGNED_IN),
    Route("people:person", "/people/999999/", needs(P.MANAGE_USERS)),
    Route("people:change", "/people/999999/change/", needs(P.MANAGE_USERS)),
    Route("people:give_role", "/people/999999/roles/add/", needs(P.MANAGE_USERS)),
    Route("people:end_role", "/people/999999/roles/1/end/", needs(P.MANAGE_USERS)),
    Route("people:set_active", "/people/999999/active/", needs(P.MANAGE_USERS)),
    Route("people:send_link", "/people/999999/link/", needs(P.MANAGE_USERS)),
    Route("people:account", "/account/", SIGNED_IN),
    # Audit trail
    Route("audit:events", "/audit/", needs(P.SEE_AUDIT)),
    Route("audit:check", "/audit/check/", needs(P.SEE_AUDIT)),
    # Performance and the children behind a figure
    Route("performance:overview", "/performance/", needs(P.SEE_AGGREGATES)),
    Route("performance:overview-csv", "/performance/overview.csv", needs(P.SEE_AGGREGATES)),
    Route("performance:indicator", "/performance/cla_count/", needs(P.SEE_AGGREGATES)),
    Route("performance:indicator-csv", "/performance/cla_count/figures.csv", needs(P.SEE_AGGREGATES)),
    Route("performance:figure", "/performance/cla_count/2019-08/authority/", needs(P.SEE_AGGREGATES)),
    Route("performance:children", "/performance/cla_count/2019-08/authority/children/", needs(P.SEE_CHILDREN), by_relation=True),
    Route("performance:bridge", "/performance/cla_count/2019-08/authority/bridge/", needs(P.SEE_SMALL_NUMBERS)),
    Route("performance:groups", "/performance/dental_up_to_date_pct/2019-08/authority/groups/", needs(P.SEE_SMALL_NUMBERS)),
    Route("children:list", "/children/", needs(P.SEE_CHILDREN)),
    Route("children:child", "/children/nobody/", needs(P.SEE_CHILDREN), by_relation=True),
    Route("performance:catalogue", "/performance/catalogue/", needs(P.SEE_AGGREGATES)),
    Route("performance:sql", "/performance/cla_count/sql/", needs(P.SEE_AGGREGATES)),
    # Monthly reports
    Route("reports:list", "/reports/", needs(P.SEE_PUBLISHED_REPORTS)),
    Route("reports:start", "/reports/start/", needs(P.PREPARE_REPORT)),
    Route("reports:show", "/reports/2019-08/", needs(P.SEE_PUBLISHED_REPORTS)),
    Route("reports:page", "/reports/2019-08/page/cla_count/", needs(P.SEE_PUBLISHED_REPORTS)),
    Route("reports:known-now", "/reports/2019-08/known-now/", needs(P.SEE_RESTRICTED_REPORTS)),
    Route("reports:work", "/reports/2019-08/work/", needs(*WORKS_ON_REPORTS)),
    Route("reports:indicators", "/reports/2019-08/indicators/", needs(P.PREPARE_REPORT)),
    Route("reports:draft", "/reports/2019-08/draft/", needs(*WORKS_ON_REPORTS)),
    Route("reports:commentary", "/reports/2019-08/commentary/cla_count/", needs(*WORKS_ON_REPORTS)),
    Route("reports:step", "/reports/2019-08/step/approve/", needs(*WORKS_ON_REPORTS)),
    Route("reports:download-restricted", "/reports/2019-08/restricted.pdf", needs(P.SEE_RESTRICTED_REPORTS, *WORKS_ON_REPORTS)),
    Route("reports:download-public", "/reports/2019-08/public.pdf", needs(P.SEE_PUBLISHED_REPORTS, *WORKS_ON_REPORTS)),
    # Data quality
    Route("quality:numbers", "/quality/", needs(P.MEND_FINDINGS)),
    Route("quality:findings", "/quality/findings/", needs(P.MEND_FINDINGS)),
    Route("quality:export", "/quality/findings.csv", needs(P.MEND_FINDINGS)),
    Route("quality:assign-many", "/quality/findings/assign/", needs(P.ASSIGN_FINDINGS)),
    Route("quality:finding", "/quality/findings/nothing/", needs(P.MEND_FINDINGS), by_relation=True),
    Route("quality:step", "/quality/findings/nothing/report/", needs(P.MEND_FINDINGS), by_relation=True),
    # Extracts
    Route("extracts:list", "/extracts/", needs(P.LOAD_EXTRACT)),
    Route("extracts:upload", "/extracts/upload/", needs(P.LOAD_EXTRACT)),
    Route("extracts:upload-state", f"/extracts/uploads/{UPLOAD}/", needs(P.LOAD_EXTRACT)),
    Route("extracts:upload-findings", f"/extracts/uploads/{UPLOAD}/findings.csv", needs(P.LOAD_EXTRACT)),
    Route("extracts:upload-step", f"/extracts/uploads/{UPLOAD}/discard/", needs(P.LOAD_EXTRACT)),
    Route("extracts:snapshot", "/extracts/snapshots/none/", needs(P.LOAD_EXTRACT)),
    Route("extracts:snapshot-findings", "/extracts/snapshots/none/findings.csv", needs(P.LOAD_EXTRACT)),
    Route("extracts:undo", "/extracts/snapshots/none/undo/", needs(P.UNDO_LOAD)),
    Route("extracts:restore", "/extracts/snapshots/none/restore/", needs(P.UNDO_LOAD)),
    # Boards
    Route("board:list", "/boards/", needs(P.SEE_MEETINGS)),
    Route("board:add", "/boards/add/", needs(P.RUN_MEETINGS)),
    Route("board:load", "/boards/read/", needs(P.RUN_MEETINGS)),
    Route("board:feed", "/boards/calendar/", needs(P.SEE_MEETINGS)),
    Route("board:feed-file", "/boards/calendar/none.ics", PUBLIC),
    Route("board:change-item", "/boards/items/999999/change/", needs(P.SEE_MEETINGS)),
    Route("board:move-item", "/boards/items/999999/move/", needs(P.SEE_MEETINGS)),
    Route("board:defer-item", "/boards/items/999999/defer/", needs(P.SEE_MEETINGS)),
    Route("board:withdraw-item", "/boards/items/999999/withdraw/", needs(P.SEE_MEETINGS)),
    Route("board:minute", "/boards/items/999999/minute/", needs(P.RUN_MEETINGS)),
    Route("board:vote", "/boards/items/999999/vote/", needs(P.RUN_MEETINGS)),
    Route("board:resolve", "/boards/items/999999/resolve/", needs(P.RUN_MEETINGS)),
    Route("board:note", "/boards/items/999999/note/", needs(P.SEE_MEETINGS)),
    Route("board:matter", "/boards/matters/999999/", needs(P.RUN_MEETINGS)),
    Route("board:answer", "/boards/proposals/999999/answer/", needs(P.SEE_MEETINGS)),
    Route("board:withdraw-proposal", "/boards/proposals/999999/withdraw/", needs(P.PROPOSE_ITEMS)),
    Route("board:resolution", "/boards/resolutions/999999/", needs(P.SEE_MEETINGS)),
    Route("board:close-resolution", "/boards/resolutions/999999/close/", needs(P.RUN_MEETINGS)),
    Route("board:link-resolution", "/boards/resolutions/999999/link/", needs(P.RUN_MEETINGS)),
    Route("board:remove-other", "/boards/attendance/999999/remove/", needs(P.RUN_MEETINGS)),
    Route("board:provide-paper", "/boards/other-forms/999999/provided/", needs(P.RUN_MEETINGS)),
    Route("board:body", "/boards/none/", needs(P.SEE_MEETINGS)),
    Route("board:change", "/boards/none/change/", needs(P.RUN_MEETINGS)),
    Route("board:add-seat", "/boards/none/seats/add/", needs(P.RUN_MEETINGS)),
    Route("board:appoint", "/boards/none/members/add/", needs(P.RUN_MEETINGS)),
    Route("board:end-membership", "/boards/none/members/999999/end/", needs(P.RUN_MEETINGS)),
    Route("board:substitute", "/boards/none/members/999999/substitute/", needs(P.RUN_MEETINGS)),
    Route("board:add-champion", "/boards/none/champions/add/", needs(P.RUN_MEETINGS)),
    Route("board:end-champion", "/boards/none/champions/999999/end/", needs(P.RUN_MEETINGS)),
    Route("board:terms", "/boards/none/terms/", needs(P.SEE_MEETINGS)),
    Route("board:write-terms", "/boards/none/terms/write/", needs(P.RUN_MEETINGS)),
    Route("board:add-standing", "/boards/none/standing-items/add/", needs(P.RUN_MEETINGS)),
    Route("board:drop-standing", "/boards/none/standing-items/999999/drop/", needs(P.RUN_MEETINGS)),
    Route("board:attendance", "/boards/none/attendance/", needs(P.SEE_MEETINGS)),
    Route("board:resolutions", "/boards/none/resolutions/", needs(P.SEE_MEETINGS)),
    Route("board:plan", "/boards/none/plan/", needs(P.RUN_MEETINGS)),
    Route("board:propose", "/boards/none/propose/", needs(P.PROPOSE_ITEMS)),
    Route("board:meeting", "/boards/none/2019-09-17/", needs(P.SEE_MEETINGS)),
    Route("board:work", "/boards/none/2019-09-17/work/", needs(P.SEE_MEETINGS)),
    Route("board:change-meeting", "/boards/none/2019-09-17/change/", needs(P.RUN_MEETINGS)),
    Route("board:step", "/boards/none/2019-09-17/step/open_agenda/", needs(P.SEE_MEETINGS)),
    Route("board:supplement", "/boards/none/2019-09-17/supplement/", needs(P.RUN_MEETINGS)),
    Route("board:add-item", "/boards/none/2019-09-17/items/add/", needs(P.SEE_MEETINGS)),
    Route("board:item", "/boards/none/2019-09-17/items/1/", needs(P.SEE_MEETINGS)),
    Route("board:ask-for-paper", "/boards/none/2019-09-17/other-form/", needs(P.SEE_MEETINGS)),
    Route("board:attendance-at", "/boards/none/2019-09-17/attendance/", needs(P.RUN_MEETINGS)),
    Route("board:other", "/boards/none/2019-09-17/attendance/other/", needs(P.RUN_MEETINGS)),
    Route("board:minutes", "/boards/none/2019-09-17/minutes/", needs(P.SEE_MEETINGS)),
    Route("board:calendar-file", "/boards/none/2019-09-17/meeting.ics", needs(P.SEE_MEETINGS)),
    Route("board:download", "/boards/none/2019-09-17/pack-restricted.pdf", needs(P.SEE_MEETINGS)),
    Route("board-public:list", "/public/boards/", PUBLIC),
    Route("board-public:meeting", "/public/boards/none/2019-09-17/", PUBLIC),
    Route("board-public:file", "/public/boards/none/2019-09-17/pack.pdf", PUBLIC),
    # Papers
    Route("papers:list", "/papers/", needs(*READS_PAPERS)),
    Route("papers:start", "/papers/start/", needs(P.WRITE_PAPER)),
    Route("papers:upload", "/papers/upload/", needs(P.WRITE_PAPER)),
    Route("papers:figures", "/papers/figures/", needs(P.WRITE_PAPER, P.SIGN_OFF_PAPER)),
    Route("papers:read", f"/papers/{PAPER}/", needs(*READS_PAPERS), by_relation=True),
    Route("papers:download-restricted", f"/papers/{PAPER}/restricted.pdf", needs(P.SEE_RESTRICTED_REPORTS), by_relation=True),
    Route("papers:download-public", f"/papers/{PAPER}/public.pdf", needs(*READS_PAPERS), by_relation=True),
    Route("papers:work", f"/papers/{PAPER}/work/", needs(*WORKS_ON_PAPERS), by_relation=True),
    Route("papers:cover", f"/papers/{PAPER}/cover/", needs(P.WRITE_PAPER), by_relation=True),
    Route("papers:preview", f"/papers/{PAPER}/preview/", needs(*WORKS_ON_PAPERS), by_relation=True),
    Route("papers:draft-pdf", f"/papers/{PAPER}/draft.pdf", needs(*WORKS_ON_PAPERS), by_relation=True),
    Route("papers:findings", f"/papers/{PAPER}/findings/", needs(*WORKS_ON_PAPERS), by_relation=True),
    Route("papers:waive", f"/papers/{PAPER}/findings/waive/", needs(P.SIGN_OFF_PAPER), by_relation=True),
    Route("papers:replace-file", f"/papers/{PAPER}/file/", needs(P.WRITE_PAPER), by_relation=True),
    Route("papers:file", f"/papers/{PAPER}/file/received/", needs(*WORKS_ON_PAPERS), by_relation=True),
    Route("papers:clear-file", f"/papers/{PAPER}/file/clear/", needs(P.SIGN_OFF_PAPER, P.PUBLISH_PAPER), by_relation=True),
    Route("papers:correct", f"/papers/{PAPER}/correct/", needs(*WORKS_ON_PAPERS), by_relation=True),
    Route("papers:step", f"/papers/{PAPER}/step/submit/", needs(*WORKS_ON_PAPERS), by_relation=True),
    Route("papers:add-section", f"/papers/{PAPER}/sections/add/", needs(P.WRITE_PAPER), by_relation=True),
    Route("papers:section", f"/papers/{PAPER}/sections/risk/", needs(*WORKS_ON_PAPERS), by_relation=True),
    Route("papers:versions", f"/papers/{PAPER}/sections/risk/versions/", needs(*WORKS_ON_PAPERS), by_relation=True),
    Route("papers:comment", f"/papers/{PAPER}/sections/risk/comment/", needs(*WORKS_ON_PAPERS), by_relation=True),
    Route("papers:change-section", f"/papers/{PAPER}/sections/risk/up/", needs(P.WRITE_PAPER), by_relation=True),
    Route("papers:settle", f"/papers/{PAPER}/comments/1/settle/", needs(*WORKS_ON_PAPERS), by_relation=True),
]
