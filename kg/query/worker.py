"""The child process in which queries run: started by ``runner.py``, ended by it or by its own limits.

Requests enter on standard input, one JSON line each; answers leave on standard output, a JSON line and as many bytes
as it says. The process has no network, no more memory than it was given, and an alarm that outlives its parent, each
where the system can do it. What keeps it from opening the store it tells on standard error.
"""

import contextlib
import ctypes
import io
import json
import os
import signal
import sys
from typing import IO, Any, cast

from kg.export.terms import PREFIXES
from kg.settings import DEFAULT_BASE_IRI

_CLONE_NEWUSER, _CLONE_NEWNET = 0x10000000, 0x40000000


def main() -> None:
    """Answer requests until standard input ends."""
    store_path, memory_bytes = sys.argv[1], int(sys.argv[2])
    _leave_network()
    _limit(memory_bytes)
    import pyoxigraph

    store = pyoxigraph.Store.read_only(store_path)
    # Ctrl-C at a terminal reaches the whole group; only the parent decides when this process ends.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _send({"status": "ready"})
    # From here on nobody reads standard error, and a pipe that fills would hold the process up.
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
    for line in sys.stdin.buffer:
        request = json.loads(line)
        _alarm(float(request["timeout_s"]) + 2)
        try:
            head, body = _answer(store, request)
        except (SyntaxError, ValueError, OSError, MemoryError, RuntimeError) as exc:
            head, body = {"status": "error", "reason": _reason(exc), "message": str(exc)}, b""
        _alarm(0)
        _send({**head, "size": len(body)}, body)


class _TooManyError(ValueError):
    """The result has more rows or bytes than it may."""


class _Sink(io.RawIOBase):
    """Takes the lines of a result and stops the engine when there are too many."""

    def __init__(self, max_rows: int, max_bytes: int) -> None:
        super().__init__()
        self.chunks: list[bytes] = []
        self._rows_left, self._bytes_left = max_rows + 1, max_bytes

    def write(self, data: Any) -> int:
        """Keep a chunk; tabs and line breaks in values are escaped in these formats, so each line is a row."""
        data = bytes(data)
        self._rows_left -= data.count(b"\n")
        self._bytes_left -= len(data)
        if self._rows_left < 0 or self._bytes_left < 0:
            raise _TooManyError("too many")
        self.chunks.append(data)
        return len(data)


def _answer(store: Any, request: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
    import pyoxigraph as ox

    for graph in request["graphs"]:
        if not store.contains_named_graph(ox.NamedNode(graph)):
            raise PermissionError(f"query: FROM <{graph}> is no graph of this store; name the IRI of an article")
    options: dict[str, Any] = {"prefixes": PREFIXES, "base_iri": DEFAULT_BASE_IRI}
    if request["default_graphs"] or request["named_graphs"]:
        options["default_graph"] = [ox.NamedNode(graph) for graph in request["default_graphs"]]
        options["named_graphs"] = [ox.NamedNode(graph) for graph in request["named_graphs"]]
    result = store.query(request["query"], **options)
    if isinstance(result, ox.QueryBoolean):
        return {"status": "ok", "kind": "boolean"}, b"true" if result else b"false"
    sink = _Sink(request["max_rows"], request["max_bytes"])
    output = cast("IO[bytes]", sink)
    if isinstance(result, ox.QueryTriples):
        result.serialize(output, format=ox.RdfFormat.N_TRIPLES)
        return {"status": "ok", "kind": "triples"}, b"".join(sink.chunks)
    result.serialize(output, format=ox.QueryResultsFormat.TSV)
    return {"status": "ok", "kind": "rows"}, b"".join(sink.chunks)


def _reason(exc: BaseException) -> str:
    if isinstance(exc, _TooManyError):
        return "rows"
    if isinstance(exc, PermissionError):
        return "refused"
    return "memory" if isinstance(exc, MemoryError) else "syntax"


def _send(head: dict[str, Any], body: bytes = b"", stream: IO[bytes] | None = None) -> None:
    stream = stream or sys.stdout.buffer
    stream.write(json.dumps(head).encode() + b"\n" + body)
    stream.flush()


def _alarm(seconds: float) -> None:
    """Have the kernel end this process after so many seconds, whoever holds the interpreter; 0 calls it off."""
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_REAL, seconds)


def _limit(memory_bytes: int) -> None:
    try:
        import resource
    except ImportError:
        return  # Windows has no such limits; time and rows still hold.
    limits = {resource.RLIMIT_CORE: 0}
    if memory_bytes and sys.platform != "darwin":  # macOS refuses every limit on the address space.
        limits[resource.RLIMIT_AS] = memory_bytes
    for kind, size in limits.items():
        _, hard = resource.getrlimit(kind)
        size = size if hard == resource.RLIM_INFINITY else min(size, hard)
        # A limit that can't be set is one the less; the others hold.
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(kind, (size, size))


def _leave_network() -> None:
    """Move to an empty network where the system lets us; the guard in front is what is relied on."""
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).unshare(_CLONE_NEWUSER | _CLONE_NEWNET)


if __name__ == "__main__":
    main()
