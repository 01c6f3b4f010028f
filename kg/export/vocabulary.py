"""Which word of ``ontologies/kg.ttl`` stands for which word of ``kg/schema.py``.

Entity and event types become classes, relation types and roles become properties, modalities become individuals.
"""

from typing import Final

from kg.export.terms import KG, Iri
from kg.schema import EVENT_TYPES, MODALITIES, RELATION_TYPES, ROLES

#: Names of the classes; the short codes of the model stand in the ontology as ``skos:notation``.
ENTITY_CLASSES: Final = {
    "PER": Iri(KG + "Person"),
    "GPE": Iri(KG + "GeopoliticalEntity"),
    "LOC": Iri(KG + "Location"),
    "FAC": Iri(KG + "Facility"),
    "ORG": Iri(KG + "Organization"),
    "EVT": Iri(KG + "NamedEvent"),
    "MISC": Iri(KG + "OtherEntity"),
}
EVENT_CLASSES: Final = {name: Iri(f"{KG}{name.capitalize()}Event") for name in EVENT_TYPES}

#: Plain triples between who did it and to whom: ``秦刚 kg:meet 敏昂莱``.
INTERACTION_PROPERTIES: Final = {name: Iri(KG + name.lower()) for name in EVENT_TYPES}

#: The graph's roles: those of the schema but time, which is a value and no entity, and who is said to have said it.
ROLE_PROPERTIES: Final = {name: Iri(KG + name) for name in (*(role for role in ROLES if role != "time"), "source")}

MODALITY_IRIS: Final = {name: Iri(KG + name) for name in MODALITIES}


def _camel(name: str) -> str:
    first, *rest = name.split("_")
    return first + "".join(part.capitalize() for part in rest)


RELATION_PROPERTIES: Final = {name: Iri(KG + _camel(name)) for name in RELATION_TYPES}
