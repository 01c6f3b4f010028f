"""Answers in the form that is asked for: for people, for programs, for other stores.

A ``Result`` enters, text leaves. SELECT gives rows, ASK a truth, CONSTRUCT and DESCRIBE triples.
"""

import io
import unicodedata
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Final

import pyoxigraph as ox

from kg.errors import QueryError
from kg.export.terms import KG, PREFIXES

FORMATS: Final = ("table", "json", "csv", "tsv", "ttl")

_NUMBERS: Final = frozenset(PREFIXES["xsd"] + name for name in ("decimal", "double", "float"))
_RESULTS: Final = {
    "json": ox.QueryResultsFormat.JSON,
    "xml": ox.QueryResultsFormat.XML,
    "csv": ox.QueryResultsFormat.CSV,
    "tsv": ox.QueryResultsFormat.TSV,
}
_TRIPLES: Final = {
    "ttl": ox.RdfFormat.TURTLE,
    "nt": ox.RdfFormat.N_TRIPLES,
    "jsonld": ox.RdfFormat.JSON_LD,
    "rdf": ox.RdfFormat.RDF_XML,
}
#: Columns wider than this are cut in tables; the other formats give all.
_MAX_WIDTH: Final = 60

Value = str | int | float | bool | None


@dataclass(frozen=True, slots=True)
class Result:
    """What a query gave: ``kind`` is rows, boolean or triples; ``body`` is TSV, ``true``/``false`` or N-Triples."""

    kind: str
    body: bytes

    @property
    def truth(self) -> bool:
        """The answer of an ASK."""
        return self.body == b"true"

    @property
    def variables(self) -> list[str]:
        """Names of the columns; subject, predicate and object for triples."""
        if self.kind == "triples":
            return ["subject", "predicate", "object"]
        return [variable.value for variable in self._solutions().variables] if self.kind == "rows" else ["answer"]

    def rows(self) -> list[dict[str, Value]]:
        """The rows with plain values: IRIs and text as strings, numbers as numbers, None for what is unbound."""
        if self.kind == "boolean":
            return [{"answer": self.truth}]
        if self.kind == "triples":
            return [
                {"subject": _plain(quad.subject), "predicate": _plain(quad.predicate), "object": _plain(quad.object)}
                for quad in self.triples()
            ]
        solutions = self._solutions()
        names = [variable.value for variable in solutions.variables]
        return [{name: _plain(row[name]) for name in names} for row in solutions]

    def triples(self) -> list[ox.Quad]:
        """The triples of a CONSTRUCT or DESCRIBE."""
        return list(ox.parse(self.body, format=ox.RdfFormat.N_TRIPLES))

    def serialize(self, name: str) -> bytes:
        """The result in one of json, xml, csv, tsv (rows and truths) or ttl, nt, jsonld, rdf (triples).

        Raises:
            QueryError: The format doesn't fit the kind of result.
        """
        if self.kind == "triples" and name in _TRIPLES:
            prefixes = dict(PREFIXES) if name == "ttl" else None
            triples = sorted({quad.triple for quad in self.triples()}, key=str)
            return ox.serialize(triples, format=_TRIPLES[name], prefixes=prefixes) or b""
        if self.kind == "boolean" and name in ("json", "xml"):
            answer = b'{"head":{},"boolean":' + self.body + b"}"
            return (
                ox.parse_query_results(answer, format=ox.QueryResultsFormat.JSON).serialize(format=_RESULTS[name])
                or b""
            )
        if self.kind == "boolean" and name in ("csv", "tsv"):
            return self.body + b"\n"
        if self.kind == "rows" and name in _RESULTS:
            return self.body if name == "tsv" else self._solutions().serialize(format=_RESULTS[name]) or b""
        raise QueryError(
            f"query: its answer is {self.kind}, which {name} can't hold; choose another format", reason="format"
        )

    def _solutions(self) -> ox.QuerySolutions:
        solutions = ox.parse_query_results(self.body, format=ox.QueryResultsFormat.TSV)
        assert isinstance(solutions, ox.QuerySolutions)
        return solutions


def format_results(result: Result, format_: str) -> str:
    """The result as text in one of ``FORMATS``; triples come as N-Triples lines where csv or tsv is asked for.

    Raises:
        QueryError: No such format, or it doesn't fit the kind of result.
    """
    if format_ not in FORMATS:
        raise QueryError(f"--format: {format_} is unknown; choose from {', '.join(FORMATS)}", reason="format")
    if format_ == "table":
        return _table(result)
    if result.kind == "triples":
        format_ = {"json": "jsonld", "csv": "nt", "tsv": "nt"}.get(format_, format_)
    return result.serialize(format_).decode("utf-8")


def _plain(term: Any) -> Value:
    if isinstance(term, ox.Literal):
        datatype = term.datatype.value
        with suppress(ValueError):  # an ill-typed literal stays the text it is
            if datatype == PREFIXES["xsd"] + "integer":
                return int(term.value)
            if datatype in _NUMBERS:
                return float(term.value)
        if datatype == PREFIXES["xsd"] + "boolean":
            return str(term.value) in ("true", "1")
        return str(term.value)
    return None if term is None else str(term.value) if hasattr(term, "value") else str(term)


def _table(result: Result) -> str:
    names = result.variables
    cells = [[_cell(row[name]) for name in names] for row in result.rows()]
    widths = [max(_width(text) for text in column) for column in zip(names, *cells, strict=True)]
    out = io.StringIO()
    for row in (names, ["─" * width for width in widths], *cells):
        padded = (text + " " * (width - _width(text)) for text, width in zip(row, widths, strict=True))
        out.write("  ".join(padded).rstrip() + "\n")
    return out.getvalue()


def _cell(value: Value) -> str:
    """One line of bounded width, without characters that would turn the terminal's direction or colour."""
    if value is None:
        return ""
    text = str(value).lower() if isinstance(value, bool) else str(value)
    text = "kg:" + text[len(KG) :] if text.startswith(KG) else text
    text = "".join(char if unicodedata.category(char)[0] != "C" else " " for char in text)
    if _width(text) <= _MAX_WIDTH:
        return text
    while _width(text) > _MAX_WIDTH - 1:
        text = text[: len(text) - max(1, (_width(text) - _MAX_WIDTH) // 2)]
    return text + "…"


def _width(text: str) -> int:
    """Columns that a terminal gives the text; Chinese characters take two."""
    return sum(
        2 if unicodedata.east_asian_width(char) in "WF" else 0 if unicodedata.combining(char) else 1 for char in text
    )
