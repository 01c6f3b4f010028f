"""A document's reading as records.

``Document`` enters, ``Extraction`` leaves: ids, offsets in the document's text, times resolved.
"""

from math import prod

from kg.extract.facts import link_events, source_of
from kg.extract.reading import Reading, ReadSpan, Scorer, read_sentences
from kg.extract.times import resolve_times
from kg.records import (
    Argument,
    Coreference,
    Document,
    Event,
    Extraction,
    Mention,
    Relation,
    TimeExpression,
    Title,
    digest,
)
from kg.schema import ENTITY_TYPES
from kg.time import TimeValue


def extract_document(document: Document, *, model: Scorer, timezone: str) -> Extraction:
    """All names, titles, times, events and relations of one document.

    Args:
        document: Text cut into sentences.
        model: The network.
        timezone: IANA zone in which the outlet's days are counted.
    """
    sentences = [document.text[start:end] for start, end in document.sentences]
    reading = read_sentences(sentences, model=model, has_headline=document.has_headline)
    times = resolve_times(reading, sentences, published=document.published, timezone=timezone)
    return _Writer(document, reading, times).extraction()


class _Writer:
    """Turns span numbers into records; one is made for one document."""

    def __init__(self, document: Document, reading: Reading, times: dict[int, TimeValue]) -> None:
        self._document, self._reading, self._values = document, reading, times
        self._ids = [self._id(span) for span in reading.spans]

    def extraction(self) -> Extraction:
        spans = self._reading.spans
        names = [n for n, span in enumerate(spans) if span.kind in ENTITY_TYPES]
        return Extraction(
            document=self._document,
            mentions=tuple(self._mention(n) for n in names),
            titles=tuple(self._title(n) for n, span in enumerate(spans) if span.kind == "TTL"),
            times=tuple(self._time(n, value) for n, value in self._values.items()),
            events=self._events(),
            relations=tuple(
                self._relation(link.left, link.right, link.label, link.score) for link in self._reading.facts.relations
            ),
            coreferences=tuple(
                Coreference(left=self._ids[k.left], right=self._ids[k.right], score=round(k.score, 4))
                for k in self._reading.same
                if k.left < k.right
            ),
        )

    def _bounds(self, span: ReadSpan) -> tuple[int, int]:
        offset = self._document.sentences[span.sentence][0]
        return offset + span.start, offset + span.end

    def _id(self, span: ReadSpan) -> str:
        return digest(self._document.id, *self._bounds(span), span.kind)

    def _text(self, n: int) -> str:
        start, end = self._bounds(self._reading.spans[n])
        return self._document.text[start:end]

    def _mention(self, n: int) -> Mention:
        span = self._reading.spans[n]
        start, end = self._bounds(span)
        return Mention(
            id=self._ids[n],
            document_id=self._document.id,
            start=start,
            end=end,
            text=self._text(n),
            label=span.kind,
            score=round(span.score, 4),
        )

    def _title(self, n: int) -> Title:
        start, end = self._bounds(self._reading.spans[n])
        links = [link for link in self._reading.facts.titles if link.left == n]
        ends = {link.label: link.right for link in links}
        return Title(
            id=self._ids[n],
            document_id=self._document.id,
            start=start,
            end=end,
            text=self._text(n),
            holder=self._ids[ends["holder"]] if "holder" in ends else None,
            of=self._ids[ends["of"]] if "of" in ends else None,
            score=round(self._reading.spans[n].score * prod(link.score for link in links), 4),
        )

    def _time(self, n: int, value: TimeValue) -> TimeExpression:
        span = self._reading.spans[n]
        start, end = self._bounds(span)
        return TimeExpression(
            id=self._ids[n],
            document_id=self._document.id,
            start=start,
            end=end,
            text=self._text(n),
            value=value.value,
            begin=value.begin,
            until=value.until,
            precision=value.precision,
            score=round(span.score, 4),
        )

    def _events(self) -> tuple[Event, ...]:
        rows = []
        for n, links in link_events(self._reading.facts).items():
            span = self._reading.spans[n]
            start, end = self._bounds(span)
            source = source_of(links)
            rows.append(
                Event(
                    id=self._ids[n],
                    document_id=self._document.id,
                    type=span.kind,
                    start=start,
                    end=end,
                    text=self._text(n),
                    sentence=self._document.sentences[span.sentence],
                    modality=self._reading.modality[n],
                    source=self._ids[source.right] if source else None,
                    arguments=tuple(
                        Argument(role=link.label, filler=self._ids[link.right], score=round(link.score, 4))
                        for link in links
                        if link.label != "source"
                    ),
                    score=round(span.score, 4),
                    source_score=round(source.score, 4) if source else 0.0,
                )
            )
        return tuple(rows)

    def _relation(self, left: int, right: int, label: str, score: float) -> Relation:
        numbers = {self._reading.spans[left].sentence, self._reading.spans[right].sentence}
        said = [self._document.sentences[number] for number in numbers]
        return Relation(
            id=digest(self._ids[left], label, self._ids[right]),
            document_id=self._document.id,
            type=label,
            subject=self._ids[left],
            object=self._ids[right],
            start=min(start for start, _ in said),
            end=max(end for _, end in said),
            score=round(score, 4),
        )
