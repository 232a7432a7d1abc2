"""What is measured. ``CATALOGUE`` holds every indicator by id, in the order of the monthly report."""

from inloco.analytics.indicators.catalogue import CATALOGUE, DefinitionBroken, indicator_of

__all__ = ["CATALOGUE", "DefinitionBroken", "indicator_of"]
