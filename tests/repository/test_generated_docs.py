"""What is generated is committed as generated."""

import pytest
from tools.write_docs import ROOT, generated

PAGES = dict(generated())


@pytest.mark.parametrize("path", sorted(PAGES), ids=str)
def test_generated_page_is_fresh(path):
    committed = ROOT / path
    assert committed.exists(), f"{path} is missing: run `make docs`"
    assert committed.read_text(encoding="utf-8") == PAGES[path], f"{path} has drifted: run `make docs`"
