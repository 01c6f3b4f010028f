"""What stands between the input and the articles: a page's bytes, and the note about a page that was passed over."""

from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import PurePosixPath
from typing import Final

from kg.errors import ArticleError

#: Why a page, an archive's member or a whole file was left out (or, if kept, what is missing from it).
REASONS: Final = {
    "archive": "an archive is broken, encrypted or over a quota",
    "binary": "the bytes are not text",
    "build": "a folder that kg build wrote",
    "body": "kept, but there is a headline only",
    "duplicate": "the same url or the same text as another page",
    "empty": "no bytes, or neither headline nor text",
    "format": "neither a page, nor JSON Lines, nor an archive",
    "header": "the header can't be told from the body",
    "json": "a line is not a JSON object with text or html",
    "link": "a symbolic or hard link",
    "markup": "more tags than any article has",
    "name": "an archive's member with an absolute name or one that climbs out with ..",
    "size": "larger than the limit",
    "special": "a FIFO, socket or device",
    "time": "kept, but the publication time is missing or absurd",
    "unreadable": "the system refuses to read it",
    "url": "kept, but its address is not http(s), or is too long",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Skip:
    """A page that was passed over, or (``kept``) one that was read but lacks something.

    Attributes:
        source: As in ``Article.source``.
        reason: A key of ``REASONS``.
        message: One line for people.
        kept: Whether the article is there all the same.
    """

    source: str
    reason: str
    message: str
    kept: bool = False

    def renamed(self, source: str) -> "Skip":
        """The same told of a page of another name."""
        return replace(self, source=source, message=source + self.message.removeprefix(self.source))


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """The bytes of one page (or of one line of JSON Lines) before anything is read from them.

    Attributes:
        source: Name inside the input, unique in it: ``法广/1046921.md``, ``news.zip!a/b.html``, ``a.jsonl:0000012``.
        data: The bytes.
        sha256: Their digest, hexadecimal.
        kind: ``page`` or ``json``.
    """

    source: str
    data: bytes
    sha256: str
    kind: str = "page"

    @classmethod
    def of(cls, source: str, data: bytes, *, kind: str = "page") -> "Page":
        """The page with its digest worked out."""
        return cls(source=source, data=data, sha256=sha256(data).hexdigest(), kind=kind)

    def nameless(self) -> "Page":
        """The page with no more of its name than ``read_page`` reads it by: the end that tells HTML.

        What is read from it is told of the page by ``rename_article`` and ``Skip.renamed``.
        """
        return replace(self, source="line" if self.kind == "json" else f"page{PurePosixPath(self.source).suffix}")


class UnreadableError(ArticleError):
    """One page gives no article; ``reason`` is a key of ``REASONS``. ``read_page`` turns it into a ``Skip``."""

    def __init__(self, reason: str, message: str) -> None:
        super().__init__(message)
        self.reason = reason
