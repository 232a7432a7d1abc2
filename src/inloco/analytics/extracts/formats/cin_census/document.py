"""Reads a census file from end to end once, child by child: nothing of a child is kept when the next one begins.

The parser is hardened: a document type, and with it every entity, inside or outside, is refused before anything is expanded.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from defusedxml.common import DefusedXmlException  # type: ignore[import-untyped]
from defusedxml.ElementTree import DefusedXMLParser, ParseError  # type: ignore[import-untyped]

from inloco.analytics.extracts.checks.reading import LONG_CELL
from inloco.analytics.extracts.collected import Collected
from inloco.analytics.extracts.delimited import CELL_LIMIT
from inloco.analytics.extracts.files import GivenFile
from inloco.analytics.extracts.formats import Tell
from inloco.analytics.extracts.formats.cin_census.checks import FORBIDDEN_XML, MALFORMED_XML, UNKNOWN_ELEMENT

_CHUNK = 1 << 20

PARTS: Mapping[str, frozenset[str]] = {
    "": frozenset({"Message"}),
    "Message": frozenset({"Header", "Children"}),
    "Header": frozenset({"CollectionDetails", "Source", "Content"}),
    "Content": frozenset(),
    "Children": frozenset({"Child"}),
    "Child": frozenset({"ChildIdentifiers", "ChildCharacteristics", "CINdetails"}),
    "ChildCharacteristics": frozenset({"Disabilities"}),
    "CINdetails": frozenset({"Assessments", "CINPlanDates", "Section47", "ChildProtectionPlans", "PreProceedingsandFGDM"}),
    "Assessments": frozenset({"FactorsIdentifiedAtAssessment"}),
    "ChildProtectionPlans": frozenset({"Reviews"}),
}
"""Which groups of elements stand in which."""

FIELDS: Mapping[str, frozenset[str]] = {
    "CollectionDetails": frozenset({"Collection", "Year", "ReferenceDate"}),
    "Source": frozenset({"SourceLevel", "LEA", "SoftwareCode", "Release", "SerialNo", "DateTime"}),
    "ChildIdentifiers": frozenset(
        {
            "LAchildID", "UPN", "FormerUPN", "UPNunknown", "PersonBirthDate", "ExpectedPersonBirthDate", "Sex", "GenderCurrent",
            "PersonDeathDate",
        }
    ),
    "ChildCharacteristics": frozenset({"Ethnicity"}),
    "Disabilities": frozenset({"Disability"}),
    "CINdetails": frozenset(
        {
            "CINreferralDate", "ReferralSource", "PrimaryNeedCode", "CINclosureDate", "ReasonForClosure", "DateOfInitialCPC",
            "ReferralNFA",
        }
    ),
    "Assessments": frozenset({"AssessmentActualStartDate", "AssessmentInternalReviewDate", "AssessmentAuthorisationDate"}),
    "FactorsIdentifiedAtAssessment": frozenset({"AssessmentFactors"}),
    "CINPlanDates": frozenset({"CINPlanStartDate", "CINPlanEndDate"}),
    "Section47": frozenset({"S47ActualStartDate", "InitialCPCtarget", "DateOfInitialCPC", "ICPCnotRequired"}),
    "ChildProtectionPlans": frozenset(
        {"CPPstartDate", "CPPendDate", "InitialCategoryOfAbuse", "LatestCategoryOfAbuse", "NumberOfPreviousCPP"}
    ),
    "Reviews": frozenset({"CPPreviewDate"}),
    "PreProceedingsandFGDM": frozenset(
        {
            "PPStartDate", "LBPSentDate", "FGDMMeetingOffer", "FGDMMeetingFac", "InitialPPMeetingDate", "ReviewMeetingsCount",
            "StepDecisionDate", "PPOutcome", "CourtAppDate", "LetterInitCPDate",
        }
    ),
}  # fmt: skip
"""Which values stand in which group, in any year from 2019 to 2026."""

_NONE: frozenset[str] = frozenset()


@dataclass
class Group:
    """A group of elements: its values with the line of each, and the groups in it."""

    name: str
    line: int
    values: dict[str, list[tuple[str, int]]] = field(default_factory=dict)
    parts: list[Group] = field(default_factory=list)

    def all(self, name: str) -> list[Group]:
        return [part for part in self.parts if part.name == name]


class Taker(Protocol):
    """Who is given each group when it is complete."""

    def header(self, group: Group) -> None: ...

    def child(self, group: Group) -> None: ...


class _TooLong(Exception):
    """A value that no census has."""


def read_document(file: GivenFile, taker: Taker, found: Collected, tell: Tell) -> None:
    """Hand every child of ``file`` to ``taker``. What is wrong with the file is a finding with its line."""
    target = _Target(taker)
    parser = DefusedXMLParser(target=target, forbid_dtd=True)
    target.parser = parser.parser
    try:
        for start in range(0, len(file.data), _CHUNK):
            parser.feed(file.data[start : start + _CHUNK])
            tell(f"Reading {file.name}", 0.9 * (start + _CHUNK) / (len(file.data) + _CHUNK))
        parser.close()
    except ParseError as trouble:
        line, column = trouble.position
        reason = str(trouble).partition(": line")[0]
        found.add(MALFORMED_XML.finding(file.name, f"The XML breaks at line {line}, character {column + 1}: {reason}.", row=line))
    except DefusedXmlException:
        found.add(FORBIDDEN_XML.finding(file.name, row=target.line))
    except _TooLong:
        message = f"<{target.leaf}> holds more than {CELL_LIMIT:,} characters."
        found.add(LONG_CELL.finding(file.name, message, row=target.line, column=target.leaf))
    except (LookupError, ValueError):
        found.add(MALFORMED_XML.finding(file.name, "The file names an encoding that nobody knows.", row=1))
    for (parent, name), times in sorted(target.unknown.items()):
        message = f"<{name}> in <{parent}> is none that InLoco knows; it was left aside."
        finding = UNKNOWN_ELEMENT.finding(file.name, message, row=target.first_line[parent, name], column=name)
        found.add(finding, times)


class _Target:
    """What the parser tells: the start of an element, text in it, its end."""

    def __init__(self, taker: Taker) -> None:
        self.taker = taker
        self.parser: object = None
        self.leaf: str | None = None
        self.unknown: Counter[tuple[str, str]] = Counter()
        self.first_line: dict[tuple[str, str], int] = {}
        self._open = [Group("", 0)]
        self._text: list[str] = []
        self._length = 0
        self._skipped = 0
        self._local: dict[str, str] = {}

    @property
    def line(self) -> int:
        return int(getattr(self.parser, "CurrentLineNumber", 0))

    def start(self, tag: str, _attributes: object) -> None:
        name = self._local.get(tag)
        if name is None:
            name = self._local.setdefault(tag, tag.rpartition("}")[2])
        inside = self._open[-1].name
        if self._skipped:
            self._skipped += 1
        elif self.leaf is None and name in FIELDS.get(inside, _NONE):
            self.leaf = name
            self._text.clear()
            self._length = 0
        elif self.leaf is None and name in PARTS.get(inside, _NONE):
            self._open.append(Group(name, self.line))
        else:
            place = (self.leaf or inside or "the file", name)
            self.unknown[place] += 1
            self.first_line.setdefault(place, self.line)
            self._skipped = 1

    def data(self, text: str) -> None:
        if self.leaf is not None and not self._skipped:
            self._length += len(text)
            if self._length > CELL_LIMIT:
                raise _TooLong
            self._text.append(text)

    def end(self, _tag: str) -> None:
        if self._skipped:
            self._skipped -= 1
        elif self.leaf is not None:
            if text := "".join(self._text).strip():
                self._open[-1].values.setdefault(self.leaf, []).append((text, self.line))
            self.leaf = None
        else:
            group = self._open.pop()
            if group.name == "Child":
                self.taker.child(group)
            elif group.name == "Header":
                self.taker.header(group)
            elif group.name != "Children":
                self._open[-1].parts.append(group)

    def close(self) -> None:
        """Nothing is left to do: every child was handed over when it was complete."""
