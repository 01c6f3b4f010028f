"""Short builders of records, so that a test names only what it is about."""

from kg.records import (
    Argument,
    Article,
    ArticleFacts,
    Document,
    Event,
    Extraction,
    LocalEntity,
    Mention,
    Relation,
    Run,
    Title,
    digest,
)


def make_article(text: str = "秦刚抵达仰光。", *, title: str = "标题", key: str = "a", **more: object) -> Article:
    """An article whose page is the text itself, 100 characters in."""
    whole = f"{title}\n{text}" if title else text
    values: dict[str, object] = {
        "id": key,
        "source": f"{key}.md",
        "url": f"https://news.example.org/{key}",
        "title": title,
        "published": "2023-05-02T08:00:00+00:00",
        "publisher": "示例报",
        "paragraphs": tuple(text.split("\n")),
        "sha256": digest(key, length=64),
        "runs": (Run(start=0, page_start=100, length=len(whole)),),
    }
    return Article(**(values | more))  # type: ignore[arg-type]


def make_mention(document: Document, text: str, label: str, *, nth: int = 0, score: float = 0.9) -> Mention:
    """The nth occurrence of a string as a mention."""
    start = -1
    for _ in range(nth + 1):
        start = document.text.index(text, start + 1)
    end = start + len(text)
    key = digest(document.id, start, end, label)
    return Mention(id=key, document_id=document.id, start=start, end=end, text=text, label=label, score=score)


class FactsBuilder:
    """Builds ``ArticleFacts`` by naming what stands in the text."""

    def __init__(self, text: str, *, key: str = "a", **article: object) -> None:
        self.article = make_article(text, title="", key=key, **article)
        ends = [i + 1 for i, c in enumerate(text) if c == "。"] or [len(text)]
        sentences = tuple(zip([0, *ends[:-1]], ends, strict=True))
        self.document = Document(
            id=key, text=text, sentences=sentences, has_headline=False, published=self.article.published
        )
        self.mentions: dict[str, Mention] = {}
        self.titles: list[Title] = []
        self.events: list[Event] = []
        self.relations: list[Relation] = []

    def name(self, text: str, label: str, *, nth: int = 0) -> str:
        """Add a mention; gives its id."""
        mention = make_mention(self.document, text, label, nth=nth)
        self.mentions[mention.id] = mention
        return mention.id

    def _span(self, text: str) -> tuple[int, int]:
        start = self.document.text.index(text)
        return start, start + len(text)

    def _sentence(self, position: int) -> tuple[int, int]:
        return next((s, e) for s, e in self.document.sentences if s <= position < e)

    def title(self, text: str, holder: str | None, of: str | None) -> None:
        """Add a title."""
        start, end = self._span(text)
        key = digest(self.document.id, start, "TTL")
        row = Title(
            id=key, document_id=self.document.id, start=start, end=end, text=text, holder=holder, of=of, score=0.8
        )
        self.titles.append(row)

    def event(
        self, type_: str, trigger: str, *, modality: str = "actual", source: str | None = None, **roles: list[str]
    ) -> str:
        """Add an event; gives its id."""
        start, end = self._span(trigger)
        arguments = [Argument(role=role, filler=key, score=0.7) for role, keys in roles.items() for key in keys]
        event = Event(
            id=digest(self.document.id, start, end, type_),
            document_id=self.document.id,
            type=type_,
            start=start,
            end=end,
            text=trigger,
            sentence=self._sentence(start),
            modality=modality,
            source=source,
            arguments=tuple(arguments),
            score=0.8,
            source_score=0.3 if source else 0.0,
        )
        self.events.append(event)
        return event.id

    def relation(self, subject: str, type_: str, object_: str, *, score: float = 0.6, until: str | None = None) -> None:
        """Add a relation said in the sentence of its subject, or from there to that of a later mention."""
        start, end = self._sentence(self.mentions[subject].start)
        end = self._sentence(self.mentions[until].start)[1] if until else end
        self.relations.append(
            Relation(
                id=digest(subject, type_, object_),
                document_id=self.document.id,
                type=type_,
                subject=subject,
                object=object_,
                start=start,
                end=end,
                score=score,
            )
        )

    def build(self) -> ArticleFacts:
        """One local entity for each different name."""
        groups: dict[tuple[str, str], list[str]] = {}
        for key, mention in self.mentions.items():
            groups.setdefault((mention.label, mention.text), []).append(key)
        entities = tuple(
            LocalEntity(
                id=digest(self.document.id, label, text),
                document_id=self.document.id,
                type=label,
                name=text,
                surfaces=(text,),
                mention_ids=tuple(keys),
            )
            for (label, text), keys in groups.items()
        )
        extraction = Extraction(
            document=self.document,
            mentions=tuple(self.mentions.values()),
            titles=tuple(self.titles),
            events=tuple(self.events),
            relations=tuple(self.relations),
        )
        return ArticleFacts(article=self.article, extraction=extraction, entities=entities)
