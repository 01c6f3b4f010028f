"""What is joined across articles: one unit an unlinked thing of one article, one a Wikidata item.

Local entities and their contexts enter; units and the blocks of those that share a full name leave.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from kg.entity import forms
from kg.entity.context import LocalContext
from kg.entity.index import NameIndex
from kg.entity.keys import key_of
from kg.entity.similarity import Profile
from kg.records import LocalEntity

_NOTHING = LocalContext()


@dataclass(slots=True, eq=False)
class Unit:
    """Local entities that belong together before anything is compared.

    Attributes:
        id: The QID, or the id of the one local entity.
        keys: Normal forms of its full names; short forms (a surname, 外交部 beside 中国外交部) say too little.
        documents: Articles of an unlinked unit: one article does not name one thing as two.
    """

    id: str
    qid: str | None
    type: str
    keys: frozenset[str]
    locals: list[LocalEntity]
    profile: Profile
    documents: frozenset[str] = frozenset()


@dataclass(slots=True)
class _Linked:
    locals: list[LocalEntity] = field(default_factory=list)
    types: Counter[str] = field(default_factory=Counter)
    keys: set[str] = field(default_factory=set)
    titles: set[str] = field(default_factory=set)
    bodies: set[str] = field(default_factory=set)


def make_units(locals_: Iterable[LocalEntity], contexts: Mapping[str, LocalContext], index: NameIndex) -> list[Unit]:
    """Units in the order of their ids.

    A linked unit has no neighbours in its profile: those of a president are the whole archive.
    """
    linked: dict[str, _Linked] = defaultdict(_Linked)
    units = []
    for local in sorted(locals_, key=lambda item: item.id):
        context = contexts.get(local.id, _NOTHING)
        if local.qid is None:
            units.append(_unlinked(local, context, index))
            continue
        group = linked[local.qid]
        group.locals.append(local)
        group.types[local.type] += len(local.mention_ids)
        group.keys.update(key for key in full_keys(local, index) if _is_name_of(key, local.qid, index))
        group.titles.update(context.titles)
        group.bodies.update(context.bodies)
    for qid, group in sorted(linked.items()):
        type_ = min(group.types, key=lambda t: (-group.types[t], t))
        profile = Profile(titles=frozenset(group.titles), bodies=frozenset(group.bodies))
        units.append(Unit(qid, qid, type_, frozenset(group.keys), group.locals, profile))
    return units


def _is_name_of(key: str, qid: str, index: NameIndex) -> bool:
    """Whether a name is known to be the item's: what one article wrongly took for it draws nothing else in."""
    return any(c.qid == qid and c.kind in {"name", "english", "user"} for c in index.candidates(key))


def _unlinked(local: LocalEntity, context: LocalContext, index: NameIndex) -> Unit:
    return Unit(
        id=local.id,
        qid=None,
        type=local.type,
        keys=frozenset(full_keys(local, index)),
        locals=[local],
        profile=Profile(
            neighbours=frozenset(context.neighbours),
            titles=frozenset(context.titles),
            bodies=frozenset(context.bodies),
        ),
        documents=frozenset((local.document_id,)),
    )


def full_keys(local: LocalEntity, index: NameIndex) -> set[str]:
    """Normal forms of a local entity's full names; a known family's names are all its usual one."""
    keys = {key_of(surface) for surface in (local.name, *local.surfaces)}
    # Two single Latin words (zoo and horror_zoo) are each short beside the other: then both are all there is.
    full = {key for key in keys if not any(is_short(key, other, local.type) for other in keys)} or keys
    usual = {key_of(name) for key in keys if (name := index.family(key, local.type))}
    return {key for key in full if index.family(key, local.type) is None} | usual


def is_short(key: str, other: str, type_: str) -> bool:
    """Whether a name is another one of the same thing cut short."""
    if key == other or (len(key) >= len(other) and not forms.is_latin(key)):
        return False
    if type_ == "PER":
        return (forms.is_latin(key) and " " not in key) or forms.person_form(key, other) is not None
    return len(key) == 1 or forms.body_form(key, other) is not None or forms.thing_form(key, other) is not None


def make_blocks(units: Iterable[Unit]) -> dict[str, list[Unit]]:
    """Units by full name, only where there are two or more, sorted by name."""
    blocks: dict[str, list[Unit]] = defaultdict(list)
    for unit in units:
        for key in unit.keys:
            blocks[key].append(unit)
    return {key: blocks[key] for key in sorted(blocks) if len(blocks[key]) > 1}
