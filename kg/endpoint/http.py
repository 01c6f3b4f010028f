"""What every address shares: errors with a status, bodies with a limit, handlers whose errors become answers."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Final

import anyio
from starlette.requests import ClientDisconnect
from starlette.requests import Request as HttpRequest
from starlette.responses import PlainTextResponse, Response

from kg.errors import KgError

FORM: Final = "application/x-www-form-urlencoded"
#: Seconds in which a client must have sent its body.
BODY_TIMEOUT_S: Final = 10.0

Handler = Callable[[HttpRequest], Awaitable[Response]]


class HttpError(Exception):
    """A request that is answered with a status and a line of text."""

    def __init__(self, status: int, message: str, **headers: str) -> None:
        super().__init__(message)
        self.status = status
        self.message = message
        self.headers = {name.replace("_", "-"): value for name, value in headers.items()}

    def response(self) -> Response:
        """The answer."""
        return PlainTextResponse(self.message + "\n", self.status, self.headers)


def answered(handler: Handler, statuses: Mapping[type[KgError], int]) -> Handler:
    """The handler with our errors turned into answers; the first class in ``statuses`` that fits gives the status."""

    async def handle(http: HttpRequest) -> Response:
        try:
            return await handler(http)
        except HttpError as exc:
            return exc.response()
        except KgError as exc:
            status = next((status for kind, status in statuses.items() if isinstance(exc, kind)), 500)
            return PlainTextResponse(f"{exc}\n", status)

    return handle


def media_type(http: HttpRequest) -> str:
    """The type of a request's body, without its parameters."""
    return http.headers.get("content-type", "").partition(";")[0].strip().lower()


async def read_body(http: HttpRequest, *, most: int, what: str, instead: str) -> str:
    """The body as text.

    Args:
        http: The request.
        most: Bytes at most.
        what: How messages call it: body, form.
        instead: What to do about one that is too long.

    Raises:
        HttpError: It is too long, too slow, or not UTF-8; or the client has gone.
    """
    body = b""
    try:
        with anyio.fail_after(BODY_TIMEOUT_S):
            async for chunk in http.stream():
                body += chunk
                if len(body) > most:
                    raise HttpError(413, f"{what}: larger than {most:,} bytes; {instead}")
        return body.decode("utf-8")
    except TimeoutError as exc:
        raise HttpError(
            408, f"{what}: not there after {BODY_TIMEOUT_S:g} s; send it again", Connection="close"
        ) from exc
    except ClientDisconnect as exc:
        raise HttpError(400, f"{what}: the connection was closed") from exc
    except UnicodeDecodeError as exc:
        raise HttpError(400, f"{what}: not UTF-8; send it in UTF-8") from exc
