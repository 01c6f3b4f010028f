"""The terms that RDF is made of here: IRIs and literals that are valid in every syntax.

Text of articles enters and comes out as literals without control characters or lone surrogates; node keys of the
graph enter and come out as IRIs. Which triples are said is left to ``statements.py``.
"""

import re
from datetime import date, datetime
from decimal import Decimal
from typing import Final, NamedTuple, TypeAlias

#: The vocabulary's own namespace. It does not follow ``--base-iri``: two builds must speak the same words.
KG: Final = "https://example.org/newskg/ontology#"

PREFIXES: Final = {
    "kg": KG,
    "dcterms": "http://purl.org/dc/terms/",
    "geo": "http://www.opengis.net/ont/geosparql#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "prov": "http://www.w3.org/ns/prov#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "schema": "https://schema.org/",
    "sf": "http://www.opengis.net/ont/sf#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "void": "http://rdfs.org/ns/void#",
    "wd": "http://www.wikidata.org/entity/",
    "wgs84": "http://www.w3.org/2003/01/geo/wgs84_pos#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}

# Not allowed in XML 1.0, so neither in RDF/XML nor in SPARQL's XML results; U+FFFD keeps every offset in its place.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
_CHINESE = re.compile("[\u3400-\u9fff]")
_QID = re.compile(r"Q[1-9][0-9]*\Z")


class Iri(str):
    """An absolute IRI."""

    __slots__ = ()


class Literal(NamedTuple):
    """A literal; ``datatype`` is empty for plain strings and for those with a language."""

    text: str
    datatype: str = ""
    language: str = ""


Term: TypeAlias = Iri | Literal


def vocabulary(prefix: str, local: str) -> Iri:
    """The IRI of a word of one of the vocabularies in ``PREFIXES``."""
    return Iri(PREFIXES[prefix] + local)


def clean_text(text: str) -> str:
    """The text with characters that some RDF syntax can't hold replaced by U+FFFD, one for one."""
    return _FORBIDDEN.sub("\ufffd", text)


def string(text: str) -> Literal:
    """A plain string."""
    return Literal(clean_text(text))


def label(text: str, language: str = "zh") -> Literal:
    """A string in a language."""
    return Literal(clean_text(text), "", language)


def described(text: str) -> Literal:
    """A string in Chinese if it has a Chinese character, else in English."""
    return label(text, "zh" if _CHINESE.search(text) else "en")


def integer(number: int) -> Literal:
    """An ``xsd:integer``."""
    return Literal(str(int(number)), PREFIXES["xsd"] + "integer")


def decimal(number: float, *, places: int = 4) -> Literal:
    """An ``xsd:decimal`` in the shortest form, so that stores that keep values and not words give the same bytes."""
    text = format(Decimal(str(round(float(number), places))).normalize(), "f")
    return Literal("0" if text == "-0" else text, PREFIXES["xsd"] + "decimal")


def day(text: str | None) -> Literal | None:
    """An ``xsd:date`` from an ISO date or the day of an ISO datetime; None if there is no such day."""
    try:
        value = date.fromisoformat((text or "")[:10])
    except ValueError:
        return None
    return Literal(value.isoformat(), PREFIXES["xsd"] + "date")


def moment(text: str | None) -> Literal | None:
    """An ``xsd:dateTime`` from an ISO datetime, with its offset; None if it can't be read. Without one it is UTC."""
    try:
        value = datetime.fromisoformat(text or "")
    except ValueError:
        return None
    if not value.utcoffset():
        value = value.replace(tzinfo=None)
    return Literal(
        value.replace(microsecond=0).isoformat() + ("" if value.tzinfo else "Z"), PREFIXES["xsd"] + "dateTime"
    )


def wikidata(qid: str | None) -> Iri | None:
    """The IRI of a Wikidata item, None for anything that is no item."""
    return Iri(PREFIXES["wd"] + qid) if qid and _QID.match(qid) else None


class Names:
    """Makes IRIs of node keys under one base IRI."""

    def __init__(self, base_iri: str) -> None:
        self.base_iri = base_iri
        # RFC 5147 names a span of a text by a fragment; a base that has a fragment already can't have another.
        self._mark = "#" if "#" not in base_iri else "/"

    def node(self, key: str) -> Iri:
        """The IRI of a node: base IRI + key."""
        return Iri(self.base_iri + key)

    def passage(self, article: str, start: int, end: int) -> Iri:
        """The IRI of a span of an article's text, after RFC 5147: ``article/…#char=12,40``."""
        return Iri(f"{self.base_iri}{article}{self._mark}char={start},{end}")

    def geometry(self, entity: str) -> Iri:
        """The IRI of the point of a place."""
        return Iri(f"{self.base_iri}{entity}{self._mark}geometry")
