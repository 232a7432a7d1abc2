"""What the performance app keeps: staged uploads, undone snapshots and the month's reports. Figures themselves are
never stored here."""

from inloco.performance.models.reports import (
    AcceptedFindings,
    Commentary,
    CommentaryVersion,
    MonthlyReport,
    PublicEdition,
    PublishedReport,
    ReportReading,
    ReportStep,
)
from inloco.performance.models.uploads import ExtractUpload, Withdrawal

__all__ = [
    "AcceptedFindings",
    "Commentary",
    "CommentaryVersion",
    "ExtractUpload",
    "MonthlyReport",
    "PublicEdition",
    "PublishedReport",
    "ReportReading",
    "ReportStep",
    "Withdrawal",
]
