"""Queries in a child process that can be ended at any instant without harm to the next.

SPARQL text and limits enter, a ``Result`` leaves. ``Worker`` is one child that answers one query after another;
``run_query`` starts one for a single query.
"""

import contextlib
import json
import os
import queue
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Final

from kg.errors import InputError, QueryError
from kg.query.guard import check_query
from kg.query.named import find_query
from kg.query.results import Result
from kg.query.store import current_version, store_folder

#: Seconds that a child has to open the store; it takes less than one, more where the machine is busy or the disk cold.
_START_S: Final = 30.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What one query may use.

    Attributes:
        timeout_s: Wall time in seconds; every query of ``ontologies/queries`` takes less than one.
        memory_mb: Address space of the child, of which 200 are taken before it begins; macOS and Windows have no
            such limit.
        max_rows: Rows (or triples) of a result; a larger one is an export, not an answer.
        max_bytes: Bytes of a result before it is formatted.
    """

    timeout_s: float = 10.0
    memory_mb: int = 2_048
    max_rows: int = 100_000
    max_bytes: int = 64_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """A query with the graphs that the protocol gives beside it; a FROM in the text is the engine's to apply."""

    text: str
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()


class Worker:
    """One child process with the store open."""

    def __init__(self, version: Path, *, limits: Limits) -> None:
        self.version = version
        self._limits = limits
        command = [sys.executable, "-c", "from kg.query.worker import main; main()", str(version)]
        self._process = subprocess.Popen(
            [*command, str(limits.memory_mb * 1_000_000)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            bufsize=0,
            # One arena, or each thread of the store takes 64 MB of the address space that it may have.
            env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), "MALLOC_ARENA_MAX": "1"},
        )
        self._chunks: queue.SimpleQueue[bytes] = queue.SimpleQueue()
        threading.Thread(target=_listen, args=(self._process.stdout, self._chunks), daemon=True).start()
        self._is_ready = False
        self._rest = b""

    def ask(self, request: Request) -> Result:
        """Run one query.

        Raises:
            InputError: The child ended before it had the store open.
            QueryError: It is refused, wrong, or ended at a limit; ``reason`` says which. After ``time`` and
                ``memory`` the child is dead and this worker is of no more use (``is_alive``).
        """
        graphs = [*check_query(request.text), *request.default_graphs, *request.named_graphs]
        self._await_ready()
        deadline = time.monotonic() + self._limits.timeout_s
        message = {
            "query": request.text,
            "graphs": graphs,
            "default_graphs": request.default_graphs,
            "named_graphs": request.named_graphs,
            "timeout_s": self._limits.timeout_s,
            "max_rows": self._limits.max_rows,
            "max_bytes": self._limits.max_bytes,
        }
        try:
            assert self._process.stdin is not None
            self._process.stdin.write(json.dumps(message).encode() + b"\n")
            head = json.loads(self._read_line(deadline))
            body = self._read_bytes(head["size"], deadline)
        except TimeoutError as exc:
            self.kill()
            raise QueryError(
                f"query: not done after {self._limits.timeout_s:g} s; narrow it down or allow more time", reason="time"
            ) from exc
        except (OSError, EOFError) as exc:
            self.kill()
            raise QueryError(
                f"query: ended at its limit of {self._limits.memory_mb} MB of memory; narrow it down", reason="memory"
            ) from exc
        if head["status"] == "error":
            raise self._error(head)
        return Result(kind=head["kind"], body=body)

    @property
    def is_alive(self) -> bool:
        """Whether the child can take another query."""
        return self._process.poll() is None

    def kill(self) -> None:
        """End the child now, in the middle of a query if need be; may be called from another thread."""
        with contextlib.suppress(OSError):
            self._process.kill()
        self._process.wait()

    def close(self) -> None:
        """End the child and let go of its pipes; who listens to its answers closes theirs."""
        self.kill()
        for pipe in (self._process.stdin, self._process.stderr):
            if pipe is not None:
                pipe.close()

    def _error(self, head: Mapping[str, Any]) -> QueryError:
        if head["reason"] == "rows":
            size = f"{self._limits.max_rows:,} rows or {self._limits.max_bytes:,} bytes"
            return QueryError(f"query: more than {size}; add LIMIT or narrow it down", reason="rows")
        if head["reason"] == "memory":
            return QueryError(
                f"query: more than {self._limits.memory_mb} MB of memory; narrow it down", reason="memory"
            )
        if head["reason"] == "refused":
            return QueryError(head["message"], reason="refused")
        return QueryError(f"query: {head['message']}; mend it and ask again", reason=head["reason"])

    def _await_ready(self) -> None:
        if self._is_ready:
            return
        try:
            self._read_line(time.monotonic() + _START_S)
        except TimeoutError as exc:
            self.kill()
            raise InputError(f"{self.version}: the store isn't open after {_START_S:g} s; try again") from exc
        except (EOFError, OSError) as exc:
            self.kill()
            raise InputError(
                f"{self.version}: the store can't be opened ({self._last_words()}); mend that or build again"
            ) from exc
        self._is_ready = True

    def _last_words(self) -> str:
        """The last line on standard error of a child that has ended."""
        assert self._process.stderr is not None
        lines = self._process.stderr.read().decode(errors="replace").strip().splitlines()
        return lines[-1] if lines else f"exit code {self._process.returncode}"

    def _read_line(self, deadline: float) -> bytes:
        while b"\n" not in self._rest:
            self._rest += self._read_some(deadline)
        line, _, self._rest = self._rest.partition(b"\n")
        return line

    def _read_bytes(self, size: int, deadline: float) -> bytes:
        chunks = [self._rest]
        missing = size - len(self._rest)
        while missing > 0:
            chunks.append(self._read_some(deadline))
            missing -= len(chunks[-1])
        whole = b"".join(chunks)
        self._rest = whole[size:]
        return whole[:size]

    def _read_some(self, deadline: float) -> bytes:
        try:
            chunk = self._chunks.get(timeout=max(0.0, deadline - time.monotonic()))
        except queue.Empty as exc:
            raise TimeoutError from exc
        if not chunk:
            self._chunks.put(chunk)  # The end stays the end, however often it is asked for.
            raise EOFError
        return chunk


