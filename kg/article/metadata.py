"""Title, address, time and publisher of a whole HTML page, from OpenGraph, meta tags, JSON-LD and the headings."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import tzinfo
from typing import Any, Final

from bs4 import BeautifulSoup, Tag

from kg.article.markup import PLACE, Markup
from kg.article.moment import from_text
from kg.article.trace import Traced, decode_references, fold, join

_TIME_NAMES: Final = (
    *("article:published_time", "og:published_time", "datepublished", "publishdate", "pubdate", "publish_date"),
    *("publish-date", "date", "dc.date", "dc.date.issued", "dcterms.created", "sailthru.date", "parsely-pub-date"),
    "weibo:article:create_at",
)
#: JSON-LD deeper or larger than any seen is not read.
_MAX_JSON: Final = 500_000
_MAX_NODES: Final = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Metadata:
    """What a page says of itself; empty where it says nothing. ``heading`` is the <h1> that repeats the title."""

    title: Traced
    url: str
    published: str | None
    publisher: str
    heading: Tag | None


def read_metadata(markup: Markup, tree: BeautifulSoup, *, zone: tzinfo | None) -> Metadata:
    """Read the metadata of a page; the title keeps its places."""
    metas = _metas(tree)
    json_ld = list(_json_ld_articles(markup))
    heading = tree.find("h1")
    return Metadata(
        title=_title(markup, tree, metas, json_ld, heading),
        url=_url(tree, metas, json_ld),
        published=_published(tree, metas, json_ld, zone),
        publisher=_content(metas, "og:site_name") or _name_of(json_ld, "publisher"),
        heading=heading,
    )


def _metas(tree: BeautifulSoup) -> dict[str, Tag]:
    found: dict[str, Tag] = {}
    for tag in tree.find_all("meta"):
        key = str(tag.get("property") or tag.get("name") or tag.get("itemprop") or "").strip().lower()
        if key and tag.get("content"):
            found.setdefault(key, tag)
    return found


def _content(metas: dict[str, Tag], *names: str) -> str:
    return next((str(metas[name]["content"]).strip() for name in names if name in metas), "")


def _title(
    markup: Markup, tree: BeautifulSoup, metas: dict[str, Tag], json_ld: list[dict[str, Any]], heading: Tag | None
) -> Traced:
    for name in ("og:title", "twitter:title"):
        if name in metas:
            start = int(str(metas[name][PLACE]))
            title = fold(decode_references(markup.page, start, _value_end(markup.page, start)))
            if title.text:
                return title
    for tag in (heading, tree.find("title")):
        title = fold(text_of(markup, tag)) if tag is not None else Traced()
        if title.text:
            return title
    return _find_in_page(markup, _text_of_key(json_ld, "headline"))


def _value_end(page: str, start: int) -> int:
    """Where an attribute's value ends: at its quote, or at white space or > if it has none."""
    quote = page[start - 1]
    if quote in "\"'":
        return page.index(quote, start)
    end = start
    while end < len(page) and not page[end].isspace() and page[end] != ">":
        end += 1
    return end


def text_of(markup: Markup, tag: Tag) -> Traced:
    """All text in an element, unfolded."""
    return join(part for string in tag.find_all(string=True) for part in markup.text_of(string))


def _find_in_page(markup: Markup, text: str) -> Traced:
    """A text that JSON-LD gives, with its places if the page writes it without escapes, else with none."""
    for start, end in markup.json_ld:
        at = markup.page.find(text, start, end) if text else -1
        if at >= 0:
            return fold(decode_references(markup.page, at, at + len(text)))
    return Traced()


def _url(tree: BeautifulSoup, metas: dict[str, Tag], json_ld: list[dict[str, Any]]) -> str:
    for link in tree.find_all("link"):
        rel = link.get("rel") or ()
        if "canonical" in rel and link.get("href"):
            return str(link["href"]).strip()
    return _content(metas, "og:url", "twitter:url") or _text_of_key(json_ld, "url")


def _published(
    tree: BeautifulSoup, metas: dict[str, Tag], json_ld: list[dict[str, Any]], zone: tzinfo | None
) -> str | None:
    candidates = [_content(metas, name) for name in _TIME_NAMES]
    candidates[1:1] = [_text_of_key(json_ld, "datePublished")]
    candidates += [str(tag["datetime"]) for tag in tree.find_all("time", limit=3) if tag.get("datetime")]
    return next((moment for text in candidates if text and (moment := from_text(text, zone=zone))), None)


def _json_ld_articles(markup: Markup) -> Iterator[dict[str, Any]]:
    """The objects with a headline or a date in the page's JSON-LD, whatever they are nested in."""
    for start, end in markup.json_ld:
        if end - start > _MAX_JSON:
            continue
        try:
            queue = [json.loads(markup.page[start:end], strict=False)]
        except (ValueError, RecursionError):
            continue
        for _ in range(_MAX_NODES):
            if not queue:
                break
            node = queue.pop(0)
            if isinstance(node, dict):
                if "headline" in node or "datePublished" in node:
                    yield node
                queue.extend(node.values())
            elif isinstance(node, list):
                queue.extend(node)


def _text_of_key(json_ld: list[dict[str, Any]], key: str) -> str:
    return next((node[key].strip() for node in json_ld if isinstance(node.get(key), str)), "")


def _name_of(json_ld: list[dict[str, Any]], key: str) -> str:
    names = (node[key].get("name") for node in json_ld if isinstance(node.get(key), dict))
    return next((name.strip() for name in names if isinstance(name, str)), "")
