"""How the pages about children say what they show."""

from inloco.children.presenters.child import child_page
from inloco.children.presenters.children import list_page
from inloco.children.presenters.clocks import clocks_page

__all__ = ["child_page", "clocks_page", "list_page"]
