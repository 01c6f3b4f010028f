"""What the graph says of one IRI, cut to what a page can hold.

An IRI and a way to ask enter; an ``About`` for a page leaves, or the query that gives the same as RDF. Hubs have
thousands of values and statements: each step here picks few rows before the next looks up what belongs to them.
"""

from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

from kg.export.terms import KG, PREFIXES

Row: TypeAlias = Mapping[str, Any]
Ask: TypeAlias = Callable[[str], Awaitable[list[dict[str, Any]]]]

#: Values of one property on a page; a state is mentioned in thousands of articles.
MAX_VALUES: Final = 20
#: Statements on a page and in the RDF of an IRI, those that are said most often.
MAX_STATEMENTS: Final = 100
#: Passages of an article or behind a statement; the fullest of 4,403 articles has 219, a statement 1,147.
MAX_PASSAGES: Final = 500
#: With more statements than this, the roles in events, nearly all said once, are not compared with the others.
_HUB: Final = 2_000

_TYPE: Final = PREFIXES["rdf"] + "type"
_LABEL: Final = PREFIXES["rdfs"] + "label"
_FACTS: Final = "SELECT ?p ?o (isLiteral(?o) AS ?is_literal) {{ <{0}> ?p ?o }} LIMIT 50000"
_NAMES: Final = 'SELECT ?o ?name {{ VALUES ?o {{ {0} }} ?o rdfs:label ?name FILTER(LANG(?name) = "zh") }}'
_N_STATEMENTS: Final = "SELECT (COUNT(*) AS ?n) {{ {{ ?s rdf:subject <{0}> }} UNION {{ ?s rdf:object <{0}> }} }}"
_STATEMENTS: Final = """SELECT ?s {{
  {{ ?s rdf:subject <{0}> }} UNION {{ ?s rdf:object <{0}> }} ?s a ?kind ; kg:count ?count
  FILTER(?kind != kg:CoOccurrence) }} ORDER BY DESC(?count) ?s LIMIT {1}"""
_STATEMENTS_OF_HUB: Final = """SELECT ?s {{
  {{ SELECT ?s {{ {{ ?s rdf:subject <{0}> }} UNION {{ ?s rdf:object <{0}> }}
       MINUS {{ ?s a kg:CoOccurrence }} MINUS {{ ?s a kg:RoleStatement }} }} }}
  ?s kg:count ?count }} ORDER BY DESC(?count) ?s LIMIT {1}"""
_DETAILS: Final = """SELECT ?s ?subject ?subject_name ?predicate ?object ?object_name ?count ?confidence {{
  VALUES ?s {{ {0} }}
  ?s rdf:subject ?subject ; rdf:predicate ?predicate ; rdf:object ?object ; kg:count ?count
  OPTIONAL {{ ?s kg:confidence ?confidence }}
  OPTIONAL {{ ?subject rdfs:label ?subject_name FILTER(LANG(?subject_name) = "zh") }}
  OPTIONAL {{ ?object rdfs:label ?object_name FILTER(LANG(?object_name) = "zh") }}
}} ORDER BY DESC(?count) ?s"""
_QUOTES: Final = """SELECT ?s ?passage ?quote {{
  {{ SELECT ?s (SAMPLE(?one) AS ?passage) {{ VALUES ?s {{ {0} }} ?s kg:evidence ?one }} GROUP BY ?s }}
  ?passage kg:quote ?quote }}"""
_PASSAGES: Final = """SELECT ?passage ?quote ?article ?article_name {{
  {{ SELECT ?passage {{ {{ ?passage kg:inArticle <{0}> }} UNION {{ <{0}> kg:evidence ?passage }} }} LIMIT {1} }}
  ?passage kg:quote ?quote ; kg:inArticle ?article ; kg:start ?start
  OPTIONAL {{ ?article rdfs:label ?article_name FILTER(LANG(?article_name) = "zh") }}
}} ORDER BY ?article ?start"""
_TRIPLES: Final = """CONSTRUCT {{ ?s ?p ?o }} {{
  {{ VALUES ?s {{ <{0}> <{0}#geometry> {1} }} }} UNION
  {{ SELECT ?s {{ {{ ?s kg:inArticle <{0}> }} UNION {{ <{0}> kg:evidence ?s }} }} LIMIT {2} }}
  ?s ?p ?o }}"""
_ALL_VALUES: Final = """SELECT ?value ?name {{
  <{0}> <{1}> ?value
  OPTIONAL {{ ?value rdfs:label ?name FILTER(LANG(?name) = "zh") }}
}} ORDER BY ?name ?value"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Property:
    """One property of an IRI: the values shown (``o``, ``o_name``), how many there are, a query that gives all."""

    iri: str
    values: Sequence[Row]
    n_values: int
    query: str


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What a page tells of an IRI; one row more than may be shown stands for all that are left out."""

    iri: str
    properties: Sequence[Property]
    statements: Sequence[Row]
    passages: Sequence[Row]

    @property
    def labels(self) -> list[str]:
        """Its names in all languages."""
        return [str(row["o"]) for item in self.properties if item.iri == _LABEL for row in item.values]


async def read_about(iri: str, ask: Ask) -> About | None:
    """What the graph says of an IRI, None if nothing; types, labels and other literals come first."""
    facts = await ask(_FACTS.format(iri))
    if not facts:
        return None
    values: dict[str, list[dict[str, Any]]] = {}
    for fact in sorted(facts, key=lambda fact: str(fact["o"])):  # five times as fast here as there
        values.setdefault(fact["p"], []).append(fact)
    order = sorted(values, key=lambda p: (p != _TYPE, p != _LABEL, not values[p][0]["is_literal"], p))
    shown = {p: values[p][:MAX_VALUES] for p in order}
    nodes = {row["o"] for rows in shown.values() for row in rows if not row["is_literal"] and _is_node(row["o"])}
    names = {row["o"]: row["name"] for row in await ask(_NAMES.format(_terms(sorted(nodes))))}
    return About(
        iri=iri,
        properties=[
            Property(
                iri=p,
                values=[{"o": row["o"], "o_name": names.get(row["o"])} for row in shown[p]],
                n_values=len(values[p]),
                query=_ALL_VALUES.format(iri, p),
            )
            for p in order
        ],
        statements=await _read_statements(iri, ask),
        passages=await ask(_PASSAGES.format(iri, MAX_PASSAGES + 1)),
    )


async def triples_about(iri: str, ask: Ask) -> str:
    """The query for what the page of an IRI tells: its own triples, its geometry, its passages, its statements."""
    return _TRIPLES.format(iri, _terms(await _find_statements(iri, ask, MAX_STATEMENTS)), MAX_PASSAGES)


async def _find_statements(iri: str, ask: Ask, most: int) -> list[str]:
    (row,) = await ask(_N_STATEMENTS.format(iri))
    query = _STATEMENTS if row["n"] <= _HUB else _STATEMENTS_OF_HUB
    return [row["s"] for row in await ask(query.format(iri, most))] if row["n"] else []


async def _read_statements(iri: str, ask: Ask) -> list[Row]:
    terms = _terms(await _find_statements(iri, ask, MAX_STATEMENTS + 1))
    if not terms:
        return []
    quotes = {row["s"]: row for row in await ask(_QUOTES.format(terms))}
    return [row | {**quotes.get(row["s"], {}), "s": row["s"]} for row in await ask(_DETAILS.format(terms))]


def _is_node(iri: str) -> bool:
    return not iri.startswith(KG) and " " not in iri


def _terms(iris: Iterable[str]) -> str:
    return " ".join(f"<{iri}>" for iri in iris)
