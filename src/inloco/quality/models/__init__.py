"""What is kept about findings: only those that somebody has touched. What is found is worked out from the extract."""

from inloco.quality.models.findings import FindingEvent, FollowedFinding

__all__ = ["FindingEvent", "FollowedFinding"]
