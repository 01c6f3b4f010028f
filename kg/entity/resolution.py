"""Identity across articles: local entities -> entities.

Local entities with their contexts and the judgements of people enter; a ``Resolution`` leaves: the entities, which
one each local entity is, why, what is doubtful. The order in which articles come does not matter, and unrelated
articles change nothing.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, cast

from networkx.utils import UnionFind

from kg.entity import similarity
from kg.entity.context import LocalContext
from kg.entity.groups import Group, group_type, name_groups
from kg.entity.index import NameIndex
from kg.entity.judging import apply_judgements
from kg.entity.keys import key_of
from kg.entity.linking import compatible
from kg.entity.matching import Match, find_matches
from kg.entity.units import Unit, make_blocks, make_units
from kg.records import Entity, Judgement, LocalEntity

#: Reasons kept of one entity.
MAX_REASONS: Final = 20
#: An item is a hub from this prominence on: it stands beside everybody.
_HUB_PROMINENCE: Final = 0.5


#: Endings of agencies, papers and governments: where they are known by name, they stand in every second article.
_OUTLETS: Final = ("社", "报", "台", "网", "之音", "政府", "外交部", "微信")


@dataclass(slots=True)
class Resolution:
    """Who is who across articles.

    Attributes:
        entities: Sorted by id.
        entity_of: Id of a local entity -> id of its entity.
        judgements: What the program joined without an item to go by, as judgements by ``kg``.
        review: Doubtful pairs of entities, most likely first, with verdict ``unsure``.
        conflicts: Judgements of people that contradict each other or a type, in words; none of them was applied.
    """

    entities: list[Entity] = field(default_factory=list)
    entity_of: dict[str, str] = field(default_factory=dict)
    judgements: list[Judgement] = field(default_factory=list)
    review: list[Judgement] = field(default_factory=list)
    conflicts: list[str] = field(default_factory=list)


def resolve_entities(
    locals_: Iterable[LocalEntity],
    *,
    contexts: Mapping[str, LocalContext],
    judgements: Sequence[Judgement] = (),
    index: NameIndex,
) -> Resolution:
    """Join the local entities of all articles.

    Linked ones are joined by their item; the others by name, type and what their articles say around them. Doubtful
    pairs are listed, never joined. Judgements of people are applied last and win; ``different`` wins over ``same``.
    """
    units = make_units(locals_, contexts, index)
    matches = find_matches(
        units,
        make_blocks(units),
        is_hub=_Hubs(index),
        is_known=lambda key, type_: index.family(key, type_) is not None,
    )
    groups, used = _join(units, matches)
    name_groups(groups, index)
    groups, conflicts = apply_judgements(groups, judgements, contexts=contexts, index=index)
    name_groups(groups, index)
    resolution = Resolution(conflicts=conflicts, judgements=_made(used))
    for group in groups:
        resolution.entities.append(_entity(group, index))
        resolution.entity_of.update((local.id, group.id) for local in group.locals)
    resolution.entities.sort(key=lambda entity: entity.id)
    resolution.review = _review(matches, resolution.entity_of, judgements)
    return resolution


class _Hubs:
    """Whether a neighbour is known to everybody: a country, a president, an agency. Asked once for each key."""

    def __init__(self, index: NameIndex) -> None:
        self._index = index
        self._known: dict[str, bool] = {}

    def __call__(self, key: str) -> bool:
        if key not in self._known:
            self._known[key] = self._ask(key)
        return self._known[key]

    def _ask(self, key: str) -> bool:
        if key.startswith("Q") and key[1:].isdecimal():
            item = self._index.item(key)
            return item is None or item.source in {"news", "user"} or item.prominence >= _HUB_PROMINENCE
        is_outlet = key.endswith(_OUTLETS) and self._index.family(key, "ORG") is not None
        return is_outlet or any(self._index.family(key, type_) for type_ in ("MISC", "EVT"))


class _Joiner:
    """Units that are one thing; keeps what decides whether two sets of them may be one."""

    def __init__(self, units: Iterable[Unit]) -> None:
        self._sets = UnionFind(unit.id for unit in units)
        self.documents = {unit.id: set(unit.documents) for unit in units}
        self.qid = {unit.id: unit.qid for unit in units}
        self.types = {unit.id: {unit.type} for unit in units}

    def find(self, key: str) -> str:
        """The unit that stands for the set."""
        return cast("str", self._sets[key])

    def join(self, left: str, right: str) -> bool:
        """Unite two sets unless they have two items, two types or one article that names both."""
        a, b = self.find(left), self.find(right)
        if a == b:
            return False
        if (self.qid[a] and self.qid[b]) or not self.documents[a].isdisjoint(self.documents[b]):
            return False
        if not all(compatible(s, t) for s in self.types[a] for t in self.types[b]):
            return False
        self._sets.union(a, b)
        root, other = (a, b) if self.find(a) == a else (b, a)
        self.documents[root] |= self.documents.pop(other)
        self.qid[root] = self.qid[root] or self.qid.pop(other)
        self.types[root] |= self.types.pop(other)
        return True


def _join(units: list[Unit], matches: Iterable[Match]) -> tuple[list[Group], list[Match]]:
    """Groups after all sure matches, strongest first, and the matches that were used."""
    joiner, used = _Joiner(units), []
    for match in matches:
        if match.score >= similarity.SAME and joiner.join(match.left.id, match.right.id):
            used.append(match)
    groups: dict[str, Group] = {}
    for unit in units:
        group = groups.setdefault(joiner.find(unit.id), Group([]))
        group.locals.extend(unit.locals)
        group.qid = group.qid or unit.qid
    for group in groups.values():
        group.locals.sort(key=lambda local: local.id)
    for match in used:
        group = groups[joiner.find(match.left.id)]
        if len(group.reasons) < MAX_REASONS:
            group.reasons.append(f"{'; '.join(match.reasons)} ({match.score:.2f})")
    return list(groups.values()), used


def _entity(group: Group, index: NameIndex) -> Entity:
    locals_ = group.locals
    item = index.item(group.qid) if group.qid else None
    reasons = [*group.reasons, *(reason for local in locals_ for reason in local.reasons)]
    usual = Counter(reasons)
    own = sorted(set(reasons) - set(group.reasons), key=lambda reason: (-usual[reason], reason))
    return Entity(
        id=group.id,
        type=group_type(group),
        name=_usual_name(locals_, item.label if item else None),
        names=tuple(sorted({surface for local in locals_ for surface in local.surfaces})),
        members=tuple(local.id for local in locals_),
        qid=group.qid,
        label_en=item.english if item else None,
        description=item.description if item else None,
        country=item.country if item else None,
        latitude=item.latitude if item else None,
        longitude=item.longitude if item else None,
        reasons=tuple([*group.reasons, *own][:MAX_REASONS]),
    )


def _usual_name(locals_: Iterable[LocalEntity], label: str | None) -> str:
    """What most articles call it; the index's label where a fair share of them does."""
    counts = Counter(local.name for local in locals_)
    best = min(counts, key=lambda name: (-counts[name], -len(name), name))
    key = key_of(label) if label else ""
    same = [name for name in counts if key_of(name) == key and counts[name] * 4 >= counts[best]]
    return min(same, key=lambda name: (-counts[name], name)) if same else best


def _made(used: Iterable[Match]) -> list[Judgement]:
    """The program's own judgements: which local entities it joined, and why."""
    made = []
    for match in used:
        left, right = sorted((match.left.id, match.right.id))
        made.append(
            Judgement(left=left, right=right, verdict="same", score=match.score, reason="; ".join(match.reasons))
        )
    return made


def _review(matches: Iterable[Match], entity_of: Mapping[str, str], judgements: Iterable[Judgement]) -> list[Judgement]:
    """The best doubtful match of each pair of entities that people have not judged yet."""
    settled = {frozenset((j.left, j.right)) for j in judgements}
    found: dict[frozenset[str], Judgement] = {}
    for match in matches:
        ids = sorted({entity_of[match.left.locals[0].id], entity_of[match.right.locals[0].id]})
        pair = frozenset(ids)
        if len(ids) == 2 and pair not in settled and pair not in found:
            reason = "; ".join(match.reasons)
            found[pair] = Judgement(left=ids[0], right=ids[1], verdict="unsure", score=match.score, reason=reason)
    return sorted(found.values(), key=lambda j: (-j.score, j.left, j.right))
