"""One page -> its article, and whole inputs -> a stream of articles.

``read_page`` never raises for a bad page: it tells ``on_skip`` and gives nothing. A missing time, address or body
leaves the article standing and is told as well.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import tzinfo
from functools import cache
from pathlib import PurePosixPath
from typing import Final

from kg.article.decode import decode_page
from kg.article.draft import Draft, draft_archived, draft_html, draft_json, is_whole_page
from kg.article.duplicates import Deduplicator
from kg.article.inputs import iter_pages
from kg.article.moment import in_zone, load_zone
from kg.article.outlets import host_of, outlet_of
from kg.article.page import Page, Skip, UnreadableError
from kg.article.trace import Traced, join, made_up, make_runs
from kg.article.urls import clean_url, url_key
from kg.records import Article, digest
from kg.settings import Settings

OnSkip = Callable[[Skip], None]

_HTML_ENDS: Final = frozenset({".html", ".htm", ".xhtml", ".shtml"})
_zone = cache(load_zone)


def read_inputs(paths: Sequence[str], *, settings: Settings, on_skip: OnSkip) -> Iterator[Article]:
    """Read every article of the given files, folders and archives, each once, in the order of their sources.

    Args:
        paths: Pages, folders, ``.jsonl``, ``.zip``, ``.tar*``, or ``-`` for standard input.
        settings: ``max_page_bytes`` and ``timezone`` are used.
        on_skip: Told of each page that was passed over, and of what is missing from one that was not.

    Raises:
        ArticleError: A path is missing, empty, binary or a broken archive.
        SettingsError: ``settings.timezone`` is no time zone.
    """
    seen = Deduplicator(on_skip)
    for page in iter_pages(paths, settings=settings, on_skip=on_skip):
        for article in read_page(page, settings=settings, on_skip=on_skip):
            if seen.is_new(article):
                yield article


def read_page(page: Page, *, settings: Settings, on_skip: OnSkip) -> list[Article]:
    """Read the article of a page: a list of one, or an empty list and a ``Skip``.

    Raises:
        SettingsError: ``settings.timezone`` is no time zone.
    """
    zone = _zone(settings.timezone)
    try:
        return [_finish(_draft(page, zone), page, zone, on_skip)]
    except UnreadableError as exc:
        on_skip(Skip(source=page.source, reason=exc.reason, message=f"{page.source}: {exc}"))
        return []


def rename_article(article: Article, source: str) -> Article:
    """The article of a nameless page as ``read_page`` gives it for the page of that name."""
    return replace(article, source=source, publisher=article.publisher or _folder_of(source))


def _draft(page: Page, zone: tzinfo) -> Draft:
    if not page.data.strip():
        raise UnreadableError("empty", "nothing in it")
    text = decode_page(page.data)
    if page.kind == "json":
        return draft_json(text, zone=zone)
    is_html = PurePosixPath(page.source).suffix.lower() in _HTML_ENDS
    # An archived page saved as .html has the archive's header all the same.
    if is_whole_page(text) or (is_html and not text.lstrip().startswith(("<!--", "["))):
        return draft_html(text, zone=zone)
    return draft_archived(text)


def _finish(draft: Draft, page: Page, zone: tzinfo, on_skip: OnSkip) -> Article:
    """Check a draft, tell what it lacks, and make the record."""
    parts = [part for part in (draft.title, *draft.paragraphs) if part.text]
    if not parts:
        raise UnreadableError("empty", "neither headline nor text")
    whole = join(_with_line_ends(parts))
    url = clean_url(draft.url)
    for is_missing, reason, message in (
        (draft.published is None, "time", "the publication time is missing or absurd; dates in it stay unresolved"),
        (bool(draft.url) and not url, "url", "its address is not http(s) or too long; it is left out"),
        (not draft.paragraphs, "body", "there is a headline only"),
    ):
        if is_missing:
            on_skip(Skip(source=page.source, reason=reason, message=f"{page.source}: {message}", kept=True))
    key = url_key(url)
    return Article(
        id=digest("url", key) if key else digest("text", whole.text),
        source=page.source,
        url=url,
        title=draft.title.text,
        published=in_zone(draft.published, zone) if draft.published else None,
        publisher=outlet_of(url) or draft.publisher or host_of(url) or _folder_of(page.source),
        paragraphs=tuple(paragraph.text for paragraph in draft.paragraphs),
        sha256=page.sha256,
        runs=make_runs(whole, draft.page),
    )


def _with_line_ends(parts: list[Traced]) -> Iterator[Traced]:
    for number, part in enumerate(parts):
        if number:
            yield made_up("\n")
        yield part


def _folder_of(source: str) -> str:
    """The name of the folder a page lies in: archives keep one folder an outlet."""
    return PurePosixPath(source.replace("!", "/")).parent.name
