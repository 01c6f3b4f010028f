"""The records that cross the doors between rooms.

Every record is frozen, narrow and JSON-ready: ``to_dict`` gives plain lists, strings and numbers, ``from_dict``
reads them back. Spans are half open ``[start, end)`` in code points of ``Document.text``. Ids are digests of
content, never counters: the same articles give the same bytes.
"""

import hashlib
from bisect import bisect_right
from collections.abc import Hashable, Mapping
from dataclasses import dataclass, fields
from functools import cache, cached_property
from operator import attrgetter
from types import UnionType
from typing import Any, Self, Union, cast, get_args, get_origin, get_type_hints

from kg.errors import SchemaError
from kg.schema import ENTITY_TYPES, EVENT_TYPES, MODALITIES, RELATION_TYPES, ROLES


def digest(*parts: object, length: int = 16) -> str:
    """A short hexadecimal SHA-256 of the parts, joined with a character that no name has."""
    text = "\x1f".join(str(part) for part in parts)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:length]


class Record:
    """Reading and writing of records as plain dictionaries."""

    __slots__ = ()

    def to_dict(self) -> dict[str, Any]:
        """A JSON-ready dictionary; None and empty values are kept so that the keys are always the same."""
        return {field.name: _plain(getattr(self, field.name)) for field in fields(self)}  # type: ignore[arg-type]

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """The record that ``to_dict`` wrote.

        Raises:
            SchemaError: A key is missing, unknown, or the record breaks its own rules.
        """
        hints = _hints(cast(Hashable, cls))
        try:
            return cls(**{key: _typed(hints[key], value) for key, value in data.items()})
        except (KeyError, TypeError) as exc:
            raise SchemaError(f"{cls.__name__}: {exc} in stored data; build again from the articles") from exc


@cache
def _hints(cls: Hashable) -> dict[str, Any]:
    return get_type_hints(cls)


def _plain(value: Any) -> Any:
    if isinstance(value, Record):
        return value.to_dict()
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return value


def _typed(hint: Any, value: Any) -> Any:
    origin = get_origin(hint)
    if origin in (Union, UnionType):
        if value is None:
            return None
        hint = next(arg for arg in get_args(hint) if arg is not type(None))
        return _typed(hint, value)
    if origin is tuple:
        inner = get_args(hint)
        if len(inner) == 2 and inner[1] is Ellipsis:
            return tuple(_typed(inner[0], item) for item in value)
        return tuple(_typed(part, item) for part, item in zip(inner, value, strict=True))
    if isinstance(hint, type) and issubclass(hint, Record):
        return hint.from_dict(value)
    return value


def _check_span(name: str, start: int, end: int) -> None:
    if not 0 <= start < end:
        raise SchemaError(f"{name}: span [{start}, {end}) is empty or negative")


