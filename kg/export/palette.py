"""Colours and shapes of the explorer and of GEXF, safe for the common kinds of colour blindness.

Hues are Okabe and Ito's ("Color Universal Design", 2008), darkened where text has to stand on white; a shape says
the same as the colour, so that neither has to be seen alone.
"""

from collections.abc import Mapping
from typing import Any, Final

ENTITY_COLOURS: Final = {
    "PER": "#d55e00",
    "GPE": "#0072b2",
    "LOC": "#009e73",
    "FAC": "#8c6d31",
    "ORG": "#cc79a7",
    "EVT": "#e6a700",
    "MISC": "#7f7f7f",
}

ENTITY_SHAPES: Final = {
    "PER": "circle",
    "GPE": "hexagon",
    "LOC": "triangle",
    "FAC": "pentagon",
    "ORG": "square",
    "EVT": "star",
    "MISC": "cross",
}

#: Families of event types: a colour for each of 33 types could not be told apart.
EVENT_FAMILIES: Final = {
    "speech": ("SAY", "CRITICIZE", "SUPPORT", "REQUEST", "REJECT"),
    "diplomacy": ("MEET", "VISIT", "AGREE", "AID"),
    "politics": ("LAW", "ELECT", "APPOINT", "RESIGN", "PROTEST", "COUP"),
    "force": ("SANCTION", "ATTACK", "MILITARY", "ARREST", "RELEASE", "TRIAL"),
    "harm": ("DIE", "INJURE", "DISASTER", "ACCIDENT", "EPIDEMIC"),
    "society": ("BUSINESS", "MARKET", "SCIENCE", "SPORT", "CULTURE", "LIFE", "MIGRATE"),
}

FAMILY_COLOURS: Final = {
    "speech": "#56b4e9",
    "diplomacy": "#009e73",
    "politics": "#8c5fbf",
    "force": "#d55e00",
    "harm": "#6b6b6b",
    "society": "#e6a700",
}

FAMILY_LABELS: Final = {
    "speech": ("言论", "words"),
    "diplomacy": ("外交", "diplomacy"),
    "politics": ("政治", "politics"),
    "force": ("强制与武力", "coercion and force"),
    "harm": ("灾害与伤亡", "harm"),
    "society": ("经济与社会", "economy and society"),
}

ARTICLE_COLOUR: Final = "#b0b0b0"

_FAMILY_OF: Final = {name: family for family, names in EVENT_FAMILIES.items() for name in names}


def family_of(event_type: str) -> str:
    """The family whose colour an event type wears."""
    return _FAMILY_OF[event_type]


def node_colour(attributes: Mapping[str, Any]) -> str:
    """The colour of a node as ``#rrggbb``."""
    kind, name = attributes.get("kind"), str(attributes.get("type", ""))
    if kind == "entity":
        return ENTITY_COLOURS.get(name, ARTICLE_COLOUR)
    if kind == "event":
        return FAMILY_COLOURS[family_of(name)]
    return ARTICLE_COLOUR
