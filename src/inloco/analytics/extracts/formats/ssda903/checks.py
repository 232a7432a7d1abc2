"""What can be wrong with a return, and every repair of its episodes: none happens without a finding."""

from __future__ import annotations

from inloco.analytics.extracts.checks.definition import IN_THE_SYSTEM, Check
from inloco.analytics.findings import Severity

CORRECT_THE_RETURN = "Find out which return is right, and correct the case-management system if it is the other."

NO_EPISODES = Check(
    "no_episodes",
    Severity.ERROR,
    "The return has no file of episodes; nothing about care can be told without it.",
    "Add the file with CHILD, DECOM, RNE, LS, PLACE, DEC and REC.",
)
SAME_FILE_TWICE = Check(
    "same_return_twice",
    Severity.ERROR,
    "Two files hold the same part of the return of one year.",
    "Remove the one that was not returned, or put each year into a folder of its own, such as 2018-19.",
)
YEAR_UNKNOWN = Check(
    "return_year_unknown",
    Severity.ERROR,
    "It cannot be told which year's return the file belongs to.",
    "Write the year into its name (header-2018-19.csv), or put each year into a folder of its own.",
)
MISSING_YEAR = Check(
    "return_year_missing",
    Severity.WARNING,
    "There is no return for a year between others; what began and ended in it is not known.",
    "Add that year's return.",
)
PART_MISSING = Check(
    "return_part_missing",
    Severity.WARNING,
    "Some years' returns have this file and others do not.",
    "Add the file of those years, or read figures of them with care.",
)
ENDS_EARLY = Check(
    "return_ends_early",
    Severity.WARNING,
    "The last date of the return lies well before the day that it is taken to show.",
    "If it is no full year, say its day with --as-at.",
)
DAMAGED_XML = Check("damaged_xml", Severity.ERROR, "The XML does not hold together.", "Export the return again.")
FORBIDDEN_XML = Check(
    "forbidden_xml",
    Severity.ERROR,
    "The XML declares a document type or entities; a return needs neither, and they can do harm.",
    "Export the return again from the case-management system.",
)
BEGINS_BEFORE = Check(
    "begins_before_returns",
    Severity.INFO,
    "Children were looked after already when the oldest return begins; their periods are taken to begin with the first "
    "episode that it shows.",
    "Add older returns, so that their stability and reviews are judged from the true start.",
)
NOT_TAKEN = Check(
    "not_in_a_snapshot",
    Severity.INFO,
    "This part of the return was read and checked, but gives no table.",
    "Nothing: figures that need it are not available from a return.",
)
DATED_BY_RETURN = Check(
    "dated_by_return",
    Severity.INFO,
    "SDQ scores have no date in a return; each was given the 31 March of its year.",
    "Nothing, unless you need figures between two returns: then load an extract.",
)
WITHOUT_START = Check(
    "episode_without_start",
    Severity.WARNING,
    "The episode has no start; it was left aside.",
    IN_THE_SYSTEM,
)
REPEATED_EPISODE = Check(
    "repeated_episode",
    Severity.WARNING,
    "The return has this child's episode more than once; the last row counts.",
    "Remove the row that does not belong.",
)
RESTATED_EPISODE = Check(
    "restated_episode",
    Severity.INFO,
    "A later return says something else about this episode; the later one counts.",
    CORRECT_THE_RETURN,
)
MOVED_END = Check(
    "moved_end",
    Severity.WARNING,
    "A later return gives the episode another end; the later one counts.",
    CORRECT_THE_RETURN,
)
SUPERSEDED_EPISODE = Check(
    "superseded_episode",
    Severity.WARNING,
    "A later return has another episode over this one's start and not this one; it was left aside.",
    CORRECT_THE_RETURN,
)
UNENDED_EPISODE = Check(
    "unended_episode",
    Severity.WARNING,
    "The episode has no end, though another one follows; it was ended where the next one begins.",
    IN_THE_SYSTEM,
)
VANISHED_EPISODE = Check(
    "vanished_episode",
    Severity.WARNING,
    "The episode was open at 31 March, and the next return does not have it.",
    CORRECT_THE_RETURN,
)
CUT_EPISODE = Check(
    "cut_episode",
    Severity.WARNING,
    "The episode ends after the next one begins; it was ended where the next one begins.",
    IN_THE_SYSTEM,
)
REPEATED_REVIEW = Check(
    "repeated_review",
    Severity.INFO,
    "The review stands there more than once; the last row of the latest return counts.",
    "Nothing, unless there were two meetings on that day.",
)
DIFFERENT_PERSON = Check(
    "different_person",
    Severity.WARNING,
    "The date of birth or sex of the child differs between files or years; that of the latest header counts.",
    CORRECT_THE_RETURN,
)

RETURN_CHECKS: tuple[Check, ...] = tuple(value for value in list(globals().values()) if isinstance(value, Check))
