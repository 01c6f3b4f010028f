"""The three forms of a page (archived, HTML, JSON) -> a draft of the article, every character with its place."""

import re
from dataclasses import dataclass, field
from datetime import tzinfo
from typing import Final

from bs4 import Tag

from kg.article.body import collect_paragraphs, find_byline, find_root
from kg.article.header import MAX_TITLE, read_header
from kg.article.jsonlines import Field, read_line, trace_string
from kg.article.markup import scan
from kg.article.metadata import read_metadata, text_of
from kg.article.moment import from_milliseconds, from_text
from kg.article.outlets import TITLE_ENDS
from kg.article.page import UnreadableError
from kg.article.trace import Traced, decode_references, fold, rebase, strip

#: A file without the archive's header is a page only if it has tags; a README is none.
_HAS_MARKUP: Final = re.compile(r"<(?:p|div|br|html|body|article|span|h[1-6])\b", re.I)
_WHOLE_PAGE: Final = re.compile(r"<(?:html|head|meta|body)\b", re.I)
_TITLE_END: Final = re.compile(r"\s*[-–—|_·｜－]+\s*(?P<name>[^-–—|_｜－]{1,40})$")
_BYLINE_DATE: Final = re.compile(
    r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z"
    r"|[A-Z][a-z]{2}, \d{1,2} [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d (?:GMT|[+-]\d{4})"
)


@dataclass(slots=True, kw_only=True)
class Draft:
    """What a page gives before it is checked; ``page`` is the decoded page in which the places count."""

    page: str
    title: Traced = field(default_factory=Traced)
    paragraphs: list[Traced] = field(default_factory=list)
    url: str = ""
    published: str | None = None
    publisher: str = ""


def draft_archived(page: str) -> Draft:
    """A page of the archive: its header, then HTML or a part of it.

    Raises:
        UnreadableError: Neither a header nor markup, or a header that can't be told from the body.
    """
    header = read_header(page)
    if not header.is_there and not _HAS_MARKUP.search(page):
        raise UnreadableError(
            "format", "neither the archive's header nor markup; put a [title](url) line or a <p> before the text"
        )
    title = Traced() if header.title is None else fold(decode_references(page, *header.title))
    markup = scan(page, start=header.end)
    tree = markup.tree()
    skipped: list[Tag] = []
    if not title.text and (heading := tree.find("h1")) is not None:
        title = fold(text_of(markup, heading))
        skipped.append(heading)
    published = header.published
    byline = find_byline(tree)
    if byline is not None:
        skipped.append(byline)
        published = published or _byline_time(text_of(markup, byline).text)
    title = trim_title(title)
    paragraphs = collect_paragraphs(markup, tree.body or tree, title=title.text, skipped=skipped)
    return Draft(page=page, title=title, paragraphs=paragraphs, url=header.url, published=published)


def _byline_time(text: str) -> str | None:
    """The byline's time, if it names its zone; a bare one may be the reader's or the outlet's."""
    match = _BYLINE_DATE.search(text)
    return from_text(match.group(), zone=None) if match is not None else None


def draft_html(page: str, *, zone: tzinfo | None) -> Draft:
    """A whole page as a site serves it (or a part of one)."""
    markup = scan(page)
    tree = markup.tree()
    metadata = read_metadata(markup, tree, zone=zone)
    title = trim_title(metadata.title, publisher=metadata.publisher)
    skipped = [] if metadata.heading is None else [metadata.heading]
    paragraphs = collect_paragraphs(markup, find_root(tree, markup), title=title.text, skipped=skipped)
    return Draft(
        page=page,
        title=title,
        paragraphs=paragraphs,
        url=metadata.url,
        published=metadata.published,
        publisher=metadata.publisher,
    )


def draft_json(line: str, *, zone: tzinfo | None) -> Draft:
    """A line of JSON Lines: ``{"url", "title", "published", "text" or "html", "publisher"}``.

    Raises:
        UnreadableError: Not an object, or one without text, html and title.
    """
    fields = read_line(line)
    if not any(name in fields and fields[name].text for name in ("text", "html", "title")):
        raise UnreadableError("json", 'no "text", "html" or "title" in the object; see the documentation of the input')
    if "html" in fields and fields["html"].text:
        draft = _draft_json_html(line, fields["html"], zone)
    else:
        draft = Draft(page=line, paragraphs=_json_paragraphs(line, fields.get("text")))
    if "title" in fields and fields["title"].text:
        draft.title = trim_title(fold(trace_string(line, fields["title"])))
    draft.url = _text(fields, "url") or draft.url
    draft.publisher = _text(fields, "publisher") or draft.publisher
    if "published" in fields:
        draft.published = _json_time(fields["published"].value, zone)
    return draft


def _draft_json_html(line: str, html: Field, zone: tzinfo | None) -> Draft:
    inner = trace_string(line, html)
    draft = draft_html(inner.text, zone=zone)
    draft.page = line
    draft.title = rebase(draft.title, inner.offsets)
    draft.paragraphs = [rebase(paragraph, inner.offsets) for paragraph in draft.paragraphs]
    return draft


def _json_paragraphs(line: str, text: Field | None) -> list[Traced]:
    if text is None or not text.text:
        return []
    traced = trace_string(line, text)
    ends = [match.start() for match in re.finditer("\n", traced.text)]
    starts = [0, *(end + 1 for end in ends)]
    pieces = (fold(traced[start:end]) for start, end in zip(starts, [*ends, len(traced.text)], strict=True))
    return [piece for piece in pieces if piece.text]


def _json_time(value: object, zone: tzinfo | None) -> str | None:
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        return from_milliseconds(int(value)) if abs(value) < 1e18 else None
    return from_text(value, zone=zone) if isinstance(value, str) else None


def _text(fields: dict[str, Field], name: str) -> str:
    return fields[name].text.strip() if name in fields else ""


def trim_title(title: Traced, *, publisher: str = "") -> Traced:
    """The headline without the outlet's name at its end."""
    ends = {publisher, *TITLE_ENDS}
    while (match := _TITLE_END.search(title.text)) is not None and match.start():
        if match.group("name").strip() not in ends:
            break
        title = title[: match.start()]
    return strip(title[:MAX_TITLE])


def is_whole_page(page: str) -> bool:
    """Whether a file without the archive's header is a page as a site serves it."""
    return not read_header(page).is_there and bool(_WHOLE_PAGE.search(page))
