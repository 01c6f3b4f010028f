"""Short builders for articles with marked mentions: ``[PER:赵立坚]说，[ORG:[GPE:中国]外交部]…``."""

from kg.entity import LocalContext
from kg.records import Article, ArticleFacts, Document, Extraction, LocalEntity, Mention, Relation, Title, digest


def extraction(
    marked: str,
    *,
    key: str = "a",
    titles: tuple[tuple[str, str, str | None], ...] = (),
    relations: tuple[tuple[str, str, str, float], ...] = (),
) -> Extraction:
    """An extraction of marked text.

    Titles are (title, holder, body), relations (subject, type, object, score), by their first surfaces.
    """
    text, spans = _unmark(marked)
    document = Document(id=digest(key), text=text, sentences=((0, len(text)),), has_headline=False)
    mentions = tuple(
        Mention(
            id=digest(document.id, start, end, label),
            document_id=document.id,
            start=start,
            end=end,
            text=text[start:end],
            label=label,
            score=0.9,
        )
        for start, end, label in sorted(spans)
    )
    first = {mention.text: mention.id for mention in reversed(mentions)}
    return Extraction(
        document=document,
        mentions=mentions,
        titles=tuple(
            Title(
                id=digest(document.id, "T", name, holder),
                document_id=document.id,
                start=text.index(name),
                end=text.index(name) + len(name),
                text=name,
                holder=first[holder],
                of=first[body] if body else None,
                score=0.9,
            )
            for name, holder, body in titles
        ),
        relations=tuple(
            Relation(
                id=digest(document.id, subject, type_, object_),
                document_id=document.id,
                type=type_,
                subject=first[subject],
                object=first[object_],
                start=0,
                end=len(text),
                score=score,
            )
            for subject, type_, object_, score in relations
        ),
    )


def _unmark(marked: str) -> tuple[str, list[tuple[int, int, str]]]:
    text, spans, open_ = "", [], []
    i = 0
    while i < len(marked):
        if marked[i] == "[":
            label, _, _ = marked[i + 1 :].partition(":")
            open_.append((len(text), label))
            i += len(label) + 2
        elif marked[i] == "]":
            start, label = open_.pop()
            spans.append((start, len(text), label))
            i += 1
        else:
            text += marked[i]
            i += 1
    return text, spans


def facts(found: Extraction, entities: list[LocalEntity], *, published: str | None = None) -> ArticleFacts:
    """Article facts around an extraction and its entities."""
    article = Article(
        id=found.document.id,
        source="test.md",
        url="",
        title="",
        published=published,
        publisher="",
        paragraphs=(found.document.text,),
        sha256=digest(found.document.text, length=64),
    )
    return ArticleFacts(article=article, extraction=found, entities=tuple(entities))


def local(
    name: str, type_: str = "PER", *, doc: str, qid: str | None = None, surfaces: tuple[str, ...] = ()
) -> LocalEntity:
    """A local entity with one mention a surface."""
    written = tuple(sorted({name, *surfaces}))
    return LocalEntity(
        id=digest(doc, type_, name),
        document_id=doc,
        type=type_,
        name=name,
        surfaces=written,
        mention_ids=tuple(digest(doc, name, surface) for surface in written),
        qid=qid,
        link_score=0.9 if qid else 0.0,
    )


def context(*neighbours: str, titles: tuple[str, ...] = (), bodies: tuple[str, ...] = ()) -> LocalContext:
    """A local context."""
    return LocalContext(neighbours=tuple(sorted(neighbours)), titles=titles, bodies=bodies, sentence="一句话。")
