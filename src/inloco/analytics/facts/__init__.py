"""Facts: one row per child and month, review, start, ending … with every hard rule of time and place worked out once, in SQL."""

from inloco.analytics.facts.build import ROLLING_12, SPANS, YEAR_TO_DATE, Facts, kept, queries, tables_read
from inloco.analytics.facts.explained import sql_of
from inloco.analytics.facts.grain import DIMENSIONS, TABLE_OF, Grain
from inloco.analytics.facts.grains import GRAINS as CARE_GRAINS
from inloco.analytics.facts.protection_grains import GRAINS as PROTECTION_GRAINS
from inloco.analytics.facts.record_grains import RECORD_GRAINS
from inloco.analytics.facts.store import Store

CHILD_GRAINS = {**CARE_GRAINS, **PROTECTION_GRAINS}
GRAINS = {**CHILD_GRAINS, **RECORD_GRAINS}

__all__ = [
    "CHILD_GRAINS",
    "DIMENSIONS",
    "GRAINS",
    "RECORD_GRAINS",
    "ROLLING_12",
    "SPANS",
    "TABLE_OF",
    "YEAR_TO_DATE",
    "Facts",
    "Grain",
    "Store",
    "kept",
    "queries",
    "sql_of",
    "tables_read",
]
