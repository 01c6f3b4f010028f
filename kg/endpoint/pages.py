"""HTML pages: plain, without anything from outside, every value escaped where it is put in."""

from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import Any
from urllib.parse import quote, urlencode

from kg.endpoint.resource import MAX_PASSAGES, MAX_STATEMENTS, About, Property, Row
from kg.export.terms import KG, PREFIXES
from kg.export.urls import safe_url
from kg.query.named import NamedQuery


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

    def resource(self, about: About) -> str:
        """The page of one IRI: what is said of it, statements about it, and the sentences behind them."""
        title = max(about.labels, key=lambda text: any(char >= "\u3400" for char in text), default=about.iri)
        alternates = "".join(
            f'<link rel="alternate" type="{media}" href="?format={name}">'
            for name, media in (
                ("ttl", "text/turtle"),
                ("jsonld", "application/ld+json"),
                ("nt", "application/n-triples"),
            )
        )
        parts = [f"<h1>{escape(title)}</h1><p class=dim>{escape(about.iri)} · ", '<a href="?format=ttl">Turtle</a> · ']
        parts += ['<a href="?format=jsonld">JSON-LD</a></p>', "<table><tbody>"]
        parts += [*map(self._property, about.properties), "</tbody></table>"]
        if about.passages:
            parts += ["<h2>原文段落 Passages</h2><ol>"]
            parts += [self._passage(row, of=about.iri) for row in about.passages[:MAX_PASSAGES]]
            parts += ["</ol>", _cut(f"only {MAX_PASSAGES} are shown") if len(about.passages) > MAX_PASSAGES else ""]
        if about.statements:
            parts += ["<h2>陈述与证据 Statements and their evidence</h2>"]
            parts += [self.table(list(map(_linked, about.statements[:MAX_STATEMENTS])), _STATEMENT_HEADS)]
            if len(about.statements) > MAX_STATEMENTS:
                parts += [_cut(f"only the {MAX_STATEMENTS} most frequent are shown")]
        return self.frame(title, "".join(parts), head=alternates)

    def _property(self, item: Property) -> str:
        values = [self.value(row["o"], row["o_name"]) for row in item.values]
        if item.n_values > len(values):
            address = "/sparql?" + urlencode({"query": item.query})
            values += [f'<a href="{escape(address)}">… and {item.n_values - len(values):,} more</a>']
        return f"<tr><td>{self.value(item.iri)}</td><td>{'<br>'.join(values)}</td></tr>"

    def _passage(self, row: Row, *, of: str) -> str:
        link = self.value(row["passage"], row["quote"])
        if row["article"] == of:
            return f'<li id="{escape(row["passage"].partition("#")[2])}">{link}</li>'
        return f"<li>{link} · {self.value(row['article'], row['article_name'])}</li>"

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

    def value(self, value: Any, name: str | int | None = None) -> str:
        """A value as HTML: an IRI as a link under its name, known namespaces shortened."""
        if value is None:
            return ""
        text = str(value)
        if isinstance(value, str) and text.startswith(KG):
            return f'<a href="/ontology">{escape(_short(text))}</a>'
        if isinstance(value, str) and self._base and text.startswith(self._base):
            path, mark, fragment = text[len(self._base) :].partition("#")
            link = "/" + quote(path, safe="/") + (mark + quote(fragment, safe="=,") if mark else "")
            return f'<a href="{escape(link)}">{escape(str(name or text[len(self._base) :] or text))}</a>'
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


def _linked(statement: Row) -> Row:
    """The row with its number leading to the statement, which has all passages, and its quote into the article."""
    places = {"count": statement["s"], "count_name": statement["count"]}
    return {**statement, **places, "quote": statement.get("passage"), "quote_name": statement.get("quote")}


def _cut(text: str) -> str:
    return f'<p class="dim">… {text}</p>'


def _short(iri: str) -> str:
    for prefix, namespace in PREFIXES.items():
        if iri.startswith(namespace) and "/" not in iri[len(namespace) :]:
            return f"{prefix}:{iri[len(namespace) :]}"
    return iri
