"""HTML pages: plain, without anything from outside, every value escaped where it is put in."""

from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import Any
from urllib.parse import quote, urlencode

from kg.export.terms import KG, PREFIXES
from kg.export.urls import safe_url
from kg.query.named import NamedQuery

Row = Mapping[str, Any]


class Pages:
    """Makes pages in which IRIs under the base IRI of the graph link to their pages here."""

    def __init__(self, base_iri: str) -> None:
        self._base = base_iri

    def frame(self, title: str, body: str, *, head: str = "") -> str:
        """A whole page."""
        return (
            f'<!doctype html><html lang="zh"><head><meta charset="utf-8"><title>{escape(title)}</title>'
            '<meta name="viewport" content="width=device-width, initial-scale=1">'
            f'<link rel="stylesheet" href="/assets/page.css">{head}</head><body><nav><a href="/">图 Explorer</a> '
            '<a href="/queries">问题 Questions</a><a href="/sparql">SPARQL</a><a href="/review">审核 Review</a>'
            '<a href="/ontology">词汇 Vocabulary</a></nav>'
            f"{body}</body></html>"
        )

    def resource(self, iri: str, facts: Sequence[Row], statements: Sequence[Row]) -> str:
        """The page of one IRI: what is said of it, and statements about it with the sentences behind them."""
        labels = [str(row["o"]) for row in facts if row["p"].endswith("#label")]
        title = max(labels, key=lambda text: any(char >= "\u3400" for char in text), default=iri)
        alternates = "".join(
            f'<link rel="alternate" type="{media}" href="?format={name}">'
            for name, media in (
                ("ttl", "text/turtle"),
                ("jsonld", "application/ld+json"),
                ("nt", "application/n-triples"),
            )
        )
        parts = [f"<h1>{escape(str(title))}</h1><p class=dim>{escape(iri)} · ", '<a href="?format=ttl">Turtle</a> · ']
        parts += ['<a href="?format=jsonld">JSON-LD</a></p>', self.table(facts, {"p": "", "o": ""})]
        if statements:
            parts += ["<h2>陈述与证据 Statements and their evidence</h2>", self.table(statements, _STATEMENT_HEADS)]
        return self.frame(str(title), "".join(parts), head=alternates)

    def questions(self, queries: Iterable[NamedQuery]) -> str:
        """The list of named queries, each a form."""
        return self.frame("问题 Questions", "<h1>问题 Questions</h1>" + "".join(map(self._form, queries)))

    def answer(self, query: NamedQuery, values: Mapping[str, str], columns: Sequence[str], rows: Sequence[Row]) -> str:
        """The rows of a named query under its form."""
        parts = [f"<h1>{escape(query.title_zh)} · {escape(query.title_en)}</h1>", self._form(query, values)]
        links = " · ".join(
            f'<a href="?{escape(urlencode({**values, "format": name}))}">{name.upper()}</a>'
            for name in ("csv", "json", "tsv")
        )
        editor = f'<a href="/sparql?{escape(urlencode({"query": query.fill(values)}))}">SPARQL</a>'
        parts.append(f"<p class=dim>{len(rows)} rows · {links} · {editor}</p>")
        parts.append(self.table(rows, dict(zip(columns, columns, strict=True))))
        return self.frame(query.title_en, "".join(parts))

    def editor(self, text: str) -> str:
        """The SPARQL editor; a plain form where YASGUI can't run."""
        head = '<link rel="stylesheet" href="/assets/yasgui/yasgui.min.css">'
        body = (
            '<h1>SPARQL</h1><div id="yasgui"></div><form id="plain" method="get" action="/sparql">'
            f'<textarea id="query" name="query" aria-label="SPARQL">{escape(text)}</textarea>'
            '<p><select name="format"><option>json<option>csv<option>tsv<option>xml<option>ttl<option>jsonld</select> '
            '<button>Run</button></p></form><script src="/assets/yasgui/yasgui.min.js"></script>'
            '<script src="/assets/editor.js"></script>'
        )
        return self.frame("SPARQL", body, head=head)

    def table(self, rows: Sequence[Row], heads: Mapping[str, str]) -> str:
        """Rows as a table; columns without a heading have none."""
        head = "".join(f"<th>{escape(text)}" for text in heads.values()) if any(heads.values()) else ""
        body = "".join(
            "<tr>" + "".join(f"<td>{self.value(row[name], row.get(f'{name}_name'))}" for name in heads) for row in rows
        )
        return f"<table><thead><tr>{head}</thead><tbody>{body}</tbody></table>"

    def value(self, value: Any, name: str | None = None) -> str:
        """A value as HTML: an IRI as a link under its name, known namespaces shortened."""
        if value is None:
            return ""
        text = str(value)
        if isinstance(value, str) and text.startswith(KG):
            return f'<a href="/ontology">{escape(_short(text))}</a>'
        if isinstance(value, str) and self._base and text.startswith(self._base):
            path, mark, fragment = text[len(self._base) :].partition("#")
            link = "/" + quote(path, safe="/") + (mark + quote(fragment, safe="=,") if mark else "")
            return f'<a href="{escape(link)}">{escape(name or text[len(self._base) :] or text)}</a>'
        address = safe_url(text) if isinstance(value, str) and " " not in text else None
        return f'<a href="{escape(address)}" rel="noreferrer">{escape(_short(text))}</a>' if address else escape(text)

    def _form(self, query: NamedQuery, values: Mapping[str, str] | None = None) -> str:
        given = values or {}
        fields = "".join(
            f'<label>{escape(item.about)} <input name="{item.name}" '
            f'value="{escape(given.get(item.name, item.default))}"></label>'
            for item in query.parameters
        )
        return (
            f'<form method="get" action="/queries/{query.name}"><p><b>{escape(query.title_zh)}</b> · '
            f'{escape(query.title_en)} <span class="dim">{query.name}</span></p>'
            f'<p class="dim">{escape(query.about)}</p>'
            f"{fields}<button>查询 Ask</button></form>"
        )


_STATEMENT_HEADS = {
    "subject": "主语",
    "predicate": "谓语",
    "object": "宾语",
    "count": "次数",
    "confidence": "置信度",
    "quote": "原文",
}


def _short(iri: str) -> str:
    for prefix, namespace in PREFIXES.items():
        if iri.startswith(namespace) and "/" not in iri[len(namespace) :]:
            return f"{prefix}:{iri[len(namespace) :]}"
    return iri
