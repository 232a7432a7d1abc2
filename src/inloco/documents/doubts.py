"""What the checks had against submitted figures, in words, for the pages that print those figures."""

from __future__ import annotations

from collections.abc import Iterable

from inloco.analytics.areas import AreaTree
from inloco.analytics.errors import UserError
from inloco.analytics.extracts.submitted_checks import CHECKS
from inloco.analytics.findings import Severity
from inloco.analytics.periods import parse_period
from inloco.analytics.snapshots import Snapshot
from inloco.documents.measures import Key

TABLE = "submitted_figures"
RULES = {check.id: check.rule for check in CHECKS}


def doubts_known(snapshots: Iterable[Snapshot], areas: AreaTree, *, rules_only: bool = False) -> dict[Key, tuple[str, ...]]:
    """The doubts of every submitted figure that has any: the message of the check's finding where it names that row, else its
    rule (``rules_only``: always the rule). A later load's figure replaces an earlier one, and its doubts with it."""
    found: dict[Key, tuple[str, ...]] = {}
    for snapshot in snapshots:
        if not snapshot.has(TABLE):
            continue
        messages = {
            (finding.check, finding.row): finding.message
            for finding in snapshot.findings
            if finding.severity is not Severity.INFO and not rules_only
        }
        for row in snapshot.read(TABLE, ["indicator", "area", "area_name", "period", "row", "doubts"]).to_pylist():
            area = areas.match(row["area"] or "") or areas.match(row["area_name"] or "")
            if area is None:
                continue
            try:
                key = (row["indicator"], area.id, parse_period(row["period"]))
            except UserError:
                continue
            words = [
                messages.get((check, row["row"])) or f"it does not keep the rule “{RULES.get(check, check)}”"
                for check in (row["doubts"] or "").split()
            ]
            found[key] = tuple(words)
    return {key: words for key, words in found.items() if words}
