"""A slip in a definition never gets as far as a query."""

import csv
from dataclasses import replace
from datetime import date

import pytest

from inloco.analytics.errors import WrongUsage
from inloco.analytics.facts import GRAINS, Facts
from inloco.analytics.figure import Unit
from inloco.analytics.indicators import CATALOGUE, DefinitionBroken, indicator_of
from inloco.analytics.indicators.catalogue import checked
from inloco.analytics.indicators.definition import Version
from inloco.analytics.indicators.reference import pages
from inloco.analytics.periods import month
from tests.shared import shared_file
from tests.spec.county import County

CLA = CATALOGUE["cla_count"]


@pytest.mark.parametrize(
    ("broken", "says"),
    [
        (replace(CLA, population="loked_after"), "Is looked_after meant"),
        (replace(CLA, met="looked_after and ("), "is not an expression"),
        (replace(CLA, met="(select true)"), "more than an expression"),
        (replace(CLA, because="shout(child)"), "no function shout"),
        (replace(CLA, excluded={"x": "person.child = 'a'"}), "no column person.child"),
        (replace(CLA, grain="household"), "no grain household"),
        (replace(CLA, breakdown="colour"), "no column colour"),
        (replace(CLA, tables=("persons",)), "no table persons"),
        (replace(CLA, tables=("care_leavers",)), "does not read care_leavers"),
        (replace(CLA, unit=Unit.AVERAGE), "has a total"),
        (replace(CLA, versions=(Version(1, "", "true", date(2019, 1, 1)),)), "first version has no date"),
    ],
)
def test_broken_definitions_are_refused(broken, says):
    with pytest.raises(DefinitionBroken, match=says):
        checked([broken])


def test_an_id_twice_is_refused():
    with pytest.raises(DefinitionBroken, match="defined twice"):
        checked([CLA, CLA])


def test_an_unknown_indicator_has_near_matches():
    with pytest.raises(WrongUsage, match="cla_count"):
        indicator_of("cla_cuont")


def test_ids_and_units_are_those_of_the_specification():
    with shared_file("data/indicators.csv").open(encoding="utf-8") as file:
        known = {row["id"]: row for row in csv.DictReader(file)}
    units = {"count": Unit.COUNT, "%": Unit.PERCENT, "rate": Unit.RATE, "average": Unit.AVERAGE}
    for id, indicator in CATALOGUE.items():
        assert units[known[id]["unit"]] is indicator.unit, id
        polarity = {"higher": "higher", "lower": "lower", "neutral": "neutral"}[known[id]["polarity"]]
        assert polarity == indicator.polarity, id


@pytest.mark.parametrize("grain", GRAINS.values(), ids=lambda grain: grain.name)
def test_facts_have_the_columns_that_definitions_may_use(tmp_path, grain):
    county = County(tmp_path)
    county.child("Amara").looked_after("2018-01-10")
    snapshot, reference = county.freeze()
    with Facts(snapshot, reference, county.settings, [month(2019, 8)]) as facts:
        facts.build(grain.name)
        assert set(facts.connection.table(grain.name).columns) == set(grain.columns)


def test_every_indicator_has_a_page_with_its_law_and_its_parts():
    written = pages()
    for id, indicator in CATALOGUE.items():
        page = written[f"{id}.md"]
        assert indicator.source.reference in page
        assert all(f"`{version.population}`" in page for version in indicator.all_versions())
