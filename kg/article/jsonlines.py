"""One line of JSON Lines -> its fields, each character of a string with its place in the line."""

import json
import re
from array import array
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from kg.article.page import UnreadableError
from kg.article.trace import Traced, join, literal

_ESCAPE: Final = re.compile(r"\\(?:u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|.)", re.S)
_SPACE: Final = re.compile(r"[ \t\n\r]*")
_scan_string = json.decoder.scanstring  # type: ignore[attr-defined]
_DECODER: Final = json.JSONDecoder(strict=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """The value of one key, and where it stands in the line."""

    value: Any
    start: int
    end: int

    @property
    def text(self) -> str:
        """The value if it is a string, else an empty string."""
        return self.value if isinstance(self.value, str) else ""


def read_line(line: str) -> dict[str, Field]:
    """The fields of a line that holds one JSON object.

    Raises:
        UnreadableError: It does not.
    """
    try:
        fields = dict(_fields(line))
    except (ValueError, RecursionError, IndexError) as exc:
        raise UnreadableError("json", f"not a JSON object ({exc}); write one object a line") from exc
    return fields


def _fields(line: str) -> Iterator[tuple[str, Field]]:
    at = _skip(line, 0)
    if line[at : at + 1] != "{":
        raise ValueError("no { at the start")
    at = _skip(line, at + 1)
    while line[at] != "}":
        if line[at] != '"':
            raise ValueError("a key without quotes")
        key, at = _scan_string(line, at + 1, False)
        at = _skip(line, at)
        if line[at] != ":":
            raise ValueError("no : after a key")
        start = _skip(line, at + 1)
        value, at = _DECODER.raw_decode(line, start)
        yield key, Field(value=value, start=start, end=at)
        at = _skip(line, at)
        if line[at] == ",":
            at = _skip(line, at + 1)
        elif line[at] != "}":
            raise ValueError("neither , nor } after a value")
    if line[at + 1 :].strip():
        raise ValueError("text after the object")


def _skip(line: str, at: int) -> int:
    match = _SPACE.match(line, at)
    return at if match is None else match.end()


def trace_string(line: str, field: Field) -> Traced:
    """A string value with the place of each character; an escape stands where its backslash stands."""
    if not field.text:
        return Traced()
    start, end = field.start + 1, field.end - 1
    parts: list[Traced] = []
    done = start
    for match in _ESCAPE.finditer(line, start, end):
        parts.append(literal(line, done, match.start()))
        text = json.loads(f'"{match.group()}"')
        parts.append(Traced(text, array("q", [match.start()]) * len(text)))
        done = match.end()
    parts.append(literal(line, done, end))
    return join(parts)
