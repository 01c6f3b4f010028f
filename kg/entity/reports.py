"""Reports of events: what one sentence of one article says happened, with entities instead of mentions.

``ArticleFacts`` and the table of entities enter; ``EventReport`` records leave, which ``events`` joins.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from kg.records import ArticleFacts, Event, Record, TimeExpression
from kg.schema import MUTUAL_EVENTS
from kg.textform import normal_form

#: An interval longer than this (a year, a season) doesn't say when an event was.
_LONGEST: Final = timedelta(days=16)


@dataclass(frozen=True, slots=True, kw_only=True)
class EventReport(Record):
    """One event as one sentence tells it.

    Attributes:
        id: The event's id.
        article, publisher: Who tells it.
        published: Date of the article (ISO), or an empty string.
        trigger: Normal form of the trigger.
        begin, until: Days that the sentence gives, inclusive, or empty strings.
        arguments: (role, id of the entity, its type), sorted; parties of a mutual event all have the role ``agent``.
        sentence: The sentence, normal form.
    """

    id: str
    article: str
    publisher: str
    published: str
    type: str
    modality: str
    trigger: str
    begin: str
    until: str
    arguments: tuple[tuple[str, str, str], ...]
    sentence: str

    def fillers(self, *roles: str) -> frozenset[str]:
        """Entities in any of these roles."""
        return frozenset(entity for role, entity, _ in self.arguments if role in roles)

    def day(self) -> date | None:
        """The day it is filed under: the one given, else that of the article."""
        text = self.begin or self.published
        return date.fromisoformat(text) if text else None


def event_reports(record: ArticleFacts, entity_of: Mapping[str, str]) -> list[EventReport]:
    """The reports of one article, in the order of its events."""
    owner = {mention: local for local in record.entities for mention in local.mention_ids}
    node = {m: (entity_of[local.id], local.type) for m, local in owner.items() if local.id in entity_of}
    times = {time.id: time for time in record.extraction.times}
    article = record.article
    return [
        EventReport(
            id=event.id,
            article=article.id,
            publisher=article.publisher,
            published=(article.published or "")[:10],
            type=event.type,
            modality=event.modality,
            trigger=normal_form(event.text),
            sentence=normal_form(record.extraction.document.text[slice(*event.sentence)]),
            **_time(event, times),
            arguments=_arguments(event, node),
        )
        for event in record.extraction.events
    ]


def _arguments(event: Event, node: Mapping[str, tuple[str, str]]) -> tuple[tuple[str, str, str], ...]:
    found = set()
    for argument in event.arguments:
        if argument.filler in node:
            entity, type_ = node[argument.filler]
            is_party = event.type in MUTUAL_EVENTS and argument.role == "target"
            found.add(("agent" if is_party else argument.role, entity, type_))
    return tuple(sorted(found))


def _time(event: Event, times: Mapping[str, TimeExpression]) -> dict[str, str]:
    """The narrowest interval that the event's own times give, if it is narrow enough to say when."""
    best: tuple[timedelta, str, str] | None = None
    for argument in event.arguments:
        time = times.get(argument.filler)
        if time is None or time.begin is None or time.until is None:
            continue
        try:
            length = date.fromisoformat(time.until) - date.fromisoformat(time.begin)
        except ValueError:
            continue  # years outside 1..9999 are kept as text only
        if timedelta(0) <= length <= _LONGEST:
            best = min(filter(None, (best, (length, time.begin, time.until))))
    return {"begin": best[1], "until": best[2]} if best else {"begin": "", "until": ""}
