"""Text that remembers where each of its characters stands in the decoded page.

``Traced`` goes from the scanner to the reader; ``make_runs`` turns its offsets into the runs of an ``Article``.
"""

import re
from array import array
from collections.abc import Iterable
from dataclasses import dataclass, field
from html import unescape
from html.entities import html5
from typing import Final

from kg.records import Run

#: Offset of a character that the reader made up.
MADE_UP: Final = -1

#: A character reference; names without a semicolon are cut to the longest that HTML knows.
_REFERENCE: Final = re.compile(r"&(?:#[0-9]{1,9};?|#[xX][0-9a-fA-F]{1,8};?|[A-Za-z][A-Za-z0-9]{0,31};?)")
_LONGEST_NAME_WITHOUT_SEMICOLON: Final = 6

# Left out of the text, with right offsets for what remains: controls, zero-width characters and joiners, marks that
# turn the direction of writing, byte order marks, noncharacters, lone surrogates (no XML can carry these).
_DROPPED: Final = (
    "\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\ufdd0-\ufdef\ufffe\uffff\ud800-\udfff"
)
_FOLD: Final = re.compile(rf"[\s{_DROPPED}]+")
_DROP: Final = re.compile(rf"[{_DROPPED}]+")


@dataclass(slots=True)
class Traced:
    """A text and, for each of its characters, the offset in the page (``MADE_UP`` if none)."""

    text: str = ""
    offsets: "array[int]" = field(default_factory=lambda: array("q"))

    def __add__(self, other: "Traced") -> "Traced":
        return Traced(self.text + other.text, self.offsets + other.offsets)

    def __getitem__(self, cut: slice) -> "Traced":
        return Traced(self.text[cut], self.offsets[cut])


def join(parts: Iterable[Traced]) -> Traced:
    """The parts, one after the other, in time linear in their length."""
    texts, offsets = [], array("q")
    for part in parts:
        texts.append(part.text)
        offsets.extend(part.offsets)
    return Traced("".join(texts), offsets)


def made_up(text: str) -> Traced:
    """Text that the page does not hold."""
    return Traced(text, array("q", [MADE_UP]) * len(text))


def literal(page: str, start: int, end: int) -> Traced:
    """A stretch of the page as it stands."""
    return Traced(page[start:end], array("q", range(start, end)))


def decode_references(page: str, start: int, end: int) -> Traced:
    """A stretch of the page with its character references decoded; what one gives stands where its ``&`` stands."""
    if page.find("&", start, end) < 0:
        return literal(page, start, end)
    parts: list[Traced] = []
    done = start
    for match in _REFERENCE.finditer(page, start, end):
        text, length = _decode_reference(match.group())
        if not length:
            continue
        parts.append(literal(page, done, match.start()))
        parts.append(Traced(text, array("q", [match.start()]) * len(text)))
        done = match.start() + length
    parts.append(literal(page, done, end))
    return join(parts)


def _decode_reference(reference: str) -> tuple[str, int]:
    """What a reference stands for and how many characters of it were used; ("", 0) if it is none."""
    if reference[1] == "#" or reference[1:] in html5:
        return unescape(reference), len(reference)
    for length in range(min(len(reference) - 1, _LONGEST_NAME_WITHOUT_SEMICOLON), 1, -1):
        if reference[1 : 1 + length] in html5:
            return html5[reference[1 : 1 + length]], 1 + length
    return "", 0


def fold(traced: Traced) -> Traced:
    """White space as one space, none at the ends, and without the characters that no text should carry."""
    parts: list[Traced] = []
    done = 0
    for match in _FOLD.finditer(traced.text):
        parts.append(traced[done : match.start()])
        spaces = _DROP.sub("", match.group())
        if spaces and done < len(traced.text):
            at = match.start() + match.group().index(spaces[0])
            parts.append(Traced(" ", traced.offsets[at : at + 1]))
        done = match.end()
    parts.append(traced[done:])
    return strip(join(parts))


def strip(traced: Traced) -> Traced:
    """Without white space at the ends."""
    start = len(traced.text) - len(traced.text.lstrip())
    return traced[start : max(start, len(traced.text.rstrip()))]


def rebase(traced: Traced, offsets: "array[int]") -> Traced:
    """The same text with offsets in an outer text, where ``offsets`` tells where each inner character stands."""
    return Traced(traced.text, array("q", (MADE_UP if at == MADE_UP else offsets[at] for at in traced.offsets)))


def make_runs(traced: Traced, page: str) -> tuple[Run, ...]:
    """The runs of an article's text; a character written as an entity or an escape is a run of its own."""
    runs: list[Run] = []
    start = 0
    offsets = traced.offsets
    for position in range(1, len(offsets) + 1):
        if position < len(offsets) and _runs_on(offsets[position - 1], offsets[position], page):
            continue
        if offsets[start] >= 0:
            runs.append(Run(start=start, page_start=offsets[start], length=position - start))
        start = position
    return tuple(runs)


def _runs_on(before: int, at: int, page: str) -> bool:
    return before >= 0 and at == before + 1 and page[at] not in "&\\" and page[before] not in "&\\"
