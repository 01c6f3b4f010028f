"""The same page twice is one article."""

import random
from pathlib import Path

import pytest

from kg.article import deduplicate
from kg.article.page import Skip
from kg.article.urls import url_key
from kg.records import Article
from tests.article.builders import archived, read_folder, read_text


def _article(source: str, *, url: str, text: str = "甲。") -> Article:
    return read_text(archived(f"<p>{text}</p>", url=url), source=source)


@pytest.mark.parametrize(
    "other",
    [
        "http://news.example.org/a/1.html",
        "https://www.news.example.org/a/1.html",
        "https://NEWS.example.org//a/1.html#top",
        "https://news.example.org/a/1.html?utm_source=rss&fbclid=x",
        "https://news.example.org:443/a/%31.html",
        "https://news.example.org/a/1.html/",
    ],
)
def test_addresses_of_one_article(other: str) -> None:
    assert url_key(other) == url_key("https://news.example.org/a/1.html")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://a.example.org/1", "https://a.example.org/2"),
        ("https://a.example.org/1?id=1", "https://a.example.org/1?id=2"),
        ("https://a.example.org/1", "https://b.example.org/1"),
    ],
)
def test_addresses_of_two_articles(one: str, other: str) -> None:
    assert url_key(one) != url_key(other)


@pytest.mark.parametrize(
    "url", ["", "https://a.example.org/", "https://a.example.org", "javascript:1", "http://[", "https:///x"]
)
def test_address_of_a_site_or_of_nothing_tells_nothing(url: str) -> None:
    assert url_key(url) == ""


def test_percent_encoding_in_both_cases_is_one() -> None:
    assert url_key("http://www.rfi.fr//cn/%e4%b8%ad") == url_key("https://rfi.fr/cn/中")


def test_same_address_or_same_text_is_one_article_whatever_the_order() -> None:
    articles = [
        _article("a.md", url="https://x.example.org/1", text="甲。"),
        _article("b.md", url="https://x.example.org/1?utm_source=y", text="乙。"),
        _article("c.md", url="https://y.example.org/2", text="甲。"),
        _article("d.md", url="https://y.example.org/2", text="丁。"),
        _article("e.md", url="https://z.example.org/3", text="戊。"),
    ]
    expected = ["a.md", "e.md"]
    for seed in range(10):
        random.Random(seed).shuffle(articles)
        skips: list[Skip] = []
        assert [article.source for article in deduplicate(articles, on_skip=skips.append)] == expected
        assert [(skip.source, skip.message) for skip in skips] == [
            (source, f"{source}: the same article as a.md") for source in ("b.md", "c.md", "d.md")
        ]


def test_stream_drops_what_deduplicate_drops(tmp_path: Path) -> None:
    for name, url, text in (
        ("2", "1", "甲"),
        ("10", "2", "甲"),
        ("3", "1", "乙"),
        ("a/1", "3", "丙"),
        ("a.b", "3", "丁"),
    ):
        path = tmp_path / f"{name}.md"
        path.parent.mkdir(exist_ok=True)
        path.write_text(archived(f"<p>{text}</p>", url=f"https://x.example.org/{url}"), encoding="utf-8")
    streamed, skips = read_folder(tmp_path)
    assert [article.source for article in streamed] == ["10.md", "a.b.md"]
    assert len(skips) == 3
    assert deduplicate(reversed(streamed), on_skip=skips.append) == streamed


def test_id_is_that_of_the_address_or_else_of_the_text() -> None:
    assert (
        _article("a.md", url="http://x.example.org/1").id
        == _article("b.md", url="https://x.example.org/1/", text="乙").id
    )
    assert _article("a.md", url="").id == _article("b.md", url="").id
    assert _article("a.md", url="").id != _article("a.md", url="", text="乙").id
