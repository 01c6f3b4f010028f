"""How well identity is resolved: B³ within annotated articles, and automatic merges on hand-made pairs,
and links to Wikidata of frequent names.

python benchmarks/identity.py --gold dev.jsonl [--errors 40]
python benchmarks/identity.py --cases
"""

import argparse
import csv
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from kg.entity import NameIndex, context_of, resolve_article, resolve_entities
from kg.evaluation.gold import GoldArticle, read_gold
from kg.extraction import gold_document
from kg.records import Argument, Article, ArticleFacts, Document, Event, Extraction, Mention, Title, digest


def extraction_of(gold: GoldArticle) -> tuple[Extraction, dict[str, str]]:
    """A gold article as if the extractor had found every mention, and the gold entity of each mention id."""
    document, starts = gold_document(gold)
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


def score_cases(path: Path, n_errors: int) -> None:
    """Pairs of names in two small articles: which are joined without asking."""
    index = NameIndex.open()
    with path.open(encoding="utf-8", newline="") as stream:
        cases = list(csv.DictReader(stream))
    table: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    for number, case in enumerate(cases, 2):
        joined = are_joined(case, index)
        wrong = joined != (case["verdict"] == "same")
        for kind in (case["left_type"], "all"):
            table[kind][0] += joined and not wrong
            table[kind][1] += joined and wrong
            table[kind][2] += not joined and wrong
        if wrong and n_errors:
            verb = "joined" if joined else "apart"
            print(f"{path.name}:{number} {verb} {case['left']} | {case['right']}: {case['note']}")
    print(f"{'type':6}{'P':>8}{'R':>8}{'joined':>8}{'wrong':>7}{'missed':>8}")
    for kind, (right, wrong_, missed) in sorted(table.items()):
        precision = right / (right + wrong_) if right + wrong_ else 1.0
        recall = right / (right + missed) if right + missed else 1.0
        print(f"{kind:6}{precision:8.2%}{recall:8.2%}{right + wrong_:8}{wrong_:7}{missed:8}")


def are_joined(case: dict[str, str], index: NameIndex) -> bool:
    """Whether the two names of a case become one entity."""
    locals_, contexts, targets = [], {}, []
    for side in ("left", "right"):
        facts, mention = article_of(f"{side} article", case[side], case[f"{side}_type"], case[f"{side}_context"], index)
        locals_.extend(facts.entities)
        contexts |= context_of(facts)
        targets.append(next(local.id for local in facts.entities if mention in local.mention_ids))
    entity_of = resolve_entities(locals_, contexts=contexts, index=index).entity_of
    return entity_of[targets[0]] == entity_of[targets[1]]


def article_of(key: str, name: str, type_: str, context: str, index: NameIndex) -> tuple[ArticleFacts, str]:
    """A small article that names one thing in a context such as ``外长@GPE:中国 | GPE:缅甸 PER:敏昂莱``."""
    office, _, near = context.partition("|")
    title, _, body = office.strip().partition("@")
    text, mentions = "", []
    document_id = digest(key, name, type_, context)

    def add(surface: str, label: str, before: str) -> str:
        nonlocal text
        start = len(text) + len(before)
        text += before + surface
        mention = Mention(
            id=digest(document_id, start, start + len(surface), label),
            document_id=document_id,
            start=start,
            end=start + len(surface),
            text=surface,
            label=label,
            score=0.99,
        )
        mentions.append(mention)
        return mention.id

    of = add(body.partition(":")[2], body.partition(":")[0], "") if body else None
    begin = len(text)
    text += title
    target = add(name, type_, "")
    for item in near.split():
        add(item.partition(":")[2], item.partition(":")[0], "；其后又提到")
    text += "。"
    titles = ()
    if title:
        titles = (
            Title(
                id=digest(document_id, "T"),
                document_id=document_id,
                start=begin,
                end=begin + len(title),
                text=title,
                holder=target,
                of=of,
                score=0.99,
            ),
        )
    document = Document(id=document_id, text=text, sentences=((0, len(text)),), has_headline=False)
    extraction = Extraction(document=document, mentions=tuple(mentions), titles=titles)
    article = Article(
        id=document_id,
        source=key,
        url="",
        title="",
        published=None,
        publisher="",
        paragraphs=(text,),
        sha256=digest(text, length=64),
    )
    entities = tuple(resolve_article(extraction, index=index))
    return ArticleFacts(article=article, extraction=extraction, entities=entities), target


def score_links(path: Path, n_errors: int) -> None:
    """Names that are frequent in Chinese news of 2020, each in a small article: is the right item found."""
    index = NameIndex.open()
    right = wrong = missed = 0
    with path.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            facts, mention = article_of("link", row["name"], row["type"], f"| {row['context']}", index)
            found = next(local.qid for local in facts.entities if mention in local.mention_ids)
            right += (found or "") == row["qid"]
            wrong += found is not None and found != row["qid"]
            missed += found is None and row["qid"] != ""
            if n_errors and (found or "") != row["qid"]:
                print(f"{row['name']} {row['type']}: {found or 'NIL'} instead of {row['qid'] or 'NIL'} {row['note']}")
    print(f"links right {right}, wrong {wrong}, missed {missed}: {right / (right + wrong + missed):.2%}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gold", nargs="*", type=Path, default=[], help="annotated articles")
    parser.add_argument("--errors", type=int, default=0, help="mistakes to print")
    parser.add_argument("--cases", action="store_true", help="pairs of benchmarks/identity_cases.csv")
    parser.add_argument("--links", action="store_true", help="names of benchmarks/linking_top200.csv")
    arguments = parser.parse_args()
    if arguments.links:
        score_links(Path(__file__).with_name("linking_top200.csv"), arguments.errors)
    if arguments.cases:
        score_cases(Path(__file__).with_name("identity_cases.csv"), arguments.errors)
    if arguments.gold:
        score_gold(arguments.gold, arguments.errors)


if __name__ == "__main__":
    main()