def _listen(pipe: IO[bytes], chunks: queue.SimpleQueue[bytes]) -> None:
    """Hand on what comes by a pipe, at its end ``b""``; in a thread, as Windows can wait for a pipe in no other way."""
    with pipe:
        while chunk := os.read(pipe.fileno(), 1 << 16):
            chunks.put(chunk)
    chunks.put(b"")


def run_query(
    out: Path, query: str, *, values: Mapping[str, object] | None = None, limits: Limits | None = None
) -> Result:
    """Answer one query on a built folder.

    Args:
        out: The folder of a build.
        query: SPARQL text, or the name of a query of ``ontologies/queries``.
        values: Values of its parameters, for a named query.
        limits: What it may use.

    Raises:
        InputError: Nothing has been built in ``out``.
        QueryError: The query is refused, wrong, or ended at a limit.
    """
    version = current_version(store_folder(out))
    if version is None:
        raise InputError(f"{out}: no graph has been built there; run kg build PATH -o {out}")
    worker = Worker(version, limits=limits or Limits())
    try:
        return worker.ask(Request(text=query_text(query, values or {})))
    finally:
        worker.close()


def query_text(query: str, values: Mapping[str, object]) -> str:
    """The SPARQL text of a query that is given by name (a word without spaces or braces) or as text.

    Raises:
        QueryError: There is no query of that name, or values are given for a text.
    """
    is_name = not set(query) & set(" \t\n{}")
    if is_name:
        return find_query(query).fill(values)
    if values:
        raise QueryError("query: parameters go with a named query; write them into the text", reason="parameter")
    return query
