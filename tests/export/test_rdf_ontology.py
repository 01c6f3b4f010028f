"""The four places that hold the vocabulary say the same: code, OWL, SHACL, JSON-LD context."""

import importlib.util
import re
from pathlib import Path

import pytest
import rdflib
from rdflib import OWL, RDF, RDFS, SKOS
from rdflib.collection import Collection

from kg.export.jsonld import load_context
from kg.export.reading import read_rdf
from kg.export.statements import Statements
from kg.export.terms import KG, PREFIXES
from kg.export.vocabulary import (
    ENTITY_CLASSES,
    EVENT_CLASSES,
    INTERACTION_PROPERTIES,
    MODALITY_IRIS,
    RELATION_PROPERTIES,
    ROLE_PROPERTIES,
)
from kg.schema import ENTITY_TYPES, EVENT_TYPES, MODALITIES, MUTUAL_EVENTS, RELATION_TYPES, ROLES
from kg.settings import ontology_dir
from tests.export.rdf_files import write_all
from tests.graph_factory import small_graph, synthetic_graph

SH = rdflib.Namespace("http://www.w3.org/ns/shacl#")
KINDS = (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty, rdflib.URIRef(KG + "Modality"))


@pytest.fixture(scope="module")
def ontology():
    return rdflib.Graph().parse(ontology_dir() / "kg.ttl")


@pytest.fixture(scope="module")
def shapes():
    return rdflib.Graph().parse(ontology_dir() / "shapes.ttl")


def ends(graph, term, side):
    value = graph.value(term, side)
    if value == rdflib.URIRef(KG + "Entity"):
        return set(ENTITY_CLASSES.values())
    union = graph.value(value, OWL.unionOf)
    return {str(item) for item in Collection(graph, union)} if union else {str(value)}


@pytest.mark.parametrize(
    ("iris", "terms"),
    [
        (ENTITY_CLASSES, ENTITY_TYPES),
        (EVENT_CLASSES, EVENT_TYPES),
        (RELATION_PROPERTIES, RELATION_TYPES),
        (INTERACTION_PROPERTIES, EVENT_TYPES),
        (MODALITY_IRIS, MODALITIES),
        (
            {name: iri for name, iri in ROLE_PROPERTIES.items() if name in ROLES},
            {k: v for k, v in ROLES.items() if k != "time"},
        ),
    ],
    ids=["entities", "events", "relations", "interactions", "modalities", "roles"],
)
def test_code_and_ontology_have_the_same_words_and_labels(ontology, iris, terms):
    assert iris.keys() == terms.keys()
    for name, term in terms.items():
        labels = {(str(label), label.language) for label in ontology.objects(rdflib.URIRef(iris[name]), RDFS.label)}
        assert labels == {(term.zh, "zh"), (term.en, "en")}, name


def test_event_codes_are_the_schema_s(ontology):
    for name, term in EVENT_TYPES.items():
        subject = rdflib.URIRef(EVENT_CLASSES[name])
        code = ontology.value(subject, rdflib.URIRef(KG + "plover"))
        assert (str(code) if code else None) == term.code, name
        assert str(ontology.value(subject, SKOS.notation)) == name
        assert rdflib.URIRef(KG + "Event") in set(ontology.transitive_objects(subject, RDFS.subClassOf))
        symmetric = (rdflib.URIRef(INTERACTION_PROPERTIES[name]), RDF.type, OWL.SymmetricProperty) in ontology
        assert symmetric == (name in MUTUAL_EVENTS)


def test_relations_have_the_ends_and_symmetry_of_the_schema(ontology):
    for name, term in RELATION_TYPES.items():
        subject = rdflib.URIRef(RELATION_PROPERTIES[name])
        assert ends(ontology, subject, RDFS.domain) == {ENTITY_CLASSES[type_] for type_ in term.subjects}, name
        assert ends(ontology, subject, RDFS.range) == {ENTITY_CLASSES[type_] for type_ in term.objects}, name
        assert ((subject, RDF.type, OWL.SymmetricProperty) in ontology) == term.symmetric


def test_ontology_has_no_word_that_the_code_lacks(ontology):
    notated = {str(subject) for subject in ontology.subjects(SKOS.notation)}
    known = (ENTITY_CLASSES, EVENT_CLASSES, RELATION_PROPERTIES, INTERACTION_PROPERTIES, MODALITY_IRIS, ROLE_PROPERTIES)
    assert notated == {str(iri) for iris in known for iri in iris.values()}


def test_every_term_is_labelled_and_defined_in_both_languages(ontology):
    terms = {term for kind in KINDS for term in ontology.subjects(RDF.type, kind) if str(term).startswith(KG)}
    assert len(terms) > 150
    for term in terms:
        for predicate in (RDFS.label, SKOS.definition):
            assert {text.language for text in ontology.objects(term, predicate)} == {"zh", "en"}, (term, predicate)
    modelled = (ENTITY_CLASSES, EVENT_CLASSES, RELATION_PROPERTIES, MODALITY_IRIS, ROLE_PROPERTIES)
    for iri in (iri for iris in modelled for iri in iris.values()):
        assert ontology.value(rdflib.URIRef(iri), SKOS.example), iri


