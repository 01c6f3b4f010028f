"""The archive's header, whole and in parts."""

import pytest

from kg.article import Page, read_page
from kg.article.header import read_header
from kg.settings import Settings
from tests.article.builders import archived, read_bytes, read_text


def _title(page: str) -> str | None:
    header = read_header(page)
    return None if header.title is None else page[slice(*header.title)]


def test_whole_header() -> None:
    page = archived()
    header = read_header(page)
    assert (_title(page), header.url, header.published) == (
        "秦刚访问缅甸",
        "https://news.example.org/1.html",
        "2023-05-02T04:00:00+00:00",
    )
    assert page[header.end :].strip() == "<p>秦刚抵达内比都。</p>"


@pytest.mark.parametrize(
    "title",
    [
        "[视频]火速通过",
        "甲[乙](丙)丁",
        "甲](乙",
        "甲]乙",
        "(甲)乙",
        "甲\n\n",
        "甲\n--------\n乙",
        "[[甲]]",
        "甲 - 乙 | 丙",
    ],
)
def test_titles_with_brackets_dashes_and_line_breaks(title: str) -> None:
    article = read_text(archived(title=title))
    assert article.title == " ".join(title.split())
    assert article.url == "https://news.example.org/1.html"
    assert article.paragraphs == ("秦刚抵达内比都。",)


def test_url_with_brackets_and_spaces() -> None:
    header = read_header(archived(url="https://news.example.org/a b (c).html"))
    assert header.url == "https://news.example.org/a b (c).html"


def test_second_header_in_the_body_is_text() -> None:
    article = read_text(archived("<p>正文。</p>\n<!--1-->\n[别的](https://other.example.org/2)\n------\n"))
    assert article.title == "秦刚访问缅甸"
    assert article.url == "https://news.example.org/1.html"
    assert article.paragraphs[0] == "正文。"


@pytest.mark.parametrize(
    ("page", "title", "url", "has_time"),
    [
        ("[题](https://a.example.org/1)\n------\n<p>文。</p>", "题", "https://a.example.org/1", False),
        ("<!--1683000000000-->\n[题]()\n------\n<p>文。</p>", "题", "", True),
        ("<!--1683000000000-->\n[题](https://a.example.org/1)\n<p>文。</p>", "题", "https://a.example.org/1", True),
        ("<!--1683000000000-->\n------\n<p>文。</p>", "", "", True),
        ("<!--1683000000000-->\n<p>文。</p>", "", "", True),
        ("[题]\n------\n<p>文。</p>", "题", "", False),
        ("题\n------\n<p>文。</p>", "题", "", False),
        ("------\n<h1>题</h1><p>文。</p>", "题", "", False),
        (
            "<!--1683000000000-->\r\n[题](https://a.example.org/1)\r\n------\r\n<p>文。</p>",
            "题",
            "https://a.example.org/1",
            True,
        ),
    ],
)
def test_headers_with_parts_missing(page: str, title: str, url: str, has_time: bool) -> None:
    article = read_text(page)
    assert (article.title, article.url, article.published is not None) == (title, url, has_time)
    assert article.paragraphs == ("文。",)


def test_time_written_as_a_line_of_text() -> None:
    page = "[题](https://a.example.org/1)\n------\n日期：Wed, 24 Jun 2020 07:27:32 +0000\n\n<p>文。</p>"
    article = read_text(page)
    assert article.published == "2020-06-24T15:27:32+08:00"
    assert article.paragraphs == ("文。",)


@pytest.mark.parametrize("stamp", [1683000000, 0, -5, 10**18, 10**30, None])
def test_time_in_seconds_or_absurd_is_unknown_and_told(stamp: object) -> None:
    articles, skips = read_bytes(archived(stamp=stamp).encode())
    assert articles[0].published is None
    assert [(skip.reason, skip.kept) for skip in skips] == [("time", True)]


def test_title_that_never_ends_is_quarantined() -> None:
    articles, skips = read_bytes(("[题" + "字" * 900 + "](https://a.example.org/1)\n------\n<p>文。</p>").encode())
    assert articles == []
    assert skips[0].reason == "header"


def test_references_in_the_title_are_decoded() -> None:
    assert read_text(archived(title="将采取&quot;反制&quot;措施")).title == '将采取"反制"措施'


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "data:text/html,x", "ftp://a.example.org/", "https://" + "a" * 100_000, "x y"]
)
def test_addresses_that_are_none_are_left_out_and_told(url: str) -> None:
    articles, skips = read_bytes(archived(url=url).encode())
    assert articles[0].url == ""
    assert [skip.reason for skip in skips] == ["url"]


def test_end_of_title_that_names_the_outlet_is_cut() -> None:
    article = read_text(archived(title="美股上涨 – 法国国际广播电台 - RFI", url="http://www.rfi.fr//cn/1"))
    assert article.title == "美股上涨"
    assert article.publisher == "法国国际广播电台"


def test_published_is_told_by_the_clocks_of_the_archive() -> None:
    page = Page.of("a.md", archived(stamp=1683066600000).encode())  # 22:30 on 2 May in Greenwich
    for zone, published in (("Asia/Shanghai", "2023-05-03T06:30:00+08:00"), ("UTC", "2023-05-02T22:30:00+00:00")):
        (article,) = read_page(page, settings=Settings(timezone=zone), on_skip=print)
        assert article.published == published
