"""The archive's own header: ``<!--milliseconds-->``, ``[title](url)``, a line of dashes; any part may be missing."""

import re
from dataclasses import dataclass
from typing import Final

from kg.article.moment import from_milliseconds, from_text
from kg.article.page import UnreadableError

_STAMP: Final = re.compile(r"\s*<!--\s*(-?\d{1,40})\s*-->[ \t]*\r?\n?")
# The title may hold brackets, "](" and line breaks: the url stands between the last "](" and a ")" that ends a line.
_LINK: Final = re.compile(r"\s*\[(?P<title>.*?)\]\((?P<url>(?:(?!\]\()[^\r\n])*)\)[ \t]*(?:\r?\n|$)", re.S)
# A headline without an address counts only with the dashes under it.
_BARE: Final = re.compile(
    r"\s*\[?(?P<title>[^\s\[\]<\-][^\r\n<]{0,300}?)\]?[ \t]*\r?\n(?=[ \t]*-{4,}[ \t]*(?:\r?\n|$))"
)
_DASHES: Final = re.compile(r"\s*-{4,}[ \t]*(?:\r?\n|$)")
# Some pages of the archive write the time as a line of text instead.
_DATE: Final = re.compile(r"\s*日期\s*[：:]\s*(\S[^\r\n<]{5,60})\r?\n?")
_ANOTHER: Final = re.compile(r"<!--\s*-?\d{6,}\s*-->")
#: A header is looked for in this many characters; the longest real one has 1,100.
_WITHIN: Final = 120_000
#: Longer titles are a header swallowed by another or a broken page.
MAX_TITLE: Final = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """What the header says and where in the page it does.

    Attributes:
        title: Span of the title in the page, None without one.
        url: As written, or empty.
        published: ISO 8601 at +00:00, or None.
        end: Where the body begins.
        is_there: Whether the page has any part of a header.
    """

    title: tuple[int, int] | None
    url: str
    published: str | None
    end: int
    is_there: bool


def read_header(page: str) -> Header:
    """Read the header of an archived page.

    Raises:
        UnreadableError: The title can't be told from the body.
    """
    published, position = None, 0
    stamp = _STAMP.match(page)
    if stamp is not None:
        published, position = from_milliseconds(int(stamp.group(1))), stamp.end()
    link = _LINK.match(page, position, position + _WITHIN)
    title, url = None, ""
    if link is not None:
        title, url, position = link.span("title"), link.group("url").strip(), link.end()
        _check_title(page, title)
    elif (bare := _BARE.match(page, position)) is not None:
        title, position = bare.span("title"), bare.end()
    dashes = _DASHES.match(page, position)
    if dashes is not None:
        position = dashes.end()
    is_there = stamp is not None or title is not None or dashes is not None
    date = _DATE.match(page, position) if is_there else None
    if date is not None:
        position = date.end()
        published = published or from_text(date.group(1), zone=None)
    return Header(title=title, url=url, published=published, end=position, is_there=is_there)


def _check_title(page: str, span: tuple[int, int]) -> None:
    start, end = span
    if end - start > MAX_TITLE or _ANOTHER.search(page, start, end):
        raise UnreadableError("header", "the header's title does not end where it should; mend its [title](url) line")
