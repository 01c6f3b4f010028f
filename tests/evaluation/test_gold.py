import json
from pathlib import Path

import pytest

from kg.errors import InputError
from kg.evaluation.gold import GoldArticle, GoldEvent, article_line, parse_article, read_gold

LINE = {
    "key": "报/1",
    "file": "x.md",
    "ts": 1683000000000,
    "sents": ["秦刚访缅"],
    "entities": {"e1": {"type": "PER", "name": "秦刚"}},
    "mentions": [{"s": 0, "start": 0, "end": 2, "entity": "e1"}],
    "titles": [],
    "times": [],
    "events": [
        {"s": 0, "start": 2, "end": 3, "type": "VISIT", "args": [["agent", "e1"]], "mod": "actual", "src": None}
    ],
    "relations": [],
}


def test_a_line_is_an_article(tmp_path: Path) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_text(json.dumps(LINE, ensure_ascii=False) + "\n\n", encoding="utf-8")
    (article,) = read_gold([path])
    assert article.mentions == [((0, 0, 2), "e1")]
    assert article.events[0].arguments == [("agent", "e1")]


@pytest.mark.parametrize("text", ["{", "[]", '{"key": "报/1"}', "null"])
def test_a_broken_line_is_told_with_its_number(tmp_path: Path, text: str) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_text(json.dumps(LINE) + "\n" + text + "\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"gold\.jsonl:2: not an annotated article"):
        list(read_gold([path]))


def test_a_missing_file_is_one_clear_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="can't be read"):
        list(read_gold([tmp_path / "none.jsonl"]))


def test_an_article_survives_being_written() -> None:
    article = GoldArticle(
        "报/1",
        None,
        ["秦刚称将访缅"],
        types={"e": "PER"},
        names={"e": "秦刚"},
        mentions=[((0, 0, 2), "e")],
        titles=[((0, 2, 3), "e", None)],
        times=[((0, 3, 4), "2023")],
        events=[GoldEvent((0, 4, 5), "VISIT", [("agent", "e")], "planned", "e")],
        relations=[("e", "member_of", "e", None)],
        layers=frozenset({"names"}),
        unsure=[(0, 5, 6)],
    )
    assert parse_article(json.loads(json.dumps(article_line(article)))) == article
