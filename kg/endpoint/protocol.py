"""The SPARQL 1.1 Protocol: an HTTP request becomes a query, a result becomes an answer, an error its status.

https://www.w3.org/TR/sparql11-protocol/ ; only queries, as the graph is read only.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Final, TypeVar
from urllib.parse import parse_qsl

import anyio
from starlette.requests import Request as HttpRequest
from starlette.responses import HTMLResponse, Response

from kg.endpoint.http import FORM, HttpError, media_type, read_body
from kg.endpoint.negotiation import HTML, ROWS, TRIPLES, choose
from kg.endpoint.pool import BusyError, Pool, Ticket
from kg.errors import InputError, QueryError
from kg.query.results import Result
from kg.query.runner import Request

#: Bytes of a request body; the longest query that is read has 100,000 characters.
MAX_BODY: Final = 1_000_000
RETRY_AFTER_S: Final = 2

T = TypeVar("T")

_DIRECT: Final = "application/sparql-query"
#: For caches, on whatever was chosen by Accept, and on the word that nothing could be.
_NEGOTIATED: Final = {"Vary": "Accept"}
_STATUS: Final = {
    "syntax": 400,
    "parameter": 400,
    "refused": 400,
    "format": 406,
    "time": 504,
    "memory": 500,
    "rows": 500,
}


async def read_query(http: HttpRequest) -> tuple[Request | None, str]:
    """The query of a request and the format it names, if any; a GET without a query asks what the service is.

    Raises:
        HttpError: The request breaks the protocol.
    """
    fields = _fields(http.url.query)
    text: list[str] | None = None
    if http.method == "POST":
        media = media_type(http)
        if media not in (FORM, _DIRECT):
            raise HttpError(415, f"content-type: {media or 'none'} is not read; send {_DIRECT} or {FORM}")
        body = await read_body(http, most=MAX_BODY, what="body", instead="ask in several queries")
        if media == FORM:
            fields += _fields(body)
        else:
            text = [body]
            if _values(fields, "query"):
                raise HttpError(400, "query: given twice; send it as the body or as a parameter")
    if _values(fields, "update"):
        raise HttpError(400, "update: refused, the graph is read only; change the articles and build again")
    queries = _values(fields, "query") if text is None else text
    formats = _values(fields, "format")
    for name, values in (("query", queries), ("format", formats)):
        if len(values) > 1:
            raise HttpError(400, f"{name}: given more than once; send one")
    format_ = formats[0] if formats else ""
    if not queries:
        if http.method == "POST":
            raise HttpError(400, "query: none was sent; give the parameter query")
        return None, format_
    request = Request(
        text=queries[0],
        default_graphs=tuple(_values(fields, "default-graph-uri")),
        named_graphs=tuple(_values(fields, "named-graph-uri")),
    )
    return request, format_


def _values(fields: list[tuple[str, str]], name: str) -> list[str]:
    return [value for key, value in fields if key == name]


def _fields(text: str) -> list[tuple[str, str]]:
    try:
        return parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=200)
    except ValueError as exc:
        raise HttpError(400, f"parameters: {exc}; send them percent-encoded in UTF-8") from exc


async def ask(pool: Pool, request: Request, http: HttpRequest) -> Result:
    """Run a query in a worker; if the client goes away, so does the query.

    Raises:
        HttpError: The query is wrong, refused, at a limit, or too many wait.
    """
    ticket = Ticket()
    result: list[Result] = []
    errors: list[Exception] = []

    async def run() -> None:
        try:
            result.append(await anyio.to_thread.run_sync(pool.ask, request, ticket, limiter=_threads(http)))
        except (QueryError, InputError, BusyError) as exc:
            errors.append(exc)
        group.cancel_scope.cancel()

    async def watch() -> None:
        while (await http.receive())["type"] != "http.disconnect":
            pass
        ticket.cancel()

    async with anyio.create_task_group() as group:
        group.start_soon(watch)
        group.start_soon(run)
    if errors:
        raise _http_error(errors[0]) from errors[0]
    return result[0]


def _threads(http: HttpRequest) -> anyio.CapacityLimiter:
    limiter: anyio.CapacityLimiter = http.app.state.threads
    return limiter


def _http_error(error: Exception) -> HttpError:
    if isinstance(error, QueryError):
        return HttpError(_STATUS.get(error.reason, 400), str(error))
    if isinstance(error, BusyError):
        return HttpError(503, "query: too many wait; ask again soon", Retry_After=str(RETRY_AFTER_S))
    return HttpError(503, str(error), Retry_After=str(RETRY_AFTER_S))


async def in_thread(http: HttpRequest, work: Callable[[], T]) -> T:
    """What the work gives, which would hold up every other request if it were done here."""
    return await anyio.to_thread.run_sync(work, limiter=_threads(http))


def wants_page(http: HttpRequest, offered: Mapping[str, Sequence[str]], format_: str = "") -> bool:
    """Whether a request for one of these formats would rather have a page; a format that it names decides."""
    return (format_ or choose(http.headers.get("accept", ""), {**offered, **HTML})) == "html"


def page(text: str) -> Response:
    """A page that the client could have had in another form."""
    return HTMLResponse(text, headers=_NEGOTIATED)


async def answer(result: Result, http: HttpRequest, format_: str = "") -> Response:
    """The result in the form that the client asked for.

    Raises:
        HttpError: There is no such form of this kind of result.
    """
    offered = TRIPLES if result.kind == "triples" else ROWS
    chosen = format_ or choose(http.headers.get("accept", ""), offered)
    if chosen is None or chosen not in offered:
        media = ", ".join(types[0] for types in offered.values())
        raise HttpError(406, f"accept: the answer comes as {media}; ask for one of these", **_NEGOTIATED)
    media = offered[chosen][0]
    if media.startswith("text/"):
        media += "; charset=utf-8"
    body = await in_thread(http, lambda: result.serialize(chosen))
    return Response(body, media_type=media, headers=_NEGOTIATED)
