"""What people judged, applied to the groups that the program made.

Groups and judgements enter; groups leave, with the judgements that could not be kept, in words. A judgement may name
an entity (``entity/…``, ``Q836``) or one article's local entity; ids of earlier builds are found again by what they
were made of. ``different`` wins over ``same``, also along a chain of ``same``.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence

from kg.entity.context import LocalContext
from kg.entity.groups import Group, anchored_id, group_type, plain_id
from kg.entity.index import NameIndex
from kg.entity.linking import compatible
from kg.entity.similarity import Profile, compare
from kg.entity.units import full_keys
from kg.records import Judgement, LocalEntity


def apply_judgements(
    groups: list[Group],
    judgements: Sequence[Judgement],
    *,
    contexts: Mapping[str, LocalContext],
    index: NameIndex,
) -> tuple[list[Group], list[str]]:
    """Split what is ``different``, then join what is ``same``.

    Args:
        groups: With their ids.
        judgements: All of the log, in its order.
        contexts: To decide which side the other members of a split group go to.
        index: The index of names.
    """
    settled, conflicts = settle(judgements)
    if not settled:
        return groups, conflicts
    table = _Table(groups, index)
    apart: list[tuple[Judgement, LocalEntity, LocalEntity]] = []
    for judgement in settled:
        if judgement.verdict != "different":
            continue
        left, right = table.find(judgement.left), table.find(judgement.right)
        if left is None or right is None:
            continue
        if table.group_of(left) is table.group_of(right):
            left, right = table.split(judgement, left, right, contexts)
        if left.id != right.id:
            apart.append((judgement, left, right))
    for judgement in settled:
        if judgement.verdict == "same":
            problem = _join(table, judgement, apart)
            if problem:
                conflicts.append(problem)
    return table.groups(), conflicts


def settle(judgements: Iterable[Judgement]) -> tuple[list[Judgement], list[str]]:
    """One judgement a pair: each person's last word, and ``different`` where people disagree."""
    last: dict[tuple[str, str], dict[str, Judgement]] = {}
    for judgement in judgements:
        words = last.setdefault((judgement.left, judgement.right), {})
        words.pop(judgement.by, None)
        words[judgement.by] = judgement
    settled, conflicts = [], []
    for pair, words in sorted(last.items()):
        verdicts = {j.verdict for j in words.values()} - {"unsure"}
        if len(verdicts) > 1:
            people = ", ".join(f"{by}: {j.verdict}" for by, j in sorted(words.items()))
            conflicts.append(f"{pair[0]} and {pair[1]}: people disagree ({people}); kept apart, settle it in the log")
        order = ("different", "same", "unsure")
        settled.append(min(words.values(), key=lambda j: (order.index(j.verdict), j.by)))
    return settled, conflicts


def _join(
    table: "_Table", judgement: Judgement, apart: Iterable[tuple[Judgement, LocalEntity, LocalEntity]]
) -> str | None:
    """Unite two groups, or say why not."""
    found = table.find(judgement.left), table.find(judgement.right)
    if found[0] is None or found[1] is None:
        return None  # an article that is not in this build: the judgement waits for it
    left, right = table.group_of(found[0]), table.group_of(found[1])
    if left is right:
        return None
    what = f"{judgement.left} and {judgement.right}: said to be the same by {judgement.by}, but"
    for other, a, b in apart:
        if {id(table.group_of(a)), id(table.group_of(b))} == {id(left), id(right)}:
            return f"{what} {other.left} and {other.right} are different by {other.by}; kept apart, undo one of them"
    if not compatible(group_type(left), group_type(right)):
        return f"{what} one is {group_type(left)}, the other {group_type(right)}; kept apart, correct the judgement"
    table.unite(left, right, f"the same by {judgement.by}: {judgement.reason}".rstrip(": "))
    return None