def _check_member(name: str, value: str, known: Mapping[str, object]) -> None:
    if value not in known:
        raise SchemaError(f"{name}: {value} is not one of {', '.join(known)}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Run(Record):
    """``length`` characters from ``start`` of the text that stand, one to one, from ``page_start`` of the decoded page.

    A character written as an entity (``&amp;``) is a run of length 1; its source may be longer than one character.
    """

    start: int
    page_start: int
    length: int


@dataclass(frozen=True, kw_only=True)
class Article(Record):
    """One page, read.

    Attributes:
        id: Digest of the url (or, without one, of the text).
        source: Name of the file inside the input, for messages: ``法广/1046921.md`` or ``news.zip!a/b.html``.
        url: As the page gives it, or an empty string.
        title: Without the outlet's suffix; may be empty.
        published: ISO 8601 in the zone of the archive, such as ``2023-05-02T14:30:00+08:00``, so that its first ten
            characters are the day; None if unknown.
        publisher: Name of the outlet, or an empty string.
        paragraphs: Body text, one string a paragraph, without empty ones; white space as one space.
        sha256: Digest of the page's bytes.
        runs: Where the characters of ``text`` stand in the decoded page; characters made up by the reader
            (the line break between two paragraphs) are in no run. In order of ``start``.
    """

    id: str
    source: str
    url: str
    title: str
    published: str | None
    publisher: str
    paragraphs: tuple[str, ...]
    sha256: str
    runs: tuple[Run, ...] = ()

    @cached_property
    def text(self) -> str:
        """The title, then the paragraphs, joined by line breaks: the text that every span counts in."""
        return "\n".join(part for part in (self.title, *self.paragraphs) if part)

    def page_offset(self, position: int) -> int | None:
        """Where a character of ``text`` stands in the decoded page, in code points; None if the reader made it up."""
        index = bisect_right(self.runs, position, key=attrgetter("start")) - 1
        if index < 0:
            return None
        run = self.runs[index]
        return run.page_start + position - run.start if position < run.start + run.length else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Document(Record):
    """The text of an article cut into sentences.

    Attributes:
        id: The article's id.
        text: The article's text; the headline, where there is one, is sentence 0.
        sentences: Spans in reading order that do not overlap; white space between them belongs to none.
        has_headline: Whether sentence 0 is the article's title.
        published: As in ``Article``.
    """

    id: str
    text: str
    sentences: tuple[tuple[int, int], ...]
    has_headline: bool = True
    published: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention(Record):
    """A span that names an entity. ``score`` is the calibrated probability of span and type."""

    id: str
    document_id: str
    start: int
    end: int
    text: str
    label: str
    score: float

    def __post_init__(self) -> None:
        _check_span("Mention", self.start, self.end)
        _check_member("Mention.label", self.label, ENTITY_TYPES)


@dataclass(frozen=True, slots=True, kw_only=True)
class Title(Record):
    """An office, rank or role (外长), with its holder and the body or place it is held in, as mention ids.

    Attributes:
        score: Probability that the span is a title, with this holder and this body.
    """

    id: str
    document_id: str
    start: int
    end: int
    text: str
    holder: str | None
    of: str | None
    score: float

    def __post_init__(self) -> None:
        _check_span("Title", self.start, self.end)


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeExpression(Record):
    """A span that places something in time, with the interval it stands for.

    Attributes:
        value: EDTF or ISO 8601, such as ``2023-05-02`` or ``2020-W27``; None where it can't be told.
        begin: First day (ISO date) of the interval, None if unknown or open.
        until: Last day (ISO date, inclusive), None if unknown or open.
        precision: ``minute hour day week month season quarter half year decade century`` or ``interval``;
            empty if unresolved.
    """

    id: str
    document_id: str
    start: int
    end: int
    text: str
    value: str | None
    begin: str | None
    until: str | None
    precision: str
    score: float

    def __post_init__(self) -> None:
        _check_span("TimeExpression", self.start, self.end)


@dataclass(frozen=True, slots=True, kw_only=True)
class Argument(Record):
    """What fills a role of an event: ``filler`` is the id of a mention, or of a time expression for the role time."""

    role: str
    filler: str
    score: float

    def __post_init__(self) -> None:
        _check_member("Argument.role", self.role, ROLES)


@dataclass(frozen=True, slots=True, kw_only=True)
class Event(Record):
    """One event as one sentence tells it.

    Attributes:
        start, end, text: The trigger.
        sentence: Span of the sentence that holds the trigger: the evidence.
        source: Mention id of who is said to have said it, or None.
        score: Probability that the trigger is an event of this type.
        source_score: Probability that it is told by ``source``, given the event.
    """

    id: str
    document_id: str
    type: str
    start: int
    end: int
    text: str
    sentence: tuple[int, int]
    modality: str
    source: str | None
    arguments: tuple[Argument, ...]
    score: float
    source_score: float = 0.0

    def __post_init__(self) -> None:
        _check_span("Event", self.start, self.end)
        _check_member("Event.type", self.type, EVENT_TYPES)
        _check_member("Event.modality", self.modality, MODALITIES)


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation(Record):
    """A standing fact between two mentions; ``start, end`` span the sentence (or sentences) that say it."""

    id: str
    document_id: str
    type: str
    subject: str
    object: str
    start: int
    end: int
    score: float

    def __post_init__(self) -> None:
        _check_span("Relation", self.start, self.end)
        _check_member("Relation.type", self.type, RELATION_TYPES)


@dataclass(frozen=True, slots=True, kw_only=True)
class Coreference(Record):
    """The model's word that two mentions of one document name the same thing; a hint for the entity room."""

    left: str
    right: str
    score: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Extraction(Record):
    """All that one pass of the model found in one document."""

    document: Document
    mentions: tuple[Mention, ...] = ()
    titles: tuple[Title, ...] = ()
    times: tuple[TimeExpression, ...] = ()
    events: tuple[Event, ...] = ()
    relations: tuple[Relation, ...] = ()
    coreferences: tuple[Coreference, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class LocalEntity(Record):
    """One thing that one article names, with every mention of it.

    Attributes:
        id: Digest of document id, type and first mention.
        name: Its fullest usual name in the article, simplified characters.
        surfaces: All the ways it is written, as written, sorted.
        mention_ids: In reading order.
        qid: Wikidata item, or None (NIL).
        link_score: 0..1; 0 for NIL.
        reasons: Why these mentions are one and why this item: short phrases for people.
    """

    id: str
    document_id: str
    type: str
    name: str
    surfaces: tuple[str, ...]
    mention_ids: tuple[str, ...]
    qid: str | None = None
    link_score: float = 0.0
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity(Record):
    """One thing across all articles.

    Attributes:
        id: ``entity/Q836`` if linked, else ``entity/`` and a digest of type and name and what tells it apart.
        names: Every surface, sorted; ``name`` is the usual one.
        members: Ids of the ``LocalEntity`` records it joins, sorted.
        label_en, description, country, latitude, longitude: From the index of names, None if unlinked.
        reasons: Why the members are one.
    """

    id: str
    type: str
    name: str
    names: tuple[str, ...]
    members: tuple[str, ...]
    qid: str | None = None
    label_en: str | None = None
    description: str | None = None
    country: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement(Record):
    """Whether two entities are the same: who says so, when and why.

    ``verdict`` is same, different or unsure; ``by`` is ``kg`` for the program or a person's name; ``left < right``.
    """

    left: str
    right: str
    verdict: str
    score: float
    reason: str
    by: str = "kg"
    at: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence(Record):
    """The very words that support a statement.

    Attributes:
        article: Node id of the article, ``article/…``.
        start, end: Span in the article's text.
        quote: ``text[start:end]``.
        page_start, page_end: The same span in the decoded page, None where the reader has no offsets.
        score: Confidence of the extractor, 0..1.
    """

    article: str
    start: int
    end: int
    quote: str
    page_start: int | None
    page_end: int | None
    score: float


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleFacts(Record):
    """All that is known from one article alone: what the store keeps and the graph is made from."""

    article: Article
    extraction: Extraction
    entities: tuple[LocalEntity, ...] = ()
