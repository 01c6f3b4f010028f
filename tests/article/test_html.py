"""Whole HTML pages with metadata of their own."""

import pytest

from tests.article.builders import read_bytes, read_text

TEXT = "王毅在北京会见了来访的客人，双方讨论了两国的贸易和边境问题，并同意继续对话。"

PAGE = f"""<!DOCTYPE html><html><head><meta charset="utf-8">
<title>王毅会见客人 - 示例新闻</title>
<meta property="og:title" content="王毅&amp;客人会见">
<meta property="og:site_name" content="示例新闻">
<meta property="og:url" content="https://www.example.org/og">
<meta property="article:published_time" content="2023-05-02T14:30:00+08:00">
<link rel="canonical" href="https://www.example.org/2023/1.html">
</head><body><header><h1>王毅会见客人</h1></header><nav>首页 新闻</nav>
<div class="sidebar"><p>别的新闻</p></div>
<article><p>{TEXT}</p><p>第二段。</p></article>
<footer>版权所有</footer></body></html>"""


def test_metadata_and_article() -> None:
    article = read_text(PAGE, source="a.html")
    assert article.title == "王毅&客人会见"
    assert article.url == "https://www.example.org/2023/1.html"
    assert article.published == "2023-05-02T14:30:00+08:00"
    assert article.publisher == "示例新闻"
    assert article.paragraphs == (TEXT, "第二段。")


def test_title_keeps_its_places() -> None:
    article = read_text(PAGE, source="a.html")
    assert article.page_offset(0) == PAGE.index("王毅&amp;")
    assert article.page_offset(3) == PAGE.index("客人会见")


@pytest.mark.parametrize(
    ("head", "title"),
    [
        ("<title>标题 - 示例新闻</title><meta property='og:site_name' content='示例新闻'>", "标题"),
        ('<script type="application/ld+json">{"@graph":[{"headline":"标题"}]}</script>', "标题"),
        ("<meta name=twitter:title content=标题>", "标题"),
    ],
)
def test_titles(head: str, title: str) -> None:
    page = f"<html><head>{head}</head><body><p>{TEXT}</p></body></html>"
    assert read_text(page, source="a.html").title == title


@pytest.mark.parametrize(
    "head",
    [
        '<script type="application/ld+json">[{"@type":"NewsArticle","datePublished":"2023-05-02T06:30:00Z"}]</script>',
        '<meta name="pubdate" content="2023-05-02 14:30">',
        "<time datetime='2023-05-02T06:30:00Z'></time>",
    ],
)
def test_times(head: str) -> None:
    page = f"<html><head>{head}</head><body><p>{TEXT}</p></body></html>"
    assert read_text(page, source="a.html").published == "2023-05-02T14:30:00+08:00"


@pytest.mark.parametrize(
    "json", ["{", "null", "[" * 5000, '{"headline": 5, "url": ["x"], "publisher": "y"}', '{"a":' * 3000]
)
def test_broken_json_ld_does_no_harm(json: str) -> None:
    head = f'<head><script type="application/ld+json">{json}</script></head>'
    page = f"<html>{head}<body><h1>题</h1><p>{TEXT}</p></body></html>"
    article = read_text(page, source="a.html")
    assert (article.title, article.paragraphs) == ("题", (TEXT,))


def test_page_without_article_element_gives_its_body() -> None:
    menu = "<div class='menu'><ul><li><a href='/'>首页</a></li></ul></div>"
    page = f"<html><body>{menu}<div><p>{TEXT}</p></div></body></html>"
    assert read_text(page, source="a.html").paragraphs == (TEXT,)


def test_archived_page_named_html_is_read_as_archived() -> None:
    article = read_text(f"<!--1683000000000-->\n[题](https://a.example.org/1)\n------\n<p>{TEXT}</p>", source="a.html")
    assert (article.title, article.url) == ("题", "https://a.example.org/1")


def test_whole_page_in_a_text_file_is_read_as_html() -> None:
    assert read_text(PAGE, source="a.txt").title == "王毅&客人会见"


def test_text_file_that_is_no_page_is_told() -> None:
    articles, skips = read_bytes(b"# Notes\n\nsome notes about the folder\n", source="notes.md")
    assert articles == []
    assert skips[0].reason == "format"
