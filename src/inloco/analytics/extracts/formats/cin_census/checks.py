"""What can be wrong with a census file beyond what can be wrong with any file."""

from inloco.analytics.extracts.checks.definition import Check
from inloco.analytics.findings import Severity

EXPORT_AGAIN = "Export the census from the case-management system again, and load that file as it is."

MALFORMED_XML = Check("malformed_xml", Severity.ERROR, "The file is not well-formed XML from here on.", EXPORT_AGAIN)
FORBIDDEN_XML = Check(
    "forbidden_xml",
    Severity.ERROR,
    "The file declares a document type or entities, which a census never does; it was not read on.",
    "Find out where the file comes from. " + EXPORT_AGAIN,
)
NO_CHILDREN = Check("no_children", Severity.ERROR, "There are no children in the file.", EXPORT_AGAIN)
TWO_CENSUSES = Check("two_censuses", Severity.ERROR, "Two census files cannot be loaded together.", "Load one year at a time.")
UNKNOWN_ELEMENT = Check(
    "unknown_element",
    Severity.INFO,
    "The element is none that InLoco knows; it was left aside.",
    "Nothing, unless you expected it to count.",
)
REPEATED_ELEMENT = Check(
    "repeated_element", Severity.WARNING, "The element stands there more than once; the first counts.", "Correct the export."
)

CHECKS = tuple(value for value in list(globals().values()) if isinstance(value, Check))
