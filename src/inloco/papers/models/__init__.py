"""What is kept about papers."""

from inloco.papers.models.papers import (
    FileClearance,
    FindingWaiver,
    Paper,
    PaperComment,
    PaperFile,
    PaperPicture,
    PaperSection,
    PaperStep,
    SectionVersion,
    Source,
)
from inloco.papers.models.published import Correction, PublishedPaper

__all__ = [
    "Correction",
    "FileClearance",
    "FindingWaiver",
    "Paper",
    "PaperComment",
    "PaperFile",
    "PaperPicture",
    "PaperSection",
    "PaperStep",
    "PublishedPaper",
    "SectionVersion",
    "Source",
]
