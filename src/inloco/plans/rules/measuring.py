"""Rules about measures, evidence and references, and about views that disagree."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from inloco.analytics.findings import Severity
from inloco.plans.reading.figures import has_period
from inloco.plans.reading.notes import read_notes
from inloco.plans.reading.plan import SheetView
from inloco.plans.reading.refs import key
from inloco.plans.rules.material import Disagreement, Hit, Item, Material, Measure, names, quoted, rule
from inloco.plans.words import Brag


@rule(
    "no_metric",
    Severity.INFO,
    what="Live actions of an objective have nothing that they are measured by.",
    action="Agree with each owner how it will be known that the action worked.",
)
def no_metric(plan: Material) -> Iterator[Hit]:
    groups: dict[str, list[Item]] = defaultdict(list)
    for item in plan.live:
        if not any(one.metric.strip() or one.is_live for one in item.measures):
            groups[item.objective].append(item)
    for items in groups.values():
        count = f"{len(items)} live actions have" if len(items) > 1 else "A live action has"
        yield Hit(items, f"{count} no measure.", names(items))


@rule(
    "current_without_date",
    Severity.WARNING,
    what="A current value does not say what day or time it is of.",
    action="Ask for the date of the value.",
)
def current_without_date(plan: Material) -> Iterator[Hit]:
    for item in plan.open:
        for one in item.measures:
            if not one.is_live and re.search(r"\d", one.current) and not has_period(one.current):
                where = f"{one.view} {item.objective}/{one.ref or item.ref}"
                yield Hit([item], "A current value has no date.", f"{where}: {quoted(one.current, 80)}")


@rule(
    "target_differs",
    Severity.ERROR,
    what="The target of an action differs between two views.",
    action="Ask the owner which of them was agreed.",
)
def target_differs(plan: Material) -> Iterator[Hit]:
    yield from _disagreements(plan, "target", "The target differs between two views.")


@rule(
    "view_brag_differs",
    Severity.ERROR,
    what="One action has another BRAG on another sheet of the plan’s file.",
    action="Ask the owner which is meant. The live sheet’s stands until then.",
)
def view_brag_differs(plan: Material) -> Iterator[Hit]:
    yield from _disagreements(plan, "brag", "The BRAG differs between two sheets.")


@rule(
    "view_date_differs",
    Severity.ERROR,
    what="One action has another timescale on another sheet of the plan’s file.",
    action="Ask the owner which is meant. The live sheet’s stands until then.",
)
def view_date_differs(plan: Material) -> Iterator[Hit]:
    yield from _disagreements(plan, "timescale", "The timescale differs between two sheets.")


def _disagreements(plan: Material, field: str, message: str) -> Iterator[Hit]:
    """One finding an action, all its other rows in the proof."""
    groups: dict[tuple[int | None, str, str, SheetView], list[Disagreement]] = defaultdict(list)
    for one in plan.disagreements:
        if one.field == field:
            groups[(one.key, one.objective, one.ref, one.view)].append(one)
    for (record, objective, ref, view), found in groups.items():
        item = next(
            (item for item in plan.items if (item.key, item.objective, item.ref, item.view) == (record, objective, ref, view)),
            None,
        )
        stands = quoted(found[0].stands, 60) if found[0].stands else "nothing"
        proof = f"{view} {objective}/{ref}: {stands}; " + "; ".join(
            f"{one.other_view} {objective}/{one.other_ref}: {quoted(one.other, 60)}" for one in found
        )
        yield Hit([item] if item else [], message, proof, view=view, objective=objective, ref=ref)


@rule(
    "duplicate_ref",
    Severity.ERROR,
    what="One reference stands for two actions of an objective.",
    action="Give each a reference of its own.",
)
def duplicate_ref(plan: Material) -> Iterator[Hit]:
    groups: dict[tuple[SheetView, str, str], list[Item]] = defaultdict(list)
    for item in plan.items:
        if item.ref:
            groups[(item.view, item.objective, key(item.ref))].append(item)
    for items in groups.values():
        if len(items) > 1:
            proof = "; ".join(f"{item.view} {item.name}: {quoted(_telling(item), 70)}" for item in items)
            yield Hit(items, f"{len(items)} actions have the reference {items[0].ref}.", proof)
    lines: dict[tuple[str, str], list[tuple[Item, Measure]]] = defaultdict(list)
    for item in plan.items:
        for one in item.measures:
            if one.view is SheetView.METRICS and one.ref:
                lines[(item.objective, key(one.ref))].append((item, one))
    for (objective, _), pairs in lines.items():
        if len(pairs) > 1:
            ref = pairs[0][1].ref
            proof = "; ".join(f"metrics {objective}/{one.ref}: {quoted(one.metric or one.activity, 70)}" for _, one in pairs)
            items = list({id(item): item for item, _ in pairs}.values())
            yield Hit(
                items, f"{len(pairs)} rows of the metrics view have the reference {ref}.", proof, view=SheetView.METRICS, ref=ref
            )


def _telling(item: Item) -> str:
    """What sets an action apart from its namesake: its measure where the activity is the same."""
    return next((one.metric for one in item.measures if one.metric), item.activity)


_ASKED_FOR = re.compile(
    r"\b(?:to be (?:evidenced|provided|confirmed|added|sent)|evidence (?:is )?(?:required|needed|to follow|awaited)|"
    r"how will (?:this|it|we)|"
    r"what have we|do we have|tbc|awaiting evidence)\b|\?\s*$",
    re.IGNORECASE,
)
_ELSEWHERE = re.compile(
    r"\b(?:see|as per|per) (?:the )?(?:e-?mail|attached|attachment)\b|\bpaper attached\b|\battached\.?$", re.IGNORECASE
)


@rule(
    "evidence_missing",
    Severity.WARNING,
    what="An action is Blue without evidence; or its evidence is a question, or an e-mail that nobody can see.",
    action="Attach the evidence, or have it agreed why none is needed.",
)
def evidence_missing(plan: Material) -> Iterator[Hit]:
    groups: dict[tuple[SheetView, str], list[Item]] = defaultdict(list)
    for item in plan.items:
        if item.is_evidenced:
            continue
        if item.brag is Brag.BLUE and not item.evidence.strip():
            groups[(item.view, item.objective)].append(item)
        elif item.brag is Brag.BLUE and _ASKED_FOR.search(item.evidence):
            yield Hit([item], "It is Blue, and its evidence is still asked for.", f"evidence: {quoted(item.evidence)}")
        elif _ELSEWHERE.search(item.evidence):
            severity = None if item.brag is Brag.BLUE else Severity.INFO
            yield Hit(
                [item], "The evidence is said to be attached or in an e-mail.", f"evidence: {quoted(item.evidence)}", severity
            )
    for items in groups.values():
        count = f"{len(items)} Blue actions have" if len(items) > 1 else "A Blue action has"
        yield Hit(items, f"{count} no evidence.", names(items))


@rule(
    "update_in_measure",
    Severity.WARNING,
    what="A dated note, or the words of the progress, stand where a measure's figure or words belong.",
    action="Move the note into the progress, and write the figure with its day.",
)
def update_in_measure(plan: Material) -> Iterator[Hit]:
    for item in plan.items:
        for one in item.measures:
            progress = _plain(item.progress), _plain(one.progress)
            for column, words in (("metric", one.metric), ("current", one.current), ("target", one.target)):
                if _is_note(words) or (len(plain := _plain(words)) >= PASTED and any(plain in said for said in progress)):
                    where = f"{one.view} {item.objective}/{one.ref or item.ref or '–'}"
                    message = f"An update stands in the column of the {_COLUMNS[column]}."
                    yield Hit([item], message, f"{where}: {quoted(words, 110)}")
                    break
            else:
                continue
            break


PASTED = 60
"""So many letters of the progress are not a measure's by chance."""
_COLUMNS = {"metric": "measure", "current": "current value", "target": "target"}


def _plain(text: str) -> str:
    return re.sub(r"[^\w%]+", " ", text.casefold()).strip()


def _is_note(words: str) -> bool:
    """Whether a cell begins with a day and goes on with a sentence that holds no figure."""
    notes = read_notes(words)
    first = notes[0] if notes else None
    return first is not None and first.on is not None and len(first.text.split()) >= 5 and not re.search(r"\d", first.text)


RULES = (
    no_metric,
    current_without_date,
    target_differs,
    view_brag_differs,
    view_date_differs,
    duplicate_ref,
    evidence_missing,
    update_in_measure,
)
