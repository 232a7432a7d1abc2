"""Every check of rows: what reads well and still cannot be right.

Only an end before its start and broken reference data refuse a load. The rest are warnings: such a row counts where it can,
and nowhere where it points to nothing. Intervals are half-open: an end and a start on the same day do not overlap.
"""

from __future__ import annotations

from inloco.analytics.extracts.checks.care import CARE_RULES
from inloco.analytics.extracts.checks.care_events import CARE_EVENT_RULES
from inloco.analytics.extracts.checks.children import CHILDREN_RULES
from inloco.analytics.extracts.checks.dates import DATE_RULES
from inloco.analytics.extracts.checks.definition import Rule
from inloco.analytics.extracts.checks.episode_reasons import EPISODE_REASON_RULES
from inloco.analytics.extracts.checks.leaving_care import LEAVING_CARE_RULES
from inloco.analytics.extracts.checks.legal import LEGAL_RULES
from inloco.analytics.extracts.checks.links import LINK_RULES
from inloco.analytics.extracts.checks.people import PEOPLE_RULES
from inloco.analytics.extracts.checks.permanence import PERMANENCE_RULES
from inloco.analytics.extracts.checks.placement_codes import PLACEMENT_CODE_RULES
from inloco.analytics.extracts.checks.protection import PROTECTION_RULES
from inloco.analytics.extracts.checks.reference_data import REFERENCE_RULES
from inloco.analytics.extracts.checks.reviews import REVIEW_RULES
from inloco.analytics.extracts.checks.workers import WORKER_RULES

RULES: tuple[Rule, ...] = (
    *DATE_RULES,
    *LINK_RULES,
    *CARE_RULES,
    *EPISODE_REASON_RULES,
    *PLACEMENT_CODE_RULES,
    *LEGAL_RULES,
    *REVIEW_RULES,
    *CARE_EVENT_RULES,
    *PROTECTION_RULES,
    *LEAVING_CARE_RULES,
    *PERMANENCE_RULES,
    *PEOPLE_RULES,
    *CHILDREN_RULES,
    *WORKER_RULES,
    *REFERENCE_RULES,
)
