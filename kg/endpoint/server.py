"""uvicorn with limits for an open port: slow clients, huge headers and too many connections end by themselves."""

import socket
from typing import Final

import uvicorn
from starlette.applications import Starlette

from kg.errors import InputError

#: Connections at once; a browser opens six, and what is beyond gets 503 at once.
MAX_CONNECTIONS: Final = 300
#: Seconds that an idle connection is kept.
KEEP_ALIVE_S: Final = 5
#: Bytes of a request line and headers; more is refused with 431 or 400.
MAX_HEADERS: Final = 65_536


def serve(app: Starlette, *, port: int) -> None:
    """Serve on 127.0.0.1 until interrupted.

    Raises:
        InputError: The port is taken.
    """
    try:
        listener = socket.create_server(("127.0.0.1", port))
    except OSError as exc:
        raise InputError(f"--port {port}: {exc.strerror}; choose another") from exc
    with listener:
        uvicorn.Server(make_config(app)).run(sockets=[listener])


def make_config(app: Starlette) -> uvicorn.Config:
    """How uvicorn runs the application."""
    return uvicorn.Config(
        app,
        log_level="warning",
        http="h11",
        ws="none",
        lifespan="on",
        limit_concurrency=MAX_CONNECTIONS,
        timeout_keep_alive=KEEP_ALIVE_S,
        h11_max_incomplete_event_size=MAX_HEADERS,
        timeout_graceful_shutdown=3,
        server_header=False,
    )
