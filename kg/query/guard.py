"""What a query may not do, told from its text before any engine sees it.

A query enters; it leaves unchanged, or an error says why it is refused. The engine would follow ``SERVICE`` to
the network, so the word is looked for as the engine's grammar sees it: outside strings, IRIs, comments, variables and
local names, and even where no space parts it from a number. A false alarm costs a renamed prefix; a miss, a request.
"""

import re
from typing import Final

from kg.errors import QueryError

#: Longest query that is read, in characters; the longest of ``ontologies/queries`` has 1,500.
MAX_QUERY: Final = 100_000
#: Deeper braces and brackets than this exhaust the stack of a recursive parser.
MAX_DEPTH: Final = 200

_TOKEN = re.compile(
    r"""
      (?P<escape> \\. )
    | (?P<string> \"{3}(?:[^\"\\]|\\.|\"(?!\"\"))*\"{3} | '{3}(?:[^'\\]|\\.|'(?!''))*'{3}
                | \"(?:[^\"\\\n\r]|\\.)*\" | '(?:[^'\\\n\r]|\\.)*' )
    | (?P<iri> <(?:[^<>\"{}|^`\\\x00-\x20]|\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8})*> )
    | (?P<comment> \#[^\n\r]* )
    | (?P<name> [?$]\w+ | (?<=:)\w+ )
    """,
    re.VERBOSE | re.DOTALL,
)
_ESCAPED = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
_SERVICE = re.compile("service", re.IGNORECASE)
_FROM = re.compile(r"(?<![\w:])FROM\b(?!\s*:)\s*(?:NAMED\b\s*)?", re.IGNORECASE)
_UPDATE = re.compile(r"\s*(INSERT|DELETE|LOAD|CLEAR|CREATE|DROP|COPY|MOVE|ADD|WITH)\b", re.IGNORECASE)
_PROLOGUE = re.compile(r"\s*(?:PREFIX\b\s*[\w.-]*:\s*<>|BASE\b\s*<>)", re.IGNORECASE)


def check_query(text: str) -> list[str]:
    """The IRIs of all FROM and FROM NAMED clauses of a query that is not refused; they may only name stored graphs.

    Raises:
        QueryError: It is too long or too deep, changes the graph, or asks another server.
    """
    if len(text) > MAX_QUERY:
        raise QueryError(f"query: longer than {MAX_QUERY:,} characters; ask in several queries", reason="refused")
    # Some parsers resolve \u0053 before they read, others don't: both readings must be harmless.
    bare = _bare(text)
    for reading in (bare, _bare(_ESCAPED.sub(_unescape, text))):
        if _SERVICE.search(reading):
            raise QueryError(
                "query: SERVICE is refused, as nothing here asks another server; ask what is in this graph",
                reason="refused",
            )
    _check_depth(bare)
    if _UPDATE.match(_without_prologue(bare)):
        raise QueryError(
            "query: updates are refused, the graph is read only; change the articles and build again", reason="refused"
        )
    return _from_clauses(text)


def _bare(text: str) -> str:
    """The text with strings, comments, variables and local names blanked and IRIs emptied."""
    return _TOKEN.sub(lambda found: "<>" if found.lastgroup == "iri" else " ", text)


def _unescape(found: re.Match[str]) -> str:
    code = int(found.group(1) or found.group(2), 16)
    return chr(code) if code <= 0x10FFFF else "\ufffd"


def _check_depth(bare: str) -> None:
    depth = 0
    for char in bare:
        if char in "{([":
            depth += 1
        elif char in "})]":
            depth -= 1
        if depth > MAX_DEPTH:
            raise QueryError(f"query: nested more than {MAX_DEPTH} deep; write it flatter", reason="refused")


def _without_prologue(bare: str) -> str:
    while found := _PROLOGUE.match(bare):
        bare = bare[found.end() :]
    return bare


def _from_clauses(text: str) -> list[str]:
    """IRIs behind FROM; a prefixed name there is refused, as only the engine could say what it stands for."""
    iris: list[str] = []
    kept = _TOKEN.sub(lambda found: f"<{len(iris)}>" if _keep(found, iris) else " ", text)
    graphs = []
    for clause in _FROM.finditer(kept):
        number = re.match(r"<(\d+)>", kept[clause.end() :])
        if number is None:
            raise QueryError("query: FROM needs a full IRI in <…>; write it without a prefix", reason="refused")
        graphs.append(iris[int(number.group(1)) - 1])
    return graphs


def _keep(found: re.Match[str], iris: list[str]) -> bool:
    if found.lastgroup == "iri":
        iris.append(found.group()[1:-1])
        return True
    return False
