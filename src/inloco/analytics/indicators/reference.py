"""The reference pages of the indicators, written from their definitions: nothing about an indicator is stated twice."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from inloco.analytics.facts import DIMENSIONS, GRAINS, Grain
from inloco.analytics.figure import Unit
from inloco.analytics.indicators.catalogue import CATALOGUE
from inloco.analytics.indicators.definition import Basis, Indicator, Polarity, Version
from inloco.analytics.indicators.explained import PACK, KnownFigure, explained
from inloco.analytics.indicators.register import EXTRACT, REGISTER, Entry

POLARITY_WORDS = {
    Polarity.HIGHER_IS_BETTER: "Higher is better.",
    Polarity.LOWER_IS_BETTER: "Lower is better.",
    Polarity.NEUTRAL: "Neither high nor low is better.",
}
BASIS_WORDS = {
    Basis.AS_AT: "As at the day: the end of the month, quarter or week; 31 March for a financial year.",
    Basis.OVER_PERIOD: "Over the period: the calendar month, quarter, week or financial year.",
    Basis.YEAR_TO_DATE: "From 1 April to the day: the statutory year at 31 March; `--span rolling12` takes the 12 months.",
}
UNIT_WORDS = {
    Unit.COUNT: "A number",
    Unit.PERCENT: "A percentage, one decimal place, halves rounded up",
    Unit.RATE: "A rate per 10,000 people under 18, one decimal place, halves rounded up",
    Unit.AVERAGE: "An average, one decimal place, halves rounded up",
    Unit.MONEY: "An amount in pounds",
}


NO_VERSIONS = "The definition has not changed."
TOO_MANY = 25
COMMON = frozenset(
    (
        *("that", "this", "those", "these", "which", "with", "from", "have", "been", "their", "they", "them", "were", "than"),
        *("then", "when", "whose", "what", "more", "into", "over", "only", "also", "each", "after", "before", "held", "being"),
        *("there", "between", "other", "whether", "does", "none"),
    )
)
"""Words that say nothing of what a figure is about."""


def page(indicator: Indicator) -> str:
    """The page of one indicator in Markdown."""
    grain = GRAINS[indicator.grain]
    lines = [
        f"# {indicator.title}",
        "",
        indicator.definition,
        "",
        "| | |",
        "|---|---|",
        f"| Id | `{indicator.id}` |",
        f"| Family | {indicator.family} |",
        f"| Source | {indicator.source.name}: {indicator.source.reference} |",
        f"| Unit | {UNIT_WORDS[indicator.unit]} of {indicator.counts} |"
        if indicator.unit is Unit.COUNT
        else f"| Unit | {UNIT_WORDS[indicator.unit]}; it counts {indicator.counts} |",
        f"| When | {BASIS_WORDS[indicator.basis]} |",
        f"| Direction | {POLARITY_WORDS[indicator.polarity]} |",
        f"| One row is | {grain.row} |",
        f"| Needs | {', '.join(f'`{table}`' for table in indicator.tables)}; {_areas(grain)} |",
        f"| Groups | {_groups(indicator)} |",
    ]
    for version in indicator.all_versions():
        lines += ["", *_version(indicator, version)]
    said = explained(indicator.id)
    lines += ["", "## Example", "", said.example, "", "## Limits", "", said.limits]
    if indicator.compare_with or said.known:
        lines += ["", "## Compare with"]
        lines += ["", indicator.compare_with] if indicator.compare_with else []
        lines += _known(said.known, indicator.unit)
    return "\n".join([*lines, "", "## Columns used", "", *_columns(indicator), ""])


def _areas(grain: Grain) -> str:
    if grain.is_of_records:
        return "[InLoco's own records](../records.md), frozen with each extract; the whole authority only"
    return "areas below the authority need `involvements`"


def _known(figures: Sequence[KnownFigure], unit: Unit) -> list[str]:
    """The figures of the pack as a table; nothing without any."""
    if not figures:
        return []
    lines = ["", f"As printed in {PACK}:", "", "| Whose | Period | Figure | Note |", "|---|---|---:|---|"]
    return lines + [
        f"| {one.whose or 'The council'} | {one.period.label} | {one.words(unit)} | {one.note or '–'} |" for one in figures
    ]


def _groups(indicator: Indicator) -> str:
    if indicator.breakdown:
        return f"one for each `{indicator.breakdown}`"
    if indicator.unit is Unit.RATE:
        return "none"
    return ", ".join(f"`--by {name}`" for name in GRAINS[indicator.grain].dimensions)


def _version(indicator: Indicator, version: Version) -> list[str]:
    if not indicator.versions:
        heading, summary = ["## Who counts"], []
    else:
        since = f"from {version.from_.day} {version.from_:%B %Y}" if version.from_ else "at first"
        heading, summary = [f"## Version {version.number}, {since}"], ["", version.summary]
    lines = [*heading, *summary, ""]
    if indicator.unit in (Unit.COUNT, Unit.RATE):
        lines.append(f"- Counted: `{version.population}`")
    elif indicator.breakdown:
        lines += [f"- Denominator: `{version.population}`", f"- Numerator: those of them with each `{indicator.breakdown}`"]
    else:
        below = f", added up: `{indicator.of}`" if indicator.of else ""
        lines += [
            "- Denominator: the months of the period" if indicator.per_month else f"- Denominator: `{version.population}`{below}",
            f"- Numerator, of them: `{indicator.total or version.met}`"
            if not indicator.per_month
            else f"- Numerator: `{version.population}`",
        ]
    if indicator.unit is Unit.RATE:
        lines.append("- Divided by: the people under 18 in force on the day")
    lines += [f"- Left out, {reason}: `{predicate}`" for reason, predicate in (version.excluded or {}).items()]
    return lines


def _columns(indicator: Indicator) -> list[str]:
    written = " ".join(
        f"{version.population} {version.met} {version.because} {' '.join((version.excluded or {}).values())}"
        for version in indicator.all_versions()
    )
    words = set("".join(letter if letter.isalnum() or letter == "_" else " " for letter in written).split())
    columns = GRAINS[indicator.grain].columns
    used = [name for name in columns if name in words or name == indicator.breakdown]
    return [f"- `{name}`: {columns[name]}" for name in used]


def register_page(entry: Entry) -> str:
    """The page of a figure that no extract gives, in Markdown."""
    said = explained(entry.id)
    lines = [
        f"# {entry.title}",
        "",
        said.definition,
        "",
        "| | |",
        "|---|---|",
        f"| Id | `{entry.id}` |",
        f"| Family | {entry.family} |",
        f"| Law or standard | {said.law} |",
        f"| Unit | {UNIT_WORDS[entry.unit]}; it counts {entry.counts} |",
        f"| When | {entry.basis} |",
        f"| Direction | {POLARITY_WORDS[entry.polarity]} |",
        f"| Source | {entry.source} |",
        f"| Fed by | {entry.how_fed} |",
        f"| Versions | {NO_VERSIONS} |",
        "",
        "## Who counts",
        "",
        f"There is no rule that the computer follows. {entry.explanation}",
        "",
        "## Example",
        "",
        said.example,
        "",
        "## Limits",
        "",
        said.limits,
    ]
    if said.known:
        lines += ["", "## Compare with", *_known(said.known, entry.unit)]
    return "\n".join([*lines, ""])


def index() -> str:
    """The page that lists every figure of the register by family, with what feeds it."""
    computed = sum(entry.fed_by == EXTRACT for entry in REGISTER.values())
    recorded = sum(entry.is_computed for entry in REGISTER.values()) - computed
    lines = [
        "# Indicators",
        "",
        "Written from the definitions by `make docs`.",
        "",
        f"{len(REGISTER)} figures, {computed} of them computed from extracts and {recorded} from [records](../records.md)",
        "of plans and boards. Submitted figures are taken for every one.",
        "",
        "By what it is about: [words](words.md). On the command line: `inloco indicator list --search “dental 12 months”`.",
        "In the browser the catalogue searches titles, definitions, laws, examples and limits.",
    ]
    families: dict[str, list[Entry]] = {}
    for entry in REGISTER.values():
        families.setdefault(entry.family, []).append(entry)
    for family, members in families.items():
        lines += ["", f"## {family}", "", "| Indicator | Id | Unit | When | Better | Fed by |", "|---|---|---|---|---|---|"]
        for one in members:
            lines.append(
                f"| [{one.title}]({one.id}.md) | `{one.id}` | {one.unit} | {one.basis} | {one.polarity} | {one.how_fed} |"
            )
    return "\n".join([*lines, "", f"Figures can be split by {', '.join(DIMENSIONS)}, where the rows have them.", ""])


def words() -> str:
    """The page that finds an indicator by a word of its title or definition."""
    found: dict[str, set[str]] = {}
    for entry in REGISTER.values():
        text = f"{entry.title} {explained(entry.id).definition}".casefold()
        for word in set(re.findall(r"[a-z][a-z-]{3,}", text)) - COMMON:
            found.setdefault(word, set()).add(entry.id)
    lines = ["# Indicators by word", "", "Written from the definitions by `make docs`. Words of titles and definitions,"]
    lines += [f"but for those of more than {TOO_MANY} indicators.", ""]
    letter = ""
    for word in sorted(found):
        if len(found[word]) > TOO_MANY:
            continue
        if word[0] != letter:
            letter = word[0]
            lines += ["", f"## {letter.upper()}", ""]
        listed = ", ".join(f"[{REGISTER[id].title}]({id}.md)" for id in REGISTER if id in found[word])
        lines.append(f"- **{word}**: {listed}")
    return "\n".join([*lines, ""]).replace("\n\n\n", "\n\n")


def pages() -> Mapping[str, str]:
    """File name → text of every reference page."""
    others = {f"{id}.md": register_page(entry) for id, entry in REGISTER.items() if not entry.is_computed}
    computed = {f"{id}.md": page(indicator) for id, indicator in CATALOGUE.items()}
    return {"index.md": index(), "words.md": words(), **computed, **others}
