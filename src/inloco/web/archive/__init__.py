"""One consistent archive of everything that InLoco keeps, and the way back from it.

The database is copied first, as it stands at one moment. Files are written once and never changed, so whatever the database of
that moment names is there when they are copied after it.
"""

from inloco.web.archive.making import make_archive
from inloco.web.archive.restoring import restore_archive

__all__ = ["make_archive", "restore_archive"]
