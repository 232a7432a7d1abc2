"""Child protection plans."""

from inloco.analytics.figure import Unit
from inloco.analytics.indicators.care import FAMILY
from inloco.analytics.indicators.definition import Basis, Indicator, Polarity, Source

CP_PLANS_COUNT = Indicator(
    id="cp_plans_count",
    title="Children on a child protection plan",
    family=FAMILY,
    definition="Children with an open protection plan of this authority. Unborn children count; plans of others do not.",
    source=Source("Children in need census", "child protection plans"),
    grain="child_month",
    counts="children",
    unit=Unit.COUNT,
    basis=Basis.AS_AT,
    polarity=Polarity.NEUTRAL,
    population="on_protection_plan",
    because="'on a protection plan since ' || said(on_protection_plan_since)",
    tables=("person", "cp_plans"),
    example="A looked-after child with an open protection plan counts here as well as among the looked after.",
)
CP_PLANS_RATE = Indicator(
    id="cp_plans_rate",
    title="Children on a child protection plan per 10,000 under 18",
    family=FAMILY,
    definition="Children on a protection plan, as counted by cp_plans_count, for every 10,000 people under 18 in the area.",
    source=Source("Children in need census", "child protection plans"),
    grain="child_month",
    counts="children",
    unit=Unit.RATE,
    basis=Basis.AS_AT,
    polarity=Polarity.NEUTRAL,
    population="on_protection_plan",
    because=CP_PLANS_COUNT.because,
    tables=("person", "cp_plans"),
    limits="The population is the one in force on the day. Areas without a population of their own have no rate.",
)
INDICATORS = (CP_PLANS_COUNT, CP_PLANS_RATE)
