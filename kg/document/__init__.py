"""Articles in, documents out: the text cut into sentences, the units in which the model reads."""

from kg.document.sentences import make_document, split_sentences

__all__ = ["make_document", "split_sentences"]
