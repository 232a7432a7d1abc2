"""Every check of rows: what reads well and still cannot be right.

Only an end before its start and broken reference data refuse a load. The rest are warnings: such a row counts where it can,
and nowhere where it points to nothing. Intervals are half-open: an end and a start on the same day do not overlap.
"""

from __future__ import annotations

from inloco.analytics.extracts.checks.care import CARE_RULES
from inloco.analytics.extracts.checks.dates import DATE_RULES
from inloco.analytics.extracts.checks.definition import Rule
from inloco.analytics.extracts.checks.links import LINK_RULES
from inloco.analytics.extracts.checks.people import PEOPLE_RULES
from inloco.analytics.extracts.checks.reference_data import REFERENCE_RULES
from inloco.analytics.extracts.checks.reviews import REVIEW_RULES

RULES: tuple[Rule, ...] = (*DATE_RULES, *LINK_RULES, *CARE_RULES, *REVIEW_RULES, *PEOPLE_RULES, *REFERENCE_RULES)
