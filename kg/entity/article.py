"""Identity within one article: mentions -> ``LocalEntity`` records.

An ``Extraction`` enters; one record for each thing that the article names leaves, linked to Wikidata where one item
clearly is meant. Nothing outside the article is looked at but the index of names.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Final

from kg.entity import forms
from kg.entity.bonds import Bond, find_bonds
from kg.entity.clusters import Clusters
from kg.entity.index import NameIndex
from kg.entity.keys import key_of
from kg.entity.linking import Ranked, Setting, choose, compatible, rank, setting_of
from kg.entity.naming import Name, collect_names
from kg.entity.surnames import split_name
from kg.records import Extraction, LocalEntity, digest
from kg.schema import PLACE_RELATIONS, PLACE_TYPES
from kg.textform import simplify

#: What is said of a thing at most: the strongest reasons come first.
MAX_REASONS: Final = 12
#: Probability from which a relation of place tells namesakes apart.
SURE_WITHIN: Final = 0.8


def resolve_article(extraction: Extraction, *, index: NameIndex) -> list[LocalEntity]:
    """The things that an article names, in the order of their first mentions."""
    names = collect_names(extraction, index=index)
    setting = setting_of(((n.key, n.type, len(n.mentions)) for n in names if not n.state), index)
    groups, reasons = _group(names, find_bonds(names, extraction, index=index))
    holders: dict[str | None, set[str]] = {}
    for title in extraction.titles:
        holders.setdefault(title.holder, set()).add(key_of(title.text))
    within = _within(extraction, index)
    things = [_Thing(group, setting=setting, index=index, holders=holders, within=within) for group in groups]
    things = _join_linked(things)
    locals_ = [thing.record(extraction.document.id, reasons) for thing in things]
    starts = {mention.id: (mention.start, mention.end) for mention in extraction.mentions}
    return sorted(locals_, key=lambda local: (*starts[local.mention_ids[0]], local.id))


def _within(extraction: Extraction, index: NameIndex) -> dict[str, set[str]]:
    """Mention of a place -> states in which the article surely says it lies."""
    mentions = {mention.id: mention for mention in extraction.mentions}
    states: dict[str, set[str]] = {}
    for relation in extraction.relations:
        if relation.type not in PLACE_RELATIONS or relation.score < SURE_WITHIN:
            continue
        place, around = mentions[relation.subject], mentions[relation.object]
        if not {place.label, around.label} <= PLACE_TYPES:
            continue
        usual = next((c for c in index.candidates(around.text) if c.type == "GPE" and c.kind != "metonym"), None)
        if usual is not None and usual.country:
            states.setdefault(place.id, set()).update((usual.country, usual.qid))
    return states


def _group(names: list[Name], bonds: list[Bond]) -> tuple[list[list[Name]], dict[Name, list[str]]]:
    """Sets of names that are one thing, and why each of them belongs."""
    clusters = Clusters(names, may_join=_may_join)
    reasons: dict[Name, list[str]] = {name: list(name.reasons) for name in names}
    for bond in bonds:
        is_new = clusters.find(bond.left) is not clusters.find(bond.right)
        if is_new and clusters.join(bond.left, bond.right):
            reasons[bond.right].append(bond.reason)
    return clusters.sets(), reasons


def _may_join(left: list[Name], right: list[Name]) -> bool:
    """Types agree, and no two different full names of Chinese people, known items or Latin names come together."""
    pairs = [(a, b) for a in left for b in right]
    if not all(compatible(a.type, b.type) for a, b in pairs):
        return False
    if any(_are_two_items(a, b) for a, b in pairs):
        return False
    return not any(_are_two_people(a, b) for a, b in pairs if a.type == "PER")


def _are_two_items(a: Name, b: Name) -> bool:
    if a.item is None or b.item is None or a.item.qid == b.item.qid:
        return False
    if a.type == "PER":
        # 约翰逊 alone is known as a prime minister; beside 安德鲁·约翰逊 it is the short form of that.
        return not (forms.person_form(a.key, b.key) or forms.person_form(b.key, a.key))
    # 国务院 alone is China's in the index; beside 美国国务院 it is the short form of that (see bonds.is_generic).
    return not (a.type == "ORG" and (a.key.endswith(b.key) or b.key.endswith(a.key)))


def _are_two_people(a: Name, b: Name) -> bool:
    if a.item and b.item and a.item.qid == b.item.qid:
        return False
    full = [split_name(name.key) for name in (a, b)]
    if full[0] and full[1] and len(a.key) > 2 and len(b.key) > 2:
        return a.key != b.key
    first = [name.key.split("·")[0] for name in (a, b) if "·" in name.key]
    if len(first) == 2:
        return first[0] != first[1] and not forms.is_variant(a.key, b.key)
    return " " in a.key and " " in b.key and forms.is_latin(a.key) and forms.is_latin(b.key) and a.key != b.key


class _Thing:
    """Names that are one thing, with the item they mean."""

    def __init__(
        self,
        names: list[Name],
        *,
        setting: Setting,
        index: NameIndex,
        holders: Mapping[str | None, set[str]],
        within: Mapping[str, set[str]],
    ) -> None:
        self.names = names
        self.type = _majority(name.type for name in names for _ in name.mentions)
        ids = [mention.id for name in names for mention in name.mentions]
        titles = {title for key in ids for title in holders.get(key, ())}
        states = {state for key in ids for state in within.get(key, ())}
        ranked = rank(self._keys(), self.type, setting=setting, index=index, titles=titles, within=states)
        self.link = self._choose(ranked, index)
        self._index = index

    def _keys(self) -> list[str]:
        """Full forms only, where there are any: a surname or 国务院 alone says little about who is meant."""
        keys = [name.key for name in self.names if not name.state]
        full = [n.key for n in self.names if not n.state and not any(_is_short(n, o) for o in self.names if o is not n)]
        if self.type != "PER":
            return full or keys
        return [*full, *(key for key in keys if key not in full and len(key) > 1 and split_name(key) is None)]

    def _choose(self, ranked: list[Ranked], index: NameIndex) -> Ranked | None:
        state = next((name for name in self.names if name.state), None)
        item = index.item(state.state) if state and state.state else None
        if state is None or item is None:
            return choose(ranked)
        if ranked and ranked[0].candidate.qid == item.qid:
            return ranked[0]
        return Ranked(candidate=item, score=0.7, reasons=(state.reasons[0],))

    def absorb(self, other: "_Thing") -> None:
        """Take over the names of another thing that is the same item."""
        self.names = sorted([*self.names, *other.names], key=lambda name: (name.start, name.key))
        self.type = _majority(name.type for name in self.names for _ in name.mentions)
        if self.link and other.link and other.link.score > self.link.score:
            self.link = other.link

    def record(self, document_id: str, reasons: dict[Name, list[str]]) -> LocalEntity:
        """The record, with its reasons."""
        mentions = sorted((m for name in self.names for m in name.mentions), key=lambda m: (m.start, m.end, m.label))
        why = [reason for name in self.names for reason in reasons[name]]
        linked = self.link.reasons if self.link else ()
        return LocalEntity(
            id=digest(document_id, self.type, mentions[0].id),
            document_id=document_id,
            type=self.type,
            name=self._name(),
            surfaces=tuple(sorted({m.text for m in mentions})),
            mention_ids=tuple(m.id for m in mentions),
            qid=self.link.candidate.qid if self.link else None,
            link_score=self.link.score if self.link else 0.0,
            reasons=tuple(dict.fromkeys([*why, *linked]))[:MAX_REASONS],
        )

    def _name(self) -> str:
        """The fullest usual name: Chinese before Latin, full before short, then the one written most."""
        own = [name for name in self.names if not name.state]
        label = key_of(self.link.candidate.label) if self.link else ""
        usual = {key_of(f) for n in own if (f := self._index.family(n.key, self.type))}
        if not own or (self.link and all(len(name.key) == 1 for name in own)):
            return self.link.candidate.label if self.link else self.names[0].key

        def order(name: Name) -> tuple[bool, bool, bool, int, int, str]:
            is_short = any(other is not name and _is_short(name, other) for other in own)
            known = name.key == label or name.key in usual
            return (
                forms.is_latin(name.key),
                is_short and not known,
                not known,
                -len(name.mentions),
                -len(name.key),
                name.key,
            )

        best = min(own, key=order)
        return simplify(_majority(mention.text for mention in best.mentions))


def _is_short(name: Name, other: Name) -> bool:
    if name.type == "PER":
        return forms.person_form(name.key, other.key) is not None
    if name.type == "GPE":
        return len(name.key) == 1
    return forms.body_form(name.key, other.key) is not None or forms.thing_form(name.key, other.key) is not None


def _majority(values: Iterable[str]) -> str:
    counts = Counter(values)
    return min(counts, key=lambda value: (-counts[value], -len(value), value))


def _join_linked(things: list[_Thing]) -> list[_Thing]:
    """Things that mean one item are one."""
    kept: list[_Thing] = []
    first: dict[str, _Thing] = {}
    for thing in things:
        qid = thing.link.candidate.qid if thing.link else ""
        if qid in first:
            first[qid].absorb(thing)
            continue
        kept.append(thing)
        if qid:
            first[qid] = thing
    return kept
