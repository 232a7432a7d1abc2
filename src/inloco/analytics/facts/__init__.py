"""Facts: one row per child and month, review, start, ending … with every hard rule of time and place worked out once, in SQL."""

from inloco.analytics.facts.build import ROLLING_12, SPANS, YEAR_TO_DATE, Facts, kept, queries, tables_read
from inloco.analytics.facts.explained import sql_of
from inloco.analytics.facts.grains import DIMENSIONS, GRAINS, TABLE_OF, Grain
from inloco.analytics.facts.store import Store

__all__ = [
    "DIMENSIONS",
    "GRAINS",
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
