"""A built graph over HTTP: SPARQL 1.1 Protocol, the explorer, a page for every IRI. Needs the extra ``serve``."""

from pathlib import Path
from typing import TYPE_CHECKING

from kg.errors import InputError

if TYPE_CHECKING:
    from starlette.applications import Starlette

    from kg.query.runner import Limits


def make_app(out: Path, *, limits: "Limits | None" = None, allowed_hosts: tuple[str, ...] = ()) -> "Starlette":
    """The web application of a built folder, for any ASGI server.

    Args:
        out: The folder of a build; a later build there is picked up without a restart.
        limits: What one query may use.
        allowed_hosts: Names in the Host header that are answered, beside 127.0.0.1 and localhost.

    Raises:
        InputError: Nothing has been built there, or starlette is not installed.
    """
    try:
        from kg.endpoint.app import build_app
    except ImportError as exc:
        raise InputError(f"serve: {exc.name} is not installed; pip install 'newskg[serve]'") from exc
    return build_app(out, limits=limits, allowed_hosts=allowed_hosts)


def run_server(out: Path, *, port: int = 7171, timeout_s: float = 10.0) -> None:
    """Serve a built folder to this machine until interrupted.

    Raises:
        InputError: Nothing has been built there, uvicorn is not installed, or the port is taken.
    """
    from kg.query.runner import Limits

    app = make_app(out, limits=Limits(timeout_s=timeout_s))
    try:
        from kg.endpoint.server import serve
    except ImportError as exc:
        raise InputError(f"serve: {exc.name} is not installed; pip install 'newskg[serve]'") from exc
    serve(app, port=port)
