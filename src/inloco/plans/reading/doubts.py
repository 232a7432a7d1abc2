"""What can be doubtful about a row of a plan's file, each with what to do: shown in the preview before anything is taken."""

from __future__ import annotations

from inloco.plans.reading.headers import FIELDS, LABELS
from inloco.plans.reading.plan import Doubt, Line
from inloco.plans.reading.refs import looks_like_ref
from inloco.plans.words import Brag

TEXT_FIELDS = tuple(name for name in FIELDS if name not in ("timescale", "brag"))


def of_line(line: Line, *, has_objectives: bool, has_refs: bool = True) -> list[Doubt]:
    """What is doubtful about an action's row by itself; standing under no objective only where the sheet has some, and having no
    reference only where it has a column of them."""
    found: list[Doubt] = []
    if not line.ref and not has_refs:
        pass
    elif not line.ref:
        found.append(
            Doubt("no_ref", "The action has no reference.", "Give it one, so that it can be named.", "info", LABELS["ref"])
        )
    elif not looks_like_ref(line.ref):
        found.append(Doubt("odd_ref", "This is an unusual reference.", "It is kept as written.", "info", LABELS["ref"], line.ref))
    if not line.activity:
        found.append(
            Doubt("no_activity", "Nothing says what is to be done.", "Write the activity.", "warning", LABELS["activity"])
        )
    if not line.objective and has_objectives:
        found.append(Doubt("no_objective", "The row stands under no objective.", "Put it below its objective.", "warning"))
    timescale = line.timescale
    if timescale.error:
        found.append(
            Doubt(
                "impossible_date",
                timescale.error,
                "The words are kept; ask for the date.",
                "error",
                LABELS["timescale"],
                timescale.words,
            )
        )
    for doubt in timescale.doubts:
        code = "slip_in_date" if timescale.due else "unreadable_date"
        severity = "info" if timescale.due and "slip" not in doubt and "read as" not in doubt else "warning"
        action = "Correct it if it was read wrongly." if timescale.due else "The words are kept; ask for the date."
        found.append(Doubt(code, doubt, action, severity, LABELS["timescale"], timescale.words))
    return found


def no_refs() -> Doubt:
    return Doubt(
        "no_refs",
        "The table has no column of references.",
        "Its actions are known again by their words. Give each a reference, so that it can be named.",
        "info",
        LABELS["ref"],
    )


def extra_column(words: str) -> Doubt:
    return Doubt(
        "extra_column",
        f"The column “{words}” is none of a plan’s.",
        "What stands in it is kept with the row as read. Rename the header if it is one of the plan’s.",
        "info",
        words,
    )


def stray_remark(text: str, after: str) -> Doubt:
    where = f" It may belong to {after}." if after else ""
    return Doubt(
        "stray_remark",
        f"The row has words and no action.{where}",
        "Move them into an action, or delete the row.",
        "warning",
        "",
        text,
    )


def brag_from_fill(brag: Brag) -> Doubt:
    return Doubt(
        "brag_from_fill",
        f"The cell is empty and painted; it was read as {brag}.",
        "Write the word: a colour alone is not read by everybody.",
        "info",
        LABELS["brag"],
    )


def unreadable_brag(words: str) -> Doubt:
    return Doubt(
        "unreadable_brag", "This names no BRAG, or two.", "Write Blue, Red, Amber or Green.", "warning", LABELS["brag"], words
    )


def duplicate_ref(ref: str, others: str) -> Doubt:
    return Doubt(
        "duplicate_ref",
        f"The reference stands more than once on this sheet (rows {others}).",
        "The rows stay two records; give each a reference of its own.",
        "warning",
        LABELS["ref"],
        ref,
    )


def metric_only(ref: str) -> Doubt:
    return Doubt(
        "metric_without_action",
        "No action on another sheet has this reference.",
        "It becomes an action of its own; correct the reference if it belongs to one.",
        "warning",
        LABELS["ref"],
        ref,
    )


def several_owners_of_ref(ref: str) -> Doubt:
    return Doubt(
        "ambiguous_ref",
        "Several actions have this reference; the row was given to the first.",
        "Give each action a reference of its own.",
        "warning",
        LABELS["ref"],
        ref,
    )
