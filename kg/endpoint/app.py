"""The web application: which address gives what.

``/`` explorer, ``/sparql`` protocol and editor, ``/queries`` the questions of ``ontologies/queries``, ``/entity/…``,
``/event/…``, ``/article/…``, ``/statement/…`` the IRIs of the graph, ``/ontology`` the vocabulary.
"""

import re
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Final

import anyio
import pyoxigraph as ox
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request as HttpRequest
from starlette.responses import HTMLResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from kg.endpoint.describe import service_description, void_description
from kg.endpoint.graphs import Graphs
from kg.endpoint.guard import Guard
from kg.endpoint.http import HttpError, answered
from kg.endpoint.negotiation import HTML, ROWS, TRIPLES, choose
from kg.endpoint.pages import Pages
from kg.endpoint.pool import MAX_RUNNING, MAX_WAITING, Pool
from kg.endpoint.protocol import answer, ask, in_thread, page, read_query, wants_page
from kg.endpoint.resource import read_about, triples_about
from kg.endpoint.review import review_routes
from kg.errors import KgError, QueryError
from kg.export.terms import PREFIXES
from kg.export.view.page import json_for_html
from kg.query.named import named_queries
from kg.query.results import Result
from kg.query.runner import Limits, Request
from kg.settings import ontology_dir

_TURTLE, _N_TRIPLES = ox.RdfFormat.TURTLE, ox.RdfFormat.N_TRIPLES
_STATUS: Final[Mapping[type[KgError], int]] = {QueryError: 400, KgError: 404}
_ASSETS: Final = Path(__file__).parent / "assets"
_NOT_IN_IRI: Final = re.compile(r'[\x00-\x20<>"{}|\\^`]')
_ENTITY: Final = PREFIXES["kg"] + "Entity"
_DATASET: Final = PREFIXES["void"] + "Dataset"
_EXAMPLE: Final = """PREFIX kg: <https://example.org/newskg/ontology#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
SELECT ?name ?mentions WHERE {
  ?person a kg:Person ; rdfs:label ?name ; kg:mentionCount ?mentions .
  FILTER(LANG(?name) = "zh")
} ORDER BY DESC(?mentions) LIMIT 20
"""
_COUNTS: Final = """SELECT ?triples ?entities ?events ?articles {
  { SELECT (COUNT(*) AS ?triples) { ?s ?p ?o } } { SELECT (COUNT(*) AS ?entities) { ?e a kg:Entity } }
  { SELECT (COUNT(*) AS ?events) { ?v a kg:Event } } { SELECT (COUNT(*) AS ?articles) { ?a a kg:Article } } }"""


def build_app(out: Path, *, limits: Limits | None, allowed_hosts: tuple[str, ...]) -> Starlette:
    """The application of a built folder.

    Raises:
        InputError: Nothing has been built there.
    """
    pool = Pool(out, limits=limits or Limits())
    site = Site(out, pool)

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        app.state.threads = anyio.CapacityLimiter(MAX_RUNNING + MAX_WAITING + 4)
        pool.open()
        yield
        pool.close()

    routes = [
        Route("/", answered(site.explorer, _STATUS)),
        Route("/sparql", answered(site.sparql, _STATUS), methods=["GET", "POST"]),
        Route("/queries", answered(site.questions, _STATUS)),
        Route("/queries/{name}", answered(site.question, _STATUS)),
        Route("/api/search", answered(site.search, _STATUS)),
        Route("/api/neighbourhood", answered(site.around, _STATUS)),
        Route("/ontology", answered(site.ontology, _STATUS)),
        Route("/.well-known/void", answered(site.void, _STATUS)),
        Route("/favicon.ico", _no_icon),  # browsers ask for one with every page
        *review_routes(out, pool),
        Mount("/assets", StaticFiles(directory=_ASSETS)),
        Route("/{key:path}", answered(site.resource, _STATUS)),
    ]
    return Starlette(routes=routes, lifespan=lifespan, middleware=[Middleware(Guard, allowed_hosts=allowed_hosts)])


async def _as_rdf(http: HttpRequest, turtle: str) -> Response:
    format_ = http.query_params.get("format", "")
    chosen = format_ or choose(http.headers.get("accept", ""), {**TRIPLES, **HTML})
    if chosen == "html" or (chosen == "ttl" and not format_):
        return Response(turtle, media_type="text/turtle; charset=utf-8", headers={"Vary": "Accept"})
    parsed = ox.parse(turtle, format=_TURTLE)
    triples = await in_thread(http, lambda: ox.serialize(parsed, format=_N_TRIPLES) or b"")
    return await answer(Result("triples", triples), http, format_)


async def _no_icon(http: HttpRequest) -> Response:
    return Response(status_code=204)


