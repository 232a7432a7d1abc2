"""The rules over the records of a plan: what stands open, what a person said is all right, and how many there were over time."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from django.db.models import Exists, OuterRef, Q

from inloco.accounts.models import User
from inloco.analytics.public_book import Book
from inloco.analytics.settings import Settings
from inloco.plans.exports import number_of, progress_of
from inloco.plans.live import Live, live_of, measured
from inloco.plans.models import (
    Action,
    ActionLink,
    Closure,
    Edition,
    Evidence,
    LintCount,
    LintWaiver,
    MetricLine,
    Plan,
    ProgressNote,
)
from inloco.plans.reading.notes import Note, read_notes
from inloco.plans.reading.owners import read_owners
from inloco.plans.reading.plan import SheetView
from inloco.plans.rules import RULES, Disagreement, Finding, Item, LooseRemark, Material, Measure, lint
from inloco.plans.states import AskState
from inloco.plans.timescales import Timescale, read_timescale
from inloco.plans.words import Brag, Origin

NAMED_PERSON = "named_person"
"""The rule that stands between a plan and the public."""


@dataclass(frozen=True)
class Linted:
    """What the rules found: ``open`` is to be dealt with, ``waived`` was said to be all right, with the waiver of each."""

    open: tuple[Finding, ...]
    waived: tuple[tuple[Finding, LintWaiver], ...]

    def of(self, action: int) -> list[Finding]:
        """The open findings about one action."""
        return [finding for finding in self.open if action in finding.actions]

    @property
    def counts(self) -> dict[str, int]:
        """How many open findings each rule has."""
        return dict(Counter(finding.rule for finding in self.open))


def lint_plan(plan: Plan, *, on: dt.date, settings: Settings, book: Book | None = None) -> Linted:
    """Every finding on the plan's records on that day. Seven queries, however many actions there are. ``book`` has the figures
    that measures are bound to, as whoever reads the findings may see them."""
    waivers = {
        (one.rule, one.proof): one
        for one in LintWaiver.objects.filter(plan=plan, withdrawn_at__isnull=True).select_related("waived_by")
    }
    found = lint(material_of(plan, on=on, settings=settings, book=book))
    return Linted(
        tuple(finding for finding in found if (finding.rule, finding.proof) not in waivers),
        tuple((finding, waivers[(finding.rule, finding.proof)]) for finding in found if (finding.rule, finding.proof) in waivers),
    )


def keep_count(plan: Plan, linted: Linted, *, on: dt.date) -> None:
    """Note how many findings stand; the last count of a day stays."""
    LintCount.objects.update_or_create(plan=plan, on=on, defaults={"counts": linted.counts, "waived": len(linted.waived)})


def material_of(plan: Plan, *, on: dt.date, settings: Settings, book: Book | None = None) -> Material:
    """The plan's records as the rules see them."""
    actions = list(
        Action.objects.filter(plan=plan)
        .select_related("objective")
        .prefetch_related("notes", "lines")
        .annotate(
            is_linked=Exists(ActionLink.objects.filter(Q(action=OuterRef("pk")) | Q(other=OuterRef("pk")))),
            is_evidenced=Exists(Evidence.objects.filter(action=OuterRef("pk"))),
            is_agreed=Exists(Closure.objects.filter(action=OuterRef("pk"), state=AskState.AGREED)),
        )
        .order_by("objective__position", "position", "pk")
    )
    edition = Edition.objects.filter(plan=plan).order_by("-number").first()
    report = edition.report if edition is not None else {}
    by_key = {action.pk: action for action in actions}
    bound = [line for action in actions for line in action.lines.all() if line.indicator]
    live = live_of(bound, book=book) if book is not None and bound else {}
    return Material(
        as_at=on,
        items=tuple(_item(action, live) for action in actions),
        remarks=tuple(
            LooseRemark(SheetView(one["view"]), one["objective"], one["text"], one["after"]) for one in report.get("remarks", [])
        ),
        disagreements=tuple(
            Disagreement(
                key=one["action"],
                objective=one["objective"],
                ref=one["ref"],
                field=one["field"],
                view=SheetView(one["stands_in"]),
                stands=one["stands"],
                other_view=SheetView(one["other_in"]),
                other_ref=one["other_ref"],
                other=one["other"],
            )
            for one in report.get("differences", [])
            if _stands_still(one["field"], one["stands"], by_key.get(one["action"]))
        ),
        fresh_days=settings.plan_fresh_days,
        people=frozenset(_people(actions)),
        headings=_headings(actions),
    )


