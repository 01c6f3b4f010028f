"""Doubtful pairs under ``/review``, one at a time; a person's word on each becomes a line of ``OUT/judgements.jsonl``.

The queue of the last build and the log enter; pages and judgements leave. Reading writes nothing. What writes must be
sent by a page of this very process: a form with its token, from the same origin.
"""

import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import Final
from urllib.parse import parse_qsl, quote, unquote

import anyio
from starlette.requests import Request as HttpRequest
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from kg.endpoint.http import FORM, HttpError, answered, media_type, read_body
from kg.endpoint.pool import Pool
from kg.endpoint.protocol import ask
from kg.endpoint.review_desk import Desk, GoneError
from kg.endpoint.review_page import QID, pair_key, review_page
from kg.entity import ReviewPair
from kg.errors import KgError
from kg.query.runner import Request

#: Bytes of a form; the longest that the page sends has some 400.
MAX_FORM: Final = 10_000
#: Characters of a reviewer's name.
MAX_NAME: Final = 60
#: In the log where nobody gave a name.
NOBODY: Final = "web"

_STATUS: Final[Mapping[type[KgError], int]] = {GoneError: 409}
_COOKIE: Final = "newskg_by"
_COOKIE_AGE_S: Final = 180 * 24 * 3600
_HEADERS: Final = {
    # The token must not be found in a cache, nor an old pair by the way back.
    "Cache-Control": "no-store",
    # With no-referrer, as elsewhere, browsers send forms with "Origin: null", which can't be told from a stranger's.
    "Referrer-Policy": "same-origin",
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; form-action 'self'; base-uri 'none'; "
        "frame-ancestors 'none'"
    ),
}
_LABELS: Final = (
    'SELECT ?q ?name {{ VALUES ?q {{ {0} }} ?e owl:sameAs ?q ; rdfs:label ?name FILTER(LANG(?name) = "zh") }}'
)


def review_routes(out: Path, pool: Pool) -> list[Route]:
    """The addresses of the review of a built folder.

    Args:
        out: The folder; its log is written there and nothing else is.
        pool: Answers which names the items in the facts have.
    """
    review = Review(Desk(out), pool)
    return [
        Route("/review", answered(review.show, _STATUS)),
        Route("/review", answered(review.judge, _STATUS), methods=["POST"]),
        Route("/review/undo", answered(review.undo, _STATUS), methods=["POST"]),
        Route("/review/name", answered(review.name, _STATUS), methods=["POST"]),
    ]


class Review:
    """The handlers, with the token that only pages of this process carry."""

    def __init__(self, desk: Desk, pool: Pool) -> None:
        self._desk = desk
        self._pool = pool
        self._token = secrets.token_urlsafe(32)

    async def show(self, http: HttpRequest) -> Response:
        """The page of a pair; ``?after=`` goes on behind a pair, ``?pair=`` shows a certain one."""
        wanted = {name: http.query_params.get(name, "")[:100] for name in ("pair", "after")}
        view = await anyio.to_thread.run_sync(lambda: self._desk.view(**wanted))
        names = await self._names(view.pair, http) if view.pair else {}
        return HTMLResponse(review_page(view, token=self._token, by=_reviewer(http), names=names), headers=_HEADERS)

    async def judge(self, http: HttpRequest) -> Response:
        """Same, different or unsure."""
        form = await self._form(http)
        key, verdict, by = form.get("pair", ""), form.get("verdict", ""), _reviewer(http)
        if verdict not in ("same", "different", "unsure"):
            raise HttpError(400, "verdict: none was sent; choose same, different or unsure")
        await anyio.to_thread.run_sync(lambda: self._desk.judge(key, verdict, by=by))
        return _go(f"/review?after={quote(key)}")

    async def undo(self, http: HttpRequest) -> Response:
        """The last judgement is taken back and its pair shown again."""
        form = await self._form(http)
        taken = await anyio.to_thread.run_sync(self._desk.undo, form.get("last", ""))
        return _go(f"/review?pair={pair_key(taken.left, taken.right)}")

    async def name(self, http: HttpRequest) -> Response:
        """A reviewer's name, kept by the browser alone."""
        form = await self._form(http)
        name = _clean(form.get("by", ""))
        if name == "kg":
            raise HttpError(400, "by: kg is the program's own name; choose another")
        answer = _go(f"/review?pair={quote(form.get('pair', '')[:100])}")
        answer.set_cookie(
            _COOKIE, quote(name, safe=""), max_age=_COOKIE_AGE_S, path="/review", httponly=True, samesite="strict"
        )
        return answer

    async def _form(self, http: HttpRequest) -> Mapping[str, str]:
        _refuse_strangers(http)
        form = await _read_form(http)
        # compare_digest takes ASCII or bytes, and a stranger may send anything.
        if not secrets.compare_digest(form.get("token", "").encode(), self._token.encode()):
            raise HttpError(403, "token: not of this server, which may have been started anew; open /review again")
        return form

    async def _names(self, pair: ReviewPair, http: HttpRequest) -> dict[str, str]:
        """Chinese names of the items that the facts speak of; without them the page shows the items."""
        facts = [*pair.shared, *pair.conflicting, *pair.reasons, *pair.left.bodies, *pair.right.bodies]
        items = sorted(set(QID.findall(" ".join(facts))))
        if not items:
            return {}
        try:
            result = await ask(self._pool, Request(text=_LABELS.format(" ".join(f"wd:{q}" for q in items))), http)
        except HttpError:
            return {}
        return {str(row["q"]).rpartition("/")[2]: str(row["name"]) for row in result.rows()}


def _refuse_strangers(http: HttpRequest) -> None:
    """Refuse what no page of ours sent. Browsers give one of the two headers with every form, and scripts can't."""
    site, origin = http.headers.get("sec-fetch-site"), http.headers.get("origin")
    is_ours = origin is None or origin.lower().partition("://")[2] == http.headers.get("host", "").lower()
    if site not in (None, "same-origin") or not is_ours or site is origin is None:
        raise HttpError(403, "origin: judgements are taken from the page /review of this server only")


async def _read_form(http: HttpRequest) -> dict[str, str]:
    if media_type(http) != FORM:
        raise HttpError(415, f"content-type: {media_type(http) or 'none'} is not read; send {FORM}")
    body = await read_body(http, most=MAX_FORM, what="form", instead="use the page /review")
    try:
        return dict(parse_qsl(body, keep_blank_values=True, errors="strict", max_num_fields=10))
    except ValueError as exc:
        raise HttpError(400, f"form: {exc}; send it percent-encoded in UTF-8") from exc


def _reviewer(http: HttpRequest) -> str:
    """Whose word it is, by the cookie; anything unfit is nobody."""
    name = _clean(unquote(http.cookies.get(_COOKIE, "")))
    return NOBODY if name in ("", "kg") else name


def _clean(name: str) -> str:
    """A name without what could break the log's lines or deceive its readers."""
    return "".join(char for char in name if char.isprintable()).strip()[:MAX_NAME].strip()


def _go(address: str) -> Response:
    return RedirectResponse(address, 303, headers=_HEADERS)
