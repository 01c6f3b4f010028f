"""JSON Lines: one object a line, each character with its place in the line."""

import json
from pathlib import Path

import pytest

from kg.article.jsonlines import read_line, trace_string
from kg.article.page import UnreadableError
from tests.article.builders import read_bytes, read_folder, read_text

ROW = {
    "url": "https://a.example.org/1",
    "title": "题“一”",
    "published": "2023-05-02T14:30:00+08:00",
    "text": "甲。\n\n乙\t丙。",
}


@pytest.mark.parametrize("ascii_only", [True, False])
def test_text_becomes_paragraphs(ascii_only: bool) -> None:
    article = read_text(json.dumps(ROW, ensure_ascii=ascii_only), source="a.jsonl:0000001", kind="json")
    assert (article.title, article.paragraphs) == ("题“一”", ("甲。", "乙 丙。"))
    assert article.published == "2023-05-02T14:30:00+08:00"


def test_html_in_json_keeps_its_places() -> None:
    line = json.dumps({"title": "题", "html": '<p class="x">甲&amp;乙</p>\n<p>丙</p>'})
    article = read_text(line, kind="json")
    assert article.paragraphs == ("甲&乙", "丙")
    at = article.page_offset(article.text.index("丙"))
    assert at is not None
    assert line[at : at + 6] == "\\u4e19"


@pytest.mark.parametrize("text", ["𠮷野家😀", 'a"b\\c/d', "\u2028甲", "甲\ud83d乙"])
def test_escapes(text: str) -> None:
    line = json.dumps({"text": text})
    traced = trace_string(line, read_line(line)["text"])
    assert traced.text == text
    assert len(traced.offsets) == len(text)


@pytest.mark.parametrize(
    "line", ["", "[]", "null", '{"a":1', "{'a':1}", '{"a" 1}', '{"a":1} x', '{"a":' + "[" * 100_000, "{}}"]
)
def test_lines_that_are_no_object(line: str) -> None:
    with pytest.raises(UnreadableError, match="not a JSON object"):
        read_line(line)


def test_object_without_text_is_told() -> None:
    articles, skips = read_bytes(b'{"url": "https://a.example.org/1"}', kind="json")
    assert articles == []
    assert skips[0].reason == "json"


@pytest.mark.parametrize(
    ("published", "moment"),
    [(1683000000000, "2023-05-02T12:00:00+08:00"), (1683000000, None), (True, None), (None, None), ("soon", None)],
)
def test_times(published: object, moment: str | None) -> None:
    assert read_text(json.dumps(ROW | {"published": published}), kind="json").published == moment


def test_file_of_lines(tmp_path: Path) -> None:
    rows = [ROW, {"url": "https://a.example.org/2", "title": "二", "text": "丁。"}]
    (tmp_path / "news.jsonl").write_text(
        "\n".join([json.dumps(rows[0]), "", "broken", json.dumps(rows[1])]), encoding="utf-8"
    )
    articles, skips = read_folder(tmp_path / "news.jsonl")
    assert [article.source for article in articles] == ["news.jsonl:0000001", "news.jsonl:0000004"]
    assert [(skip.reason, skip.source) for skip in skips] == [
        ("json", "news.jsonl:0000003"),
        ("time", "news.jsonl:0000004"),
    ]
