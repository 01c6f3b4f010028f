"""The questions that ship with kg: ``ontologies/queries/*.rq``, each with titles, a description and parameters.

A name and values enter, SPARQL leaves. A parameter is a ``VALUES ?name { default }`` line of the query, so that each
file runs in any SPARQL tool as it stands; a value is put there as a typed term, never as text of the query.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import cache
from pathlib import Path
from typing import Final

from kg.errors import QueryError
from kg.export.nquads import quote_literal
from kg.export.terms import string
from kg.export.vocabulary import ENTITY_CLASSES, EVENT_CLASSES
from kg.settings import ontology_dir

_HEADER = re.compile(r"# (title-zh|title-en|about): (.+)")
_PARAMETER = re.compile(r"# param (\w+) ([a-z-]+): (.+)")
_ANY: Final = "UNDEF"
#: Kinds of which any value may be asked for; the others bound what is asked for, and a bound has to be there.
_OPEN_KINDS: Final = frozenset({"text", "entity-type", "event-type"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """A value that a named query asks for; ``kind`` is text, day, number, share, degrees, entity-type or event-type."""

    name: str
    kind: str
    about: str
    default: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedQuery:
    """One file of ``ontologies/queries``."""

    name: str
    title_zh: str
    title_en: str
    about: str
    parameters: tuple[Parameter, ...]
    text: str

    def fill(self, values: Mapping[str, object]) -> str:
        """The SPARQL text with the given values in place of the defaults.

        An empty text or type asks for any; an empty day, number, share or degrees leaves the default.

        Raises:
            QueryError: No such parameter, or a value that is not of its kind.
        """
        known = {parameter.name: parameter for parameter in self.parameters}
        text = self.text
        for name, value in values.items():
            if name not in known:
                offered = ", ".join(known) or "none"
                raise QueryError(f"{self.name}: no parameter {name}; it has {offered}", reason="parameter")
            kind, word = known[name].kind, str(value).strip()
            if word:
                text = _put(text, name, _term(kind, word, where=f"{self.name}: {name}"))
            elif kind in _OPEN_KINDS:
                text = _put(text, name, _ANY)
        return text


@cache
def named_queries() -> dict[str, NamedQuery]:
    """All named queries, sorted by name."""
    return {path.stem: _read(path) for path in sorted((ontology_dir() / "queries").glob("*.rq"))}


def find_query(name: str) -> NamedQuery:
    """The named query.

    Raises:
        QueryError: There is none of that name.
    """
    queries = named_queries()
    if name not in queries:
        raise QueryError(f"{name}: no such query; there are {', '.join(queries)}", reason="parameter")
    return queries[name]


def _values_line(name: str) -> re.Pattern[str]:
    return re.compile(rf"(VALUES \?{name} )\{{ ((?:\"[^\"]*\"|[^{{}}\"])*) \}}")


def _put(text: str, name: str, term: str) -> str:
    return _values_line(name).sub(lambda found: f"{found.group(1)}{{ {term} }}", text)


def _read(path: Path) -> NamedQuery:
    text = path.read_text("utf-8")
    header = {found.group(1): found.group(2) for line in text.splitlines() if (found := _HEADER.match(line))}
    parameters = []
    for name, kind, about in (found.groups() for line in text.splitlines() if (found := _PARAMETER.match(line))):
        line = _values_line(name).search(text)
        if line is None:
            raise QueryError(f"{path}: parameter {name} has no line VALUES ?{name} {{ … }}; add it")
        parameters.append(Parameter(name=name, kind=kind, about=about, default=_shown(line.group(2))))
    return NamedQuery(
        name=path.stem,
        title_zh=header["title-zh"],
        title_en=header["title-en"],
        about=header["about"],
        parameters=tuple(parameters),
        text=text,
    )


def _shown(term: str) -> str:
    """A default as a person would write it: 秦刚, MEET, 0.9."""
    if term.startswith("kg:"):
        return next(name for name, iri in {**ENTITY_CLASSES, **EVENT_CLASSES}.items() if iri.endswith("#" + term[3:]))
    return "" if term == _ANY else term.strip('"')


def _term(kind: str, value: str, *, where: str) -> str:
    if kind == "text":
        return quote_literal(string(value))
    if kind == "day":
        return f'"{_day(value, where=where)}"'
    if kind == "number":
        return _number(value, Decimal(0), Decimal(10**9), where=where, is_whole=True)
    if kind == "share":
        return _number(value, Decimal(0), Decimal(1), where=where)
    if kind == "degrees":
        return _number(value, Decimal(-180), Decimal(180), where=where)
    classes = ENTITY_CLASSES if kind == "entity-type" else EVENT_CLASSES
    if value.upper() not in classes:
        raise QueryError(f"{where}: {value} is no type; choose from {', '.join(classes)}", reason="parameter")
    return f"<{classes[value.upper()]}>"


def _day(value: str, *, where: str) -> str:
    try:
        return date.fromisoformat(value).isoformat()
    except ValueError as exc:
        raise QueryError(f"{where}: {value} is no day; write 2023-05-02", reason="parameter") from exc


def _number(value: str, least: Decimal, most: Decimal, *, where: str, is_whole: bool = False) -> str:
    try:
        number = Decimal(value)
    except InvalidOperation as exc:
        raise QueryError(f"{where}: {value} is no number; write 2 or 0.5", reason="parameter") from exc
    if not (number.is_finite() and least <= number <= most) or (is_whole and number != int(number)):
        kind = "a whole number" if is_whole else "a number"
        raise QueryError(f"{where}: {value} is not {kind} from {least} to {most}", reason="parameter")
    return str(int(number)) if is_whole else f'"{number:f}"^^<http://www.w3.org/2001/XMLSchema#decimal>'
