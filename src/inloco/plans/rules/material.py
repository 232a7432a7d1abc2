"""What the rules look at: a plan on a day, as frozen values. It comes from a file before anything is taken, and from the records
afterwards; the rules cannot tell which.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from inloco.analytics.findings import Severity
from inloco.plans.reading.figures import Direction
from inloco.plans.reading.notes import Note
from inloco.plans.reading.plan import SheetView
from inloco.plans.timescales import Timescale
from inloco.plans.words import Brag


@dataclass(frozen=True)
class LiveMeasure:
    """What an indicator says about a measure: its newest value and that period's last day, the one before, the target."""

    title: str
    value: Decimal
    words: str
    on: date
    earlier: Decimal | None
    earlier_words: str
    earlier_on: date | None
    target: Decimal | None
    target_words: str
    target_on: date | None
    better: Direction

    @property
    def is_reached(self) -> bool | None:
        """Whether the target is reached; None without a target or a way that is better."""
        if self.target is None or self.better is Direction.NEITHER:
            return None
        return self.value >= self.target if self.better is Direction.HIGHER else self.value <= self.target

    @property
    def is_worse(self) -> bool:
        """Whether it moved away from what is wanted."""
        if self.earlier is None or self.earlier == self.value or self.better is Direction.NEITHER:
            return False
        return (self.value < self.earlier) == (self.better is Direction.HIGHER)

    @property
    def told(self) -> str:
        """The proof: the indicator, its value, and the target."""
        target = (
            f", target {self.target_words}" + (f" by {self.target_on:%d/%m/%Y}" if self.target_on else "")
            if self.target_words
            else ""
        )
        return f"{self.title}: {self.words} on {self.on:%d/%m/%Y}{target}"


@dataclass(frozen=True)
class Measure:
    """A metric: on the action's own row, or a row of the metrics view with a reference and words of its own. ``is_live`` when an
    indicator gives its value, and ``live`` is that value where it is known."""

    view: SheetView
    ref: str
    metric: str
    current: str
    target: str
    activity: str = ""
    progress: str = ""
    evidence: str = ""
    is_live: bool = False
    live: LiveMeasure | None = None
    number: int = 0


@dataclass(frozen=True)
class Item:
    """An action. ``key`` is its record's, None before there is one. ``has_person`` when an account is accountable for it;
    ``is_linked`` when it is linked to another action; ``is_evidenced`` when evidence or an agreed closing is recorded."""

    key: int | None
    view: SheetView
    objective: str
    ref: str
    activity: str
    progress: str
    evidence: str
    responsible: str
    timescale: Timescale
    brag: Brag | None
    notes: tuple[Note, ...]
    measures: tuple[Measure, ...] = ()
    has_person: bool = False
    is_linked: bool = False
    is_evidenced: bool = False
    number: int = 0

    @property
    def name(self) -> str:
        return f"{self.objective}/{self.ref or '–'}"

    @property
    def is_open(self) -> bool:
        """Somebody still has to do something."""
        return self.view is not SheetView.CLOSED and self.brag is not Brag.BLUE

    @property
    def is_live(self) -> bool:
        return self.view is SheetView.LIVE and self.is_open

    @property
    def due(self) -> date | None:
        return self.timescale.due


@dataclass(frozen=True)
class Disagreement:
    """Another row of an action says something else than its record, which still says what it said then."""

    key: int | None
    objective: str
    ref: str
    field: str
    view: SheetView
    stands: str
    other_view: SheetView
    other_ref: str
    other: str


@dataclass(frozen=True)
class LooseRemark:
    """Words in a row of their own, below an action."""

    view: SheetView
    objective: str
    text: str
    after: str


@dataclass(frozen=True)
class Material:
    """A plan on a day. ``fresh_days`` is how old the last word on progress may be; ``people`` are the names that the plan and its
    accounts know; ``headings`` the objectives' numbers and titles."""

    as_at: date
    items: tuple[Item, ...]
    remarks: tuple[LooseRemark, ...] = ()
    disagreements: tuple[Disagreement, ...] = ()
    fresh_days: int = 42
    people: frozenset[str] = frozenset()
    headings: tuple[tuple[str, str], ...] = ()

    @property
    def open(self) -> list[Item]:
        return [item for item in self.items if item.is_open]

    @property
    def live(self) -> list[Item]:
        return [item for item in self.items if item.is_live]


@dataclass(frozen=True)
class Hit:
    """What a rule found: about which actions (the first is named), in what words, with what proof. ``severity`` where it is not
    the rule's own; ``view``, ``objective`` and ``ref`` where it is about no action."""

    items: Sequence[Item]
    message: str
    evidence: str
    severity: Severity | None = None
    view: SheetView | None = None
    objective: str = ""
    ref: str | None = None


@dataclass(frozen=True)
class Finding:
    """A finding as it is shown. ``actions`` are the records that it is about; ``proof`` a fingerprint that changes with what
    stands there."""

    rule: str
    severity: Severity
    view: str
    objective: str
    ref: str
    message: str
    evidence: str
    action: str
    actions: tuple[int, ...] = ()

    @property
    def proof(self) -> str:
        parts = (self.rule, self.objective, self.ref, self.evidence)
        return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()

    def as_dict(self) -> dict[str, str]:
        """The contract's shape."""
        return {
            name: str(getattr(self, name)) for name in ("rule", "severity", "view", "objective", "ref", "message", "evidence")
        }


Look = Callable[[Material], Iterator[Hit]]


@dataclass(frozen=True)
class Rule:
    """One rule: what it finds in one sentence, what to do about it, and how it looks."""

    id: str
    severity: Severity
    what: str
    action: str
    look: Look = field(repr=False)

    def findings(self, plan: Material) -> Iterator[Finding]:
        for hit in self.look(plan):
            first = hit.items[0] if hit.items else None
            yield Finding(
                rule=self.id,
                severity=hit.severity or self.severity,
                view=str(hit.view or (first.view if first else "")),
                objective=hit.objective or (first.objective if first else ""),
                ref=hit.ref if hit.ref is not None else first.ref if first else "",
                message=hit.message,
                evidence=hit.evidence,
                action=self.action,
                actions=tuple(item.key for item in hit.items if item.key is not None),
            )


def rule(id: str, severity: Severity, *, what: str, action: str) -> Callable[[Look], Rule]:
    """Make a rule of a function that looks."""

    def make(look: Look) -> Rule:
        return Rule(id, severity, what, action, look)

    return make


def quoted(text: str, limit: int = 160) -> str:
    """A quotation on one line, cut at a word."""
    plain = " ".join(text.split())
    if len(plain) > limit:
        plain = plain[:limit].rsplit(" ", 1)[0] + " …"
    return f"“{plain}”"


def names(items: Sequence[Item], limit: int = 40) -> str:
    """``live 5/1c-d, live 5/2b``."""
    shown = ", ".join(f"{item.view} {item.name}" for item in items[:limit])
    return shown + (f" and {len(items) - limit} more" if len(items) > limit else "")
