"""How a child is named in an address: an opaque keyed reference, so that no id reaches a browser's history or a server's log."""

from __future__ import annotations

import base64
import hmac
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

import pyarrow.parquet as parquet
from django.conf import settings
from django.utils.crypto import salted_hmac

from inloco.analytics.snapshots import Snapshot

SALT = "inloco.children.references"
LENGTH = 16


def reference_of(child: str) -> str:
    """The reference of the child with this id: 16 letters and digits, the same for as long as the installation keeps its key."""
    keyed = _keyed(settings.SECRET_KEY).copy()
    keyed.update(child.encode())
    return base64.b32encode(keyed.digest())[:LENGTH].decode("ascii").lower()


@lru_cache(maxsize=1)
def _keyed(key: str) -> hmac.HMAC:
    """The digest of nothing: a copy for each child spares making the key anew, and a county has many children."""
    return salted_hmac(SALT, "", secret=key, algorithm="sha256")


def child_with(reference: str, snapshot: Snapshot) -> str | None:
    """The id that ``reference`` stands for among the children of ``snapshot``; None where there is none."""
    if not snapshot.has("person"):
        return None
    return _references(str(snapshot.path("person"))).get(reference)


@lru_cache(maxsize=2)
def _references(persons: str) -> Mapping[str, str]:
    """All references of one snapshot, which never changes; the newest two are kept."""
    children = parquet.read_table(Path(persons), columns=["child"]).column("child").to_pylist()
    return {reference_of(child): child for child in children if child}
