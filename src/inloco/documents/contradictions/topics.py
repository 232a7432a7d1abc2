"""What papers call the indicators: the phrases by which a sentence or a table is known to speak of one."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from inloco.analytics.figure import Unit
from inloco.analytics.indicators import REGISTER

CLA = (
    r"(?:children (?:and young people )?(?:(?:who )?(?:are|were) )?(?:being |now |currently "
    r")?(?:looked[ -]after|in (?:our |the )?care\b)"
    r"|looked[ -]after children|\bcla\b|\blac\b|(?:looked after|cared for) [\d,]+ (?:children|young people))"
)
CP = r"(?:child(?:ren)? protection plans?|cp plans?|cpps?|protection plans?)"
CIN = r"(?:child(?:ren)? in need(?: plans?)?|cin(?: plans?)?)"
LEAVERS = r"care[ -]leavers?"
IN_TIME = r"(?:in|on|within|to) ?(?:the )?(?:required |statutory )?(?:time ?scales?|time)|timely|held on time"
PHRASES: tuple[tuple[str, str], ...] = (
    (
        "health_assessment_up_to_date_pct",
        r"(?:up[ -]to[ -]date|current) health assessments?|health assessments?(?: \w+){0,3} up[ -]to[ "
        r"-]date|had (?:a |their )?health assessment",
    ),
    ("dental_up_to_date_pct", r"dental (?:check|assessment|appointment|treatment)s?|dentist|teeth"),
    ("immunisations_up_to_date_pct", r"immunisations?|vaccinations?"),
    ("sdq_average_score", r"average sdq|sdq score|average strengths and difficulties"),
    ("sdq_completed_pct", r"\bsdqs?\b|strengths and difficulties"),
    ("iha_in_time_pct", r"initial health assessments?|\bihas?\b"),
    ("rha_in_time_pct", r"review health assessments?|\brhas?\b"),
    ("pep_up_to_date_pct", r"personal education plans?|\bpeps?\b"),
    (
        "cla_review_participation_pct",
        r"participat\w+ (?:of|in|by)[^.]{0,60}reviews?|took part in their (?:\w+ )?reviews?|(?:cla "
        r")?review participation|participation (?:has|rose|fell|was|is|of)|participate (?:in"
        r"|or)[^.]{0,30}review",
    ),
    (
        "ni67_cp_reviewed_in_time_pct",
        rf"(?:review child protection conferences?|rcpcs?|child protection (?:plans )?review\w*|cp "
        rf"reviews?)[^.]{{0,60}}(?:{IN_TIME})|ni ?67",
    ),
    (
        "ni66_cla_reviews_in_time_pct",
        rf"(?:{CLA} |looked after )?reviews? (?:(?:held|completed|were held) )?(?:{IN_TIME})|reviews "
        rf"completed within|ni ?66",
    ),
    ("icpc_in_time_pct", rf"(?:initial child protection conferences?|icpcs?)[^.]{{0,40}}(?:{IN_TIME}|15 working days)"),
    ("ni62_three_plus_placements_pct", r"three or more placements|3 or more placements|3\+ placements|ni ?62"),
    ("ni63_long_term_stability_pct", r"same placement for (?:at least )?(?:two|2)|long[ -]term (?:placement )?stability|ni ?63"),
    (
        "repeat_cp_12m_pct",
        r"second or subsequent time (?:with)?in (?:the )?(?:last |previous )?(?:twelve|12)|repeat "
        r"(?:plans?|cp plans?) within (?:12|twelve) months|subsequent time within twelve",
    ),
    ("ni65_repeat_cp_pct", r"second or subsequent (?:time|plan)|repeat (?:child protection|cp) plans?|ni ?65"),
    ("ni64_cp_2y_ceased_pct", r"(?:two|2) years or more|over (?:two|2) years|for more than (?:two|2) years|ni ?64"),
    ("care_leavers_suitable_accom_pct", rf"suitable accommodation|{LEAVERS}[^.]{{0,40}}suitabl"),
    ("care_leavers_neet_pct", r"not in (?:education|employment)|\bneet\b|not (?:being )?in eet"),
    ("care_leavers_eet_pct", r"in education,? employment,? (?:or|and|/) training|\beet\b|in education, training or employment"),
    (
        "care_leavers_in_touch_pct",
        rf"(?:in touch|in contact|keeping in touch) with|{LEAVERS}[^.]{{0,30}}in touch|in contact with",
    ),
    ("care_leavers_pathway_plan_current_pct", r"pathway plans?"),
    ("re_referrals_pct", r"re-?referrals?"),
    ("cla_out_of_area_pct", r"placed (?:outside|out of)(?: of)? (?:the )?(?:county|area|authority|borough|local)|out of area"),
    ("cla_residential_pct", r"residential (?:settings?|care|homes?|placements?)"),
    ("cla_foster_pct", r"foster (?:care|carers?|placements?)|fostering placements?"),
    ("conferences_held_count", r"child protection conferences"),
    ("cla_count", CLA),
    ("cp_plans_count", rf"{CP}|child protection"),
    ("cin_plans_count", CIN),
    ("care_leavers_count", LEAVERS),
    ("iro_caseload_avg", r"(?:iro|average iro|iros'?|reviewing officers?'?) caseloads?|average caseload"),
    (
        "iro_challenges_count",
        r"iro challenges|formal challenges|challenges (?:were |have been )?(?:made|raised|recorded) by "
        r"(?:the )?(?:iros?|independent)",
    ),
    ("missing_episodes_count", r"missing (?:from \w+ )?(?:episodes|incidents)|episodes of going missing"),
    ("referrals_count", r"(?<![a-z] )\breferrals\b(?!:)|\b(?:of|the|all|new|total|more|fewer) referrals\b(?!:)"),
)
RATES = {"cla_count": "cla_rate", "cp_plans_count": "cp_plans_rate", "cin_plans_count": "cin_plans_rate"}
COUNTS = {"cla_residential_pct": "cla_residential_count", "cla_foster_pct": "cla_foster_count"}


@dataclass(frozen=True)
class Topic:
    """An indicator that words speak of, and where in the text."""

    id: str
    unit: Unit
    start: int
    end: int


@cache
def _compiled() -> tuple[tuple[str, re.Pattern[str]], ...]:
    known = [(id, re.compile(pattern, re.I)) for id, pattern in PHRASES if id in REGISTER]
    titles = [(id, re.compile(re.escape(entry.title), re.I)) for id, entry in REGISTER.items() if len(entry.title.split()) > 2]
    return (*titles, *known)


def topics_in(text: str) -> list[Topic]:
    """The indicators that ``text`` speaks of, the most particular phrase first; no two at one place."""
    found: list[Topic] = []
    for id, pattern in _compiled():
        for one in pattern.finditer(text):
            if not any(one.start() < other.end and other.start < one.end() for other in found):
                found.append(Topic(id, REGISTER[id].unit, one.start(), one.end()))
    return found


@cache
def topic_of(text: str) -> str:
    """The one indicator that ``text`` speaks of, in the unit that it names; empty when there are none or several."""
    ids = list(dict.fromkeys(one.id for one in topics_in(text)))
    if len(ids) > 1:
        ids = [
            id
            for id in ids
            if id not in ("cla_count", "care_leavers_count", "cp_plans_count", "cin_plans_count", "referrals_count")
        ]
    return ids[0] if len(ids) == 1 else ""