class Site:
    """The handlers, with what they share."""

    def __init__(self, out: Path, pool: Pool) -> None:
        self._pool = pool
        self._graphs = Graphs(out)
        self._base: tuple[str, str] = ("", "")
        #: Counting takes seconds on millions of triples: once for each version of the store.
        self._counted: tuple[str, dict[str, str | int]] = ("", {})

    async def explorer(self, http: HttpRequest) -> Response:
        """The explorer, with its own policy; only framing is forbidden from here."""
        page = await anyio.to_thread.run_sync(self._graphs.page)
        return HTMLResponse(page, headers={"Content-Security-Policy": "frame-ancestors 'none'"})

    async def sparql(self, http: HttpRequest) -> Response:
        """The protocol; without a query, the editor for people and the service description for programs."""
        request, format_ = await read_query(http)
        # What kind of result a query has is known when it has run, so its text may be asked for in any form.
        offered = {**ROWS, **TRIPLES} if request else TRIPLES
        if http.method != "POST" and wants_page(http, offered, format_):
            return page((await self._pages(http)).editor(request.text if request else _EXAMPLE))
        if request is None:
            return await self._describe(http, format_)
        return await answer(await ask(self._pool, request, http), http, format_)

    async def questions(self, http: HttpRequest) -> Response:
        """The list of named queries."""
        return HTMLResponse((await self._pages(http)).questions(named_queries().values()))

    async def question(self, http: HttpRequest) -> Response:
        """A named query, answered: a page for people, any result format for programs."""
        name = http.path_params["name"]
        if name not in named_queries():
            raise HttpError(404, f"{name}: no such query; /queries lists them")
        values = dict(http.query_params)
        format_ = values.pop("format", "")
        query = named_queries()[name]
        result = await ask(self._pool, Request(text=query.fill(values)), http)
        if not wants_page(http, ROWS, format_):
            return await answer(result, http, format_)
        pages = await self._pages(http)
        return page(await in_thread(http, lambda: pages.answer(query, values, result.variables, result.rows())))

    async def search(self, http: HttpRequest) -> Response:
        """Entities by name, for the explorer."""
        return _json(await anyio.to_thread.run_sync(self._graphs.search, http.query_params.get("q", "")[:200]))

    async def around(self, http: HttpRequest) -> Response:
        """The surroundings of an entity, for the explorer."""
        return _json(await anyio.to_thread.run_sync(self._graphs.around, http.query_params.get("key", "")[:500]))

    async def ontology(self, http: HttpRequest) -> Response:
        """The vocabulary, as RDF in the form asked for; browsers get the Turtle, which is written to be read."""
        return await _as_rdf(http, (ontology_dir() / "kg.ttl").read_text("utf-8"))

    async def void(self, http: HttpRequest) -> Response:
        """What the graph holds, in VoID."""
        version = self._pool.version
        if self._counted[0] != version:
            base = await self._base_iri(http)
            counts = (await self._ask(http, _COUNTS)).rows()[0]
            first = (await self._ask(http, f"SELECT ?e {{ ?e a <{_ENTITY}> }} ORDER BY ?e LIMIT 1")).rows()
            values: dict[str, str | int] = {name: int(value or 0) for name, value in counts.items()}
            self._counted = version, values | {"base": base, "example": str(first[0]["e"]) if first else base}
        values = self._counted[1] | {"endpoint": _here(http, "/sparql")}
        return await _as_rdf(http, void_description(values))

    async def resource(self, http: HttpRequest) -> Response:
        """An IRI of the graph: a page or RDF, by Accept or ``?format=``."""
        base = await self._base_iri(http)
        iri = base + http.path_params["key"]
        if _NOT_IN_IRI.search(iri):
            raise HttpError(404, "there is no such page")

        async def rows(text: str) -> list[dict[str, Any]]:
            result = await self._ask(http, text)
            return await in_thread(http, result.rows)

        format_ = http.query_params.get("format", "")
        if wants_page(http, TRIPLES, format_):
            about = await read_about(iri, rows)
            if about:
                return page(Pages(base).resource(about))
        elif (await self._ask(http, f"ASK {{ <{iri}> ?p ?o }}")).truth:
            return await answer(await self._ask(http, await triples_about(iri, rows)), http, format_)
        raise HttpError(404, f"{iri}: nothing is said of it in this graph")

    async def _describe(self, http: HttpRequest, format_: str) -> Response:
        triples = service_description(_here(http, "/sparql"))
        body = ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES) or b""
        return await answer(Result("triples", body), http, format_)

    async def _ask(self, http: HttpRequest, text: str) -> Result:
        return await ask(self._pool, Request(text=text), http)

    async def _pages(self, http: HttpRequest) -> Pages:
        return Pages(await self._base_iri(http))

    async def _base_iri(self, http: HttpRequest) -> str:
        version = self._pool.version
        if self._base[0] != version:
            rows = (await self._ask(http, f"SELECT ?d {{ ?d a <{_DATASET}> }} LIMIT 1")).rows()
            self._base = (version, str(rows[0]["d"]) if rows else "")
        return self._base[1]


def _here(http: HttpRequest, path: str) -> str:
    return f"{http.url.scheme}://{http.headers['host']}{path}"


def _json(value: Any) -> Response:
    """JSON that is inert even if something takes it for HTML."""
    return Response(json_for_html(value), media_type="application/json")