def test_what_an_article_denies_is_no_event_of_other_vocabularies(ontology):
    kg = rdflib.Namespace(KG)
    kinds = set(ontology.transitive_objects(kg.Event, RDFS.subClassOf)) - {kg.Event}
    assert kinds == {rdflib.URIRef(PREFIXES["prov"] + "Entity")}
    for iri in ROLE_PROPERTIES.values():
        parents = set(ontology.objects(rdflib.URIRef(iri), RDFS.subPropertyOf))
        assert parents == (set() if iri == KG + "source" else {kg.participant}), iri


def test_chains_of_found_by_lead_from_every_statement_and_event_to_the_extractor(ontology, tmp_path):
    kg = rdflib.Namespace(KG)
    graph = read_rdf(write_all(small_graph(), tmp_path)["ttl"])
    chains = [list(Collection(ontology, head)) for head in ontology.objects(kg.foundBy, OWL.propertyChainAxiom)]
    direct, through_event = sorted(chains, key=len, reverse=True)
    assert through_event == [kg.event, kg.foundBy]
    for subject in {*graph.subjects(RDF.type, kg.Event), *graph.subjects(RDF.predicate)}:
        ends = {subject, *graph.objects(subject, kg.event)}
        for step in direct:
            ends = {end for start in ends for end in graph.objects(start, step)}
        assert ends == set(graph.subjects(RDF.type, kg.Extractor)), subject


def test_exports_use_only_words_that_the_ontology_defines(ontology):
    used = set()
    for graph in (small_graph(), synthetic_graph(30)):
        statements = Statements(graph, "https://example.org/newskg/")
        blocks = [
            *statements.merged_blocks(),
            *(b for key in statements.article_keys() for b in statements.article_blocks(key)),
        ]
        used |= {str(term) for block in blocks for pair in block.pairs for term in pair if str(term).startswith(KG)}
    used.discard(KG)
    assert len(used) > 100
    assert {term for term in used if (rdflib.URIRef(term), RDF.type, None) not in ontology} == set()


def test_shapes_name_only_words_of_the_ontology_and_all_types(ontology, shapes):
    words = {str(term) for triple in shapes for term in triple if re.match(re.escape(KG) + r"(?!\w+Shape$)", str(term))}
    assert {word for word in words if (rdflib.URIRef(word), RDF.type, None) not in ontology} == set()
    lists = [{str(item) for item in Collection(shapes, head)} for head in shapes.objects(None, SH["in"])]
    kinds = ((ENTITY_CLASSES, "Entity"), (EVENT_CLASSES, "Event"))
    assert all({*iris.values(), KG + parent} in lists for iris, parent in kinds)
    for iris in (MODALITY_IRIS, RELATION_PROPERTIES, ROLE_PROPERTIES, INTERACTION_PROPERTIES):
        assert set(iris.values()) in lists


def test_shapes_ask_the_types_of_the_schema(shapes):
    for name, term in RELATION_TYPES.items():
        for path, types in ((SH.targetSubjectsOf, term.subjects), (SH.targetObjectsOf, term.objects)):
            shape = shapes.value(None, path, rdflib.URIRef(RELATION_PROPERTIES[name]))
            if len(types) == len(ENTITY_TYPES) or (term.symmetric and path == SH.targetObjectsOf):
                assert shape is None, name
                continue
            union = shapes.value(shape, SH["or"])
            classes = [shapes.value(item, SH["class"]) for item in Collection(shapes, union)] if union else None
            found = classes or [shapes.value(shape, SH["class"])]
            assert {str(item) for item in found} == {ENTITY_CLASSES[type_] for type_ in types}, (name, path)


def test_shapes_are_core_shacl_only(shapes):
    assert not list(shapes.triples((None, SH.sparql, None)))
    assert not list(shapes.triples((None, SH.js, None)))


def test_context_has_every_property_and_the_type_of_its_range(ontology):
    context = load_context()
    prefixes = {name: value for name, value in context.items() if isinstance(value, str)}
    assert prefixes == PREFIXES
    terms = {value["@id"]: value for value in context.values() if isinstance(value, dict)}
    for kind in (OWL.ObjectProperty, OWL.DatatypeProperty):
        for term in ontology.subjects(RDF.type, kind):
            name = "kg:" + str(term)[len(KG) :]
            if name in {"kg:participant", "kg:relatedTo", "kg:interactsWith", "kg:foundBy"}:
                continue
            range_ = str(ontology.value(term, RDFS.range) or "").replace(PREFIXES["xsd"], "xsd:")
            coerced = "@id" if kind == OWL.ObjectProperty else {"xsd:string": None}.get(range_, range_ or None)
            assert terms[name].get("@type") == coerced, name


def test_ontology_page_is_up_to_date(ontology):
    docs = Path(__file__).resolve().parents[2] / "docs"
    spec = importlib.util.spec_from_file_location("make_ontology_page", docs / "make_ontology_page.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    assert (docs / "ontology.md").read_text("utf-8") == module.make_page(ontology)
