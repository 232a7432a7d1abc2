"""What a finding is about, in words: the check behind it, what to do, and which figures it makes wrong.

A check of children says itself what it endangers; of one of the files it follows from the columns that it names.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from inloco.analytics.book import FigureBook
from inloco.analytics.data_quality import Fault, faults_of, rule_of
from inloco.analytics.file_faults import FILES, check_of, endangered, file_faults
from inloco.analytics.snapshots import Snapshot

FILES_NAME = "The files, no team"


@dataclass(frozen=True)
class CheckWords:
    """A check as pages say it. ``endangers`` are ids of indicators and of timescales."""

    what: str
    action: str
    source: str
    endangers: tuple[str, ...]


def is_about_files(fault: Fault) -> bool:
    return fault.area == FILES


def found_in(book: FigureBook, snapshot: Snapshot) -> Sequence[Fault]:
    """Every finding of an extract: about children first, then about its files."""
    return (*faults_of(book, snapshot), *file_faults(snapshot))


def words_of(fault: Fault) -> CheckWords:
    """The check of ``fault``; by its id alone where an older version of InLoco found it."""
    if not is_about_files(fault):
        rule = rule_of(fault.check, fault.table) or rule_of(fault.check)
        if rule is not None:
            return CheckWords(rule.what, rule.action, rule.source, rule.endangers)
    check = check_of(fault.check)
    if check is None:
        return CheckWords(fault.check, "Look at the extract.", "", endangered(fault))
    return CheckWords(check.what, check.action, "the reading of the extract’s files", endangered(fault))


def what_of(check: str) -> str:
    """One sentence for a check of either kind; its id where nobody knows it any more."""
    found = rule_of(check) or check_of(check)
    return found.what if found is not None else check
