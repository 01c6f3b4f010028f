"""How well identity is resolved: B³ within annotated articles, and automatic merges on hand-made pairs.

python benchmarks/identity.py --gold dev.jsonl [--errors 40]
python benchmarks/identity.py --cases
"""

import argparse
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from kg.entity import NameIndex, resolve_article
from kg.evaluation.gold import GoldArticle, read_gold
from kg.records import Argument, Document, Event, Extraction, Mention, Title, digest


def extraction_of(gold: GoldArticle) -> tuple[Extraction, dict[str, str]]:
    """A gold article as if the extractor had found every mention, and the gold entity of each mention id."""
    starts, position = [], 0
    for sentence in gold.sentences:
        starts.append(position)
        position += len(sentence) + 1
    document = Document(
        id=digest(gold.key),
        text="\n".join(gold.sentences),
        sentences=tuple((s, s + len(t)) for s, t in zip(starts, gold.sentences, strict=True) if t),
    )
    mentions, owner = [], {}
    for (s, start, end), entity in gold.mentions:
        span = (starts[s] + start, starts[s] + end)
        mention = Mention(
            id=digest(document.id, *span, gold.types[entity]),
            document_id=document.id,
            start=span[0],
            end=span[1],
            text=document.text[slice(*span)],
            label=gold.types[entity],
            score=0.99,
        )
        mentions.append(mention)
        owner[mention.id] = entity
    titles = tuple(_titles(gold, document, starts, mentions, owner))
    events = tuple(_events(gold, document, starts, mentions, owner))
    ordered = tuple(sorted(mentions, key=lambda m: (m.start, m.end)))
    return Extraction(document=document, mentions=ordered, titles=titles, events=events), owner


def _nearest(entity: str | None, position: int, mentions: list[Mention], owner: dict[str, str]) -> str | None:
    own = [m for m in mentions if owner[m.id] == entity]
    return min(own, key=lambda m: (abs(m.start - position), m.start)).id if own else None


def _titles(
    gold: GoldArticle, document: Document, starts: list[int], mentions: list[Mention], owner: dict[str, str]
) -> Iterator[Title]:
    for (s, start, end), holder, of in gold.titles:
        begin, until = starts[s] + start, starts[s] + end
        yield Title(
            id=digest(document.id, "T", begin, until, holder),
            document_id=document.id,
            start=begin,
            end=until,
            text=document.text[begin:until],
            holder=_nearest(holder, begin, mentions, owner),
            of=_nearest(of, begin, mentions, owner),
            score=0.99,
        )


def _events(
    gold: GoldArticle, document: Document, starts: list[int], mentions: list[Mention], owner: dict[str, str]
) -> Iterator[Event]:
    """Events with arguments that stand in the trigger's own sentence, as the extractor gives them."""
    for event in gold.events:
        s, start, end = event.span
        begin, until = starts[s] + start, starts[s] + end
        inside = [m for m in mentions if starts[s] <= m.start < starts[s] + len(gold.sentences[s])]
        arguments = []
        for role, filler in event.arguments:
            found = _nearest(filler, begin, inside, owner)
            if found:
                arguments.append(Argument(role=role, filler=found, score=0.99))
        yield Event(
            id=digest(document.id, "E", begin, until, event.type),
            document_id=document.id,
            type=event.type,
            start=begin,
            end=until,
            text=document.text[begin:until],
            sentence=(starts[s], starts[s] + len(gold.sentences[s])),
            modality=event.modality or "actual",
            source=None,
            arguments=tuple(arguments),
            score=0.99,
        )


def b_cubed(pairs: Iterable[tuple[dict[str, str], dict[str, str]]]) -> tuple[float, float, float]:
    """B³ precision, recall and F1 over (gold cluster by mention, found cluster by mention)."""
    precision = recall = n = 0.0
    for gold, found in pairs:
        gold_sets, found_sets = _invert(gold), _invert(found)
        for mention in gold:
            g, f = gold_sets[gold[mention]], found_sets[found[mention]]
            precision += len(g & f) / len(f)
            recall += len(g & f) / len(g)
            n += 1
    precision, recall = precision / n, recall / n
    return precision, recall, 2 * precision * recall / (precision + recall)


def _invert(clusters: dict[str, str]) -> dict[str, set[str]]:
    sets: dict[str, set[str]] = defaultdict(set)
    for mention, cluster in clusters.items():
        sets[cluster].add(mention)
    return sets


def score_gold(paths: list[Path], n_errors: int) -> None:
    index = NameIndex.open()
    pairs, kinds = [], defaultdict(list)
    shown = 0
    for gold in read_gold(paths):
        extraction, owner = extraction_of(gold)
        found = {m: local.id for local in resolve_article(extraction, index=index) for m in local.mention_ids}
        pairs.append((owner, found))
        for type_ in sorted(set(gold.types.values())):
            part = {m: e for m, e in owner.items() if gold.types[e] == type_}
            if part:
                kinds[type_].append((part, {m: found[m] for m in part}))
        text = {m.id: m.text for m in extraction.mentions}
        for line in _mistakes(gold, owner, found, text):
            shown += 1
            if shown <= n_errors:
                print(line)
    print(f"{'type':6}{'P':>8}{'R':>8}{'F1':>8}{'mentions':>10}")
    for type_, part in [*sorted(kinds.items()), ("all", pairs)]:
        p, r, f = b_cubed(part)
        print(f"{type_:6}{p:8.2%}{r:8.2%}{f:8.2%}{sum(len(g) for g, _ in part):10}")


def _mistakes(gold: GoldArticle, owner: dict[str, str], found: dict[str, str], text: dict[str, str]) -> Iterator[str]:
    def names(mentions: Iterable[str]) -> str:
        return "/".join(sorted({text[m] for m in mentions}))

    for entity, mentions in sorted(_invert(owner).items()):
        parts = defaultdict(set)
        for mention in mentions:
            parts[found[mention]].add(mention)
        if len(parts) > 1:
            yield f"split  {gold.key} {gold.types[entity]}: {' | '.join(sorted(names(p) for p in parts.values()))}"
    for mentions in _invert(found).values():
        parts = defaultdict(set)
        for mention in mentions:
            parts[owner[mention]].add(mention)
        if len(parts) > 1:
            yield f"merged {gold.key} {' | '.join(sorted(gold.names[e] + ': ' + names(p) for e, p in parts.items()))}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gold", nargs="*", type=Path, default=[], help="annotated articles")
    parser.add_argument("--errors", type=int, default=0, help="mistakes to print")
    arguments = parser.parse_args()
    if arguments.gold:
        score_gold(arguments.gold, arguments.errors)


if __name__ == "__main__":
    main()
