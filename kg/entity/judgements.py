"""The log of what people judged: ``OUT/judgements.jsonl``, one judgement a line.

A plain file: it can be versioned, merged line by line and undone. Adding appends a line; undoing takes the last one
away, so that the bytes are those of before. Reading, writing and nomenklatura's resolver format are here; what a
judgement does to the entities is in ``judging``.
"""

import json
import os
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from kg.errors import ExportError, InputError, SchemaError
from kg.records import Judgement

LOG_NAME: Final = "judgements.jsonl"

VERDICTS: Final = ("same", "different", "unsure")

#: Our verdicts in nomenklatura's words.
_RESOLVER: Final = {"same": "positive", "different": "negative", "unsure": "unsure"}
_VERDICT: Final = {word: verdict for verdict, word in _RESOLVER.items()}


def log_path(out: Path) -> Path:
    """Where the log of an output folder lies."""
    return out / LOG_NAME


def make_judgement(
    left: str, right: str, verdict: str, *, by: str, reason: str = "", score: float = 1.0, at: str | None = None
) -> Judgement:
    """A judgement of now, with its ids in order.

    Raises:
        InputError: The verdict is unknown, or both ids are one.
    """
    if verdict not in VERDICTS:
        raise InputError(f"judgement: {verdict} is not a verdict; choose from {', '.join(VERDICTS)}")
    if left == right:
        raise InputError(f"judgement: {left} is compared with itself; give two ids")
    first, second = sorted((left, right))
    moment = at or datetime.now(UTC).isoformat(timespec="seconds")
    return Judgement(left=first, right=second, verdict=verdict, score=score, reason=reason, by=by, at=moment)


def read_judgements(out: Path) -> list[Judgement]:
    """All judgements of an output folder in the order of the log; none if there is no log.

    Raises:
        InputError: A line is not a judgement.
    """
    return read_log(log_path(out))


def read_log(path: Path) -> list[Judgement]:
    """All judgements of a log.

    Raises:
        InputError: The file can't be read, or a line is not a judgement.
    """
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except FileNotFoundError:
        return []
    except (OSError, UnicodeDecodeError) as exc:
        raise InputError(f"{path}: can't be read ({exc}); give a judgement log") from exc
    return [_parse(f"{path}:{number}", line) for number, line in enumerate(lines, 1) if line.strip()]


def _parse(where: str, line: str) -> Judgement:
    try:
        judgement = Judgement.from_dict(json.loads(line))
        return _checked(judgement)
    except (ValueError, AttributeError, SchemaError, InputError) as exc:
        raise InputError(f"{where}: not a judgement ({exc}); correct or delete the line") from exc


def _checked(judgement: Judgement) -> Judgement:
    texts = (judgement.left, judgement.right, judgement.verdict, judgement.by)
    if not all(isinstance(text, str) and text for text in texts):
        raise InputError("left, right, verdict and by must be texts")
    if judgement.verdict not in VERDICTS:
        raise InputError(f"verdict {judgement.verdict} is not one of {', '.join(VERDICTS)}")
    if judgement.left == judgement.right:
        raise InputError("both ids are one")
    if judgement.left > judgement.right:
        return replace(judgement, left=judgement.right, right=judgement.left)
    return judgement


def to_line(judgement: Judgement) -> str:
    """A judgement as a line of the log."""
    return json.dumps(judgement.to_dict(), ensure_ascii=False, sort_keys=True) + "\n"


def add_judgement(out: Path, judgement: Judgement) -> None:
    """Append a judgement to the log; whatever stood there stays, byte for byte.

    Raises:
        ExportError: The log can't be written.
    """
    path = log_path(out)
    data = to_line(judgement).encode("utf-8")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("ab") as stream:
            if stream.tell() and not _ends_line(path):
                data = b"\n" + data  # an editor left the last line open
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
    except OSError as exc:
        raise ExportError(f"{path}: can't be written ({exc}); choose a folder that you own") from exc


