"""HTML text -> a small clean page in which every stretch of text is a number.

No tree builder keeps the place of a character. So the page is scanned once: each stretch of text between two tags is
noted and replaced by ``12;``, each tag is written anew with the few attributes that the rules read, and comments,
scripts and styles go. BeautifulSoup on lxml then builds the tree from that, and the numbers lead back to the page. The
scan is linear, whatever the page holds, and bounds the depth and the number of tags that reach the tree builder.
"""

import re
from dataclasses import dataclass, field
from html import escape, unescape
from typing import Final

from bs4 import BeautifulSoup

from kg.article.page import UnreadableError
from kg.article.trace import Traced, decode_references

#: Tags deeper than this are left out, their text stays; the deepest real page seen has 24.
MAX_DEPTH: Final = 120
#: More tags than this are no article; the largest real page seen has 3,000. A tag costs the tree builder about 1 KB.
MAX_TAGS: Final = 200_000
#: Characters kept of an attribute's value.
MAX_VALUE: Final = 2_000


def words(text: str) -> frozenset[str]:
    """The words of a line: names of elements and classes are easier to read without quotes."""
    return frozenset(text.split())


_OPEN: Final = re.compile(r"<(?:!--|(/?)([A-Za-z][^\s/>]*)|[!?/])")
_ATTRIBUTE: Final = re.compile(r"""[\s/]*([^\s/>=][^\s/>=]*)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>"'][^\s>]*)?))?""")
_CLOSE: Final = re.compile(r"[\s/=]*>")
_NAME: Final = re.compile(r"[a-z][a-z0-9]{0,15}")
_KEPT: Final = words(
    "class id property name content href itemprop datetime rel hidden style role aria-hidden http-equiv"
)
_VOID: Final = words("area base br col embed hr img input link meta param source track wbr")
#: Elements whose content is not text for people; a browser reads it raw up to the closing tag.
_RAW: Final = words("script style xmp iframe noembed noframes textarea")
_INLINE: Final = words("a b big em font i s small span strong u")
#: Elements that the next of their kind ends, with what may stand open between the two.
_IMPLIED: Final = {
    "p": _INLINE,
    "li": _INLINE | {"p"},
    "dt": _INLINE | {"p", "dd"},
    "dd": _INLINE | {"p", "dt"},
    "td": _INLINE | {"p", "th"},
    "th": _INLINE | {"p", "td"},
    "tr": _INLINE | {"p", "td", "th"},
    "option": _INLINE,
}
_HEAD: Final = words("html head meta title link script style base noscript")
#: Attribute in which a meta tag's content keeps its place in the page.
PLACE: Final = "data-at"


@dataclass(slots=True)
class Markup:
    """A page after the scan.

    Attributes:
        page: The decoded page.
        clean: Markup for the tree builder.
        segments: Where the stretches of text stand, ``[start, end)``, by number.
        json_ld: Where the JSON-LD scripts stand.
    """

    page: str
    clean: str = ""
    segments: list[tuple[int, int]] = field(default_factory=list)
    json_ld: list[tuple[int, int]] = field(default_factory=list)

    def text_of(self, numbers: str) -> list[Traced]:
        """The stretches that a text node of the clean tree stands for, references decoded."""
        found = (self.segments[int(number)] for number in numbers.split(";") if number.strip())
        return [decode_references(self.page, start, end) for start, end in found]

    def tree(self) -> BeautifulSoup:
        """The clean markup as a tree."""
        return BeautifulSoup(self.clean, "lxml")


