"""What a new paper begins with: the standard sections of a council's cover, and templates with the figures already named.

A template's text is a start in plain words: whoever writes replaces what stands in round brackets. Its references are live from
the first day: ``{month}`` and ``{year}`` become the month and the financial year that the paper is about.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from inloco.analytics.periods import Period, financial_year_of

EXECUTIVE_SUMMARY, RECOMMENDATION = "executive_summary", "recommendation"
REQUIRED = (EXECUTIVE_SUMMARY, RECOMMENDATION)
"""Without these a paper cannot be sent for sign-off."""

STANDARD = (
    (EXECUTIVE_SUMMARY, "Executive summary"),
    (RECOMMENDATION, "Recommendation"),
    ("background", "Background and advice"),
    ("consultations", "Consultations"),
    ("implications", "Implications"),
    ("risk", "Risk management"),
    ("appendices", "Appendices"),
    ("background_papers", "Background papers"),
)
"""The sections of the standard cover, in their order."""


@dataclass(frozen=True)
class Outline:
    """``texts`` by the key of a standard section, ``sections`` of its own (key, title, text) after the background."""

    key: str
    label: str
    title: str
    texts: dict[str, str] = field(default_factory=dict)
    sections: tuple[tuple[str, str, str], ...] = ()


NOTE = "(Say here what matters, and put a name to what will be done.)"

OUTLINES: dict[str, Outline] = {
    one.key: one
    for one in (
        Outline("standard", "Standard paper, empty", "Paper"),
        Outline(
            "performance_report",
            "Performance report",
            "Performance report, {month_words}",
            {
                EXECUTIVE_SUMMARY: (
                    "At the end of {month_words} the council looked after [[cla_count @ {month}]] children, "
                    "[[cla_count @ {month} | change]]. That is [[cla_rate @ {month}]] children. [[cla_count @ "
                    "{month} | sparkline]]\n\n"
                    "Reviews were all held in time for [[ni66_cla_reviews_in_time_pct @ {month}]]. "
                    f"Of the care leavers, [[care_leavers_eet_pct @ {{month}}]] were in education, employment "
                    f"or training.\n\n{NOTE}"
                ),
                RECOMMENDATION: "The board is asked to note the figures and to say where it wants a closer look.",
                "background": "Figures are those known when this paper was published. Each leads to its definition and history.",
                "risk": "(Name the figures that are worse than they should be, what is done about them, and by when.)",
            },
            (
                (
                    "numbers",
                    "Children looked after",
                    "[[cla_rate @ {month} | chart]]\n\n[[cla_count @ {month} | areas]]\n",
                ),
                (
                    "health",
                    "Health",
                    "Health assessments are up to date for [[health_assessment_up_to_date_pct @ {month}]], "
                    "[[health_assessment_up_to_date_pct @ {month} | change]]. Teeth were checked for "
                    "[[dental_up_to_date_pct @ {month}]].\n\n[[health_assessment_up_to_date_pct @ {month} | chart]]\n\n"
                    "[[health_assessment_up_to_date_pct @ {month} | areas]]\n",
                ),
                (
                    "stability",
                    "Stability of placements",
                    "Three or more placements in the year: [[ni62_three_plus_placements_pct @ {month}]]. "
                    "In the same placement for two years or more: [[ni63_long_term_stability_pct @ {month}]].\n\n"
                    "[[ni62_three_plus_placements_pct @ {month} | table]]\n",
                ),
            ),
        ),
        Outline(
            "delivery_plan",
            "Delivery plan update",
            "Delivery plan: progress to {month_words}",
            {
                EXECUTIVE_SUMMARY: (
                    "(Say in a few sentences which objectives are on course, which are not, and what the board can do.)"
                ),
                RECOMMENDATION: (
                    "The board is asked to agree the new dates that are asked for, and to close what is proposed for closing."
                ),
                "risk": "(Name what may keep an objective from being reached.)",
            },
            (
                ("overdue", "Actions past their date", "[[actions @ {month} | {plan} | overdue]]\n"),
                ("open", "Open actions", "[[actions @ {month} | {plan} | open]]\n"),
                (
                    "difference",
                    "What has changed for children",
                    "In touch with their adviser: [[care_leavers_in_touch_pct @ {month}]], "
                    "[[care_leavers_in_touch_pct @ {month} | change]]. "
                    "In suitable homes: [[care_leavers_suitable_accom_pct @ {month}]].\n",
                ),
            ),
        ),
        Outline(
            "iro_annual_report",
            "Annual report of the independent reviewing officers",
            "Independent reviewing officers: annual report {year_words}",
            {
                EXECUTIVE_SUMMARY: (
                    "At the end of the year [[cla_count @ {year_end}]] children were looked after. All reviews "
                    "of the year were held in "
                    "time for [[ni66_cla_reviews_in_time_pct @ {year_end}]]. Children took part in "
                    f"[[cla_review_participation_pct @ {{year_end}}]] of reviews.\n\n{NOTE}"
                ),
                RECOMMENDATION: "The board is asked to note the report and to support its priorities for the coming year.",
            },
            (
                (
                    "service",
                    "The service and its caseloads",
                    "(How many officers, how many children each, and whether that is few enough.)",
                ),
                (
                    "reviews",
                    "Reviews",
                    "[[ni66_cla_reviews_in_time_pct @ {year_end} | chart]]\n\n[[ni66_cla_reviews_in_time_pct @ "
                    "{year_end} | areas]]\n",
                ),
                (
                    "participation",
                    "How children took part",
                    "[[cla_review_participation_pct @ {year_end} | table]]\n\n(What children said about their "
                    "reviews, and what changed.)",
                ),
                ("challenge", "Challenge", "(How often officers challenged a decision, at which level, and how it ended.)"),
                ("priorities", "Priorities for the coming year", "1. (First)\n2. (Second)\n3. (Third)\n"),
            ),
        ),
        Outline(
            "care_leavers_report",
            "Care leavers report",
            "Care leavers, {month_words}",
            {
                EXECUTIVE_SUMMARY: (
                    "The council is responsible for [[care_leavers_count @ {month}]] care leavers, "
                    "[[care_leavers_count @ {month} | change]]. In touch: [[care_leavers_in_touch_pct @ "
                    "{month}]]. In suitable homes: "
                    "[[care_leavers_suitable_accom_pct @ {month}]]. In education, employment or training: "
                    f"[[care_leavers_eet_pct @ {{month}}]].\n\n{NOTE}"
                ),
                RECOMMENDATION: (
                    "The board is asked to note the report and to say what it can offer as an employer and a landlord."
                ),
            },
            (
                ("in_touch", "Keeping in touch", "[[care_leavers_in_touch_pct @ {month} | table]]\n"),
                (
                    "homes",
                    "Homes",
                    "[[care_leavers_suitable_accom_pct @ {month} | chart]]\n\n(Where homes are not suitable, "
                    "what is done, and by whom.)",
                ),
                (
                    "work",
                    "Education, employment and training",
                    "[[care_leavers_eet_pct @ {month} | chart]]\n\n(Which offers were taken up.)",
                ),
                ("local_offer", "The local offer", "(What is new in it, and how care leavers were told.)"),
            ),
        ),
        Outline(
            "voice_update",
            "Voice update: what children and young people say",
            "What children and young people say, {month_words}",
            {
                EXECUTIVE_SUMMARY: (
                    "(What the group has worked on since the last meeting, in its own words.)\n\n"
                    "Children and young people took part in [[cla_review_participation_pct @ {month}]] of their reviews."
                ),
                RECOMMENDATION: "The board is asked to answer each question below by the next meeting, with a name beside it.",
            },
            (
                ("done", "What we did", "- (A meeting, a visit, an interview panel)\n"),
                ("heard", "What we heard", "> (A sentence that somebody is happy to see here, without a name.)\n"),
                ("asked", "What we ask the board", "1. (A question)\n2. (Another)\n"),
                ("answered", "What happened to what we asked last time", "- (You said, we did)\n"),
            ),
        ),
    )
}


HINT = re.compile(r"\([A-Z][^()]*\)")


def hints_left(template: str, key: str, text: str) -> list[str]:
    """The hints of the template, in round brackets, that still stand in this section where the writer's words should be."""
    outline = OUTLINES.get(template)
    if outline is None:
        return []
    given = {name: first for name, _, first in outline.sections} | outline.texts
    return [hint for hint in HINT.findall(given.get(key, "")) if hint in text]