def names_left(plan: Plan, *, on: dt.date) -> list[Finding]:
    """Where words that the public would read name a person, and nobody said that this is all right. Three queries."""
    waived = set(
        LintWaiver.objects.filter(plan=plan, withdrawn_at__isnull=True, rule=NAMED_PERSON).values_list("proof", flat=True)
    )
    actions = list(Action.objects.filter(plan=plan).select_related("objective"))
    material = Material(
        as_at=on, items=tuple(_words_of(one) for one in actions), people=frozenset(_people(actions)), headings=_headings(actions)
    )
    found = RULES[NAMED_PERSON].findings(material)
    return [finding for finding in found if finding.proof not in waived]


def _words_of(action: Action) -> Item:
    """An action as far as the rule of names looks at it."""
    return Item(
        key=action.pk,
        view=SheetView(str(action.view)),
        objective=number_of(action),
        ref=action.ref,
        activity=action.activity,
        progress="",
        evidence="",
        responsible=action.responsible,
        timescale=_timescale(action),
        brag=Brag(action.brag) if action.brag else None,
        notes=(),
        number=action.position,
    )


def _headings(actions: Iterable[Action]) -> tuple[tuple[str, str], ...]:
    return tuple({number_of(action): action.objective.title for action in actions}.items())


def _people(actions: Iterable[Action]) -> Iterator[str]:
    """Names that the plan knows: of every account, and of whoever stands in its cells of responsible people."""
    yield from User.objects.values_list("name", flat=True)
    for words in {action.responsible for action in actions}:
        yield from read_owners(words).people
    for action in actions:
        yield from (action.accountable_name, *action.contributor_list)


def _stands_still(field: str, stood: str, action: Action | None) -> bool:
    """Whether the record still says what it said when the sheets disagreed: once a person decided, the question is answered."""
    if action is None:
        return False
    if field in ("brag", "timescale", "activity"):
        return bool(getattr(action, field) == stood)
    own = next((line for line in action.lines.all() if line.place == MetricLine.Place.OWN), None)
    return field == "target" and own is not None and own.target == stood


def _item(action: Action, live: Mapping[int, Live]) -> Item:
    notes = list(action.notes.all())
    return Item(
        key=action.pk,
        view=SheetView(str(action.view)),
        objective=number_of(action),
        ref=action.ref,
        activity=action.activity,
        progress=progress_of(notes),
        evidence=action.evidence,
        responsible=action.responsible,
        timescale=_timescale(action),
        brag=Brag(action.brag) if action.brag else None,
        notes=tuple(_notes(notes)),
        measures=tuple(_measure(line, action, live.get(line.pk)) for line in action.lines.all()),
        has_person=action.accountable_id is not None,
        is_linked=getattr(action, "is_linked", False),
        is_evidenced=getattr(action, "is_evidenced", False) or getattr(action, "is_agreed", False),
        number=action.position,
    )


def _timescale(action: Action) -> Timescale:
    """The words as read; the record's own date where a person has decided on another."""
    read = read_timescale(action.timescale)
    return read if read.due == action.due_on else replace(read, due=action.due_on, doubts=(), error=None, is_read=True)


def _notes(notes: Iterable[ProgressNote]) -> list[Note]:
    """The dated notes within the newest imported cell, and those that people wrote since."""
    every = sorted(notes, key=lambda note: (note.at, note.pk))
    imported = [place for place, note in enumerate(every) if note.origin == Origin.IMPORT]
    result: list[Note] = []
    for note in every[imported[-1] if imported else 0 :]:
        if note.origin == Origin.IMPORT:
            result += read_notes(note.text)
        else:
            result.append(Note(note.on or note.at.date(), note.text))
    return result


def _measure(line: MetricLine, action: Action, live: Live | None) -> Measure:
    is_own = line.place == MetricLine.Place.OWN
    return Measure(
        view=SheetView(str(action.view)) if is_own else SheetView.METRICS,
        ref=action.ref if is_own else line.ref,
        metric=line.metric,
        current=line.current,
        target=line.target,
        activity=line.activity,
        progress=line.progress,
        evidence=line.evidence,
        is_live=bool(line.indicator),
        live=measured(line, live),
        number=line.position,
    )
