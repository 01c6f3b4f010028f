"""The hostile pages of tests/data, against what must come of them."""

import json
from pathlib import Path

from kg.article import decode_page
from tests.article.builders import check_offsets, read_folder

DATA = Path(__file__).parent.parent / "data" / "articles"


def test_every_page_gives_what_is_expected_of_it() -> None:
    articles, skips = read_folder(DATA)
    found = {
        article.source: {
            "title": article.title,
            "url": article.url,
            "published": article.published,
            "paragraphs": list(article.paragraphs),
        }
        for article in articles
    }
    told = sorted(f"{skip.source} {skip.reason}" for skip in skips)
    expected = json.loads((DATA.parent / "expected.json").read_text(encoding="utf-8"))
    assert {"articles": found, "told": told} == expected


def test_every_character_keeps_its_place() -> None:
    articles, _ = read_folder(DATA)
    for article in articles:
        name, _, line = article.source.partition(":")
        data = (DATA / name).read_bytes()
        check_offsets(article, decode_page(data.split(b"\n")[int(line) - 1] if line else data))
