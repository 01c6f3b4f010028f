"""The extractor that a build uses: ours, or another spaCy pipeline in its place.

``Document`` enters, ``Extraction`` leaves.
"""

from typing import Protocol

from kg.errors import SettingsError
from kg.extract.document import extract_document
from kg.model.bundle import Model, read_bundle
from kg.records import Document, Extraction, Mention, digest
from kg.schema import ENTITY_TYPES
from kg.settings import Settings


class Extractor(Protocol):
    """Anything that reads a document."""

    def __call__(self, document: Document) -> Extraction:
        """All that the document says."""


class OwnExtractor:
    """The shipped model."""

    def __init__(self, settings: Settings) -> None:
        self._model, self._timezone = Model(), settings.timezone

    def __call__(self, document: Document) -> Extraction:
        """All that the document says."""
        return extract_document(document, model=self._model, timezone=self._timezone)


#: Labels of other Chinese pipelines (OntoNotes, CoNLL, MSRA) as ours; the rest are left out.
OTHER_LABELS = {
    "PERSON": "PER",
    "NORP": "MISC",
    "EVENT": "EVT",
    "FACILITY": "FAC",
    "WORK_OF_ART": "MISC",
    "LAW": "MISC",
    "PRODUCT": "MISC",
} | {label: label for label in ENTITY_TYPES}


class SpacyExtractor:
    """Another spaCy pipeline: its ``doc.ents`` are the mentions; it finds no events."""

    def __init__(self, name: str) -> None:
        """Load a pipeline by package name or path.

        Raises:
            SettingsError: spaCy finds no such pipeline.
        """
        import spacy

        try:
            self._nlp = spacy.load(name)
        except (OSError, ImportError, ValueError) as exc:
            raise SettingsError(f"--nlp: spaCy can't load {name} ({exc}); install that pipeline first") from exc

    def __call__(self, document: Document) -> Extraction:
        """The pipeline's names as mentions."""
        mentions = []
        for start, end in document.sentences:
            for span in self._nlp(document.text[start:end]).ents:
                label = OTHER_LABELS.get(span.label_)
                if label:
                    bounds = start + span.start_char, start + span.end_char
                    key = digest(document.id, *bounds, label)
                    mentions.append(
                        Mention(
                            id=key,
                            document_id=document.id,
                            start=bounds[0],
                            end=bounds[1],
                            text=span.text,
                            label=label,
                            score=1.0,
                        )
                    )
        return Extraction(document=document, mentions=tuple(mentions))


def make_extractor_for(settings: Settings) -> Extractor:
    """The extractor that the settings ask for."""
    return SpacyExtractor(settings.nlp) if settings.nlp else OwnExtractor(settings)


def extractor_digest(settings: Settings) -> str:
    """What tells the results of one extractor from those of another."""
    return f"spacy:{settings.nlp}" if settings.nlp else str(read_bundle()["digest"])
