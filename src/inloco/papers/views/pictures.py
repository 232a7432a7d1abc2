"""The pictures of a paper for a preview."""

from __future__ import annotations

import base64

from inloco.documents.paper import Picture
from inloco.papers.models import Paper


def pictures_of(paper: Paper) -> dict[str, Picture]:
    """By key, as the composing asks for them."""
    return {one.key: Picture(one.key, one.kind, base64.b64encode(bytes(one.content)).decode()) for one in paper.pictures.all()}