def sections_for(key: str, about: Period | None, plan: str = "") -> list[tuple[str, str, str]]:
    """Key, title and first text of every section of a new paper, in their order.

    ``plan`` names the one whose actions are listed, where there are several.
    """
    outline = OUTLINES[key]
    listed: list[tuple[str, str, str]] = []
    for name, title in STANDARD:
        listed.append((name, title, filled(outline.texts.get(name, ""), about, plan)))
        if name == "background":
            listed += [(own, label, filled(text, about, plan)) for own, label, text in outline.sections]
    return listed


def title_for(key: str, about: Period | None) -> str:
    return filled(OUTLINES[key].title, about) if about else OUTLINES[key].label


def filled(text: str, about: Period | None, plan: str = "") -> str:
    """``text`` with the plan, the month and the year that the paper is about."""
    text = text.replace("{plan}", plan)
    if about is None:
        return text
    year = financial_year_of(about.end)
    if year.end > about.end:
        year = financial_year_of(year.start.replace(year=year.start.year - 1))
    words = {
        "{month}": str(about),
        "{month_words}": about.label,
        "{year}": str(year),
        "{year_words}": year.label,
        "{year_end}": f"{year.end:%Y-%m}",
    }
    for name, value in words.items():
        text = text.replace(name, value)
    return text
