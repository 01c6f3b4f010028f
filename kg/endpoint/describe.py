"""What the endpoint says of itself: SPARQL 1.1 Service Description and VoID."""

from pathlib import Path
from typing import Final

import pyoxigraph as ox

from kg.settings import ontology_dir

_SD: Final = "http://www.w3.org/ns/sparql-service-description#"
_FORMATS: Final = "http://www.w3.org/ns/formats/"
_TYPE: Final = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
_RESULTS: Final = ("SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV", "Turtle",
                   "N-Triples", "JSON-LD", "RDF_XML")  # fmt: skip


def service_description(endpoint: str) -> list[ox.Triple]:
    """The triples of the description; named graphs are left out, as there is one an article, up to many thousands."""
    service, dataset = ox.NamedNode(endpoint), ox.NamedNode(endpoint + "#dataset")
    default = ox.NamedNode(endpoint + "#default")

    def sd(name: str) -> ox.NamedNode:
        return ox.NamedNode(_SD + name)

    triples = [
        ox.Triple(service, _TYPE, sd("Service")),
        ox.Triple(service, sd("endpoint"), service),
        ox.Triple(service, sd("supportedLanguage"), sd("SPARQL11Query")),
        ox.Triple(service, sd("defaultDataset"), dataset),
        ox.Triple(dataset, _TYPE, sd("Dataset")),
        ox.Triple(dataset, sd("defaultGraph"), default),
        ox.Triple(default, _TYPE, sd("Graph")),
    ]
    triples += [ox.Triple(service, sd("resultFormat"), ox.NamedNode(_FORMATS + name)) for name in _RESULTS]
    return triples


def void_description(values: dict[str, str | int]) -> str:
    """The template ``ontologies/void.ttl`` with its words in braces filled in; values are IRIs and numbers only."""
    text = Path(ontology_dir() / "void.ttl").read_text("utf-8")
    for name, value in values.items():
        text = text.replace("{" + name + "}", str(value))
    return text
