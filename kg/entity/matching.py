"""Pairs of units that may be one thing, with scores and reasons.

Blocks of units that share a name enter; ``Match`` records leave. No block costs more than its size times a constant,
so the whole grows with the archive and not with its square.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import combinations, pairwise
from typing import Final

from kg.entity import forms, similarity
from kg.entity.linking import compatible
from kg.entity.surnames import split_name
from kg.entity.units import Unit

#: A block up to this size is compared pair by pair.
MAX_PAIRS: Final = 24

#: What a name that sounds like another says; the rest must come from what both articles say.
_VARIANT: Final = 0.45
#: Doubtful pairs kept of one block; people will not look at more of one name at once.
_MAX_DOUBTFUL: Final = 5


@dataclass(frozen=True, slots=True)
class Match:
    """Two units that may be one thing.

    ``block`` is the number of units that share the name where the name alone is enough, else 0. Larger blocks are
    joined first, so that what most articles call 香港国安法 is one thing before single articles that also write
    国家安全法 pull it apart.
    """

    left: Unit
    right: Unit
    score: float
    reasons: tuple[str, ...]
    block: int = 0


def find_matches(
    units: list[Unit],
    blocks: dict[str, list[Unit]],
    *,
    is_hub: Callable[[str], bool],
    is_known: Callable[[str, str], bool],
) -> list[Match]:
    """Matches from ``similarity.DOUBTFUL`` on: sure names first, the most common first, then by score.

    Args:
        units, blocks: See ``units``.
        is_hub: Whether a neighbour is known to everybody.
        is_known: Whether a name of a type is known to be one thing's.
    """
    matches = [
        *(match for key, block in blocks.items() for match in _in_block(key, block, is_hub, is_known)),
        *_last_parts(units, is_hub),
        *_variants(units, is_hub),
    ]
    return sorted(matches, key=lambda m: (-m.block, -m.score, m.left.id, m.right.id, m.reasons))


def _in_block(
    key: str, block: list[Unit], is_hub: Callable[[str], bool], is_known: Callable[[str, str], bool]
) -> Iterator[Match]:
    doubtful: list[Match] = []
    types = sorted({unit.type for unit in block})
    weights = {t: similarity.KNOWN if is_known(key, t) else similarity.name_weight(key, t) for t in types}
    is_sure = "PER" not in weights and min(weights.values()) >= similarity.SAME
    for left, right in _row(block) if is_sure else _pairs(block):
        weight = weights[left.type]
        match = _match(left, right, weight, f"both named {key}", is_hub)
        if match is None:
            continue
        if match.score >= similarity.SAME:
            yield replace(match, block=len(block)) if weight >= similarity.SAME else match
        else:
            doubtful.append(match)
    doubtful.sort(key=lambda m: (-m.score, m.left.id, m.right.id))
    yield from doubtful[:_MAX_DOUBTFUL]


def _match(left: Unit, right: Unit, weight: float, reason: str, is_hub: Callable[[str], bool]) -> Match | None:
    if (left.qid and right.qid) or not compatible(left.type, right.type) or left.documents & right.documents:
        return None
    if left.type != right.type:
        weight *= 0.95
    score, reasons = similarity.compare(weight, left.profile, right.profile, is_hub=is_hub)
    if score < similarity.DOUBTFUL:
        return None
    first, second = sorted((left, right), key=lambda unit: unit.id)
    return Match(first, second, score, (reason, *reasons))


def _row(block: list[Unit]) -> Iterator[tuple[Unit, Unit]]:
    """Where the name alone is enough: each with the three that follow, so that one which stays apart breaks nothing."""
    ordered = sorted(block, key=lambda unit: (unit.type, unit.qid is None, unit.id))
    for step in range(1, 4):
        yield from zip(ordered, ordered[step:], strict=False)


def _pairs(block: list[Unit]) -> Iterable[tuple[Unit, Unit]]:
    """All pairs of a small block; of a large one, neighbours in the order of ids and those that share a feature."""
    linked = [unit for unit in block if unit.qid]
    if len(linked) > 1:
        block = [unit for unit in block if not unit.qid]  # the name has several items: which one is not ours to say
    if len(block) <= MAX_PAIRS:
        return combinations(block, 2)
    chains: dict[str, list[Unit]] = defaultdict(list)
    for unit in block:
        chains[f"type {unit.type}"].append(unit)
        profile = unit.profile
        for feature in (*profile.neighbours, *profile.titles, *profile.bodies):
            chains[feature].append(unit)
    pairs = {(a.id, b.id): (a, b) for name in sorted(chains) for a, b in pairwise(chains[name])}
    anchor = linked if len(linked) == 1 else []
    pairs.update({(a.id, b.id): (a, b) for a in anchor for b in block if a is not b})
    return [pairs[ids] for ids in sorted(pairs)]


def _last_parts(units: Iterable[Unit], is_hub: Callable[[str], bool]) -> Iterator[Match]:
    """奥尔塔古斯 in one article and 摩根·奥尔塔古斯 in others: joined where only one person has that last part."""
    full: dict[str, dict[str, Unit]] = defaultdict(dict)
    short: dict[str, list[Unit]] = defaultdict(list)
    for unit in units:
        if unit.type != "PER":
            continue
        dotted = [key for key in unit.keys if "·" in key]
        for key in dotted:
            full[key.rsplit("·", 1)[1]].setdefault(key, unit)
        if not dotted:
            for key in unit.keys:
                short[key].append(unit)
    for key in sorted(full.keys() & short.keys()):
        if len(full[key]) != 1:
            continue
        name, person = next(iter(full[key].items()))
        for unit in short[key]:
            weight = similarity.name_weight(key, "PER")
            match = _match(person, unit, weight, f"{key}: last part of {name}", is_hub)
            if match is not None:
                yield match


def _variants(units: Iterable[Unit], is_hub: Callable[[str], bool]) -> Iterator[Match]:
    """Foreign names that sound alike, and only where the articles agree on more than the sound."""
    by_sound: dict[str, dict[str, Unit]] = defaultdict(dict)
    for unit in units:
        if unit.type != "PER" or unit.qid:
            continue
        for key in unit.keys:
            if len(key) >= 3 and split_name(key) is None and not forms.is_latin(key):
                by_sound[forms.sound(key)].setdefault(key, unit)
    for sound in sorted(by_sound):
        found = sorted(by_sound[sound].items())
        if len(found) > MAX_PAIRS:
            continue
        for (key, left), (other, right) in combinations(found, 2):
            match = None
            if left is not right:
                match = _match(left, right, _VARIANT, f"{key} and {other}: two spellings of one sound", is_hub)
            if match is not None:
                yield match
