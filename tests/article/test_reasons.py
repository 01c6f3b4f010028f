"""Each reason for passing over a page stands in the documentation."""

import re
from pathlib import Path

from kg.article import REASONS

DOCS = Path(__file__).parents[2] / "docs" / "articles.md"


def test_reasons_are_documented() -> None:
    section = DOCS.read_text(encoding="utf-8").split("## Why a page was passed over")[1].split("\n## ")[0]
    assert set(re.findall(r"^\| `(\w+)` \|", section, re.M)) == set(REASONS)
