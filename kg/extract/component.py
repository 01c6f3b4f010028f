"""The extractor as a spaCy component: ``nlp.add_pipe("kg_extractor")``.

A ``Doc`` enters; it leaves with ``doc.ents`` (outermost names), ``doc.spans["names"]`` (nested names too),
``doc.spans["titles"]``, ``["times"]``, ``["triggers"]`` and ``doc._.extraction`` (an ``Extraction`` record).
``spacy.blank("zh")`` cuts into characters, so every span is exact there.
"""

from typing import Any, Final

from spacy.language import Language
from spacy.tokens import Doc, Span
from spacy.util import filter_spans

from kg.document import split_sentences
from kg.extract.document import extract_document
from kg.model.bundle import Model
from kg.records import Document, digest
from kg.settings import DEFAULT_TIMEZONE

NAME: Final = "kg_extractor"


@Language.factory(NAME, default_config={"timezone": DEFAULT_TIMEZONE, "published": None, "has_headline": False})
def make_extractor(
    nlp: Language, name: str, timezone: str, published: str | None, has_headline: bool
) -> "ExtractorComponent":
    """Make the component.

    Args:
        nlp: The pipeline it becomes part of.
        name: Its name there.
        timezone: IANA zone in which 昨天 is counted.
        published: Publication time (ISO 8601) of every text, unless ``doc.user_data["published"]`` gives one.
        has_headline: Whether the first line of a text is its headline.
    """
    return ExtractorComponent(Model(), timezone=timezone, published=published, has_headline=has_headline)


class ExtractorComponent:
    """Runs the shipped model over a ``Doc``."""

    def __init__(self, model: Model, *, timezone: str, published: str | None, has_headline: bool) -> None:
        self._model, self._timezone = model, timezone
        self._published, self._has_headline = published, has_headline
        if not Doc.has_extension("extraction"):
            Doc.set_extension("extraction", default=None)

    def __call__(self, doc: Doc) -> Doc:
        """Annotate a document in place."""
        document = Document(
            id=digest("doc", doc.text),
            text=doc.text,
            sentences=tuple(split_sentences(doc.text)),
            has_headline=self._has_headline,
            published=doc.user_data.get("published", self._published),
        )
        extraction = extract_document(document, model=self._model, timezone=self._timezone)
        doc._.extraction = extraction
        names = _spans(doc, [(m.start, m.end, m.label) for m in extraction.mentions])
        doc.spans["names"] = names
        doc.set_ents(filter_spans(names))
        doc.spans["titles"] = _spans(doc, [(t.start, t.end, "TTL") for t in extraction.titles])
        doc.spans["times"] = _spans(doc, [(t.start, t.end, "TIME") for t in extraction.times])
        doc.spans["triggers"] = _spans(doc, [(e.start, e.end, e.type) for e in extraction.events])
        return doc

    def to_disk(self, path: Any, exclude: tuple[str, ...] = ()) -> None:
        """Nothing to write: the weights belong to the package."""

    def from_disk(self, path: Any, exclude: tuple[str, ...] = ()) -> "ExtractorComponent":
        """Nothing to read."""
        return self


def _spans(doc: Doc, bounds: list[tuple[int, int, str]]) -> list[Span]:
    """Character spans as spans of tokens; under another tokeniser they grow to whole tokens."""
    found = (doc.char_span(start, end, label=label, alignment_mode="expand") for start, end, label in bounds)
    return [span for span in found if span is not None]
