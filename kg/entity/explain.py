"""Why the mentions of a node are one thing, in words."""

from collections import Counter
from collections.abc import Iterable

from kg.entity.keys import key_of
from kg.records import Entity, LocalEntity


def find_entities(entities: Iterable[Entity], name: str) -> list[Entity]:
    """Entities that are called so, or have that id or QID; those that most articles name first."""
    key = key_of(name)
    ids = {name, f"entity/{name}"}
    found = [
        entity
        for entity in entities
        if entity.id in ids or any(key_of(surface) == key for surface in (entity.name, *entity.names))
    ]
    return sorted(found, key=lambda entity: (-len(entity.members), entity.id))


def explain(entity: Entity, locals_: Iterable[LocalEntity] = ()) -> str:
    """What the entity is made of and why, as text for a terminal.

    Args:
        entity: The entity.
        locals_: Its local entities, as far as they are at hand: they tell how often each reason was used.
    """
    members = [local for local in locals_ if local.id in set(entity.members)]
    item = f" {entity.qid} {entity.label_en or ''}".rstrip() if entity.qid else " (no Wikidata item)"
    lines = [f"{entity.name}  {entity.type}{item}", f"  id: {entity.id}", f"  articles: {len(entity.members)}"]
    lines.append(f"  written: {'、'.join(entity.names)}")
    lines.extend(f"  joined: {reason}" for reason in entity.reasons)
    counts = Counter(reason for local in members for reason in local.reasons)
    for reason, count in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])):
        if reason not in entity.reasons:
            lines.append(f"  in {count} article{'s' if count > 1 else ''}: {reason}")
    return "\n".join(lines) + "\n"
