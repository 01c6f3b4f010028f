"""Annotated articles in the gold format: JSON Lines, one article a line, spans by sentence.

Keys: ``key ts sents entities mentions titles times events relations`` and, in silver articles, ``layers unsure``; see
docs/gold.md. The same shape holds what the extractor found, so that the two can be compared.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from kg.errors import InputError

Span = tuple[int, int, int]
"""Sentence number, start, end."""

#: What an article may be annotated for: names with titles and times; triggers with modality; facts between spans.
LAYERS: Final = frozenset({"names", "triggers", "facts"})


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
        layers: What was annotated at all; the rest is unknown rather than absent.
        unsure: Spans of which it is unknown whether they are names or triggers.
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
    layers: frozenset[str] = LAYERS
    unsure: list[Span] = field(default_factory=list)


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
        layers=frozenset(data.get("layers", LAYERS)),
        unsure=[span(item) for item in data.get("unsure", ())],
    )


def article_line(article: GoldArticle) -> dict[str, Any]:
    """The JSON object of an article: what ``parse_article`` reads."""

    def span(at: Span, **rest: object) -> dict[str, Any]:
        return {"s": at[0], "start": at[1], "end": at[2], **rest}

    return {
        "key": article.key,
        "ts": article.published_ms,
        "sents": article.sentences,
        "entities": {key: {"type": kind, "name": article.names[key]} for key, kind in article.types.items()},
        "mentions": [span(at, entity=entity) for at, entity in article.mentions],
        "titles": [span(at, holder=holder, of=of) for at, holder, of in article.titles],
        "times": [span(at, value=value) for at, value in article.times],
        "events": [
            span(e.span, type=e.type, args=[list(a) for a in e.arguments], mod=e.modality, src=e.source)
            for e in article.events
        ],
        "relations": [list(relation) for relation in article.relations],
        "layers": sorted(article.layers),
        "unsure": [span(at) for at in article.unsure],
    }


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
