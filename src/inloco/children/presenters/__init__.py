"""How the pages about children say what they show."""

from inloco.children.presenters.child import child_page
from inloco.children.presenters.children import list_page

__all__ = ["child_page", "list_page"]
