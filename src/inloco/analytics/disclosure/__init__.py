"""Disclosure control: no small number of children can be read, or worked out, from what a reader without leave is shown.

``printed`` says which numbers the figures of an edition print, ``sums`` which sums hold among them, ``bounds`` what follows from
those that are left, and ``edition`` decides what has to go. It is the one rule for public papers and for pages.
"""

from inloco.analytics.disclosure.edition import suppress
from inloco.analytics.disclosure.withheld import Withheld, withheld

__all__ = ["Withheld", "suppress", "withheld"]
