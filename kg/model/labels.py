"""The numbers that the network gives to kinds of span and of pair.

The order is part of the weights: a bundle stores it and refuses to load under another.
"""

from typing import Final

from kg.schema import ENTITY_TYPES, EVENT_TYPES, MODALITIES, RELATION_TYPES

#: Index 0 of both span heads means "no span".
NAME_LABELS: Final = (*ENTITY_TYPES, "TTL", "TIME")
TRIGGER_LABELS: Final = tuple(EVENT_TYPES)
MODALITY_LABELS: Final = tuple(MODALITIES)

#: Kinds of span that the pair network knows; 0 stands for a kind that is hidden in training.
KINDS: Final = ("?", *NAME_LABELS, *TRIGGER_LABELS)
KIND_ID: Final = {kind: index for index, kind in enumerate(KINDS)}

ARGUMENT_LABELS: Final = ("agent", "target", "place", "time", "topic", "source")
TITLE_LABELS: Final = ("holder", "of")
RELATION_LABELS: Final = tuple(RELATION_TYPES)
PAIR_LABELS: Final = (*ARGUMENT_LABELS, *TITLE_LABELS, *RELATION_LABELS, "same")
ARGUMENT_SLICE: Final = slice(0, 6)
TITLE_SLICE: Final = slice(6, 8)
RELATION_SLICE: Final = slice(8, 8 + len(RELATION_LABELS))
SAME: Final = len(PAIR_LABELS) - 1

#: Spans of up to this many characters are scored; 99.6 % of annotated names and 99.9 % of triggers are no longer.
MAX_NAME: Final = 28
MAX_TRIGGER: Final = 4

#: Buckets of the signed distance in characters between two spans, and of the distance in sentences.
N_DISTANCES: Final = 20
N_SENTENCE_DISTANCES: Final = 6
