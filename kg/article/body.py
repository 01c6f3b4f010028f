"""The clean tree -> the article's paragraphs, each character with its place in the page.

One block is one paragraph; <br> ends one too, for whole pages are written with nothing else. The rules of
``boilerplate`` say what is left out.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString

from kg.article.boilerplate import MAX_DATE_LINES, MAX_LINK_SHARE, PICTURES, is_date_line, is_dropped, is_promotion
from kg.article.markup import Markup, words
from kg.article.trace import Traced, fold, join, made_up

#: Elements that run on within a paragraph; any other begins and ends one.
_INLINE: Final = words(
    "a abbr acronym b bdi bdo big cite code data del dfn em font i img ins kbd label mark output picture q rb rp rt "
    "ruby s samp source span strike strong sub sup time tt u var wbr"
)
#: Readings beside characters would stand in the middle of the words they explain.
_READINGS: Final = frozenset({"rt", "rp"})
_BREAKS: Final = frozenset({"br", "hr"})
_CELLS: Final = frozenset({"td", "th"})
_LISTS: Final = frozenset({"ul", "ol", "dl"})
#: An exact repetition of a paragraph this long is a pull quote or a teaser, not speech.
_MIN_REPEATED: Final = 12
#: Least share of a page's text that its <article> or <main> must hold to be taken for the article.
_MAIN_SHARE: Final = 0.3
_PUNCTUATION: Final = re.compile(r"[\W_]+")


@dataclass(slots=True)
class Line:
    """A paragraph before cleaning; whether it stands in a list of nothing but links, or under a picture."""

    parts: list[Traced] = field(default_factory=list)
    is_link: bool = False
    is_picture: bool = False


class _Collector:
    """Walks a tree in reading order and gathers its lines."""

    def __init__(self, markup: Markup, skipped: Iterable[Tag]) -> None:
        self.markup = markup
        self.skipped = {id(tag) for tag in skipped}
        self.lines: list[Line] = [Line()]
        self.link_lists = 0
        self.pictures = 0

    def walk(self, node: Tag) -> None:
        for child in node.children:
            if isinstance(child, Tag):
                self._tag(child)
            elif type(child) is NavigableString:
                self.lines[-1].parts.extend(self.markup.text_of(child))

    def _tag(self, tag: Tag) -> None:
        name = tag.name
        if id(tag) in self.skipped or is_dropped(tag):
            if name not in _INLINE:
                self._end_line()
        elif name in _BREAKS:
            self._end_line()
        elif name in _CELLS:
            self.lines[-1].parts.append(made_up(" "))
            self.walk(tag)
        elif name in _INLINE:
            if name not in _READINGS:
                self.walk(tag)
        else:
            self._block(tag)

    def _block(self, tag: Tag) -> None:
        is_links = tag.name in _LISTS and self._is_all_links(tag)
        is_picture = tag.name == "div" and _is_picture(tag)
        self._end_line()
        self._enter(is_links, is_picture)
        self.walk(tag)
        self._end_line()
        self._enter(-is_links, -is_picture)

    def _enter(self, n_links: int, n_pictures: int) -> None:
        self.link_lists += n_links
        self.pictures += n_pictures
        self.lines[-1].is_link = self.link_lists > 0
        self.lines[-1].is_picture = self.pictures > 0

    def _end_line(self) -> None:
        if self.lines[-1].parts:
            self.lines.append(Line(is_link=self.link_lists > 0, is_picture=self.pictures > 0))

    def _is_all_links(self, tag: Tag) -> bool:
        has_link = False
        for string in tag.find_all(string=True):
            if any(not part.text.isspace() for part in self.markup.text_of(string)):
                if string.find_parent("a") is None:
                    return False
                has_link = True
        return has_link


def collect_paragraphs(markup: Markup, root: Tag, *, title: str, skipped: Iterable[Tag] = ()) -> list[Traced]:
    """The paragraphs of the article, folded, without promotion, repetitions and the headline's double.

    Args:
        markup: The scanned page.
        root: The element that holds the article.
        title: The headline, folded.
        skipped: Elements whose text is known already, such as the archive's byline.
    """
    collector = _Collector(markup, skipped)
    collector.walk(root)
    lines = [(fold(join(line.parts)), line) for line in collector.lines]
    lines = [(text, line) for text, line in lines if text.text]
    n_link = sum(len(text.text) for text, line in lines if line.is_link)
    if n_link <= MAX_LINK_SHARE * sum(len(text.text) for text, _ in lines):
        lines = [(text, line) for text, line in lines if not line.is_link]
    return list(_clean(_without_pictures(lines), title=title))


def _without_pictures(lines: Iterable[tuple[Traced, Line]]) -> Iterator[Traced]:
    """The lines without the pictures of other pages: those under a heading that says so."""
    is_under = False
    for text, line in lines:
        is_under = bool(PICTURES.match(text.text)) or (is_under and line.is_picture)
        if not is_under:
            yield text


def _clean(lines: Iterable[Traced], *, title: str) -> Iterator[Traced]:
    seen: set[str] = set()
    n_kept = 0
    for line in lines:
        text = line.text
        if not _PUNCTUATION.sub("", text) or is_promotion(text):
            continue
        if n_kept < MAX_DATE_LINES and (is_date_line(text) or (title and bare(text) == bare(title))):
            continue
        if len(text) >= _MIN_REPEATED and text in seen:
            continue
        seen.add(text)
        n_kept += 1
        yield line


def _is_picture(tag: Tag) -> bool:
    """A block that opens with a picture and goes on in bold: a caption with its heading."""
    names = [child.name for child in tag.children if isinstance(child, Tag) and child.name != "br"]
    return names[:2] == ["img", "b"]


def bare(text: str) -> str:
    """Letters and digits alone, to tell whether two headlines are the same."""
    return _PUNCTUATION.sub("", text).casefold()


def find_byline(tree: BeautifulSoup) -> Tag | None:
    """The archive's line of authors and date: a first <div> that holds one <i> and nothing else."""
    div = tree.find("div")
    if div is None:
        return None
    children = [child for child in div.children if isinstance(child, Tag) or str(child).strip()]
    return div if len(children) == 1 and isinstance(children[0], Tag) and children[0].name == "i" else None


def find_root(tree: BeautifulSoup, markup: Markup) -> Tag:
    """The element that holds the article of a whole page: its articleBody, <article> or <main>, else the body."""
    body = tree.body or tree
    total = _text_length(body, markup)
    for candidates in (
        tree.find_all(itemprop="articleBody"),
        tree.find_all(property="articleBody"),
        tree.find_all("article"),
        tree.find_all("main"),
    ):
        sized = [(_text_length(tag, markup), -at) for at, tag in enumerate(candidates)]
        if sized and max(sized)[0] > _MAIN_SHARE * total:
            return candidates[-max(sized)[1]]
    return body


def _text_length(tag: Tag, markup: Markup) -> int:
    length = 0
    for string in tag.find_all(string=True):
        if type(string) is NavigableString:
            length += sum(
                markup.segments[int(n)][1] - markup.segments[int(n)][0] for n in string.split(";") if n.strip()
            )
    return length
