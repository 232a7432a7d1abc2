"""From the children of a census to the plain tables of a snapshot."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import date

import pyarrow as pa

from inloco.analytics.extracts.checks.reading import DUPLICATE_KEY, MISSING_IDENTIFIER, UNKNOWN_CODE
from inloco.analytics.extracts.collected import Collected
from inloco.analytics.extracts.formats import Reading
from inloco.analytics.extracts.formats.cin_census.checks import NO_CHILDREN, REPEATED_ELEMENT
from inloco.analytics.extracts.formats.cin_census.document import Group
from inloco.analytics.extracts.growing import GrowingTable, Ids
from inloco.analytics.extracts.values import BLANKS, Problem, Value, read_value
from inloco.analytics.schema.tables import Type

TABLES: Mapping[str, tuple[str, ...]] = {
    "person": ("child", "sex", "ethnicity", "born_on", "expected_on", "died_on", "upn_unknown"),
    "disability": ("child", "row_id", "disability"),
    "cin_episodes": (
        "referral", "child", "received_on", "need", "source", "is_no_further_action", "close_reason", "closed_on",
    ),
    "cin_assessments": ("assessment", "child", "referral", "started_on", "authorised_on"),
    "assessment_factors": ("row_id", "assessment_id", "assessment_factors"),
    "cin_plans": ("cin_plan", "child", "referral", "started_on", "ended_on"),
    "s47_enquiry": ("s47_enquiry", "child", "referral", "started_on", "s47_outcome"),
    "initial_cp_conference": ("icpc", "child", "referral", "s47_enquiry", "target_on", "held_on", "cp_plan", "is_plan_outcome"),
    "cp_plans": ("cp_plan", "child", "referral", "icpc", "started_on", "ended_on", "initial_category", "latest_category"),
    "cp_reviews": ("cp_review", "child", "cp_plan", "held_on"),
    "pre_proceedings": (
        "row_id", "child", "plo_family_id", "pre_pro_decision_on", "pre_pro_letter_on", "initial_pre_pro_meeting_on",
        "pre_pro_meetings_num", "agree_stepdown_issue_on", "pre_pro_outcome", "care_pro_letter_on",
    ),
}  # fmt: skip
"""The tables that a census fills, and their columns in the order in which they are added."""

FIELDS: Mapping[tuple[str, str], str] = {
    ("person", "child"): "LAchildID",
    ("person", "sex"): "Sex",
    ("person", "ethnicity"): "Ethnicity",
    ("person", "born_on"): "PersonBirthDate",
    ("person", "expected_on"): "ExpectedPersonBirthDate",
    ("person", "died_on"): "PersonDeathDate",
    ("cin_episodes", "received_on"): "CINreferralDate",
    ("cin_episodes", "need"): "PrimaryNeedCode",
    ("cin_episodes", "closed_on"): "CINclosureDate",
    ("cin_assessments", "started_on"): "AssessmentActualStartDate",
    ("cin_assessments", "authorised_on"): "AssessmentAuthorisationDate",
    ("cin_plans", "started_on"): "CINPlanStartDate",
    ("cin_plans", "ended_on"): "CINPlanEndDate",
    ("s47_enquiry", "started_on"): "S47ActualStartDate",
    ("initial_cp_conference", "held_on"): "DateOfInitialCPC",
    ("cp_plans", "started_on"): "CPPstartDate",
    ("cp_plans", "ended_on"): "CPPendDate",
    ("cp_plans", "initial_category"): "InitialCategoryOfAbuse",
    ("cp_plans", "latest_category"): "LatestCategoryOfAbuse",
    ("cp_reviews", "held_on"): "CPPreviewDate",
}
"""What the census calls a plain column, for findings about rows."""

SOURCES = frozenset(
    [
        "1A",
        "1B",
        "1C",
        "1D",
        "2A",
        "2B",
        "3A",
        "3B",
        "3C",
        "3D",
        "3E",
        "3F",
        "4",
        "5A",
        "5B",
        "5C",
        "5D",
        "6",
        "7",
        "8",
        "9",
        "10",
    ]
)
CLOSURES = frozenset(f"RC{number}" for number in range(1, 10))
DISABILITIES = frozenset(["NONE", "MOB", "HAND", "PC", "INC", "COMM", "LD", "HEAR", "VIS", "BEH", "CON", "AUT", "DDA"])
FACTORS = frozenset(
    [f"{number}{letter}" for number in (1, 2, 3, 4, 5, 6, 18, 19) for letter in "ABC"]
    + ["7A", "8B", "8C", "8D", "8E", "8F", *(f"{number}A" for number in range(9, 18)), "20", "21", "22A", "23A", "24A"]
)
"""Codes of the census that no figure uses: they are kept as they are, and only an unknown one is said."""


class Conversion:
    """Takes children one by one and grows the tables."""

    def __init__(self, file: str, found: Collected) -> None:
        self.file = file
        self.found = found
        self.reference_date: date | None = None
        self._tables = {name: GrowingTable(name, columns) for name, columns in TABLES.items()}
        self._lines: dict[str, int] = {}
        self._has_pre_proceedings = False

    def reading(self, as_at: date | None) -> Reading:
        """All tables; that of pre-proceedings only where the file has the module, which came in 2026."""
        if not self._lines and not self.found.has_errors:
            self.found.add(NO_CHILDREN.finding(self.file))
        tables: dict[str, pa.Table] = {
            name: table.done() for name, table in self._tables.items() if name != "pre_proceedings" or self._has_pre_proceedings
        }
        return Reading(tables, (self.file,), as_at or self.reference_date, FIELDS)

    def header(self, group: Group) -> None:
        for details in group.all("CollectionDetails"):
            self.reference_date = self._date(details, "ReferenceDate")

    def child(self, group: Group) -> None:
        names = group.all("ChildIdentifiers")
        about = names[0] if names else Group("ChildIdentifiers", group.line)
        child = self._text(about, "LAchildID")
        if child is None:
            self.found.add(
                MISSING_IDENTIFIER.finding(self.file, "The child has no LAchildID.", row=group.line, column="LAchildID")
            )
            return
        if child in self._lines:
            message = f"The child of line {self._lines[child]:,} stands here again."
            self.found.add(DUPLICATE_KEY.finding(self.file, message, row=group.line, column="LAchildID", value=child))
            return
        self._lines[child] = group.line
        ethnicity = None
        for character in group.all("ChildCharacteristics"):
            ethnicity = self._value(character, "Ethnicity", Type.TEXT, "ethnicity")
            for disabilities in character.all("Disabilities"):
                for code, line in self._codes(disabilities, "Disability", DISABILITIES):
                    self._add("disability", line, child, f"{child}:{code}", code)
        self._add(
            "person",
            group.line,
            child,
            self._value(about, "Sex" if "Sex" in about.values else "GenderCurrent", Type.TEXT, "sex"),
            ethnicity,
            self._date(about, "PersonBirthDate"),
            self._date(about, "ExpectedPersonBirthDate"),
            self._date(about, "PersonDeathDate"),
            self._text(about, "UPNunknown"),
        )
        ids = Ids()
        for details in group.all("CINdetails"):
            self._episode(child, details, ids)

    def _episode(self, child: str, details: Group, ids: Ids) -> None:
        received_on = self._date(details, "CINreferralDate")
        referral = ids.of(child, received_on)
        self._add(
            "cin_episodes",
            details.line,
            referral,
            child,
            received_on,
            self._value(details, "PrimaryNeedCode", Type.TEXT, "need"),
            self._code(details, "ReferralSource", SOURCES),
            self._value(details, "ReferralNFA", Type.FLAG),
            self._code(details, "ReasonForClosure", CLOSURES),
            self._date(details, "CINclosureDate"),
        )
        for part in details.all("Assessments"):
            self._assessment(child, referral, part, ids)
        for part in details.all("CINPlanDates"):
            started_on, ended_on = self._date(part, "CINPlanStartDate"), self._date(part, "CINPlanEndDate")
            self._add("cin_plans", part.line, ids.of("plan", child, started_on), child, referral, started_on, ended_on)
        self._protection(child, referral, details, ids)
        for part in details.all("PreProceedingsandFGDM"):
            self._pre_proceedings(child, part, ids)

    def _assessment(self, child: str, referral: str, part: Group, ids: Ids) -> None:
        started_on = self._date(part, "AssessmentActualStartDate")
        assessment = ids.of("assessment", child, started_on)
        authorised_on = self._date(part, "AssessmentAuthorisationDate")
        self._add("cin_assessments", part.line, assessment, child, referral, started_on, authorised_on)
        factors = [
            code
            for one in part.all("FactorsIdentifiedAtAssessment")
            for code, _ in self._codes(one, "AssessmentFactors", FACTORS)
        ]
        if factors:
            self._add("assessment_factors", part.line, assessment, assessment, json.dumps(factors))

    def _protection(self, child: str, referral: str, details: Group, ids: Ids) -> None:
        """Enquiries, the conferences that they led to, and plans: one that begins on the day of a conference is of it."""
        conferences: dict[date, tuple[int, str, str | None, date | None]] = {}
        for part in details.all("Section47"):
            started_on = self._date(part, "S47ActualStartDate")
            enquiry = ids.of("s47", child, started_on)
            is_over = self._value(part, "ICPCnotRequired", Type.FLAG)
            self._add(
                "s47_enquiry", part.line, enquiry, child, referral, started_on, "conference not required" if is_over else None
            )
            if (held_on := self._date(part, "DateOfInitialCPC")) is not None:
                conferences.setdefault(
                    held_on, (part.line, ids.of("icpc", child, held_on), enquiry, self._date(part, "InitialCPCtarget"))
                )
        if (held_on := self._date(details, "DateOfInitialCPC")) is not None and held_on not in conferences:
            conferences[held_on] = (details.line, ids.of("icpc", child, held_on), None, None)
        plans: dict[date | None, str] = {}
        for part in details.all("ChildProtectionPlans"):
            begun_on = self._date(part, "CPPstartDate")
            plan = ids.of("protection", child, begun_on)
            plans.setdefault(begun_on, plan)
            self._add(
                "cp_plans",
                part.line,
                plan,
                child,
                referral,
                conferences[begun_on][1] if begun_on is not None and begun_on in conferences else None,
                begun_on,
                self._date(part, "CPPendDate"),
                self._value(part, "InitialCategoryOfAbuse", Type.TEXT, "protection_category"),
                self._value(part, "LatestCategoryOfAbuse", Type.TEXT, "protection_category"),
            )
            for reviews in part.all("Reviews"):
                for text, line in reviews.values.get("CPPreviewDate", ()):
                    if (reviewed_on := self._day(text, line, "CPPreviewDate")) is not None:
                        self._add("cp_reviews", line, ids.of("review", plan, reviewed_on), child, plan, reviewed_on)
        for held_on, (line, icpc, of_enquiry, target_on) in conferences.items():
            plan_of = plans.get(held_on)
            self._add(
                "initial_cp_conference",
                line,
                icpc,
                child,
                referral,
                of_enquiry,
                target_on,
                held_on,
                plan_of,
                plan_of is not None or None,
            )

    def _pre_proceedings(self, child: str, part: Group, ids: Ids) -> None:
        self._has_pre_proceedings = True
        started_on = self._date(part, "PPStartDate")
        id = ids.of("pre-proceedings", child, started_on)
        meetings = self._value(part, "ReviewMeetingsCount", Type.INTEGER)
        self._add(
            "pre_proceedings",
            part.line,
            id,
            child,
            child,
            started_on,
            self._date(part, "LBPSentDate"),
            self._date(part, "InitialPPMeetingDate"),
            meetings,
            self._date(part, "StepDecisionDate"),
            self._text(part, "PPOutcome"),
            self._date(part, "LetterInitCPDate"),
        )

    def _add(self, table: str, line: int, *values: object) -> None:
        self._tables[table].add(line, *values)

    def _written(self, group: Group, name: str) -> tuple[str, int] | None:
        """The one value of this name, with its line."""
        given = group.values.get(name)
        if not given:
            return None
        if len(given) > 1:
            self.found.add(REPEATED_ELEMENT.finding(self.file, row=given[1][1], column=name, value=given[1][0]))
        return None if given[0][0] in BLANKS else given[0]

    def _text(self, group: Group, name: str) -> str | None:
        written = self._written(group, name)
        return written[0] if written else None

    def _value(self, group: Group, name: str, type: Type, code_list: str | None = None) -> Value:
        written = self._written(group, name)
        return self._read(*written, name, type, code_list) if written else None

    def _date(self, group: Group, name: str) -> date | None:
        written = self._written(group, name)
        return self._day(*written, name) if written else None

    def _day(self, text: str, line: int, name: str) -> date | None:
        read = self._read(text, line, name, Type.DATE)
        return read if isinstance(read, date) else None

    def _read(self, text: str, line: int, name: str, type: Type, code_list: str | None = None) -> Value:
        read = read_value(type, text, code_list)
        if isinstance(read, Problem):
            self.found.add(read.check.finding(self.file, read.message, row=line, column=name, value=text, action=read.action))
            return None
        return read

    def _code(self, group: Group, name: str, known: frozenset[str]) -> str | None:
        return next((code for code, _ in self._codes(group, name, known)), None)

    def _codes(self, group: Group, name: str, known: frozenset[str]) -> list[tuple[str, int]]:
        """Every code of this name, each once; some systems write several into one element."""
        codes: dict[str, int] = {}
        for text, line in group.values.get(name, ()):
            for code in re.split(r"[\s,;|]+", text.upper()):
                if code in known:
                    codes.setdefault(code, line)
                elif code:
                    self.found.add(UNKNOWN_CODE.finding(self.file, row=line, column=name, value=code))
        return list(codes.items())
