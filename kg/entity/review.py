"""Doubtful pairs, ready to be shown to people: side by side, with what speaks for and against.

A resolution enters; ``ReviewPair`` records leave, and lie in a file beside the store so that ``kg review`` and the
served page need nothing else. Showing and asking are left to them.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from kg.entity.context import LocalContext
from kg.entity.resolution import Resolution
from kg.errors import ExportError, InputError, SchemaError
from kg.records import Entity, Judgement, Record

#: Sentences shown of each side.
MAX_EVIDENCE: Final = 5
#: Pairs kept for review: more than anybody looks at in a day.
MAX_PAIRS: Final = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Side(Record):
    """One of the two things.

    Attributes:
        id, type, name, names: As in ``Entity``.
        n_articles: How many articles name it.
        titles, bodies, neighbours: What these say of it.
        evidence: (date, sentence), the earliest first.
    """

    id: str
    type: str
    name: str
    names: tuple[str, ...]
    n_articles: int
    qid: str | None = None
    description: str | None = None
    titles: tuple[str, ...] = ()
    bodies: tuple[str, ...] = ()
    neighbours: tuple[str, ...] = ()
    evidence: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewPair(Record):
    """A doubtful pair.

    Attributes:
        score: How likely they are one, 0..1.
        reasons: Where the score comes from.
        shared, conflicting: Facts that both have, and facts that differ, in words.
    """

    left: Side
    right: Side
    score: float
    reasons: tuple[str, ...]
    shared: tuple[str, ...]
    conflicting: tuple[str, ...]


def review_queue(
    resolution: Resolution, *, contexts: Mapping[str, LocalContext] | None = None, limit: int = MAX_PAIRS
) -> list[ReviewPair]:
    """The doubtful pairs of a build, the most telling first.

    Args:
        resolution: What ``resolve_entities`` gave.
        contexts: What articles say around each local entity; without them there is no evidence to show.
        limit: Pairs at most.
    """
    entities = {entity.id: entity for entity in resolution.entities}
    chosen = sorted(resolution.review, key=lambda j: (-_weight(j, entities), -j.score, j.left, j.right))[:limit]
    return [make_pair(j, entities[j.left], entities[j.right], contexts or {}) for j in chosen]


def _weight(judgement: Judgement, entities: Mapping[str, Entity]) -> float:
    """A pair that many articles name is worth more of a reader's time."""
    members = min(len(entities[judgement.left].members), len(entities[judgement.right].members))
    return judgement.score * min(members, 10)


def make_pair(judgement: Judgement, left: Entity, right: Entity, contexts: Mapping[str, LocalContext]) -> ReviewPair:
    """Two entities side by side."""
    a, b = _side(left, contexts), _side(right, contexts)
    return ReviewPair(
        left=a,
        right=b,
        score=judgement.score,
        reasons=tuple(judgement.reason.split("; ")),
        shared=tuple(_shared(a, b)),
        conflicting=tuple(_conflicting(a, b)),
    )


def _side(entity: Entity, contexts: Mapping[str, LocalContext]) -> Side:
    known = [contexts[member] for member in entity.members if member in contexts]

    def union(values: Iterable[Sequence[str]]) -> tuple[str, ...]:
        return tuple(sorted({value for group in values for value in group}))

    evidence = sorted({(context.published, context.sentence) for context in known if context.sentence})
    return Side(
        id=entity.id,
        type=entity.type,
        name=entity.name,
        names=entity.names,
        n_articles=len(entity.members),
        qid=entity.qid,
        description=entity.description,
        titles=union(context.titles for context in known),
        bodies=union(context.bodies for context in known),
        neighbours=union(context.neighbours for context in known),
        evidence=tuple(evidence[:MAX_EVIDENCE]),
    )


def _shared(a: Side, b: Side) -> list[str]:
    rows = [
        ("name", set(a.names) & set(b.names)),
        ("office", set(a.titles) & set(b.titles)),
        ("office held in", set(a.bodies) & set(b.bodies)),
        ("named beside", set(a.neighbours) & set(b.neighbours)),
    ]
    return [f"{label}: {'、'.join(sorted(values)[:12])}" for label, values in rows if values]


def _conflicting(a: Side, b: Side) -> list[str]:
    rows = [("type", {a.type}, {b.type}), ("office", set(a.titles), set(b.titles))]
    rows.append(("office held in", set(a.bodies), set(b.bodies)))
    return [
        f"{label}: {'、'.join(sorted(left))} | {'、'.join(sorted(right))}"
        for label, left, right in rows
        if left and right and not left & right
    ]


def present_pair(pair: ReviewPair, *, names: Mapping[str, str] | None = None) -> str:
    """A pair as text for a terminal.

    Args:
        pair: The pair.
        names: Names to show for ids that stand in the facts (Q836: 缅甸).
    """
    lines = [f"{pair.score:.0%}  {' · '.join(pair.reasons)}", ""]
    for mark, side in (("A", pair.left), ("B", pair.right)):
        lines.extend(_lines_of(mark, side))
    lines.extend(f"  + {fact}" for fact in pair.shared)
    lines.extend(f"  - {fact}" for fact in pair.conflicting)
    text = "\n".join(lines)
    for key, name in sorted((names or {}).items(), key=lambda item: (-len(item[0]), item[0])):
        text = text.replace(key, name)
    return text + "\n"


def _lines_of(mark: str, side: Side) -> list[str]:
    known = f" {side.qid}" if side.qid else ""
    about = f" ({side.description})" if side.description else ""
    lines = [f"{mark}  {side.name}  {side.type}{known}{about}  articles: {side.n_articles}"]
    if len(side.names) > 1:
        lines.append(f"   also: {'、'.join(name for name in side.names if name != side.name)}")
    if side.titles:
        lines.append(f"   office: {'、'.join(side.titles)}")
    lines.extend(f"   {date or '?'}  {sentence}" for date, sentence in side.evidence)
    return [*lines, ""]


def write_review_queue(
    path: Path, resolution: Resolution, *, contexts: Mapping[str, LocalContext] | None = None
) -> None:
    """Write the queue as JSON Lines, one pair a line.

    Raises:
        ExportError: The file can't be written.
    """
    pairs = review_queue(resolution, contexts=contexts)
    text = "".join(json.dumps(pair.to_dict(), ensure_ascii=False, sort_keys=True) + "\n" for pair in pairs)
    part = path.with_name(path.name + ".part")
    try:
        part.write_text(text, encoding="utf-8", errors="replace", newline="\n")
        part.replace(path)
    except OSError as exc:
        raise ExportError(f"{path}: can't be written ({exc}); choose a folder that you own") from exc


def read_review_queue(path: Path) -> list[ReviewPair]:
    """The queue of the last build; empty if there is none.

    Raises:
        InputError: The file is damaged.
    """
    try:
        lines = [line for line in path.read_text(encoding="utf-8").split("\n") if line]
    except FileNotFoundError:
        return []
    except (OSError, UnicodeDecodeError) as exc:
        raise InputError(f"{path}: can't be read ({exc}); build again") from exc
    return [_read_pair(path, line) for line in lines]


def _read_pair(path: Path, line: str) -> ReviewPair:
    try:
        data: dict[str, Any] = json.loads(line)
        return ReviewPair.from_dict(data)
    except (ValueError, AttributeError, SchemaError) as exc:
        raise InputError(f"{path}: not a queue of pairs ({exc}); build again") from exc
