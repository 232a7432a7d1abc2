"""Which column is which, by the words of its header: officers rename, reorder and add columns from one edition to the next."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from inloco.plans.dates import mentions
from inloco.plans.reading.grid import Row

FIELDS = (
    "ref",
    "plan_ref",
    "activity",
    "progress",
    "evidence",
    "metric",
    "current",
    "target",
    "responsible",
    "timescale",
    "brag",
    "where_we_are",
    "what_will_change",
    "outcome",
)
STORY = ("where_we_are", "what_will_change", "outcome")
"""Headings of a care leavers' plan beside those of a delivery plan."""

LABELS = {
    "ref": "Ref",
    "plan_ref": "Ref in another plan",
    "activity": "Activity",
    "progress": "Progress",
    "evidence": "Evidence",
    "metric": "Metric",
    "current": "Current data",
    "target": "Target data",
    "responsible": "Responsible",
    "timescale": "Timescale",
    "brag": "BRAG",
    "where_we_are": "Where we are now",
    "what_will_change": "What will change",
    "outcome": "Outcome",
}

_WORDS: dict[str, tuple[tuple[str, int], ...]] = {
    "ref": (
        (r"(action |item |activity |unique )?(ref|reference|refs)( ?(no|number|num|id))?", 10),
        (r"(action |item )?(no|number|num|id|#)", 9),
    ),
    "plan_ref": (
        (
            r"(?=.*\b(plan|getting to good|gtg|g2g|improvement|ofsted|link(ed|s)?|strategy|cross|other|related|source)\b)"
            r".*\b(refs?|references?|links?)\b.*",
            10,
        ),
        (r"getting to good|gtg|g2g|links? to (other )?plans?|linked plans?|cross[- ]reference", 8),
    ),
    "activity": (
        (
            r"(key |planned |agreed |required )?(activity|activities|actions?|tasks?|deliverable)"
            r"( required| needed| agreed| point| ?/ ?(task|activity|actions?))?",
            10,
        ),
        (r"what (are we|we are|we're|are you) going to do.*|what (we|you)('ll| shall| must| need to| plan to) do.*", 9),
        (
            r"(description|summary|details?)( of)?( the)?( action| activity| task)?|action (description|required|to be taken).*"
            r"|what (we )?(will|are going to|need to|must)( we)? do.*|what needs to (be done|happen)|(task|action) name",
            9,
        ),
        (r"we will|(our )?(next|key) steps|how we('ll| will) (do|get there).*", 4),
        (r".*\b(activity|actions?)\b.*", 3),
    ),
    "progress": (
        (
            r"(latest |current |key )?(progress|updates?)"
            r"( ?(to date|updates?|notes?|made|so far|/ ?comments?|and comments?|against action|since last.*))?",
            10,
        ),
        (
            r"(comments?|commentary|notes?|narrative|what have we done.*|position statement|highlights?)( ?/ ?updates?)?"
            r"|status update|(current|latest) position|where (are )?we( are)?( now)?"
            r"|what (has|have) (happened|been done|we done).*",
            6,
        ),
        (r".*\b(progress|update)\b.*", 5),
    ),
    "evidence": ((r"evidence.*|.*\bevidence\b.*|supporting (documents?|information)|proof|assurance", 8),),
    "metric": (
        (r"(key |performance |success )?(metrics?|measures?|kpis?|indicators?)( of success| of impact|/ ?kpis?)?", 10),
        (
            r"how (will|do) (we|you) (measure|know).*|how (we|you)( will)? (measure|know).*|how (it|this) (will be|is) measured.*"
            r"|how will (we|you|it) .*know.*|(what )?success (will )?looks? like|what (does )?(success|good) looks? like"
            r"|success (criteria|measures?).*|measured by|.*\b(metric|measure|kpi)s?\b.*"
            r"|performance indicators?",
            7,
        ),
    ),
    "current": (
        (
            r"(current|latest|actual|now|most recent)( (data|value|figure|performance|position|number|result))?"
            r"( ?(&|and|/|,) ?dates?)?",
            10,
        ),
        (r"(current|latest|actual) .*(data|value|figure|performance|date).*|data|performance data|baseline.*", 6),
    ),
    "target": (
        (r"targets?( (data|value|figure|performance|number|level))?( ?(&|and|/|,) ?dates?)?", 10),
        (r"(target|goal|ambition)s? (?!date|completion|end|timescale|deadline).*|goal|ambition|aspiration", 6),
    ),
    "responsible": (
        (
            r"(responsible|lead|owner|accountable)"
            r"( (services?|officers?|person|people|agency|lead|team|manager|partner|organisation))*( ?(/|&|and) ?.*)?",
            10,
        ),
        (
            r"(action|task|activity|service|strategic|sro|named|officer) ?/?(lead|owner|responsible)( officer)?"
            r"|who|by whom|who (will|is).*|responsibility|assigned to|lead\(s\)|owner\(s\)|sro",
            9,
        ),
        (r".*\b(responsible|owner|lead|accountable)\b.*", 5),
    ),
    "timescale": (
        (
            r"(time ?scales?|time ?frames?|deadlines?|due|due dates?|date due|by when|when|when by|timelines?)( ?(/|&|and) ?.*)?",
            10,
        ),
        (
            r"(target|completion|end|finish|planned|expected|delivery|review|original)"
            r"( completion| end| finish| delivery| target)? (date|timescale|deadline)s?"
            r"|(target )?date( for completion| of completion| completed)?"
            r"|complete by|delivered by|due by|end|finish|when (we|it|this) .*",
            8,
        ),
        (r".*\b(timescale|deadline|due)\b.*", 5),
    ),
    "brag": (
        (r"b?rag( ?(rating|status|rate|rated|colour|score))?( ?\(.*\))?|.*\bbrag\b.*", 10),
        (r"(rag|status|rating|traffic light|colour|risk rating|delivery confidence)( ?(status|rating))?", 7),
        (r"how (are|is) (we|it|things) (doing|going|getting on)|(current|overall) (status|rating)", 5),
        (r".*\brag\b.*", 6),
    ),
    "where_we_are": (
        (
            r"where (are )?we( are)?( (now|today|at present))?|where things (are|stand)( now)?"
            r"|(our )?(current situation|starting point)|what is happening now|what('s| is) it like now",
            7,
        ),
    ),
    "what_will_change": (
        (
            r"what (will|needs to|must|should|we want to) (change|be different|achieve).*"
            r"|the changes?( (that )?we (want|need|have|will|are going)( to)?( make| see)?| to be made| needed)?",
            8,
        ),
    ),
    "objective": (
        (
            r"(strategic |corporate |key |our )?(objectives?|priority|priorities|pledge|promise|theme|strand|work ?stream)"
            r"( ?(no|number|area|title|name|/ ?theme))?",
            9,
        ),
    ),
    "support": (
        (
            r"(key |other |delivery )?(support|supporting|contributors?|contributing|partners?|supported by)"
            r"( (officers?|services?|agenc(y|ies)|organisations?|partners?|leads?|teams?|staff))?"
            r"|with whom|who else|other (services|officers|leads)",
            8,
        ),
    ),
    "revised": (
        (
            r"(revised|new|extended|amended|updated|re-?forecast|rescheduled)( (target|due|completion|end|delivery))*"
            r" (dates?|deadlines?|time ?scales?|time ?frames?)",
            9,
        ),
    ),
    "outcome": (
        (
            r"(expected |intended |desired )?outcomes?( (for|we want|wanted|sought|to be) ?.*)?"
            r"|what difference.*|(expected |intended )?(impact|result)s?( (on|for) .*)?",
            7,
        ),
    ),
}
_PATTERNS = {name: tuple((re.compile(pattern), weight) for pattern, weight in patterns) for name, patterns in _WORDS.items()}
_LOOSE = {"#": "#", "no.": "no"}