def _ends_line(path: Path) -> bool:
    with path.open("rb") as stream:
        stream.seek(-1, os.SEEK_END)
        return stream.read(1) == b"\n"


def undo_judgement(out: Path) -> Judgement | None:
    """Take the last judgement out of the log and give it; None if there is none.

    Raises:
        InputError: The last line is not a judgement.
        ExportError: The log can't be written.
    """
    path = log_path(out)
    judgements = read_log(path)
    if not judgements:
        return None
    data = path.read_bytes()
    kept = data[: data.rstrip().rfind(b"\n") + 1]
    _replace(path, kept)
    return judgements[-1]


def merge_logs(logs: Iterable[Sequence[Judgement]]) -> list[Judgement]:
    """The judgements of several logs, each once, by time: merging twice changes nothing."""
    seen = {to_line(judgement): judgement for log in logs for judgement in log}
    return [judgement for _, judgement in sorted(seen.items(), key=lambda item: (item[1].at or "", item[0]))]


def import_judgements(out: Path, judgements: Iterable[Judgement]) -> int:
    """Append the judgements that the log doesn't have yet; gives their number.

    Raises:
        InputError: The log is damaged.
        ExportError: It can't be written.
    """
    path = log_path(out)
    known = {_content(judgement) for judgement in read_log(path)}
    new = []
    for judgement in judgements:
        if _content(judgement) not in known:
            known.add(_content(judgement))
            new.append(judgement)
    for judgement in new:
        add_judgement(out, judgement)
    return len(new)


def _content(judgement: Judgement) -> tuple[str, str, str, str, str | None]:
    return judgement.left, judgement.right, judgement.verdict, judgement.by, judgement.at


def _replace(path: Path, data: bytes) -> None:
    part = path.with_name(path.name + ".part")
    try:
        part.write_bytes(data)
        part.replace(path)
    except OSError as exc:
        raise ExportError(f"{path}: can't be written ({exc}); choose a folder that you own") from exc


def to_resolver(judgements: Iterable[Judgement]) -> str:
    """Judgements in nomenklatura's resolver format: a JSON array a line.

    Source: nomenklatura, ``Edge.to_line``: target, source, judgement, score, user, timestamp.
    """
    return "".join(
        json.dumps([_bare(j.right), _bare(j.left), _RESOLVER[j.verdict], j.score, j.by, j.at], ensure_ascii=False)
        + "\n"
        for j in judgements
    )


def _bare(key: str) -> str:
    """A linked entity is known to others by its QID."""
    bare = key.removeprefix("entity/")
    return bare if bare[:1] == "Q" and bare[1:].isdecimal() else key


def from_resolver(text: str, *, name: str = "resolver") -> list[Judgement]:
    """Judgements from nomenklatura's resolver format; edges without a judgement or deleted ones are left out.

    Raises:
        InputError: A line is not an edge of a resolver.
    """
    found = []
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            judgement = _from_edge(json.loads(line))
        except (ValueError, TypeError, KeyError, IndexError, InputError) as exc:
            raise InputError(f"{name}:{number}: not a line of a resolver ({exc}); export it again") from exc
        if judgement is not None:
            found.append(judgement)
    return found


def _from_edge(edge: Any) -> Judgement | None:
    if not isinstance(edge, list) or len(edge) < 6:
        raise InputError("six values expected: target, source, judgement, score, user, timestamp")
    target, source, word, score, user, at, *deleted = edge
    if word == "no_judgement" or any(deleted):
        return None
    left, right = sorted((_node(target), _node(source)))
    return _checked(
        Judgement(
            left=left,
            right=right,
            verdict=_VERDICT[word],
            score=1.0 if score is None else float(score),
            reason="imported from a resolver",
            by=str(user or "resolver"),
            at=at,
        )
    )


def _node(key: Any) -> str:
    if not isinstance(key, str):
        raise InputError(f"{key!r} is not an id")
    return f"entity/{key}" if key[:1] == "Q" and key[1:].isdecimal() else key
