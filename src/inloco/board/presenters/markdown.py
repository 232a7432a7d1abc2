"""Minutes, terms of reference and the words of a pack as HTML: nothing that runs, nothing from elsewhere."""

from __future__ import annotations

import re

import nh3
from markdown_it import MarkdownIt
from markupsafe import Markup

TAGS = {
    "p",
    "br",
    "ul",
    "ol",
    "li",
    "strong",
    "em",
    "a",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "blockquote",
    "table",
    "thead",
    "tbody",
    "tr",
    "th",
    "td",
}
CLASSES = {
    "p": "govuk-body",
    "ul": "govuk-list govuk-list--bullet",
    "ol": "govuk-list govuk-list--number",
    "a": "govuk-link",
    "h2": "govuk-heading-m",
    "h3": "govuk-heading-s",
    "h4": "govuk-heading-s",
    "table": "govuk-table",
    "thead": "govuk-table__head",
    "tbody": "govuk-table__body",
    "tr": "govuk-table__row",
    "th": "govuk-table__header",
    "td": "govuk-table__cell",
}


def markdown(text: str, *, under: int = 1) -> Markup:
    """``text`` as HTML whose top heading is one level below ``under``."""
    made = MarkdownIt("commonmark", {"html": False}).enable("table").disable("image").render(text)
    for level in range(6, 0, -1):
        made = re.sub(rf"<(/?)h{level}>", rf"<\1h{min(6, level + under)}>", made)
    clean = nh3.clean(made, tags=TAGS, attributes={"a": {"href"}}, url_schemes={"http", "https", "mailto"})
    for tag, classes in CLASSES.items():
        clean = clean.replace(f"<{tag}>", f'<{tag} class="{classes}">')
    clean = clean.replace("<a href", '<a class="govuk-link" href').replace("<th class", '<th scope="col" class')
    return Markup(clean)
