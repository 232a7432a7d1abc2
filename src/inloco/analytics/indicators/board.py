"""The board itself: who comes, and what of its resolutions is still to be done. Counted from the meetings kept here."""

from inloco.analytics.figure import Unit
from inloco.analytics.indicators.definition import Basis, Indicator, Polarity, Source
from inloco.analytics.indicators.plans import FAMILY

ATTENDANCE = Indicator(
    id="board_attendance_pct",
    title="Attendance at the board",
    family=FAMILY,
    definition="Of the seats of voting members at the meetings held in the period, those that were filled: by the member, or by "
    "a substitute.",
    source=Source("Constitution", "the board's terms of reference"),
    grain="board_seat",
    counts="seats",
    unit=Unit.PERCENT,
    basis=Basis.OVER_PERIOD,
    polarity=Polarity.HIGHER_IS_BETTER,
    population="presence is not null",
    met="presence in ('present', 'substitute')",
    excluded={"nobody recorded who came": "presence is null"},
    tables=("record_seat",),
    example="Seven voting members, five present, one represented by a substitute, one with apologies: 6 of 7.",
    limits="A seat is a voting member who serves on the day; a vacancy is no seat. Whoever is not named in the record of a "
    "meeting was absent. Co-opted members and advisers do not count. All boards and panels kept here are counted together, "
    "unless figures are split by body. A meeting of which nobody recorded who came is left out.",
)
RESOLUTIONS_OPEN = Indicator(
    id="resolutions_open_count",
    title="Resolutions of the board not yet completed",
    family=FAMILY,
    definition="Actions and recommendations resolved on by the day that the board had not closed by its end.",
    source=Source("Local", "the board's minutes and matters arising"),
    grain="resolution_day",
    counts="resolutions",
    unit=Unit.COUNT,
    basis=Basis.AS_AT,
    polarity=Polarity.LOWER_IS_BETTER,
    population="is_open",
    excluded={"closed on a day that nobody recorded": "is_closed_some_day"},
    tables=("record_resolution",),
    example="Resolved on 20 May 2019, reported as done on 1 July, closed by the board on 15 July: open on 31 May and 30 June, "
    "not on 31 July.",
    limits="A resolution is open from the day of its meeting until the board closes it; its owner's word that it is done does "
    "not close it. A decision is done once it is taken and is never open. Names of owners are not kept with the figures: the "
    "board's own list has them.",
)

INDICATORS = [ATTENDANCE, RESOLUTIONS_OPEN]
