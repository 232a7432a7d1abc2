"""What is measured. ``CATALOGUE`` holds every computed indicator by id, in the order of the monthly report (``OF_CHILDREN``
those of them that extracts give); ``REGISTER`` every figure there is, with what feeds it."""

from inloco.analytics.indicators.catalogue import CATALOGUE, OF_CHILDREN, DefinitionBroken, indicator_of, is_of_children
from inloco.analytics.indicators.register import REGISTER, Entry, entry_of

__all__ = ["CATALOGUE", "OF_CHILDREN", "REGISTER", "DefinitionBroken", "Entry", "entry_of", "indicator_of", "is_of_children"]