_UPDATE = re.compile(r"\b(updates?|progress|comments?|position)\b", re.IGNORECASE)
_RATING = re.compile(r"\b(b?rag|status|rating)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Header:
    """Which place holds which field; ``extra`` the places whose header is none of ours, with their words. ``earlier`` are columns
    of BRAG that name a day before that of the newest, whose own is ``brag_on``; ``updates`` all columns of progress, where
    several name a day."""

    row: int
    places: dict[str, int]
    extra: dict[int, str]
    earlier: dict[int, date] = field(default_factory=dict)
    brag_on: date | None = None
    updates: dict[int, date] = field(default_factory=dict)

    def value(self, row: Row, name: str) -> str:
        place = self.places.get(name)
        return row.cells[place] if place is not None and place < len(row.cells) else ""

    def others(self, row: Row) -> tuple[tuple[str, str], ...]:
        """What stands in columns of no field, with their headers."""
        return tuple(
            (words, row.cells[place]) for place, words in self.extra.items() if place < len(row.cells) and row.cells[place]
        )


def plain(words: str) -> str:
    """A header's words for comparing."""
    text = " ".join(words.casefold().replace("’", "'").split()).strip(" :*?")
    return _LOOSE.get(text, text.rstrip("."))


def _scores(words: str) -> dict[str, int]:
    text = plain(words)
    if not text or len(text) > 60:
        return {}
    found = {
        name: max((weight for pattern, weight in patterns if pattern.fullmatch(text)), default=0)
        for name, patterns in _PATTERNS.items()
    }
    return {name: score for name, score in found.items() if score}


def rating_of(words: str) -> int:
    """How surely the words head a column of BRAG; 0 for none."""
    return _scores(words).get("brag", 0)


def header_in(row: Row) -> Header | None:
    """The header that a row is, or None: it names what is to be done, and two more of our columns, one of them telling."""
    if row.spans or row.apart or len(row.filled) < 3:
        return None
    scores = {place: _scores(row.cells[place]) for place in row.filled}
    earlier, updates = _dated(row, _RATING), _dated(row, _UPDATE)
    if len(updates) > 1 and not earlier.keys() & updates.keys():
        newest = max(updates, key=lambda place: updates[place])
        scores |= {place: {"progress": 20} if place == newest else {} for place in updates}
    else:
        updates = {}
    if len(earlier) > 1:
        newest = max(earlier, key=lambda place: earlier[place])
        scores |= {place: {"brag": 20} if place == newest else {} for place in earlier}
        brag_on = earlier.pop(newest)
    else:
        earlier, brag_on = {}, None
    ranked = sorted(((score, -place, name) for place, found in scores.items() for name, score in found.items()), reverse=True)
    places: dict[str, int] = {}
    used: set[int] = set()
    for _, negative, name in ranked:
        if name not in places and -negative not in used:
            places[name] = -negative
            used.add(-negative)
    if "progress" not in places and "where_we_are" in places and not {"what_will_change", "outcome"} & places.keys():
        places["progress"] = places.pop("where_we_are")
    for name, otherwise in (("support", "responsible"), ("revised", "timescale")):
        if name in places and otherwise not in places:
            places[otherwise] = places.pop(name)
    is_told = "current" in places and "position" in plain(row.cells[places["current"]])
    if is_told and not {"metric", "target", "progress"} & places.keys():
        places["progress"] = places.pop("current")
    telling = {"ref", "responsible", "timescale", "brag", "progress", *STORY} & places.keys()
    if "activity" not in places or len(places) < 3 or len(telling) < 2:
        return None
    if len(used | earlier.keys() | updates.keys()) * 2 < len(row.filled):
        return None
    others = {place: row.cells[place] for place in row.filled if place not in used | earlier.keys() | updates.keys()}
    return Header(row.number, places, others, earlier, brag_on, updates)


def _dated(row: Row, kind: re.Pattern[str]) -> dict[int, date]:
    """Columns of that kind that each name a day or a month: ``RAG June 2025``, ``Update October 2024``."""
    found: dict[int, date] = {}
    for place in row.filled:
        words = row.cells[place]
        dated = [one.day for one in mentions(words)] if len(words) <= 40 and kind.search(words) else []
        if len(dated) == 1 and dated[0] is not None:
            found[place] = dated[0]
    return found


def first_header(rows: Sequence[Row], within: int = 30) -> Header | None:
    """The first header among the first rows."""
    return next((found for row in rows[:within] if (found := header_in(row)) is not None), None)
