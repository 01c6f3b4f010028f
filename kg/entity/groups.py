"""Groups of local entities that are one thing, and the ids they get."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from kg.entity.index import NameIndex
from kg.entity.units import full_keys
from kg.records import LocalEntity, digest


@dataclass(slots=True, eq=False)
class Group:
    """Local entities that are one thing, sorted by id, with the reasons that brought them together."""

    locals: list[LocalEntity]
    qid: str | None = None
    reasons: list[str] = field(default_factory=list)
    id: str = ""


def name_groups(groups: Iterable[Group], index: NameIndex) -> None:
    """Give every group its id.

    A linked one is named by its item. Of the unlinked ones with one type and name the largest has a plain id; the
    others have their smallest local id in it, so that it does not change when other namesakes come or go.
    """
    unlinked: dict[tuple[str, str], list[Group]] = defaultdict(list)
    for group in groups:
        if group.qid:
            group.id = f"entity/{group.qid}"
        else:
            unlinked[group_type(group), group_key(group, index)].append(group)
    for (type_, key), namesakes in unlinked.items():
        namesakes.sort(key=lambda group: (-len(group.locals), group.locals[0].id))
        for number, group in enumerate(namesakes):
            group.id = plain_id(type_, key) if number == 0 else anchored_id(type_, key, group.locals[0].id)


def plain_id(type_: str, key: str) -> str:
    """Id of the largest unlinked group of a type and name."""
    return f"entity/{digest(type_, key)}"


def anchored_id(type_: str, key: str, local_id: str) -> str:
    """Id of a further group of that type and name."""
    return f"entity/{digest(type_, key, local_id)}"


def group_type(group: Group) -> str:
    """The type that most mentions have."""
    counts: Counter[str] = Counter()
    for local in group.locals:
        counts[local.type] += len(local.mention_ids)
    return min(counts, key=lambda type_: (-counts[type_], type_))


def group_key(group: Group, index: NameIndex) -> str:
    """The full name that most articles use, normal form."""
    counts = Counter(key for local in group.locals for key in full_keys(local, index))
    return min(counts, key=lambda key: (-counts[key], -len(key), key))