class _Table:
    """Which group each local entity is in, and which local entity an id of any kind stands for."""

    def __init__(self, groups: list[Group], index: NameIndex) -> None:
        self._index = index
        self._groups = {id(group): group for group in groups}
        self._of = {local.id: group for group in groups for local in group.locals}
        self._locals = {local.id: local for group in groups for local in group.locals}
        self._by_id = {group.id: _first(group) for group in groups}
        self._former: dict[str, LocalEntity] | None = None

    def groups(self) -> list[Group]:
        """All groups as they are now."""
        return list(self._groups.values())

    def group_of(self, local: LocalEntity) -> Group:
        """The group that holds a local entity."""
        return self._of[local.id]

    def find(self, key: str) -> LocalEntity | None:
        """A local entity that an id stands for: itself, or one of its entity."""
        if key in self._locals:
            return self._locals[key]
        node = key if key.startswith("entity/") else f"entity/{key}"
        if node in self._by_id:
            return self._by_id[node]
        if self._former is None:
            self._former = self._former_ids()
        return self._former.get(node)

    def _former_ids(self) -> dict[str, LocalEntity]:
        """Ids that entities had when other articles were there: by each of their names, alone or anchored."""
        found: dict[str, LocalEntity] = {}
        for group in sorted(self._groups.values(), key=lambda g: (-len(g.locals), g.id)):
            for local in group.locals:
                for key in sorted(full_keys(local, self._index)):
                    found.setdefault(plain_id(local.type, key), _first(group))
                    found.setdefault(anchored_id(local.type, key, local.id), local)
        return found

    def split(
        self, judgement: Judgement, left: LocalEntity, right: LocalEntity, contexts: Mapping[str, LocalContext]
    ) -> tuple[LocalEntity, LocalEntity]:
        """Take one of the two out of their group, with what is more like it; gives one local entity of each side.

        Where one of the ids means the group as a whole, only the other one's local entity leaves it. If that is all
        there is, it stays and is no longer taken for the item.
        """
        group = self.group_of(left)
        if self._means_group(judgement.left, group):
            leaving = [right]
        elif self._means_group(judgement.right, group):
            leaving = [left]
        elif left.id == right.id:
            return left, right
        else:
            leaving = [right, *self._nearer(group, right, left, contexts)]
        gone = {local.id for local in leaving}
        reason = f"different by {judgement.by}: {judgement.reason}".rstrip(": ")
        group.reasons.insert(0, reason)
        staying = [local for local in group.locals if local.id not in gone]
        if not staying:
            group.qid = None
            return left, left
        new = Group(sorted(leaving, key=lambda local: local.id), reasons=[reason])
        group.locals = staying
        self._groups[id(new)] = new
        self._of.update({local.id: new for local in leaving})
        return staying[0], leaving[0]

    @staticmethod
    def _means_group(key: str, group: Group) -> bool:
        return group.id in {key, f"entity/{key}"}

    def _nearer(
        self, group: Group, right: LocalEntity, left: LocalEntity, contexts: Mapping[str, LocalContext]
    ) -> list[LocalEntity]:
        likeness = _likeness(contexts)
        others = [local for local in group.locals if local.id not in {left.id, right.id}]
        return [local for local in others if likeness(local, right) > likeness(local, left)]

    def unite(self, left: Group, right: Group, reason: str) -> None:
        """Put two groups together; an item of Wikidata stays, of two the one with more members."""
        ordered = sorted((left, right), key=lambda g: (g.qid is None, -len(g.locals), g.id))
        kept, gone = ordered
        kept.locals = sorted([*kept.locals, *gone.locals], key=lambda local: local.id)
        kept.reasons = [reason, *kept.reasons, *gone.reasons]
        self._of.update({local.id: kept for local in gone.locals})
        del self._groups[id(gone)]


def _first(group: Group) -> LocalEntity:
    return group.locals[0]


def _likeness(contexts: Mapping[str, LocalContext]) -> Callable[[LocalEntity, LocalEntity], float]:
    """How alike two members are by what their articles say and how they write the name."""
    nothing = LocalContext()

    def profile(local: LocalEntity) -> Profile:
        context = contexts.get(local.id, nothing)
        return Profile(
            neighbours=frozenset(context.neighbours),
            titles=frozenset(context.titles),
            bodies=frozenset(context.bodies),
        )

    def likeness(a: LocalEntity, b: LocalEntity) -> float:
        names = len(set(a.surfaces) & set(b.surfaces)) / len(set(a.surfaces) | set(b.surfaces))
        return compare(0.1 + 0.3 * names, profile(a), profile(b), is_hub=lambda _key: False)[0]

    return likeness
