"""Annotated articles in the gold format: JSON Lines, one article a line, spans by sentence.

Keys: ``key ts sents entities mentions titles times events relations``; see docs/gold.md. The same shape holds
what the extractor found, so that the two can be compared.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kg.errors import InputError

Span = tuple[int, int, int]
"""Sentence number, start, end."""


@dataclass(slots=True)
class GoldEvent:
    """An event with its trigger; arguments are (role, entity id or time value)."""

    span: Span
    type: str
    arguments: list[tuple[str, str]]
    modality: str
    source: str | None


@dataclass(slots=True)
class GoldArticle:
    """One annotated article.

    Attributes:
        key: ``outlet/number``.
        published_ms: Publication time, ms since 1970 UTC.
        sentences: Texts; 0 is the headline.
        types, names: Entity id -> type, canonical name.
        mentions: (span, entity id).
        titles: (span, holder id or None, id of body or place or None).
        times: (span, EDTF value).
        relations: (subject id, type, object id, number of the sentence that says it or None).
    """

    key: str
    published_ms: int | None
    sentences: list[str]
    types: dict[str, str] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    mentions: list[tuple[Span, str]] = field(default_factory=list)
    titles: list[tuple[Span, str | None, str | None]] = field(default_factory=list)
    times: list[tuple[Span, str]] = field(default_factory=list)
    events: list[GoldEvent] = field(default_factory=list)
    relations: list[tuple[str, str, str, int | None]] = field(default_factory=list)


def parse_article(data: dict[str, Any]) -> GoldArticle:
    """One article from its JSON object.

    Raises:
        KeyError, TypeError: The object has another shape.
    """

    def span(item: dict[str, Any]) -> Span:
        return item["s"], item["start"], item["end"]

    return GoldArticle(
        key=data["key"],
        published_ms=data.get("ts"),
        sentences=list(data["sents"]),
        types={key: entity["type"] for key, entity in data["entities"].items()},
        names={key: entity["name"] for key, entity in data["entities"].items()},
        mentions=[(span(m), m["entity"]) for m in data["mentions"]],
        titles=[(span(t), t["holder"], t["of"]) for t in data["titles"]],
        times=[(span(t), t["value"]) for t in data["times"]],
        events=[
            GoldEvent(span(e), e["type"], [(role, filler) for role, filler in e["args"]], e["mod"], e["src"])
            for e in data["events"]
        ],
        relations=[(s, t, o, n) for s, t, o, n in data["relations"]],
    )


def read_gold(paths: Iterable[Path]) -> Iterator[GoldArticle]:
    """Read annotated articles.

    Raises:
        InputError: A file can't be read, or a line isn't an annotated article.
    """
    for path in paths:
        try:
            lines = path.read_text(encoding="utf-8").splitlines()
        except (OSError, UnicodeDecodeError) as exc:
            raise InputError(f"{path}: can't be read as UTF-8 JSON Lines ({exc}); give an annotated file") from exc
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            try:
                yield parse_article(json.loads(line))
            except (ValueError, KeyError, TypeError) as exc:
                raise InputError(f"{path}:{number}: not an annotated article ({exc!r}); see docs/gold.md") from exc
