"""Reading without a graph: lines of ``kg extract``, scores of ``kg evaluate`` and ``kg link``.

Paths or annotated articles enter; plain dictionaries and scores leave.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from kg.article import Skip, read_inputs
from kg.document import make_document
from kg.entity import NameIndex, resolve_article
from kg.errors import ArticleError
from kg.evaluation.clusters import Agreement, b_cubed, sum_up
from kg.evaluation.gold import GoldArticle
from kg.evaluation.scoring import Score, score_articles
from kg.extract.annotate import annotate
from kg.extract.document import extract_document
from kg.extract.pipeline import make_extractor_for
from kg.extract.reading import Scorer, read_sentences
from kg.extract.times import iso_time
from kg.model.bundle import Model
from kg.records import Article, Document, Extraction, LocalEntity, Mention, digest
from kg.settings import Settings


def extract_lines(
    paths: Sequence[str], *, settings: Settings, on_skip: Callable[[Skip], None]
) -> Iterator[dict[str, Any]]:
    """One JSON-ready dictionary an article, as ``kg extract`` prints it.

    Raises:
        InputError: A path is missing, or no article was read from any of them.
        ModelError: The model is missing or damaged.
    """
    extractor, index = make_extractor_for(settings), NameIndex.open(names=settings.names)
    n_read = 0
    for article in read_inputs(paths, settings=settings, on_skip=on_skip):
        n_read += 1
        extraction = extractor(make_document(article))
        yield extraction_line(article, extraction, resolve_article(extraction, index=index))
    if not n_read:
        raise ArticleError(f"{', '.join(paths)}: no article read; text needs a header or a tag (docs/articles.md)")


def extraction_line(article: Article, extraction: Extraction, entities: Iterable[LocalEntity]) -> dict[str, Any]:
    """What one article says, with spans instead of mention ids."""
    owner = {mention: entity for entity in entities for mention in entity.mention_ids}
    mentions = {mention.id: mention for mention in extraction.mentions}
    times = {time.id: time for time in extraction.times}

    def filler(key: str) -> dict[str, Any]:
        span = mentions.get(key) or times[key]
        entity = owner.get(key)
        value = times[key].value if key in times else None
        return {"start": span.start, "end": span.end, "entity": entity and entity.id, "value": value}

    def entity_id(key: str | None) -> str | None:
        return owner[key].id if key in owner else None

    return {
        "id": article.id,
        "url": article.url,
        "title": article.title,
        "published": article.published,
        "text": extraction.document.text,
        "sentences": [list(span) for span in extraction.document.sentences],
        "mentions": [
            {
                "start": m.start,
                "end": m.end,
                "type": m.label,
                "entity": entity_id(m.id),
                "name": owner[m.id].name if m.id in owner else m.text,
                "qid": owner[m.id].qid if m.id in owner else None,
                "score": m.score,
            }
            for m in extraction.mentions
        ],
        "titles": [
            {"start": t.start, "end": t.end, "holder": entity_id(t.holder), "of": entity_id(t.of), "score": t.score}
            for t in extraction.titles
        ],
        "times": [{"start": t.start, "end": t.end, "value": t.value} for t in extraction.times],
        "events": [
            {
                "type": e.type,
                "start": e.start,
                "end": e.end,
                "modality": e.modality,
                "source": entity_id(e.source),
                "arguments": [{"role": a.role, **filler(a.filler), "score": a.score} for a in e.arguments],
                "score": e.score,
            }
            for e in extraction.events
        ],
        "relations": [
            {
                "subject": entity_id(r.subject),
                "type": r.type,
                "object": entity_id(r.object),
                "start": r.start,
                "end": r.end,
                "score": r.score,
            }
            for r in extraction.relations
        ],
    }


def evaluate_gold(
    articles: Sequence[GoldArticle], *, settings: Settings, model: Scorer | None = None
) -> dict[str, Score]:
    """Scores of the model on annotated articles, by layer."""
    model = model or Model()
    return score_articles((gold, read_gold_article(gold, model=model, timezone=settings.timezone)) for gold in articles)


def read_gold_article(gold: GoldArticle, *, model: Scorer, timezone: str) -> GoldArticle:
    """What the model finds in the sentences of an annotated article."""
    return annotate(gold, read_sentences(gold.sentences, model=model), timezone=timezone)


def link_gold(articles: Sequence[GoldArticle], *, settings: Settings) -> dict[str, Any]:
    """How well mentions are joined and linked in annotated articles.

    Returns:
        ``clusters``: B-cubed with annotated and with found mentions; ``entities``, ``linked``: counts with annotated
        mentions; ``links``: (name, QID or None, English label) of each entity, sorted.
    """
    model, index = Model(), NameIndex.open(names=settings.names)
    sums: dict[str, list[Agreement]] = {"annotated mentions": [], "found mentions": []}
    links: set[tuple[str, str | None, str | None]] = set()
    for gold in articles:
        document, starts = gold_document(gold)
        truth = {(starts[s] + b, starts[s] + e): entity for (s, b, e), entity in gold.mentions}
        mentions = tuple(_gold_mention(document, span, gold.types[entity]) for span, entity in sorted(truth.items()))
        given = resolve_article(Extraction(document=document, mentions=mentions), index=index)
        sums["annotated mentions"].append(b_cubed(truth, _clusters(mentions, given)))
        found = extract_document(document, model=model, timezone=settings.timezone)
        sums["found mentions"].append(b_cubed(truth, _clusters(found.mentions, resolve_article(found, index=index))))
        for entity in given:
            item = index.item(entity.qid) if entity.qid else None
            links.add((entity.name, entity.qid, item.english if item else None))
    return {
        "clusters": {name: sum_up(rows) for name, rows in sums.items()},
        "entities": len(links),
        "linked": sum(qid is not None for _, qid, _ in links),
        "links": sorted(links, key=lambda row: (row[0], row[1] or "")),
    }


def gold_document(gold: GoldArticle) -> tuple[Document, list[int]]:
    """An annotated article as a document of one sentence a line, and where each sentence starts."""
    starts, at = [], 0
    for sentence in gold.sentences:
        starts.append(at)
        at += len(sentence) + 1
    sentences = tuple((start, start + len(text)) for start, text in zip(starts, gold.sentences, strict=True))
    text = "\n".join(gold.sentences)
    return Document(id=digest(gold.key), text=text, sentences=sentences, published=iso_time(gold.published_ms)), starts


def _gold_mention(document: Document, span: tuple[int, int], label: str) -> Mention:
    start, end = span
    key = digest(document.id, start, end, label)
    text = document.text[start:end]
    return Mention(id=key, document_id=document.id, start=start, end=end, text=text, label=label, score=1.0)


def _clusters(mentions: Iterable[Mention], entities: Iterable[LocalEntity]) -> dict[tuple[int, int], str]:
    owner = {mention: entity.id for entity in entities for mention in entity.mention_ids}
    return {(m.start, m.end): owner.get(m.id, m.id) for m in mentions}
