"""Write docs/ontology.md from ontologies/kg.ttl: ``python docs/make_ontology_page.py``."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import rdflib
from rdflib import OWL, RDF, RDFS, SKOS
from rdflib.collection import Collection

ROOT: Final = Path(__file__).resolve().parent.parent
KG: Final = rdflib.Namespace("https://example.org/newskg/ontology#")
KINDS: Final = (
    ("Classes", OWL.Class),
    ("Modalities", KG.Modality),
    ("Properties between things", OWL.ObjectProperty),
    ("Properties with a value", OWL.DatatypeProperty),
    ("Annotations", OWL.AnnotationProperty),
)
LINKS: Final = (
    ("kind of", RDFS.subClassOf),
    ("kind of", RDFS.subPropertyOf),
    ("from", RDFS.domain),
    ("to", RDFS.range),
    ("like", SKOS.closeMatch),
    ("the same as", SKOS.exactMatch),
    ("PLOVER", KG.plover),
    ("CAMEO", KG.cameo),
    ("notation", SKOS.notation),
)


def make_page(ontology: rdflib.Graph) -> str:
    """The page, in Markdown."""
    lines = [
        "# The vocabulary",
        "",
        "Made from `ontologies/kg.ttl` by `python docs/make_ontology_page.py`; change that file, not this page.",
        f"Namespace: `{KG}`, prefix `kg:`.",
    ]
    for heading, kind in KINDS:
        terms = sorted(term for term in ontology.subjects(RDF.type, kind) if term.startswith(KG))
        lines += ["", f"## {heading}", ""]
        for term in terms:
            lines += _entry(ontology, term)
    return "\n".join(lines) + "\n"


def _entry(ontology: rdflib.Graph, term: rdflib.URIRef) -> Iterator[str]:
    text = {
        (predicate, value.language): str(value)
        for predicate in (RDFS.label, SKOS.definition, SKOS.example)
        for value in ontology.objects(term, predicate)
    }
    yield f"**`{_short(ontology, term)}`** {text[RDFS.label, 'zh']} · {text[RDFS.label, 'en']}"
    example = text.get((SKOS.example, "zh"))
    yield f": {text[SKOS.definition, 'en']} {text[SKOS.definition, 'zh']}" + (f" 例：{example}" if example else "")
    found = [f"{name} {', '.join(values)}" for name, link in LINKS if (values := _values(ontology, term, link))]
    chains = [Collection(ontology, chain) for chain in ontology.objects(term, OWL.propertyChainAxiom)]
    found += sorted(f"follows from `{'/'.join(_short(ontology, step) for step in chain)}`" for chain in chains)
    if (term, RDF.type, OWL.SymmetricProperty) in ontology:
        found.append("symmetric")
    yield f": {'; '.join(found)}" if found else ""
    yield ""


def _values(ontology: rdflib.Graph, term: rdflib.URIRef, link: rdflib.URIRef) -> list[str]:
    values: list[str] = []
    for value in ontology.objects(term, link):
        union, inverse = ontology.value(value, OWL.unionOf), ontology.value(value, OWL.inverseOf)
        parts = list(Collection(ontology, union)) if union else [inverse or value]
        values += [("the inverse of " if inverse else "") + f"`{_short(ontology, part)}`" for part in parts]
    return sorted(values)


def _short(ontology: rdflib.Graph, term: rdflib.term.Node) -> str:
    return ontology.namespace_manager.qname(term) if isinstance(term, rdflib.URIRef) else str(term)


if __name__ == "__main__":
    page = make_page(rdflib.Graph().parse(ROOT / "ontologies" / "kg.ttl"))
    (ROOT / "docs" / "ontology.md").write_text(page, "utf-8")
