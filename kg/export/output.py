"""Text files that appear whole or not at all.

A path enters, an open stream leaves; the file gets its name only when the last byte is written.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from kg.errors import ExportError


@contextmanager
def whole_file(path: Path) -> Iterator[TextIO]:
    """A UTF-8 stream whose text stands at ``path`` once the block ends well; else the old file stays as it was.

    Raises:
        ExportError: The folder can't be written, or the disk is full.
    """
    temporary = path.with_name(f".{path.name}.part")
    try:
        with temporary.open("w", encoding="utf-8", errors="strict", newline="") as stream:
            yield stream
        temporary.replace(path)
    except OSError as exc:
        raise ExportError(f"{path}: can't be written ({exc.strerror}); choose another output folder") from exc
    finally:
        temporary.unlink(missing_ok=True)
