"""How many queries a page may cost, whatever the number of children."""

from __future__ import annotations

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext


def assert_queries(client: Client, address: str, at_most: int = 12) -> str:
    """Get the page; fail where it cost more than ``at_most`` queries, and list them. Returns the page."""
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(address)
    assert answer.status_code == 200, f"{address} answered {answer.status_code}"
    asked = [query["sql"] for query in captured.captured_queries]
    assert len(asked) <= at_most, f"{address} cost {len(asked)} queries:\n" + "\n".join(asked)
    return answer.content.decode()
