"""Pages for the tests of the article room, and the check that every character stands where it is said to stand."""

from html import unescape
from pathlib import Path

from kg.article import Page, Skip, decode_page, read_inputs, read_page
from kg.records import Article
from kg.settings import Settings

STAMP = 1683000000000  # 2023-05-02T04:00:00+00:00


def archived(
    body: str = "<p>秦刚抵达内比都。</p>",
    *,
    title: str = "秦刚访问缅甸",
    url: str = "https://news.example.org/1.html",
    stamp: object = STAMP,
) -> str:
    """A page as the archive writes it; ``stamp=None`` leaves the time out."""
    time = "" if stamp is None else f"<!--{stamp}-->\n"
    return f"{time}[{title}]({url})\n------\n\n{body}\n"


def read_bytes(data: bytes, *, source: str = "a.md", kind: str = "page") -> tuple[list[Article], list[Skip]]:
    """Read one page; gives its articles and what was told."""
    skips: list[Skip] = []
    articles = read_page(Page.of(source, data, kind=kind), settings=Settings(), on_skip=skips.append)
    for article in articles:
        check_offsets(article, decode_page(data))
    return articles, skips


def read_text(page: str, *, source: str = "a.md", kind: str = "page") -> Article:
    """The one article of a page."""
    articles, skips = read_bytes(page.encode(), source=source, kind=kind)
    assert len(articles) == 1, skips
    return articles[0]


def read_folder(*paths: Path) -> tuple[list[Article], list[Skip]]:
    """Read paths; gives the articles and what was told."""
    skips: list[Skip] = []
    articles = list(read_inputs([str(path) for path in paths], settings=Settings(), on_skip=skips.append))
    return articles, skips


def check_offsets(article: Article, page: str) -> None:
    """Every character of the text stands in the page where ``runs`` says, or was made up between two parts."""
    traced = 0
    for run in article.runs:
        for step in range(run.length):
            char, at = article.text[run.start + step], run.page_start + step
            assert gives(page, at, char), (char, page[at : at + 12])
            traced += 1
    made_up = [char for at, char in enumerate(article.text) if article.page_offset(at) is None]
    assert traced + len(made_up) == len(article.text)
    assert set(made_up) <= {"\n", " "}


def gives(page: str, at: int, char: str) -> bool:
    """Whether the page here holds the character, white space folded into it, or an escape that gives it."""
    here = page[at]
    if here == char or (char == " " and here.isspace()):
        return True
    if here == "&":
        decoded = unescape(page[at : at + 40])
        return char in decoded[:2] or (char == " " and decoded[0].isspace())
    return here == "\\"
