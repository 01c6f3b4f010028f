"""Text -> sentences, by the rule the gold annotation was cut by, kept from splitting what reads as one.

A sentence ends behind 。！？ (and the closing quote or bracket after it) and at the end of its paragraph; an ellipsis
ends none. What is longer than ``MAX_SENTENCE`` is cut at a pause.
"""

import re
from collections.abc import Iterator
from typing import Final

from kg.records import Article, Document

Span = tuple[int, int]

#: Characters of a sentence at most: the model's window holds about 500; nearly all of 125,000 real ones have fewer than
#: 300.
MAX_SENTENCE: Final = 400
#: A pause nearer to the start than this share of the limit is not used, so that no crumbs remain.
_LEAST_SHARE: Final = 0.4
_PAUSES: Final = (re.compile("[；;]"), re.compile("[，,：:]"), re.compile(r"[、\s]"))

_MARKS: Final = re.compile(r"[。！？!?]+")
_CLOSING: Final = re.compile(r"[”』」’]+")
#: What goes on behind a mark: 《去不去？》, （原文如此！）, “好！”，他说; an address behind an ASCII mark.
_GOES_ON: Final = re.compile(r"\s*[，,、；;：:。）)》〉】\]]")
_ADDRESS: Final = re.compile(r"[A-Za-z0-9_&=/]")
_WORDLESS: Final = re.compile(r"[\W_]*")


def split_sentences(text: str) -> list[Span]:
    """The sentences of a text as spans, paragraph by paragraph, without white space at their ends."""
    return [span for paragraph in _paragraphs(text) for span in _split_paragraph(text, paragraph)]


def make_document(article: Article) -> Document:
    """The article's text cut into sentences; the headline, where there is one, is sentence 0, whatever marks it has."""
    text = article.text
    paragraphs = _paragraphs(text)
    sentences: list[Span] = []
    has_headline = bool(article.title.strip())
    if has_headline:
        sentences.extend(_strip(text, next(paragraphs)))
    sentences.extend(span for paragraph in paragraphs for span in _split_paragraph(text, paragraph))
    return Document(
        id=article.id,
        text=text,
        sentences=tuple(sentences),
        has_headline=has_headline,
        published=article.published,
    )


def _paragraphs(text: str) -> Iterator[Span]:
    start = 0
    while start <= len(text):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        yield start, end
        start = end + 1


def _strip(text: str, span: Span) -> list[Span]:
    """The span without white space at its ends, or nothing if that is all there is."""
    start, end = span
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return [(start, end)] if start < end else []


def _split_paragraph(text: str, paragraph: Span) -> Iterator[Span]:
    start, end = paragraph
    pieces: list[Span] = []
    for at in _ends(text, paragraph):
        pieces.extend(_strip(text, (start, at)))
        start = at
    pieces.extend(_strip(text, (start, end)))
    for piece in _joined(text, pieces):
        yield from _cut(text, piece)


def _ends(text: str, paragraph: Span) -> Iterator[int]:
    """Where sentences of a paragraph end."""
    start, end = paragraph
    n_quotes, counted = 0, start
    for match in _MARKS.finditer(text, start, end):
        at = match.end()
        n_quotes += text.count('"', counted, at)
        counted = at
        closing = _CLOSING.match(text, at, end)
        if closing is not None:
            at = closing.end()
        # A straight quote closes if it is the second of a pair, else it opens the next sentence.
        elif at < end and text[at] == '"' and n_quotes % 2:
            at += 1
        if _GOES_ON.match(text, at, end) or (match.group()[-1] in "!?" and _ADDRESS.match(text, at, end)):
            continue
        yield at


def _joined(text: str, pieces: list[Span]) -> list[Span]:
    """Pieces without a letter or digit (a lone quote, a dash) go to the sentence before them."""
    joined: list[Span] = []
    for piece in pieces:
        if joined and _WORDLESS.fullmatch(text, *piece):
            joined[-1] = (joined[-1][0], piece[1])
        else:
            joined.append(piece)
    return joined


def _cut(text: str, span: Span) -> Iterator[Span]:
    """A span as it is, or in parts of at most ``MAX_SENTENCE`` characters, each ending at a pause if it can."""
    start, end = span
    while end - start > MAX_SENTENCE:
        at = _last_pause(text, start)
        yield from _strip(text, (start, at))
        start = at
    yield from _strip(text, (start, end))


def _last_pause(text: str, start: int) -> int:
    least = start + int(_LEAST_SHARE * MAX_SENTENCE)
    for pause in _PAUSES:
        ends = [match.end() for match in pause.finditer(text, least, start + MAX_SENTENCE)]
        if ends:
            return ends[-1]
    return start + MAX_SENTENCE
