"""What can be doubtful about a row of a plan's file, each with what to do: shown in the preview before anything is taken."""

from __future__ import annotations

from inloco.plans.dates import mentions
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
    elif any(one.words == line.ref for one in mentions(line.ref)):
        found.append(ref_is_date(line.ref))
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


def error_in_cell(cell: str, shown: str) -> Doubt:
    return Doubt(
        "error_in_cell",
        f"Cell {cell} shows {shown}, an error of its formula; nothing was read from it.",
        "Mend the formula, or write the words themselves, and send the file again.",
        "warning",
        cell,
        shown,
    )


def formula_without_value(cell: str) -> Doubt:
    return Doubt(
        "formula_without_value",
        f"Cell {cell} holds a formula whose result is not in the file.",
        "Open the file in your spreadsheet program, save it, and send it again.",
        "warning",
        cell,
    )


def comment_not_read(cell: str, words: str) -> Doubt:
    return Doubt(
        "comment_not_read",
        f"Cell {cell} has a comment, which is no part of the plan.",
        "Move what matters into the progress.",
        "info",
        cell,
        words,
    )


def hidden_row() -> Doubt:
    return Doubt("hidden_row", "The row is hidden in the file; it was read.", "Leave it out if it is not meant.", "info")


def hidden_column(column: str, words: str) -> Doubt:
    return Doubt(
        "hidden_column",
        f"Column {column} is hidden in the file; it was read.",
        "Delete the column if it is not meant.",
        "info",
        words,
    )


def comments_not_read(count: int) -> Doubt:
    has = "comments, which are" if count > 1 else "comment, which is"
    return Doubt(
        "comment_not_read", f"The file has {count} {has} no part of the plan.", "Move what matters into the progress.", "info"
    )


def errors_in_cells(count: int) -> Doubt:
    cells = f"{count} cells show" if count > 1 else "A cell shows"
    return Doubt(
        "error_in_cell",
        f"{cells} an error of a formula; nothing was read from there.",
        "Look for #REF!, #N/A and the like, mend them, and send the file again.",
    )


def tracked_changes() -> Doubt:
    return Doubt(
        "tracked_changes",
        "The document has changes that are tracked; it was read as if all of them were accepted.",
        "Accept or reject them first if some are not agreed.",
    )


def footnotes_not_read(count: int) -> Doubt:
    has = "footnotes, which are" if count > 1 else "footnote, which is"
    return Doubt("footnote_not_read", f"The document has {count} {has} not read.", "Move what matters into the table.", "info")


def ref_is_date(words: str) -> Doubt:
    return Doubt(
        "ref_is_date",
        "The reference is a date: the spreadsheet made one of what was typed.",
        "Set the column to text and type the reference again.",
        "warning",
        LABELS["ref"],
        words,
    )


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


def brag_from_scale(words: str, brag: Brag) -> Doubt:
    return Doubt(
        "brag_from_scale",
        f"“{words}” was read as {brag}.",
        "Correct it where your council means something else by it.",
        "info",
        LABELS["brag"],
        words,
    )


def stage_for_brag(words: str) -> Doubt:
    return Doubt(
        "unreadable_brag",
        f"“{words}” says how far it is, and no BRAG.",
        "Ask the accountable person for Red, Amber or Green.",
        "warning",
        LABELS["brag"],
        words,
    )


def earlier_brag(words: str) -> Doubt:
    return Doubt(
        "earlier_brag",
        f"The column “{words}” holds earlier BRAG.",
        "It becomes the history of new actions. Leave the column out of the file if it is not meant.",
        "info",
        words,
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