class _Scanner:
    """State of one scan; ``run`` gives the markup."""

    def __init__(self, page: str, start: int) -> None:
        self.markup = Markup(page)
        self.page = page
        self.position = start
        self.out: list[str] = ["<!DOCTYPE html>"]
        self.open: list[str] = []
        self.flat: dict[str, int] = {}
        self.unclosed: set[str] = set()
        self.n_tags = 0
        self.in_head = True
        self.last_end = page.rfind(">")

    def run(self) -> Markup:
        page = self.page
        text_from = self.position
        while (match := _OPEN.search(page, self.position)) is not None:
            if match.start() > self.last_end and match.group() != "<!--":
                break
            self.position = match.end()
            name = match.group(2)
            self._text(text_from, match.start())
            if name is None:
                self._pass_comment(match)
            else:
                self._tag(name.lower(), is_closing=bool(match.group(1)))
            text_from = self.position
        self._text(text_from, len(page))
        self.markup.clean = "".join(self.out)
        return self.markup

    def _text(self, start: int, end: int) -> None:
        if start >= end:
            return
        # White space before the body would open an implied body in libxml2 and leave the rest of the head in it.
        if self.in_head:
            if self.page[start:end].isspace():
                return
            self.in_head = False
        self.out.append(f"{len(self.markup.segments)};")
        self.markup.segments.append((start, end))

    def _pass_comment(self, match: "re.Match[str]") -> None:
        if match.group() != "<!--":
            self.position = self.page.find(">", match.start()) + 1
            return
        # Browsers end <!--> and <!---> at once.
        end = self.page.find("-->", match.start() + 2)
        self.position = len(self.page) if end < 0 else end + 3

    def _tag(self, name: str, *, is_closing: bool) -> None:
        attributes = self._attributes()
        self.n_tags += 1
        if self.n_tags > MAX_TAGS:
            raise UnreadableError("markup", f"more than {MAX_TAGS} tags; no article has so many")
        if not _NAME.fullmatch(name):
            name = "span"
        if name not in _HEAD:
            self.in_head = False
        if is_closing:
            self._close(name)
        elif name in _RAW:
            self._raw(name, attributes)
        elif name in _VOID:
            self.out.append(_written(name, attributes))
        elif len(self.open) >= MAX_DEPTH:
            self.flat[name] = self.flat.get(name, 0) + 1
        else:
            self._start(name, attributes)

    def _start(self, name: str, attributes: dict[str, tuple[str, int]]) -> None:
        if name == "title" and not self._has_close(name):
            return
        self._end_implied(name)
        self.open.append(name)
        self.out.append(_written(name, attributes))
        if name == "title":
            end = self._find_close(name)
            self.out.append(f"{len(self.markup.segments)};")
            self.markup.segments.append((self.position, end))
            self.position = end

    def _end_implied(self, name: str) -> None:
        """Old pages never close <p>, <li> or <td>; the next one does, and the depth must not grow with them."""
        if name not in _IMPLIED:
            return
        for at in range(len(self.open) - 1, -1, -1):
            if self.open[at] == name:
                del self.open[at:]
                return
            if self.open[at] not in _IMPLIED[name]:
                return

    def _close(self, name: str) -> None:
        if self.flat.get(name):
            self.flat[name] -= 1
        elif name not in _VOID:
            self.out.append(f"</{name}>")
            # A closing tag out of order closes what is open inside it, as in a tree builder.
            if name in self.open:
                while self.open.pop() != name:
                    pass
        elif name == "br":
            self.out.append("<br>")

    def _raw(self, name: str, attributes: dict[str, tuple[str, int]]) -> None:
        end = self._find_close(name) if self._has_close(name) else len(self.page)
        if name == "script" and "ld+json" in attributes.get("type", ("", 0))[0].lower():
            self.markup.json_ld.append((self.position, end))
        self.position = end

    def _has_close(self, name: str) -> bool:
        # Asked again for each unclosed tag, the search to the end would make the scan quadratic.
        if name not in self.unclosed and self._find_close(name) < 0:
            self.unclosed.add(name)
        return name not in self.unclosed

    def _find_close(self, name: str) -> int:
        match = _closing(name).search(self.page, self.position)
        return -1 if match is None else match.start()

    def _attributes(self) -> dict[str, tuple[str, int]]:
        """The attributes that a rule reads, with the place of each value; moves behind the tag."""
        found: dict[str, tuple[str, int]] = {}
        position = self.position
        while (match := _ATTRIBUTE.match(self.page, position)) is not None:
            position = match.end()
            name = match.group(1).lower()
            if (name in _KEPT or name == "type") and name not in found:
                group = match.lastindex or 1
                value = match.group(group) if group > 1 else ""
                found[name] = (unescape(value[:MAX_VALUE]), match.start(group))
        match = _CLOSE.match(self.page, position)
        self.position = match.end() if match is not None else len(self.page)
        return found


_CLOSING: dict[str, "re.Pattern[str]"] = {}


def _closing(name: str) -> "re.Pattern[str]":
    if name not in _CLOSING:
        _CLOSING[name] = re.compile(rf"</{name}(?=[\s/>])", re.I)
    return _CLOSING[name]


def _written(name: str, attributes: dict[str, tuple[str, int]]) -> str:
    parts = [f' {key}="{escape(value)}"' for key, (value, _) in attributes.items() if key != "type"]
    if name == "meta" and "content" in attributes:
        parts.append(f' {PLACE}="{attributes["content"][1]}"')
    return f"<{name}{''.join(parts)}>"


def scan(page: str, *, start: int = 0) -> Markup:
    """Scan a page from ``start``, which lies behind the archive's own header.

    Raises:
        UnreadableError: More than ``MAX_TAGS`` tags.
    """
    return _Scanner(page, start).run()
