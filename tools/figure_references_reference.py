"""The reference page of figure references, its examples read by the reader that papers use."""

from __future__ import annotations

from inloco.documents.figure_references import MONTHS, YEARS, Kind, read
from inloco.papers.plan_actions import WHICH

EXAMPLES = (
    ("cla_count @ 2019-08", "the number, for the whole authority"),
    ("cla_rate @ 2019-08 | Preston", "the rate, for an area by its name or id"),
    ("health_assessment_up_to_date_pct @ 2019-08 | East", "the percentage, with how many of whom"),
    ("cla_count @ 2019-08 | change", "the change since the same month a year before"),
    ("cla_count @ 2019-08 | Preston | change from 2019-07", "the change since another month"),
    ("cla_count @ 2019-08 | sparkline", f"a small line of {MONTHS} months, within a sentence"),
    ("cla_rate @ 2018/19", "a financial year"),
    ("cla_rate @ 2019-08 | chart", f"a chart of {MONTHS} months, or of {YEARS} financial years"),
    ("cla_rate @ 2019-08 | table", "the same as a table, with numerator and denominator"),
    ("cla_count @ 2019-08 | areas", "a table of the areas directly beneath"),
    ("actions @ 2019-08 | | overdue", "the actions of the only plan that are past their date"),
    ("actions @ 2019-08 | Delivery plan | open", "the open actions of a plan by its title"),
)

PAGE = """# Figure references

A paper names its figures in double square brackets: an indicator, `@`, a period, and behind strokes an area and how it is to be
shown. Without an area it is the whole authority. The page **Find a figure** writes them for you.

| written | gives |
|---|---|
{examples}

Ways to show a figure:

{kinds}

Of a plan's actions: {which}.

- What stands alone needs a line of its own; the others stand in a sentence or in the cell of a table.
- Periods are written as on the command line: `2019-08`, `2018/19`, `2019-Q1`, `2019-W35`.
- Where there was nobody to count it says so, which is not 0%. Across a change of definition there is no change.
- References within code are text.
- A reference that cannot be read or found is an error at its line, and the paper cannot be signed off.
- In the page each figure leads to its definition and history. In the PDF a number leads to the table of sources, which names
  the snapshot and the version of the definition.
- While a paper is not published its figures are those known today. Publishing freezes them.
"""


def pages() -> dict[str, str]:
    """``figure-references.md``. An example that the reader refuses stops the writing."""
    for written, _ in EXAMPLES:
        read(written)
    examples = "\n".join(f"| `[[{written.replace('|', chr(92) + '|')}]]` | {words} |" for written, words in EXAMPLES)
    kinds = "\n".join(f"- `{kind}`: {kind.label}{'; on a line of its own' if kind.stands_alone else ''}" for kind in Kind)
    which = ", ".join(f"`{one}`" for one in WHICH)
    return {"figure-references.md": PAGE.format(examples=examples, kinds=kinds, which=which)}
