"""Silver labels: pages annotated by a machine, in the gold format, to train on.

Pages enter; annotated articles leave, one JSON object a line. LAC gives names; the shipped model gives names
and triggers, what it is unsure of left undecided. Articles that are kept for tests must be named in ``--exclude``.
"""

import json
import random
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Final

import click

from benchmarks.lac import Lac
from kg.article import read_inputs
from kg.document import make_document
from kg.evaluation.gold import GoldArticle, Span, article_line
from kg.extract.annotate import annotate
from kg.extract.reading import read_sentences
from kg.model.bundle import Model
from kg.records import Article
from kg.settings import DEFAULT_TIMEZONE, Settings

#: As long as annotated articles are.
MAX_CHARS: Final = 720
MIN_CHARS: Final = 180

#: Spans between these probabilities are left undecided.
UNSURE: Final = (0.2, 0.75)

_LAC_TYPES: Final = {"PER": "PER", "LOC": "GPE", "ORG": "ORG"}


def cut(article: Article) -> GoldArticle:
    """The headline and the first sentences of an article, not yet annotated."""
    document = make_document(article)
    sentences: list[str] = []
    for start, end in document.sentences:
        sentence = document.text[start:end]
        if len(sentences) > 1 and sum(map(len, sentences[1:])) + len(sentence) > MAX_CHARS:
            break
        sentences.append(sentence)
    published = round(datetime.fromisoformat(article.published).timestamp() * 1000) if article.published else None
    return GoldArticle(article.id, published, sentences)


def by_lac(lac: Lac) -> Callable[[GoldArticle], GoldArticle]:
    """Marks PER, LOC (as GPE) and ORG names; other layers stay undecided."""

    def label(article: GoldArticle) -> GoldArticle:
        marked = replace(article, types={}, names={}, mentions=[], layers=frozenset({"names"}))
        for number, sentence in enumerate(article.sentences):
            for start, end, kind in lac.names(sentence):
                name = sentence[start:end]
                entity = f"{kind}:{name}"
                marked.types[entity], marked.names[entity] = _LAC_TYPES[kind], name
                marked.mentions.append(((number, start, end), entity))
        return marked

    return label


def by_model(model: Model) -> Callable[[GoldArticle], GoldArticle]:
    """Marks what the model is sure of; spans it wavers about are left undecided, and so are all facts.

    Facts of its own that a model learns again cost six points on relations (measured), names and triggers gain.
    """
    low, high = UNSURE
    model.thresholds = replace(model.thresholds, name=low, trigger=low)

    def label(article: GoldArticle) -> GoldArticle:
        reading = read_sentences(article.sentences, model=model)
        found = annotate(article, reading, timezone=DEFAULT_TIMEZONE)
        return without(found, [(s.sentence, s.start, s.end) for s in reading.spans if s.score < high])

    return label


def without(article: GoldArticle, unsure: Sequence[Span]) -> GoldArticle:
    """The article's names and triggers without the given spans, which become undecided, and without its facts."""
    dropped = set(unsure)
    mentions = [(span, entity) for span, entity in article.mentions if span not in dropped]
    entities = {entity for _, entity in mentions}
    return replace(
        article,
        types={e: kind for e, kind in article.types.items() if e in entities},
        names={e: name for e, name in article.names.items() if e in entities},
        mentions=mentions,
        titles=[(span, None, None) for span, _, _ in article.titles if span not in dropped],
        times=[(span, value) for span, value in article.times if span not in dropped],
        events=[replace(e, arguments=[], source=None) for e in article.events if e.span not in dropped],
        relations=[],
        layers=frozenset({"names", "triggers"}),
        unsure=sorted(dropped),
    )


@click.command()
@click.argument("paths", nargs=-1, required=True)
@click.option("--exclude", type=click.Path(path_type=Path, exists=True), required=True, help="Keys, one a line.")
@click.option("--lac", type=click.Path(path_type=Path, exists=True), help="Folder of the converted LAC network.")
@click.option("--weights", type=click.Path(path_type=Path, exists=True), help="Folder of other weights.")
@click.option("--limit", default=1000, show_default=True, help="Articles to annotate.")
@click.option("--seed", default=1, show_default=True)
@click.option("--out", type=click.Path(path_type=Path), required=True, metavar="FILE")
def main(
    paths: tuple[str, ...],
    exclude: Path,
    lac: Path | None,
    weights: Path | None,
    limit: int,
    seed: int,
    out: Path,
) -> None:
    """Annotate pages by machine and write them to FILE."""
    excluded = set(exclude.read_text(encoding="utf-8").split())
    skipped: Counter[str] = Counter()
    articles = [
        cut(article)
        for article in read_inputs(paths, settings=Settings(), on_skip=lambda skip: skipped.update([skip.reason]))
        if not _is_excluded(article, excluded)
    ]
    articles = [article for article in articles if sum(map(len, article.sentences)) >= MIN_CHARS]
    random.Random(seed).shuffle(articles)
    label = by_lac(Lac(lac)) if lac else by_model(Model(weights) if weights else Model())
    counts: Counter[str] = Counter()
    with out.open("w", encoding="utf-8") as file:
        for article in articles[:limit]:
            line = article_line(label(article))
            file.write(json.dumps(line, ensure_ascii=False) + "\n")
            counts.update({key: len(line[key]) for key in ("mentions", "events", "unsure")})
    click.echo(f"{min(limit, len(articles))} articles, {dict(counts)}; pages skipped: {dict(skipped)}")


def _is_excluded(article: Article, excluded: set[str]) -> bool:
    """Whether the page is named there: ``outlet/number``, the folder and the start of the file's name."""
    parts = Path(article.source).parts
    return len(parts) > 1 and f"{parts[-2]}/{parts[-1].split('_')[0].removesuffix('.md')}" in excluded


if __name__ == "__main__":
    main()
