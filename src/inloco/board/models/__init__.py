"""What is kept of bodies, their meetings, what they resolved, what was published, and how members read it."""

from inloco.board.models.agendas import AgendaItem, MinuteVersion, Proposal, Vote
from inloco.board.models.bodies import Body, Champion, Membership, OfficeTerm, Seat, StandingItem, Substitute, TermsOfReference
from inloco.board.models.meetings import AccessiblePaper, Attendance, Meeting, MeetingStep
from inloco.board.models.reading import CalendarFeed, PackReading, PackWaiver, PrivateNote, PublishedPack
from inloco.board.models.resolutions import MatterArising, Resolution, ResolutionUpdate

__all__ = [
    "AccessiblePaper",
    "AgendaItem",
    "Attendance",
    "Body",
    "CalendarFeed",
    "Champion",
    "MatterArising",
    "Meeting",
    "MeetingStep",
    "Membership",
    "MinuteVersion",
    "OfficeTerm",
    "PackReading",
    "PackWaiver",
    "PrivateNote",
    "Proposal",
    "PublishedPack",
    "Resolution",
    "ResolutionUpdate",
    "Seat",
    "StandingItem",
    "Substitute",
    "TermsOfReference",
    "Vote",
]
