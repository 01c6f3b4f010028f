"""A reading in the gold format, so that it can be scored.

Mentions that the network holds for the same thing, or that are written alike, become one entity.
"""

from networkx.utils import UnionFind

from kg.evaluation.gold import GoldArticle, GoldEvent, Span
from kg.extract.facts import link_events, source_of
from kg.extract.reading import Reading
from kg.extract.times import iso_time, resolve_times
from kg.schema import ENTITY_TYPES


def annotate(gold: GoldArticle, reading: Reading, *, timezone: str) -> GoldArticle:
    """The reading of ``gold.sentences`` as an annotated article.

    Args:
        gold: Gives sentences, key and publication time; its annotations are not looked at.
        reading: What was read in those sentences.
        timezone: IANA zone in which the outlet's days are counted.
    """
    found = GoldArticle(gold.key, gold.published_ms, gold.sentences)
    spans = reading.spans
    place: list[Span] = [(span.sentence, span.start, span.end) for span in spans]
    text = [gold.sentences[span.sentence][span.start : span.end] for span in spans]
    entity = _entities(reading, text)
    for number, name in entity.items():
        found.types.setdefault(name, spans[number].kind)
        found.names.setdefault(name, text[number])
        found.mentions.append((place[number], name))
    published = iso_time(gold.published_ms)
    times = resolve_times(reading, gold.sentences, published=published, timezone=timezone)
    value = {number: time.value or text[number] for number, time in times.items()}
    found.times = [(place[number], value[number]) for number in times]
    holders = {link.left: link.right for link in reading.facts.titles if link.label == "holder"}
    bodies = {link.left: link.right for link in reading.facts.titles if link.label == "of"}
    for number, span in enumerate(spans):
        if span.kind == "TTL":
            found.titles.append(
                (place[number], entity.get(holders.get(number, -1)), entity.get(bodies.get(number, -1)))
            )
    for number, links in link_events(reading.facts).items():
        roles = [
            (k.label, value[k.right] if k.label == "time" else entity[k.right]) for k in links if k.label != "source"
        ]
        source = source_of(links)
        event = GoldEvent(place[number], spans[number].kind, list(dict.fromkeys(roles)), reading.modality[number], None)
        event.source = entity[source.right] if source else None
        found.events.append(event)
    seen = set()
    for link in reading.facts.relations:
        row = (entity[link.left], link.label, entity[link.right])
        if row[0] != row[2] and row not in seen:
            seen.add(row)
            found.relations.append((*row, spans[link.right].sentence))
    return found


def _entities(reading: Reading, text: list[str]) -> dict[int, str]:
    """Span number -> entity name; each entity has one type, so mentions written alike but typed apart stay apart."""
    names = [n for n, span in enumerate(reading.spans) if span.kind in ENTITY_TYPES]
    things: UnionFind = UnionFind(names)
    first: dict[tuple[str, str], int] = {}
    for n in names:
        things.union(first.setdefault((text[n], reading.spans[n].kind), n), n)
    for link in reading.same:
        if reading.spans[link.left].kind == reading.spans[link.right].kind:
            things.union(link.left, link.right)
    return {n: f"m{things[n]}" for n in names}
