"""The extractor that a build uses: ours, or another spaCy pipeline in its place.

``Document`` enters, ``Extraction`` leaves.
"""

import hashlib
from pathlib import Path
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
            raise _cannot_load(name, exc) from exc

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
    """What tells the results of one extractor from those of another.

    Raises:
        SettingsError: spaCy finds no such pipeline.
        ModelError: The shipped model is missing or damaged.
    """
    return _spacy_digest(settings.nlp) if settings.nlp else str(read_bundle()["digest"])


def _spacy_digest(name: str) -> str:
    """Versions of spaCy and of a pipeline; of one given by its path the files too, for it may be saved again there."""
    from spacy.about import __version__
    from spacy.util import get_model_meta, get_package_path, is_package

    if name.startswith("blank:"):
        return f"spacy:{__version__}:{name}"
    try:
        is_installed = is_package(name)
        folder = get_package_path(name) if is_installed else Path(name)
        meta = get_model_meta(folder)
        files = "installed" if is_installed else _files_digest(folder)
    except (OSError, ImportError, ValueError) as exc:
        raise _cannot_load(name, exc) from exc
    return f"spacy:{__version__}:{meta['lang']}_{meta['name']}:{meta['version']}:{files}"


def _files_digest(folder: Path) -> str:
    parts = []
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        with path.open("rb") as file:
            parts.append((path.relative_to(folder).as_posix(), hashlib.file_digest(file, "sha256").hexdigest()))
    return digest(*parts)


def _cannot_load(name: str, exc: Exception) -> SettingsError:
    return SettingsError(f"--nlp: spaCy can't load {name} ({exc}); install that pipeline first")
