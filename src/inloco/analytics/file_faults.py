"""What the reading of an extract had to say of its files, as faults that no child stands behind.

An unknown code, a column that nobody knows or that is not there, a list left out: a load goes on in spite of them, so somebody
has to look at them afterwards, as at what is wrong with a child's record. They come from the snapshot's own findings, with the
same identity from one extract to the next: the check, the table or file, the column and what stands there.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import cache
from pathlib import PurePath

from inloco.analytics.column_use import read_by
from inloco.analytics.data_quality import FOLLOWED, Fault
from inloco.analytics.extracts.checks.definition import Check
from inloco.analytics.extracts.checks.reading import ABSENT_COLUMN, AS_AT_NOT_NEEDED, CHECK_NOT_RUN, READING_CHECKS
from inloco.analytics.extracts.checks.rows import RULES
from inloco.analytics.extracts.formats.annexa import checks as annexa
from inloco.analytics.extracts.formats.cin_census import checks as cin_census
from inloco.analytics.extracts.formats.ssda903 import checks as ssda903
from inloco.analytics.extracts.tables import plain_header, spellings
from inloco.analytics.findings import Finding
from inloco.analytics.indicators import CATALOGUE
from inloco.analytics.schema.tables import tables as known_tables
from inloco.analytics.snapshots import Snapshot

FILES = "files"
"""Stands for the team of a fault that is about the files and not about a child."""

NOT_OURS = frozenset({CHECK_NOT_RUN.id, AS_AT_NOT_NEEDED.id, *(rule.id for rule in FOLLOWED)})
"""What is said elsewhere: checks that could not run, and faults of children, which are found again child by child."""

MORE = re.compile(r"And ([\d,]+) more like these \(([\d,]+) in all\)\.")
"""How a load says the number of what it does not tell one by one."""


def file_faults(snapshot: Snapshot) -> Sequence[Fault]:
    """Every finding about the files, in the order of the snapshot; rows with the same fault in the same column are one.

    Columns that are not there and that no figure reads are left with the extract: nobody would have anything to mend.
    """
    times: Counter[tuple[str, str, str, str]] = Counter()
    first: dict[tuple[str, str, str, str], Finding] = {}
    for one in snapshot.findings:
        if one.check not in NOT_OURS:
            kind = (one.check, one.file, one.column or "", one.value or "")
            times[kind] += 1
            first.setdefault(kind, one)
    found = (_fault(one, times[kind]) for kind, one in first.items())
    return tuple(one for one in found if one.check != ABSENT_COLUMN.id or endangered(one))


def _fault(one: Finding, times: int) -> Fault:
    more = MORE.fullmatch(one.message)
    check = check_of(one.check)
    said = "" if times > 1 and check is not None and one.message == check.what else one.message
    message = f"{said} It stands in {times:,} rows.".strip() if times > 1 else one.message
    if more is not None:
        message = f"{more[1]} further rows of {more[2]}: a load tells only the first of each kind apart."
    return Fault(
        check=one.check,
        table=table_of(one.file),
        column=one.column or "",
        key=f"{_lasting(one.file)}|{'more' if more is not None else one.value or ''}",
        child="",
        value=one.value or "",
        message=message,
        area=FILES,
        worker="",
    )


def table_of(file: str) -> str:
    """The table that a file of this name holds; the name itself where it says none."""
    stem = PurePath(file).stem.casefold().removeprefix("ssd_")
    return stem if stem in known_tables() else file


def _lasting(file: str) -> str:
    """A file's name without what changes from month to month."""
    return re.sub(r"[\W\d_]+", "-", PurePath(file).stem.casefold()).strip("-")


@cache
def check_of(check: str) -> Check | None:
    """The check of this id among those about files and reference data."""
    return _checks().get(check)


@cache
def _checks() -> dict[str, Check]:
    return {one.id: one for one in (*RULES, *file_checks()) if one.id not in NOT_OURS}


@cache
def file_checks() -> tuple[Check, ...]:
    """Every check of the reading of files, of any format, but for what is said elsewhere."""
    formats = [one for module in (annexa, cin_census, ssda903) for one in vars(module).values() if isinstance(one, Check)]
    return tuple(one for one in (*formats, *READING_CHECKS) if one.id not in NOT_OURS)


def endangered(fault: Fault) -> tuple[str, ...]:
    """The indicators that read what the fault says was not read, in the catalogue's order. Where it names no column: all that
    need the table."""
    table = known_tables().get(fault.table)
    if table is None or not table.is_used:
        return ()
    known = {plain_header(written): column.name for written, column in spellings(table).items()}
    if fault.check == ABSENT_COLUMN.id:
        if re.search(r" and \d+ more\b", fault.message):
            return _needing(fault.table, "")
        named = [known[word] for word in map(plain_header, re.findall(r"\w+", fault.message)) if word in known]
    elif not fault.column:
        return _needing(fault.table, "")
    else:
        named = [known[written]] if (written := plain_header(fault.column)) in known else []
    found = {id for column in named for id in _needing(fault.table, column)}
    return tuple(id for id in CATALOGUE if id in found)


@cache
def _needing(table: str, column: str) -> tuple[str, ...]:
    """Indicators that need ``table`` and for which ``column`` of it is read; without one, all that need the table."""
    named = {id for rule in RULES if (rule.table, rule.column) == (table, column) for id in rule.endangers}
    return tuple(
        one.id
        for one in CATALOGUE.values()
        if one.id in named or (table in one.tables and (not column or (table, column) in read_by(one.id)))
    )
