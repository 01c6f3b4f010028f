"""What an article says around each thing: the neighbours and offices that tell namesakes apart.

``ArticleFacts`` enter, one small ``LocalContext`` for each local entity leaves.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from sys import intern
from typing import Final

from kg.entity.keys import key_of
from kg.records import ArticleFacts, LocalEntity, Record

#: Neighbours kept for one thing: those that the article names most.
MAX_NEIGHBOURS: Final = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class LocalContext(Record):
    """What stands around one thing in one article.

    Attributes:
        neighbours: QIDs or normal forms of the other things that the article names, sorted.
        titles: Offices it is said to hold, normal form, sorted.
        bodies: Where these offices are held, QIDs or normal forms, sorted.
        sentence: The sentence that names it first, to show to people.
        published: Date of the article (ISO), or an empty string.
    """

    neighbours: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()
    bodies: tuple[str, ...] = ()
    sentence: str = ""
    published: str = ""


def context_of(record: ArticleFacts) -> dict[str, LocalContext]:
    """The context of every local entity of an article, by its id.

    Only what is not linked yet, and people, are told apart by their neighbours; the rest has none.
    """
    entities = record.entities
    keys = {local.id: intern(local.qid or key_of(local.name)) for local in entities}
    owner = {mention: local for local in entities for mention in local.mention_ids}
    titles: dict[str, set[str]] = {}
    bodies: dict[str, set[str]] = {}
    for title in record.extraction.titles:
        holder = owner.get(title.holder or "")
        if holder is None:
            continue
        titles.setdefault(holder.id, set()).add(intern(key_of(title.text)))
        body = owner.get(title.of or "")
        if body is not None:
            bodies.setdefault(holder.id, set()).add(keys[body.id])
    near = _most_named(entities, keys)
    sentences = _sentences(record)
    published = (record.article.published or "")[:10]
    return {
        local.id: LocalContext(
            neighbours=tuple(k for k in near if k != keys[local.id]) if _needs_neighbours(local) else (),
            titles=tuple(sorted(titles.get(local.id, ()))),
            bodies=tuple(sorted(bodies.get(local.id, ()))),
            sentence=sentences.get(local.mention_ids[0], "") if _needs_neighbours(local) else "",
            published=published,
        )
        for local in entities
    }


def _needs_neighbours(local: LocalEntity) -> bool:
    return local.type == "PER" or local.qid is None


def _most_named(entities: Iterable[LocalEntity], keys: dict[str, str]) -> list[str]:
    counts = Counter({keys[local.id]: len(local.mention_ids) for local in entities})
    most = sorted(counts, key=lambda key: (-counts[key], key))[: MAX_NEIGHBOURS + 1]
    return sorted(most)


def _sentences(record: ArticleFacts) -> dict[str, str]:
    """The sentence of each mention that is the first of its thing."""
    text = record.extraction.document.text
    spans = record.extraction.document.sentences
    first = {local.mention_ids[0] for local in record.entities}
    found = {}
    position = 0
    for mention in sorted(record.extraction.mentions, key=lambda m: m.start):
        while position < len(spans) - 1 and spans[position][1] <= mention.start:
            position += 1
        if mention.id in first and spans:
            found[mention.id] = text[slice(*spans[position])]
    return found
